"""GitLab CI: what a pipeline runs for, as its variables tell it."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.ci.event import CIEvent, CIEventKind, commit_id, squash_message
from aos_check.model.errors import CannotCheckError

_DEEPER = 'set `GIT_DEPTH: "0"` in the variables of the job'
_CUT = "GitLab hands on only the beginning of this merge request's description"


def runs(environment: Mapping[str, str]) -> bool:
    """True when this platform runs the process."""
    return environment.get("GITLAB_CI") == "true"


def event_of(environment: Mapping[str, str]) -> CIEvent:
    """What the pipeline is about. Raises CannotCheckError for one that cannot be judged."""
    source = environment.get("CI_PIPELINE_SOURCE", "")
    if environment.get("CI_MERGE_REQUEST_IID"):
        return _proposed(source or "a merge request", environment)
    if source == "push":
        return CIEvent(
            source,
            CIEventKind.PUSHED,
            base=commit_id(environment.get("CI_COMMIT_BEFORE_SHA")),
            head=_commit(environment, "CI_COMMIT_SHA"),
            branch=environment.get("CI_COMMIT_BRANCH", ""),
            default=environment.get("CI_DEFAULT_BRANCH", ""),
            deeper=_DEEPER,
        )
    return CIEvent(source or "an unnamed pipeline", CIEventKind.TREE, deeper=_DEEPER)


def _proposed(source: str, environment: Mapping[str, str]) -> CIEvent:
    """A merge request. Where its result is built, or in a train, HEAD is what it will bring.

    Where it is not, GitLab names the commit that the branch left the target at, and no rules are
    made by that: the target's last commit makes them.
    """
    target = commit_id(environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
    merged = commit_id(environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"))
    cut = environment.get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED") == "true"
    title = environment.get("CI_MERGE_REQUEST_TITLE", "")
    return CIEvent(
        source,
        CIEventKind.PROPOSED,
        base=target,
        head=merged or _commit(environment, "CI_COMMIT_SHA"),
        branch=environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", ""),
        target=environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", ""),
        default=environment.get("CI_DEFAULT_BRANCH", ""),
        built=bool(target),
        message=squash_message(title, environment.get("CI_MERGE_REQUEST_DESCRIPTION", "")),
        unsaid=_CUT if cut else "",
        deeper=_DEEPER,
    )


def _commit(environment: Mapping[str, str], name: str) -> str:
    if found := commit_id(environment.get(name)):
        return found
    raise CannotCheckError(
        f"the variable {name} names no commit", "pass the commits to judge with --range"
    )
