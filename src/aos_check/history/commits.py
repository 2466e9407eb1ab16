"""Describes commits for rules: their tasks, code, waivers and exemptions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from aos_check.history import maintenance, waivers
from aos_check.history.code_owners import code_of, uncovered
from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.messages import Message
from aos_check.history.references import in_message, named_tasks
from aos_check.history.snapshots import SnapshotDiff
from aos_check.history.spec_names import OtherState
from aos_check.history.task_finder import TaskFinder
from aos_check.history.version_changes import only_versions
from aos_check.model.change import Change, Commit, Maintenance, NamedTask, PathChange, Person
from aos_check.model.errors import MissingObjectError
from aos_check.model.tree import MemoryTree, Tree
from aos_check.reading.code_files import SUBMODULE, is_manifest
from aos_check.reading.snapshot import Snapshot

BEFORE_THE_PROJECT = "commits with no project in their tree are not checked"
MISSING_TASKS = (
    "commits are not checked if the task lists that they name are missing from this partial clone"
)

MISSING_CODE = (
    "merges and reverts are not checked if contents that they change are missing from this "
    "partial clone"
)
MISSING_MAINTENANCE = (
    "maintenance commits are not checked if code that they change is missing from this partial "
    "clone"
)
MISSING_MANIFESTS = (
    "commits are not checked if manifests that they change are missing from this partial clone"
)


class RawCommit(NamedTuple):
    """A commit before its tasks and code are read. The next commit has no `id`.

    `author`, `branch` and `chosen` are called only if needed, because git takes time to find them.
    The branch is the one that the commit is made on, and `chosen` is the spec that the user chose;
    "" if unknown. `exempt` is the reason why no task is required. `tree_of` makes a tree from the
    ids of contents. A tick in a `merge` may be that of a merged commit, and names no task.
    """

    message: Message
    diff: SnapshotDiff
    author: Callable[[], Person]
    id: str = ""
    branch: Callable[[], str] = str
    chosen: Callable[[], str] = str
    exempt: str = ""
    reverts: str = ""
    merge: bool = False
    tree_of: Callable[[Mapping[str, str]], Tree] = MemoryTree


def describe(
    raw: RawCommit,
    policy: CommitPolicy,
    today: date,
    end: Snapshot | None = None,
    start: OtherState | None = None,
    *,
    roadmap: bool = True,
) -> Commit:
    """The commit as rules read it.

    Its range leads from `start` to `end`. Code belongs to a project even if a later commit of the
    range creates the project, or an earlier one moves it away. With `roadmap`, the change includes
    the specs that it completes.
    """
    before, after, paths = raw.diff
    change = raw.diff.change(roadmap=roadmap)._replace(commit=raw.id)
    snapshots = (after, before, *filter(None, (end, start and start.snapshot)))
    owners, unowned = code_of(paths, snapshots, policy)
    code = tuple(owners)
    finder = TaskFinder(before, after, change, code, branch=raw.branch, chosen=raw.chosen)
    kinds = [kind for kind in policy.references if not (raw.merge and kind == "tick")]
    if code:
        named = named_tasks(raw.message, finder, kinds, policy.patterns, start)
    else:
        named, _ = in_message(raw.message, finder, kinds, policy.patterns)
    exempt, unjudged, claim = _exemption(raw, code, named, policy)
    commit = Commit(
        id=raw.id,
        message=raw.message.text,
        change=change,
        named=named,
        code=code,
        uncovered=tuple(uncovered(owners, named, after, start.snapshot if start else before)),
        unowned=unowned,
        exempt=exempt,
        reverts=raw.reverts,
        ticks_only=_ticks_only(change, after),
        ticked=finder.finished,
        references=tuple(kinds),
        unjudged=MISSING_TASKS if finder.lacks_documents else unjudged,
        misplaced=raw.message.misplaced,
        maintenance=claim,
        all_finished=bool(code) and not (named or exempt or finder.likely_specs()),
    )
    return _under(policy, commit, raw, today)


def _under(policy: CommitPolicy, commit: Commit, raw: RawCommit, today: date) -> Commit:
    """The commit with the demands and the permissions of the policy."""
    unnamed = bool(commit.code) and not (commit.named or commit.exempt)
    is_feature = maintenance.is_feature(raw.message.subject)
    may_claim = policy.maintenance and policy.trailers and not is_feature
    checked = (waivers.validated(it, raw.author, policy, today) for it in raw.message.waivers)
    return commit._replace(
        require=policy.require,
        done_later=policy.done_later,
        max_ticks=policy.max_ticks,
        trailer=next(iter(policy.trailers), "Task"),
        waivers=tuple(checked),
        waivable=unnamed and waivers.may_waive("GIT001", raw.author, policy),
        may_claim=policy.maintenance_lines if may_claim else 0,
    )


def _exemption(
    raw: RawCommit, code: Collection[str], named: Collection[NamedTask], policy: CommitPolicy
) -> tuple[str, str, Maintenance | None]:
    """The reason why no task is needed, the reason why that is unknown, and the claim that counts.

    A claim that there is no task counts only if the commit needs one without it.
    """
    exempt, unjudged = _why_exempt(raw, code, policy)
    claim = raw.message.maintenance
    if not (claim and code and (raw.reverts or not exempt)):
        return exempt, unjudged, None
    claim, unmeasured = _checked(claim, raw, code, policy)
    return exempt or why_maintenance(claim, named), unjudged or unmeasured, claim


def _why_exempt(raw: RawCommit, code: Collection[str], policy: CommitPolicy) -> tuple[str, str]:
    """The reason why no task is needed, and the reason why that is unknown; "" for none."""
    if raw.exempt or not code:
        return raw.exempt, ""
    if _only_dependencies(raw.diff.paths, code) and policy.names_bot(raw.author()):
        return "a bot that updates dependencies", ""
    try:
        versions = only_versions(raw.diff.paths, code, raw.tree_of)
    except MissingObjectError:
        return "", MISSING_MANIFESTS
    return "a change of versions" if versions else "", ""


def _checked(
    claim: Maintenance,
    raw: RawCommit,
    code: Collection[str],
    policy: CommitPolicy,
) -> tuple[Maintenance, str]:
    """The claim with its fault, and the reason why its size is unknown; "" for none."""
    trailer = policy.trailers[0]
    subject = raw.message.autosquash or raw.message.subject
    claim = maintenance.checked(claim, subject, denied=not policy.maintenance, trailer=trailer)
    if claim.fault:
        return claim, ""
    most = policy.maintenance_lines
    try:
        lines = maintenance.changed_lines(raw.diff.paths, code, raw.tree_of, most)
    except MissingObjectError:
        return claim, MISSING_MAINTENANCE
    return maintenance.measured(claim, lines, most, trailer), ""


def why_maintenance(claim: Maintenance, named: Collection[NamedTask]) -> str:
    """The reason why a claim makes a task unnecessary; "" if it is void."""
    return "" if named or claim.fault else f"maintenance: {claim.reason}"


def _only_dependencies(paths: Iterable[PathChange], code: Collection[str]) -> bool:
    """True if all code is in manifests, or in another commit of a submodule."""
    return all(
        is_manifest(path) or change.modes(path) == (SUBMODULE, SUBMODULE)
        for change in paths
        for path in change.paths
        if path in code
    )


def _ticks_only(change: Change, after: Snapshot) -> bool:
    """True if the change only marks tasks done, and possibly roadmap items."""
    files = {tick.after.at.path for tick in change.ticks() if tick.after}
    if not files:
        return False
    files |= after.found.roadmaps
    return all(path in files for each in change.paths for path in each.paths)
