"""Which assignment covers which tasks, and the standards that it names.

Agents write the name of a task group as its title, its heading, its number, a slug of any of them,
or the heading around it, so all of these count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aos_check.model.assignment import Assignment
from aos_check.model.document import Role
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task

_MOST = 200  # groups whose titles are compared word by word


class Assigned(NamedTuple):
    """An assignment and the groups that it covers; () if the spec has none with its name."""

    assignment: Assignment
    groups: tuple[Group, ...]

    @property
    def tasks(self) -> Iterable[Task]:
        """The tasks at the top of these groups."""
        return (task for group in self.groups for task in group.tasks)


def assigned(spec: Spec) -> list[Assigned]:
    """Every assignment of the spec with the groups that it covers."""
    if not spec.assignments:
        return []
    names = _GroupNames(spec)
    return [Assigned(it, names.groups(it.group)) for it in spec.assignments]


def assignment_of(task: Task, spec: Spec) -> Assignment | None:
    """The assignment of the task, or of the task or group that it is part of."""
    for it in assigned(spec):
        if any(part.at == task.at for top in it.tasks for part in top.walk()):
            return it.assignment
    return None


def standards_of(assignment: Assignment, standards: Mapping[str, str]) -> list[str]:
    """The paths of the standards that the assignment names; `standards` are the project's."""
    named = (path for mark in assignment.standards for path in matching(mark.text, standards))
    return list(dict.fromkeys(named))


def matching(name: str, standards: Mapping[str, str]) -> list[str]:
    """The paths of the standards with this name: `all`, `none`, `folder/*` or `folder/file.md`."""
    wanted = _BEFORE.sub("", name.casefold())
    if wanted in ("all", "none"):
        return list(standards.values()) if wanted == "all" else []
    if wanted.endswith("*"):
        start = wanted.rstrip("*")
        return [path for below, path in standards.items() if below.casefold().startswith(start)]
    exact = (wanted, f"{wanted}.md")
    return [path for below, path in standards.items() if below.casefold() in exact]


_BEFORE = re.compile(r"^@?(?:\./)?(?:\.?agent-os/)?(?:standards/)?")


class _Name(NamedTuple):
    """The words of a name, without a label such as "Task Group 3:", and the number in it."""

    words: tuple[str, ...]
    number: str = ""


_LABELS = frozenset({"task", "group", "taskgroup", "phase", "slice", "milestone", "stage"})


def _name(text: str) -> _Name:
    words = re.findall(r"[^\W_]+", text.casefold())
    start = next((at for at, word in enumerate(words) if word not in _LABELS), len(words))
    number = words[start] if words[start:] and words[start].isdigit() else ""
    rest = words[start + bool(number) :]
    return _Name(tuple(word for word in rest if word != "and"), number)


class _GroupNames:
    """The names by which the groups of a spec may be found, the best first."""

    def __init__(self, spec: Spec) -> None:
        self._groups = spec.tasks.groups if spec.tasks else ()
        self._titles: dict[tuple[str, ...], list[Group]] = {}
        self._numbers: dict[str, list[Group]] = {}
        self._tasks: dict[tuple[str, ...], list[Group]] = {}
        for group in self._groups:
            self._titles.setdefault(_name(group.title).words, []).append(group)
            self._numbers.setdefault(group.id or "", []).append(group)
            for task in group.tasks:
                alone = group._replace(title=task.title, at=task.at, tasks=(task,))
                self._tasks.setdefault(_name(task.title).words, []).append(alone)
        self._around = self._headings(spec)

    def _headings(self, spec: Spec) -> dict[tuple[str, ...], list[Group]]:
        """The groups below each heading that has some."""
        around: dict[tuple[str, ...], list[Group]] = {}
        groups = {group.at: group for group in self._groups}
        open_sections: list[tuple[int, tuple[str, ...]]] = []
        document = spec.document(Role.TASKS)
        for section in document.sections if document else ():
            open_sections = [it for it in open_sections if it[0] < section.level]
            if group := groups.get(section.at):
                for _, words in open_sections:
                    around.setdefault(words, []).append(group)
            open_sections.append((section.level, _name(section.title).words))
        return around

    def groups(self, text: str) -> tuple[Group, ...]:
        """The groups with this name."""
        name = _name(text)
        if name.words and (same := self._titles.get(name.words)):
            return tuple([it for it in same if it.id == name.number] or same)
        for names in (self._around, self._tasks) if name.words else ():
            if name.words in names:
                return tuple(names[name.words])
        if name.number in self._numbers and name.number:
            return tuple(self._numbers[name.number])
        return self._alike(frozenset(name.words))

    def _alike(self, words: frozenset[str]) -> tuple[Group, ...]:
        """The only group whose title has all these words, or has only such words."""
        if not words or len(self._groups) > _MOST:
            return ()
        titles = [(it, frozenset(_name(it.title).words)) for it in self._groups]
        found = tuple(it for it, title in titles if title and (title <= words or words <= title))
        return found if len(found) == 1 else ()
