"""Changes: the paths, specs and tasks that differ, and the commits that changed them.

They hold everything that a rule on changes needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from aos_check.model.decision import Decision
from aos_check.model.evidence import Evidence
from aos_check.model.finding import MESSAGE, Place
from aos_check.model.project import Project
from aos_check.model.proof import ProofRecord, Rerun
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.task_pairs import pair_tasks, same_words

REFERENCES = ("trailer", "subject", "tick", "words")
"""The ways in which a commit may name a task."""


class PathChange(NamedTuple):
    """A file that differs between two trees: added (no `before`), deleted (no `after`), changed.

    If the two paths differ, it was renamed, and may have changed as well. The ids are those of the
    contents, or of the commit of a submodule; "" if there is none. The modes are those of git, such
    as "100755" for an executable file; "" if they are unknown.
    """

    before: str | None
    after: str | None
    before_id: str = ""
    after_id: str = ""
    before_mode: str = ""
    after_mode: str = ""

    def modes(self, path: str) -> tuple[str, ...]:
        """The modes of the file at one of its paths: both if it was not renamed."""
        sides = ((self.before, self.before_mode), (self.after, self.after_mode))
        return tuple(mode for side, mode in sides if side == path)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path, or both of a renamed file."""
        return tuple(dict.fromkeys(path for path in (self.before, self.after) if path is not None))


class Person(NamedTuple):
    """An author or committer as git records them, without proof."""

    name: str
    mail: str

    def __str__(self) -> str:
        return f"{self.name} <{self.mail}>"


class CommitRecord(NamedTuple):
    """A commit as git stores it. `trailers` come from git's own parser, keys as written."""

    id: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    committed: datetime
    message: str
    trailers: tuple[tuple[str, str], ...] = ()

    @property
    def parent(self) -> str | None:
        """The first parent, which the commit is compared with; None for the first commit."""
        return self.parents[0] if self.parents else None


class Waiver(NamedTuple):
    """`Aos-Waive: CODE reason [until DATE]`.

    `fault` says why it is invalid; "" if it is valid. `until` is its last valid day, if it has one.
    """

    code: str
    reason: str
    line: int
    fault: str = ""
    until: date | None = None


class Maintenance(NamedTuple):
    """`Task: none <reason>`: the claim that no task describes the commit.

    `lines` is the number of changed lines of code, with those of the commit that a fixup belongs
    to. `fault` says why the claim is invalid, and `remedy` what to do; "" if it is valid.
    """

    reason: str
    line: int
    lines: int = 0
    fault: str = ""
    remedy: str = ""


class TaskChange(NamedTuple):
    """A task before and after a change. Its title is alike, and its id may have changed."""

    spec: Spec
    before: Task
    after: Task | None


class SpecChange(NamedTuple):
    """A spec before and after a change; None before it existed and after it was deleted."""

    before: Spec | None
    after: Spec | None

    @property
    def completes(self) -> bool:
        """True when the change finished the last of its tasks."""
        return bool(self.before and self.after and self.after.finished and not self.before.finished)


class Completion(NamedTuple):
    """Specs that a change completes, in their project after the change."""

    project: Project
    specs: tuple[str, ...]


class Change(NamedTuple):
    """The differences between two trees that concern projects.

    `commit` is the id of its commit. `at_once` is false for a range of commits. If it is `alone`,
    it is checked without the commits that follow it. `parts` are the
    changes of its commits if the roadmap must be updated in each (`strict`). `ungoverned` is the
    code of a project that the change takes away. `approved_by_agents` are the paths of specs, each
    with the commit in which a coding agent approved it ("": the next one). `evidence` is that of
    each task that the change brings done, if the project requires any (`evidence_required`), and
    `reruns` are their proofs that were run again. `lost_proofs` are those that one of its commits
    recorded and that are gone at the end, each with its spec.
    """

    paths: tuple[PathChange, ...] = ()
    specs: tuple[SpecChange, ...] = ()
    decisions: tuple[tuple[Decision, Decision], ...] = ()
    completions: tuple[Completion, ...] = ()
    commit: str = ""
    at_once: bool = True
    alone: bool = False
    strict: bool = False
    parts: tuple[Change, ...] = ()
    ungoverned: tuple[str, ...] = ()
    approved_by_agents: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_required: tuple[str, ...] = ()
    reruns: tuple[Rerun, ...] = ()
    lost_proofs: tuple[tuple[Spec, ProofRecord], ...] = ()

    def tasks(self) -> Iterator[TaskChange]:
        """Every task before the change, with its state after it."""
        for before, after in self.specs:
            if before is not None:
                later = list(after.all_tasks()) if after else []
                for task, now in pair_tasks(list(before.all_tasks()), later):
                    yield TaskChange(after or before, task, now)

    def ticks(self) -> list[TaskChange]:
        """The tasks that the change marked done; new ones do not count."""
        return [
            task for task in self.tasks() if task.after and task.after.done and not task.before.done
        ]

    def reopened(self) -> list[tuple[Spec, Task]]:
        """The tasks that were done before the change, and are not done after it."""
        return [
            (it.spec, it.after)
            for it in self.tasks()
            if it.after and it.before.done and not it.after.done
        ]

    def brought(self) -> list[tuple[Spec, Task]]:
        """The done tasks that did not exist before the change, not even done in another spec."""
        before = list(self.tasks())
        known = {id(it.after) for it in before}
        gone = {same_words(it.before.title) for it in before if it.before.done and not it.after}
        return [
            (pair.after, task)
            for pair in self.specs
            if pair.after
            for task in pair.after.all_tasks()
            if task.done and id(task) not in known and same_words(task.title) not in gone
        ]

    def finished(self) -> list[tuple[Spec, Task]]:
        """The tasks that the change marks done, or brings done."""
        return [*((it.spec, it.after) for it in self.ticks() if it.after), *self.brought()]


