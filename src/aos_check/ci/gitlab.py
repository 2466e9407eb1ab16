"""GitLab CI. Its variables describe the event of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aos_check import GUIDES
from aos_check.ci.event import CIEvent, CIEventKind, commit_id, squash_message
from aos_check.ci.platform import Examined, Platform
from aos_check.model.errors import CannotCheckError

_DEEPER = 'set `GIT_DEPTH: "0"` in the variables of the job'
_CUT = "GitLab passes on only the beginning of this merge request's description"


class GitLab(Platform):
    """GitLab CI."""

    site = "GitLab"
    files = (".gitlab-ci.yml",)
    verdict = "it checks what is pushed; whether it is required cannot be seen from here"

    def runs(self, environment: Mapping[str, str]) -> bool:
        """Return whether GitLab runs this process."""
        return environment.get("GITLAB_CI") == "true"

    def event_of(self, environment: Mapping[str, str]) -> CIEvent:
        """Read the event from the variables of the pipeline."""
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

    def checks(self, text: str) -> bool:
        """Return whether a line other than a comment names aos-check."""
        return _NAMES.search(text) is not None

    def next_step(self, *, wrote: bool, checks: bool, branch: str) -> str | None:  # noqa: ARG002
        """Ask to add the job: `init` does not write one for GitLab."""
        page = f"{GUIDES}/how-to/ci.md#gitlab"
        return None if checks else f"add the check to GitLab: {page}"

    def look_into(self, value: object) -> Examined | None:
        """Examine whether a job of the pipeline runs the check and can fail."""
        if not isinstance(value, dict):
            return None
        jobs = [
            (name, job)
            for name, job in value.items()
            if isinstance(job, dict) and _RUNS.search(_script(job))
        ]
        holes = [hole for name, job in jobs for hole in _holes(name, job)]
        notes = [
            (
                f"the job {name} has a shallow clone, so the check must fetch the rest",
                'give it the variable GIT_DEPTH: "0"',
            )
            for name, job in jobs
            if "0" not in {_depth(job), _depth(value)}
        ]
        return Examined(holes, notes) if jobs else None


PLATFORM = GitLab()


def _proposed(source: str, environment: Mapping[str, str]) -> CIEvent:
    """The event of a merge request.

    In a merged-results pipeline or a merge train, HEAD is the result of the merge. Otherwise,
    GitLab names the commit where the branch left the target. The rules there may be old, so the
    check uses those of the target's last commit.
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
        f"the variable {name} names no commit", "pass the commits to check with --range"
    )


_RUNS = re.compile(r"\baos-check[ \t]+(?:ci|check)\b")
_NAMES = re.compile(r"^[^#\n]*aos-check", re.MULTILINE)
_SHRUG = re.compile(r"\baos-check[ \t]+(?:ci|check)\b[^\n]{0,500}\|\|")


def _script(job: Mapping[str, Any]) -> str:
    lines = job.get("script", "")
    return "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def _depth(where: Mapping[str, Any]) -> str:
    variables = where.get("variables")
    return str(variables.get("GIT_DEPTH")) if isinstance(variables, dict) else ""


def _holes(name: str, job: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The ways in which the pipeline can pass although the job fails."""
    rules: Any = job.get("rules")
    listed = rules if isinstance(rules, list) else []
    places = [job, *(rule for rule in listed if isinstance(rule, dict))]
    if any(_allows_failure(place.get("allow_failure")) for place in places):
        yield f"allow_failure lets the job {name} fail", "remove allow_failure"
    if job.get("when") == "manual" and job.get("allow_failure") is not False:
        yield f"the job {name} waits until a person starts it", "remove `when: manual`"
    if _SHRUG.search(_script(job)):
        yield (
            f"the job {name} ignores the exit code of aos-check",
            "remove what follows aos-check on its line",
        )


def _allows_failure(value: object) -> bool:
    """True if the exit code 1, which stands for findings, counts as success."""
    if not isinstance(value, dict):
        return value is True
    codes = value.get("exit_codes")
    return 1 in codes if isinstance(codes, list) else codes == 1
