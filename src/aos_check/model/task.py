"""Tasks, the groups they stand in, the gates between them, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.document import Box, State
from aos_check.model.finding import Place


class Dependency(NamedTuple):
    """What a task or group waits for: a task's id, or a group's with the word used for it."""

    word: str  # "task", "group", "phase", "slice", …; "" when only an id is given
    id: str
    at: Place


class Task(NamedTuple):
    """One piece of work. An open one that is put aside with a word is DEFERRED or BLOCKED."""

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

    @property
    def done(self) -> bool:
        """True when it is marked done."""
        return self.state is State.DONE

    @property
    def still_open(self) -> bool:
        """True when work is left and nothing says why not: neither done nor put aside."""
        return self.state in (State.OPEN, State.IN_PROGRESS)

    @property
    def named(self) -> bool:
        """True when the id is written in the file, not made up from the task's place."""
        return not self.id.startswith("~")

    def walk(self) -> Iterator[Task]:
        """The task and everything below it, in document order."""
        left = [self]
        while left:
            task = left.pop()
            yield task
            left.extend(reversed(task.subtasks))


class Gate(NamedTuple):
    """A validation gate: `phase` is the id of the phase that it closes, if that is known."""

    title: str
    phase: str | None
    at: Place
    boxes: tuple[Box, ...]

    @property
    def open_boxes(self) -> tuple[Box, ...]:
        """The criteria that are not met."""
        return tuple(box for box in self.boxes if box.state is State.OPEN)


class Group(NamedTuple):
    """A heading over tasks (task group, slice, phase): no task, but it may be waited for."""

    word: str
    id: str | None
    title: str
    at: Place
    depends_on: tuple[Dependency, ...] = ()
    tasks: tuple[Task, ...] = ()


class TaskList(NamedTuple):
    """What a task file holds. Not `tracked`: nothing in it has a state, so nothing is judged.

    `cut_at` is where it names more dependencies than are followed.
    """

    path: str
    groups: tuple[Group, ...] = ()
    gates: tuple[Gate, ...] = ()
    tracked: bool = True
    cut_at: Place | None = None

    def all_tasks(self) -> Iterator[Task]:
        """Every task at any depth, in document order."""
        for group in self.groups:
            for task in group.tasks:
                yield from task.walk()
