"""Drafts of tasks, groups and gates, and their conversion into the final objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from aos_check.model.document import Box, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Gate, Group, Task
from aos_check.reading.task_line import TaskTitle

Needs: TypeAlias = dict[tuple[str, str], Dependency]
"""The dependencies of a task or group by the word and id that name them."""


@dataclass(eq=False, slots=True)
class TaskDraft:
    """A task. `stated`: its state is in the text and not derived from its subtasks.

    `deferred`: the text around it defers it, unless it is done.
    """

    title: TaskTitle
    state: State | None
    at: Place
    group: GroupDraft
    stated: bool
    parent: TaskDraft | None = None
    depth: int = 0
    dependencies: Needs = field(default_factory=dict)
    criteria: list[Box] = field(default_factory=list)
    children: list[TaskDraft] = field(default_factory=list)
    requirements: dict[str, None] = field(default_factory=dict)
    agent: str | None = None
    optional: bool = False
    deferred: bool = False

    @property
    def unfinished(self) -> bool:
        """True when it is open or in progress."""
        return self.state in (State.OPEN, State.IN_PROGRESS)

    def place_below(self, parent: TaskDraft | None) -> None:
        """Add the task to its parent, or to its group if it has none."""
        self.parent = parent
        self.depth = parent.depth + 1 if parent else 0
        self.optional |= parent is not None and parent.optional
        (parent.children if parent else self.group.tasks).append(self)
        if self.title.id:
            self.group.by_id[self.title.id] = self

    def derive_state(self) -> State:
        """The stated state, else one derived from the subtasks and criteria."""
        for child in self.children:
            child.deferred |= self.deferred or self.state is State.DEFERRED
        below = [(child.derive_state(), child.optional) for child in self.children]
        inside = [state for state, optional in below if not optional]
        inside += [box.state for box in self.criteria]
        if self.state is None:
            if State.DONE in inside and State.OPEN not in inside:
                self.state = State.DONE
            elif State.DONE in inside or State.IN_PROGRESS in inside:
                self.state = State.IN_PROGRESS
            else:
                self.state = State.OPEN
        if self.deferred and self.unfinished:
            self.state = State.DEFERRED
        return self.state


@dataclass(eq=False, slots=True)
class GroupDraft:
    """A heading with its tasks; the first group has the tasks before any such heading."""

    word: str
    id: str | None
    title: str
    at: Place
    level: int = 0
    dependencies: Needs = field(default_factory=dict)
    tasks: list[TaskDraft] = field(default_factory=list)
    by_id: dict[str, TaskDraft] = field(default_factory=dict)
    agent: str | None = None
    closed: bool = False

    def all_tasks(self) -> Iterator[TaskDraft]:
        """The tasks and their subtasks, in order."""
        return _with_children(self.tasks)


def _with_children(drafts: list[TaskDraft]) -> Iterator[TaskDraft]:
    for draft in drafts:
        yield draft
        yield from _with_children(draft.children)


@dataclass(eq=False, slots=True)
class GateDraft:
    """A gate with its boxes."""

    title: str
    phase: str | None
    at: Place
    boxes: list[Box] = field(default_factory=list)

    def defer(self) -> None:
        """Defer the criteria that are not met."""
        self.boxes = [
            box._replace(state=State.DEFERRED) if box.state is State.OPEN else box
            for box in self.boxes
        ]


def finished_gates(drafts: list[GateDraft]) -> Iterator[Gate]:
    """The gates that have boxes."""
    for draft in drafts:
        if draft.boxes:
            yield Gate(draft.title, draft.phase, draft.at, tuple(draft.boxes))


def finished_groups(drafts: list[GroupDraft]) -> Iterator[Group]:
    """The groups that have tasks, dependencies or a name, with their tasks."""
    places = (f"~{number}" for number in count(1))
    for draft in _merged(drafts):
        if draft.tasks or draft.dependencies or draft.word:
            yield Group(
                word=draft.word,
                id=draft.id,
                title=draft.title,
                at=draft.at,
                depends_on=tuple(_needs_of_others(draft)),
                tasks=tuple(_finished_tasks(draft, places)),
                closed=draft.closed,
            )


def _needs_of_others(group: GroupDraft) -> Iterator[Dependency]:
    """The dependencies of a group without those on itself and on its own tasks."""
    own = {(group.word, group.id)}
    if group.dependencies:
        own |= {(word, task.title.id) for task in group.all_tasks() for word in ("task", "")}
    return (need for name, need in group.dependencies.items() if name not in own)


def _merged(drafts: list[GroupDraft]) -> list[GroupDraft]:
    """The groups, without empty ones that only mention a group defined elsewhere.

    `### Phase 1 → Phase 2` in a section about the order of work is not a second phase 1.
    """
    filled = {(each.word, each.id): each for each in reversed(drafts) if each.tasks}
    kept = []
    for draft in drafts:
        meant = filled.get((draft.word, draft.id)) if draft.word else None
        if draft.tasks or meant is None:
            kept.append(draft)
        else:
            for name, dependency in draft.dependencies.items():
                meant.dependencies.setdefault(name, dependency)
    return kept


def _finished_tasks(group: GroupDraft, places: Iterator[str]) -> Iterator[Task]:
    """The tasks of a group. The group has one place, and so has each boxed slice in it."""
    here = None
    for position, draft in enumerate(group.tasks, 1):
        if draft.title.is_group:
            # A boxed slice is a task, and also the group of its children.
            yield _finished(draft, next(places), None, group.title, inside=draft.title.text)
        else:
            here = here or next(places)
            yield _finished(draft, f"{here}.{position}", None, group.title)


def _finished(
    draft: TaskDraft, place: str, parent: str | None, group: str, *, inside: str | None = None
) -> Task:
    identity = draft.title.id or place
    subtasks = tuple(
        _finished(child, f"{place}.{position}", identity, inside or group)
        for position, child in enumerate(draft.children, 1)
    )
    return Task(
        id=identity,
        title=draft.title.text,
        state=draft.state or State.OPEN,
        at=draft.at,
        parent=parent,
        group=group,
        depends_on=tuple(draft.dependencies.values()),
        requirements=tuple(dict.fromkeys((*draft.title.requirements, *draft.requirements))),
        agent=draft.agent or draft.group.agent,
        effort=draft.title.effort,
        criteria=tuple(draft.criteria),
        subtasks=subtasks,
        optional=draft.optional,
    )
