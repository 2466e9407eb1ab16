"""Which assignment covers which tasks, and the standards that it names.

Agents write the name of a task group as its title, its heading, its number, a slug of any of them,
or the heading around it, so all of these count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from aos_check.model.assignment import Assignment
from aos_check.model.document import Role, Section
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task
from aos_check.model.wording import listed

_MOST = 200  # assignments and groups whose names are compared word by word
_ALIKE = 0.5  # the part of its words that a name must share with a title


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
    names = [_name(it.group) for it in spec.assignments]
    known = list(_candidates(spec))
    found = _equal(names, known)
    if max(len(names), len(known)) <= _MOST:
        taken = {group.at for groups in found.values() for group in groups}
        for at, name in enumerate(names):
            if at not in found:
                found[at] = _most_alike(name, [it for it in known if not taken & it.places])
                taken.update(group.at for group in found[at])
    return [Assigned(it, found.get(at, ())) for at, it in enumerate(spec.assignments)]


def assignment_of(task: Task, spec: Spec) -> Assignment | None:
    """The assignment of the task, or of the task or group that it is part of."""
    for it in assigned(spec):
        if any(part.at == task.at for top in it.tasks for part in top.walk()):
            return it.assignment
    return None


def assigned_in_words(task: Task, spec: Spec) -> str:
    """The subagent and the standards of the task, as its assignment names them; "" without one."""
    assignment = assignment_of(task, spec)
    if assignment is None:
        return ""
    parts = [assignment.agent.text] if assignment.agent else []
    if standards := [it.text for it in assignment.standards if it.text.casefold() != "none"]:
        parts.append(f"with the standards {listed(standards)}")
    return ", ".join(parts)


def standards_of(assignment: Assignment, standards: Mapping[str, str]) -> list[str]:
    """The paths of the standards that the assignment names; `standards` are the project's."""
    named = (path for mark in assignment.standards for path in matching(mark.text, standards))
    return list(dict.fromkeys(named))


def matching(name: str, standards: Mapping[str, str]) -> list[str]:
    """The paths of the standards with this name: `all`, `none`, `folder/*` or `folder/file.md`."""
    wanted = _BEFORE.sub("", name.casefold()).replace("**/", "")
    if wanted in ("all", "none"):
        return list(standards.values()) if wanted == "all" else []
    if wanted.endswith("*"):
        start = wanted.rstrip("*")
        return [path for below, path in standards.items() if below.casefold().startswith(start)]
    exact = (wanted, f"{wanted}.md")
    return [path for below, path in standards.items() if below.casefold() in exact]


_BEFORE = re.compile(r"^@?(?:\./)?(?:\.?agent-os/)?(?:standards/)?")


class _Name(NamedTuple):
    """The words of a name without the label in front, such as "Task Group 3:", and the label."""

    words: tuple[str, ...]
    label: str = ""
    number: str = ""


class _Candidate(NamedTuple):
    """A name in the task list, and the groups that it stands for."""

    name: _Name
    groups: tuple[Group, ...]

    @property
    def places(self) -> set[Place]:
        """The places of the groups."""
        return {group.at for group in self.groups}


_LABELS = frozenset({"task", "group", "phase", "slice", "milestone", "stage"})
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


def _name(text: str) -> _Name:
    words = _WORD.findall(text.casefold())
    start = next((at for at, word in enumerate(words) if word not in _LABELS), len(words))
    number = words[start] if words[start:] and words[start][0].isdigit() else ""
    rest = words[start + bool(number) :]
    label = words[start - 1] if start else ""
    return _Name(tuple(word for word in rest if word != "and"), label, number)


def _candidates(spec: Spec) -> Iterator[_Candidate]:
    """The names of the groups, of the headings around them, and of the tasks in them."""
    groups = spec.tasks.groups if spec.tasks else ()
    below = _groups_below(spec, groups)
    titled = {group.at for group in groups}
    for group in groups:
        yield _Candidate(_name(group.title), (group, *below.get(group.at, (None, []))[1]))
    for at, (title, found) in below.items():
        if at not in titled and (len(found) < len(groups) or len(groups) == 1):
            yield _Candidate(_name(title), tuple(found))
    for group in groups:
        for task in group.tasks:
            alone = group._replace(title=task.title, at=task.at, tasks=(task,))
            yield _Candidate(_Name(_name(task.title).words), (alone,))


def _groups_below(spec: Spec, groups: Iterable[Group]) -> dict[Place, tuple[str, list[Group]]]:
    """The groups below each heading under the document's title, by the heading's place."""
    at = {group.at: group for group in groups}
    below: dict[Place, tuple[str, list[Group]]] = {}
    above: list[Section] = []
    document = spec.document(Role.TASKS)
    for section in document.sections if document else ():
        above = [it for it in above if 1 < it.level < section.level]
        if group := at.get(section.at):
            for each in above:
                below.setdefault(each.at, (each.title, []))[1].append(group)
        above.append(section)
    return below


def _equal(names: list[_Name], known: list[_Candidate]) -> dict[int, tuple[Group, ...]]:
    """The groups of each name with the same words as a candidate or, if none has, its number."""
    by_key: dict[object, tuple[Group, ...]] = {}
    for candidate in known:
        for key in _keys(candidate.name):
            by_key.setdefault(key, candidate.groups)
    found = (
        (at, next((by_key[it] for it in _keys(name) if it in by_key), None))
        for at, name in enumerate(names)
    )
    return {at: groups for at, groups in found if groups}


def _keys(name: _Name) -> list[object]:
    """What identifies the name, the best first."""
    exact = [(name.words, name.number), name.words] if name.words else []
    numbers = [(name.label, name.number), name.number] if name.number else []
    return [*exact, *numbers]


def _most_alike(name: _Name, known: Iterable[_Candidate]) -> tuple[Group, ...]:
    """The groups of the candidate that shares most of the words, if it shares enough of them."""
    words = set(name.words)
    scored = ((_likeness(words, set(it.name.words)), it.groups) for it in known)
    (part, _), found = max(scored, key=itemgetter(0), default=((0.0, 0.0), ()))
    return found if part >= _ALIKE else ()


def _likeness(name: set[str], title: set[str]) -> tuple[float, float]:
    """The parts of a name's and of a title's words that both have. A whole title is the most."""
    shared = len(name & title)
    if not shared:
        return 0.0, 0.0
    return (1.0, 1.0) if shared == len(title) else (shared / len(name), shared / len(title))