class NamedTask(NamedTuple):
    """A task as a commit names it, and the tasks of that name in the commit's tree.

    `fits` are the addresses of all tasks that it may mean. If there is only one, `spec` and `task`
    are set. If no task has that id, `spec` may still be set. `line` is the line of the message.
    In a range, `reopened` says that the task is open again at the end, `done_at_end` that it is
    done there, `finished_before` that it and its spec were finished before the start, and `unheld`
    that the task is new, and that no approval holds the present text of its spec. `withdrawn` is
    the spec at the end, if its approval is gone there.
    """

    text: str
    line: int
    fits: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    spec: Spec | None = None
    task: Task | None = None
    reopened: bool = False
    done_at_end: bool = False
    finished_before: bool = False
    unheld: bool = False
    withdrawn: Spec | None = None

    @property
    def started(self) -> bool:
        """True when the task, or any task below it, is in progress or done."""
        return bool(self.task and any(task.started for task in self.task.walk()))


class MisplacedTrailer(NamedTuple):
    """A line of a message that names a task, but that git does not read as a trailer.

    If it is `glued`, it is in the last paragraph, and only lacks a blank line before it.
    """

    text: str
    glued: bool = False


class Commit(NamedTuple):
    """One commit, or the one about to be made (no `id`), with everything that rules need.

    `code` are the changed paths of code in a project, `unowned` those outside all projects.
    `exempt` says why the commit needs no task. `reverts` is the commit that it undoes, and
    `left_ticked` are the tasks of that commit that are still marked done at the end of the range.
    `ticked` are the addresses of the tasks that the commit finishes, without their subtasks, and
    `references` are the ways in which it may name a task.
    `uncovered` is the code of projects that own none of the named tasks. `unsquashed` says that the
    commit is a fixup in a range of several commits. `unjudged` is the reason why no rule checks the
    commit, "" if they do. `all_finished`: code changes without a task, and no spec has an open one.
    `waivable`: its author may waive GIT001. `maintenance` is the claim that no task describes the
    code, and `may_claim` the lines for which the commit could make it; 0 if it could not.
    """

    id: str
    message: str
    change: Change
    named: tuple[NamedTask, ...] = ()
    code: tuple[str, ...] = ()
    unowned: tuple[str, ...] = ()
    exempt: str = ""
    reverts: str = ""
    waivers: tuple[Waiver, ...] = ()
    left_ticked: tuple[TaskChange, ...] = ()
    require: str = "done"  # the required state of a named task: exists | started | done
    done_later: bool = False  # a named task need not be done before the end of the range
    alone: bool = False  # checked without the commits that follow it
    max_ticks: int = 5
    ticks_only: bool = False  # marks tasks done and changes nothing else
    ticked: tuple[str, ...] = ()
    references: tuple[str, ...] = REFERENCES
    trailer: str = "Task"  # the key of the trailer that names a task
    uncovered: tuple[str, ...] = ()
    unsquashed: bool = False
    unjudged: str = ""
    all_finished: bool = False
    waivable: bool = False
    misplaced: MisplacedTrailer | None = None
    maintenance: Maintenance | None = None
    may_claim: int = 0

    @property
    def is_maintenance(self) -> bool:
        """True if no task describes the commit, and its claim is valid."""
        return bool(self.maintenance and not self.maintenance.fault and not self.named)

    @property
    def called(self) -> str:
        """The commit as a message names it."""
        return f"commit {self.id[:10]}" if self.id else "the commit"

    def at(self, line: int = 1) -> Place:
        """A line of its message."""
        return Place(MESSAGE, line)
