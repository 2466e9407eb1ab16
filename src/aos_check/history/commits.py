"""Describes commits for rules: their tasks, code, waivers and exemptions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from aos_check.history import maintenance
from aos_check.history.messages import Message
from aos_check.history.references import in_message, named_tasks
from aos_check.history.spec_names import OtherState
from aos_check.history.task_finder import TaskFinder
from aos_check.history.version_changes import only_versions
from aos_check.model.change import (
    REFERENCES,
    Change,
    Commit,
    Maintenance,
    NamedTask,
    PathChange,
    Person,
    Waiver,
)
from aos_check.model.errors import MissingObjectError
from aos_check.model.tree import MemoryTree, Tree
from aos_check.reading.artifact_index import nearest_root
from aos_check.reading.code_files import SUBMODULE, CodePolicy, is_manifest
from aos_check.reading.compare import compare
from aos_check.reading.snapshot import Snapshot


@dataclass(frozen=True)
class CommitPolicy:
    """A project's requirements for commits, as in the table [tool.aos-check.commits]."""

    require: str = "done"
    done_later: bool = True  # a task need not be done before the end of the range
    references: tuple[str, ...] = REFERENCES
    trailers: tuple[str, ...] = ("Task",)
    maintenance: bool = True  # a commit may say that no task describes it
    maintenance_lines: int = 200
    patterns: tuple[str, ...] = ()
    max_ticks: int = 5
    bots: tuple[str, ...] = ()
    waivable: tuple[str, ...] = ("GIT001",)
    waivers_by: tuple[str, ...] = ()
    files: CodePolicy = field(default_factory=CodePolicy)

    def names_bot(self, person: Person) -> bool:
        """True if the person is a bot by name or by mail address."""
        mailbox = person.mail.partition("@")[0].rpartition("+")[2]
        return person.name in self.bots or mailbox in self.bots


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


class SnapshotDiff(NamedTuple):
    """Two snapshots and the paths that differ between them.

    For a merge, `before` is git's own merge.
    """

    before: Snapshot
    after: Snapshot
    paths: tuple[PathChange, ...]

    @property
    def has_project(self) -> bool:
        """True if there is a spec before or after: a project begins with its first one."""
        return bool(self.before.found.folders or self.after.found.folders)

    def change(self, *, roadmap: bool = True) -> Change:
        """The change of specs and decisions; with `roadmap`, also the completed specs."""
        return compare(self.before, self.after, self.paths, roadmap=roadmap)


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
    claim = raw.message.maintenance
    kinds = [kind for kind in policy.references if not (raw.merge and kind == "tick")]
    if code:
        named = named_tasks(raw.message, finder, kinds, policy.patterns, start)
    else:
        named, _ = in_message(raw.message, finder, kinds, policy.patterns)
    exempt, unjudged = _why_exempt(raw, code, policy)
    if claim and code and (raw.reverts or not exempt):
        claim, unmeasured = _checked(claim, raw, code, policy)
        exempt, unjudged = exempt or why_maintenance(claim, named), unjudged or unmeasured
    else:
        claim = None
    unnamed = bool(code) and not (named or exempt)
    is_feature = maintenance.is_feature(raw.message.subject)
    may_claim = policy.maintenance and policy.trailers and not is_feature
    return Commit(
        id=raw.id,
        message=raw.message.text,
        change=change,
        named=named,
        code=code,
        uncovered=tuple(_uncovered(owners, named, after, start.snapshot if start else before)),
        unowned=unowned,
        exempt=exempt,
        reverts=raw.reverts,
        waivers=tuple(_validated(it, raw.author, policy, today) for it in raw.message.waivers),
        require=policy.require,
        done_later=policy.done_later,
        max_ticks=policy.max_ticks,
        ticks_only=_ticks_only(change, after),
        ticked=finder.finished,
        references=tuple(kinds),
        trailer=next(iter(policy.trailers), "Task"),
        unjudged=MISSING_TASKS if finder.lacks_documents else unjudged,
        all_finished=unnamed and not finder.likely_specs(),
        waivable=unnamed and _may_waive("GIT001", raw.author, policy),
        misplaced=raw.message.misplaced,
        maintenance=claim,
        may_claim=policy.maintenance_lines if may_claim else 0,
    )


def code_of(
    paths: Iterable[PathChange], snapshots: Sequence[Snapshot], policy: CommitPolicy
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The code with the root of the project that owns it, and the code outside all projects.

    The first snapshot with a project above a path decides. A file that is an artifact before or
    after the change, which are the first two snapshots, is not code.
    """
    owners: dict[str, str] = {}
    unowned: list[str] = []
    for change in paths:
        for path in change.paths:
            known = next(filter(None, (each.found.row(path) for each in snapshots[:2])), None)
            roots = (snapshot.found.root_of(path) for snapshot in snapshots)
            root = next((root for root in roots if root is not None), None)
            if not policy.files.row(path, root or "", change.modes(path), known).is_code:
                continue
            if root is None:
                unowned.append(path)
            else:
                owners[path] = root
    return owners, tuple(dict.fromkeys(unowned))


def ungoverned(diff: SnapshotDiff, files: Iterable[str], policy: CommitPolicy) -> Iterator[str]:
    """The code among the `files` after a change that a project governed only before it."""
    before, after = (snapshot.found.governing for snapshot in (diff.before, diff.after))
    if before <= after:
        return
    for path in sorted(files):
        owner = nearest_root(path, before)
        if owner is None or nearest_root(path, after) is not None:
            continue
        known = diff.before.found.row(path) or diff.after.found.row(path)
        if policy.files.row(path, owner, (), known).is_code:
            yield path


def _uncovered(
    owners: Mapping[str, str], named: Sequence[NamedTask], after: Snapshot, start: Snapshot
) -> Iterator[str]:
    """The code of projects that own none of the named tasks.

    A task also covers the projects inside its own, unless its own is new since the start. A project
    that is gone since the start has no tasks.
    """
    specs = [each.spec for each in named if each.spec]
    if len(specs) < len(named):  # another rule reports the task that is not known
        return
    roots = {after.found.folders[spec.path].home.root for spec in specs}
    around = {root for root in roots if root in start.found.roots}
    gone = set(start.found.roots) - set(after.found.roots)
    for path, owner in owners.items() if roots else ():
        if owner not in roots | gone and not any(
            not root or f"{owner}/".startswith(f"{root}/") for root in around
        ):
            yield path


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


def _may_waive(code: str, author: Callable[[], Person], policy: CommitPolicy) -> bool:
    allowed = {mail.lower() for mail in policy.waivers_by}
    return code in policy.waivable and (not allowed or author().mail.lower() in allowed)


def _validated(
    waiver: Waiver, author: Callable[[], Person], policy: CommitPolicy, today: date
) -> Waiver:
    """The waiver with the reason why it is invalid, if it is."""
    fault = waiver.fault
    if not fault and waiver.code not in policy.waivable:
        allowed = ", ".join(policy.waivable) or "none"
        fault = f"{waiver.code} may not be waived here; rules that may: {allowed}"
    if not fault and not _may_waive(waiver.code, author, policy):
        fault = f"{author()} may not waive anything here"
    if not fault and waiver.until and waiver.until < today:
        fault = f"it expired on {waiver.until.isoformat()}"
    return waiver._replace(fault=fault)
