"""Tasks, their groups, gates and dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from aos_check.model.document import Box, Mark, State
from aos_check.model.finding import Place
from aos_check.model.wording import shortened

_LONGEST_LABEL = 60


class Dependency(NamedTuple):
    """A task or group that work waits for: its id, and the word before it.

    `general`: a sentence about the order of tasks or groups states it, and not the work itself.
    """

    word: str  # "task", "group", "phase", "slice", …; "" when only an id is given
    id: str
    at: Place
    general: bool = False


class Task(NamedTuple):
    """One piece of work. If it is put aside, its state is DEFERRED, BLOCKED or CANCELLED.

    Nothing waits for an `optional` task, and a spec is finished without it. Of its `requirements`,
    `FR-*` stands for all of a kind and `*` for all. `rank` is its place in the order of work,
    if the file states one: the lowest comes first. Not `current`: it is in another list than the
    one that is worked on. `in_review`: its work is finished, but not accepted.
    """

    id: str
    title: str
    state: State
    at: Place
    parent: str | None = None
    group: str = ""
    depends_on: tuple[Dependency, ...] = ()
    requirements: tuple[str, ...] = ()
    agent: str | None = None
    effort: str | None = None
    criteria: tuple[Box, ...] = ()
    subtasks: tuple[Task, ...] = ()
    optional: bool = False
    rank: float = inf
    current: bool = True
    in_review: bool = False

    @property
    def done(self) -> bool:
        """True when it is marked done."""
        return self.state is State.DONE

    @property
    def still_open(self) -> bool:
        """True when it is open or in progress, and not optional."""
        return not self.optional and self.state in (State.OPEN, State.IN_PROGRESS)

    @property
    def started(self) -> bool:
        """True when it is in progress or done."""
        return self.state in (State.IN_PROGRESS, State.DONE)

    @property
    def named(self) -> bool:
        """True when the id is written in the file, not derived from the task's place."""
        return not self.id.startswith("~")

    @property
    def label(self) -> str:
        """What a message calls it: its id or, without a written one, its title."""
        return self.id if self.named else f'"{shortened(self.title, _LONGEST_LABEL)}"'

    def walk(self) -> Iterator[Task]:
        """The task and everything below it, in document order."""
        left = [self]
        while left:
            task = left.pop()
            yield task
            left.extend(reversed(task.subtasks))


class Gate(NamedTuple):
    """A validation gate; `phase` is the id of the phase that it closes, if known."""

    title: str
    phase: str | None
    at: Place
    boxes: tuple[Box, ...]

    @property
    def open_boxes(self) -> tuple[Box, ...]:
        """The criteria that are not met."""
        return tuple(box for box in self.boxes if box.state is State.OPEN)


class Group(NamedTuple):
    """A heading over tasks (task group, slice, phase), which work may wait for.

    `closed`: the heading says that its tasks are finished.
    """

    word: str
    id: str | None
    title: str
    at: Place
    depends_on: tuple[Dependency, ...] = ()
    tasks: tuple[Task, ...] = ()
    closed: bool = False


class Wave(NamedTuple):
    """Tasks that may run at the same time, after the waves with the positions in `after`."""

    id: str
    tasks: tuple[Dependency, ...]
    after: tuple[int, ...] = ()


class TaskList(NamedTuple):
    """The tasks of a file. Not `tracked`: they have no states, so no rule checks them.

    `cut_at` is the place after which dependencies are ignored, because there are too many.
    `unread` are the tasks, or parts of them, that could not be read, with the reason. `one_count`:
    an id occurs once in all files, except those of cancelled tasks.
    """

    path: str
    groups: tuple[Group, ...] = ()
    gates: tuple[Gate, ...] = ()
    tracked: bool = True
    cut_at: Place | None = None
    unread: tuple[Mark, ...] = ()
    one_count: bool = False
    waves: tuple[Wave, ...] = ()

    def all_tasks(self) -> Iterator[Task]:
        """Every task at any depth, in document order."""
        for group in self.groups:
            for task in group.tasks:
                yield from task.walk()
