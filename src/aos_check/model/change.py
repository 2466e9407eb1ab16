"""What happened: paths that differ, a project before and after, and the commit that did it.

Everything that a rule on changes asks for is found out beforehand; a rule only looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from aos_check.model.decision import Decision
from aos_check.model.document import State
from aos_check.model.finding import MESSAGE, Place
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import Task


class PathChange(NamedTuple):
    """A file that differs between two trees: added (no `before`), deleted (no `after`), changed.

    Where both are set and differ it was renamed, and may have been changed as well. The ids are
    those of the contents ("" where there is none); a commit of a submodule has one too.
    """

    before: str | None
    after: str | None
    before_id: str = ""
    after_id: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The path, or both of a renamed file."""
        return tuple(dict.fromkeys(path for path in (self.before, self.after) if path is not None))


class Person(NamedTuple):
    """Who wrote or committed, as git says it: a claim."""

    name: str
    mail: str

    def __str__(self) -> str:
        return f"{self.name} <{self.mail}>"


class CommitRecord(NamedTuple):
    """A commit as git stores it. `trailers` were found by git's own parser, keys as written."""

    id: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    committed: datetime
    message: str
    trailers: tuple[tuple[str, str], ...] = ()

    @property
    def parent(self) -> str | None:
        """The first parent, which its change is taken against; None for the first commit."""
        return self.parents[0] if self.parents else None


class Waiver(NamedTuple):
    """`Aos-Waive: CODE reason [until DATE]`; `fault` says why it does not hold, if it does not.

    `until` is the last day on which it holds, if it names one.
    """

    code: str
    reason: str
    line: int
    fault: str = ""
    until: date | None = None


class TaskChange(NamedTuple):
    """A task before and after a change; the id may be another where the title is the same."""

    spec: Spec
    before: Task
    after: Task | None


class SpecChange(NamedTuple):
    """A spec before and after a change; `before` is None for a new one, `after` for a gone one."""

    before: Spec | None
    after: Spec | None

    @property
    def completes(self) -> bool:
        """True when the last of its tasks was finished by the change."""
        return bool(self.before and self.after and self.after.finished and not self.before.finished)


class Completion(NamedTuple):
    """Specs that a change completes, in their project as it is afterwards."""

    project: Project
    specs: tuple[str, ...]


class Change(NamedTuple):
    """What differs between two trees, as far as it concerns projects.

    `commit` is the id of the one commit that it is, `at_once` says that it is one and no range,
    `parts` are the changes of a range's commits where the roadmap must follow in each (`strict`).
    """

    paths: tuple[PathChange, ...] = ()
    specs: tuple[SpecChange, ...] = ()
    decisions: tuple[tuple[Decision, Decision], ...] = ()
    completions: tuple[Completion, ...] = ()
    commit: str = ""
    at_once: bool = True
    strict: bool = False
    parts: tuple[Change, ...] = ()

    def tasks(self) -> Iterator[TaskChange]:
        """Every task that was there before, with what became of it."""
        for pair in self.specs:
            if pair.before is not None:
                yield from _followed(pair.before, pair.after)

    def ticks(self) -> list[TaskChange]:
        """The tasks that were open and are done now; a done one that appears is none."""
        return [
            task for task in self.tasks() if task.after and task.after.done and not task.before.done
        ]


def _followed(before: Spec, after: Spec | None) -> Iterator[TaskChange]:
    """Tasks are followed by a title that no other task has, else by their id: lists are renumbered.

    What one task is followed to by its title is not another's by its id.
    """
    was, now = list(before.all_tasks()), list(after.all_tasks()) if after else []
    titles, later = _by_title(was), _by_title(now)
    moved = {id(task): later[title] for title, task in titles.items() if title in later}
    taken = {id(task) for task in moved.values()}
    by_id = {task.id: task for task in now if id(task) not in taken}
    for task in was:
        yield TaskChange(after or before, task, moved.get(id(task)) or by_id.get(task.id))


def _by_title(tasks: Iterable[Task]) -> dict[str, Task]:
    """The tasks whose title no other one has."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.title, []).append(task)
    return {title: alike[0] for title, alike in found.items() if len(alike) == 1}


class NamedTask(NamedTuple):
    """A task as a commit names it, and what that name fits in the tree of the commit.

    `fits` are the addresses of all tasks that it may mean: one, none, or several. With one, `spec`
    and `task` are set; with no task of that id, `spec` may still be. `line` is that of the message.
    """

    text: str
    line: int
    fits: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    spec: Spec | None = None
    task: Task | None = None
    reopened: bool = False  # done in its commit, and open again at the end of the range

    @property
    def started(self) -> bool:
        """True when the task is under way: in progress, done, or with a done task below it."""
        begun = (State.DONE, State.IN_PROGRESS)
        return bool(self.task and any(task.state in begun for task in self.task.walk()))


class Commit(NamedTuple):
    """One commit, or the one about to be made (no `id`), and all that is to be judged of it.

    `code` are the paths it changes that count as code of a project, `unowned` those that belong to
    none; `exempt` says why no task is asked for, `reverts` which commit it undoes. `left_ticked`
    are tasks that the commit it reverts had finished, and that are still marked done at the end of
    the range.
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
    require: str = "done"  # how far a named task must be: exists | started | done
    max_ticks: int = 5
    ticks_only: bool = False  # marks tasks done and changes nothing else
    ticked: tuple[str, ...] = ()  # the addresses of the tasks it finishes, without their parents
    trailer: str = "Task"  # what names a task in a message
    misplaced: str = ""  # a line of the message that would, if it stood among the trailers

    @property
    def called(self) -> str:
        """The commit as messages name it."""
        return f"commit {self.id[:10]}" if self.id else "the commit"

    def at(self, line: int = 1) -> Place:
        """A line of its message."""
        return Place(MESSAGE, line)
