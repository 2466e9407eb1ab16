"""Tasks and groups while they are being read, and what they are once nothing can change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from aos_check.model.document import Box, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task
from aos_check.reading.task_line import TaskTitle

Needs: TypeAlias = dict[tuple[str, str], Dependency]
"""What a task or group waits for, each once, by the word and id that it is called by."""


class Node:
    """A task while it is being read; `said`: its state is written, not derived from its inside."""

    def __init__(
        self, title: TaskTitle, state: State | None, at: Place, group: HeadingDraft, *, said: bool
    ) -> None:
        self.title = title
        self.state = state
        self.at = at
        self.group = group
        self.said = said
        self.parent: Node | None = None
        self.depth = 0
        self.dependencies: Needs = {}
        self.criteria: list[Box] = []
        self.children: list[Node] = []
        self.requirements: dict[str, None] = {}
        self.agent: str | None = None


class HeadingDraft:
    """A heading while its tasks are being read; the first one stands for the file itself."""

    def __init__(
        self, word: str, number: str | None, title: str, at: Place, level: int = 0
    ) -> None:
        self.word = word
        self.id = number
        self.title = title
        self.at = at
        self.level = level
        self.dependencies: Needs = {}
        self.tasks: list[Node] = []
        self.by_id: dict[str, Node] = {}
        self.agent: str | None = None


def frozen_groups(sections: list[HeadingDraft]) -> Iterator[Group]:
    """The groups that hold or say something, with their tasks, for good."""
    places = _Places()
    for section in _merged(sections):
        if section.tasks or section.dependencies or section.word:
            yield Group(
                word=section.word,
                id=section.id,
                title=section.title,
                at=section.at,
                depends_on=tuple(section.dependencies.values()),
                tasks=tuple(_frozen_tasks(section, places)),
            )


def _merged(sections: list[HeadingDraft]) -> list[HeadingDraft]:
    """The sections without those that only speak of a phase or group that stands elsewhere.

    `### Phase 1 → Phase 2`, in a chapter about the order of work, is no second phase 1.
    """
    filled = {(each.word, each.id): each for each in reversed(sections) if each.tasks}
    kept = []
    for section in sections:
        meant = filled.get((section.word, section.id)) if section.word else None
        if section.tasks or meant is None:
            kept.append(section)
        else:
            for name, dependency in section.dependencies.items():
                meant.dependencies.setdefault(name, dependency)
    return kept


class _Places:
    """Counts groups: headings with tasks right under them, and boxed slices."""

    def __init__(self) -> None:
        self._groups = 0

    def next(self) -> str:
        """The place of one more group."""
        self._groups += 1
        return f"~{self._groups}"


def _frozen_tasks(section: HeadingDraft, places: _Places) -> Iterator[Task]:
    here = None
    for position, node in enumerate(section.tasks, 1):
        if node.title.is_group:
            # A boxed slice is a task, and the group of its children.
            place = places.next()
            yield _frozen(node, place, None, section.title, inside=node.title.text)
        else:
            here = here or places.next()
            yield _frozen(node, f"{here}.{position}", None, section.title)


def _frozen(
    node: Node, place: str, parent: str | None, group: str, *, inside: str | None = None
) -> Task:
    identity = node.title.id or place
    subtasks = tuple(
        _frozen(child, f"{place}.{position}", identity, inside or group)
        for position, child in enumerate(node.children, 1)
    )
    return Task(
        id=identity,
        title=node.title.text,
        state=node.state or State.OPEN,
        at=node.at,
        parent=parent,
        group=group,
        depends_on=tuple(node.dependencies.values()),
        requirements=tuple(dict.fromkeys((*node.title.requirements, *node.requirements))),
        agent=node.agent or node.group.agent,
        effort=node.title.effort,
        criteria=tuple(node.criteria),
        subtasks=subtasks,
    )
