"""The things that a document names: tasks, requirements, decisions, rules and roadmap items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.judging.plugins import rules_of
from aos_check.model.addresses import SpecDirectory, parse, write
from aos_check.model.decision import Decision
from aos_check.model.finding import Place
from aos_check.model.project import Milestone
from aos_check.model.rule import Rule
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Task
from aos_check.progress.ids import plain

_WORD = re.compile(r"[\w.~+\-=@:/%#*]{1,400}")
_IN_WORD = re.compile(r"[\w.*-]{1,200}")
_DECISION = re.compile(r"(?:adr|madr|dec|decision)[-_]?0*(\d{1,6})", re.IGNORECASE)
_EDGES = ".:,;/-"


class TaskTarget(NamedTuple):
    """A task with its spec, and its address."""

    spec: Spec
    task: Task
    address: str

    @property
    def at(self) -> Place:
        """Its place."""
        return self.task.at


Target = TaskTarget | Requirement | Decision | Milestone | Rule


class Cursor(NamedTuple):
    """A place in a document: its path, if it is in the repository, and its line.

    `column` counts from 0.
    """

    path: str | None
    number: int
    line: str
    column: int

    def word(self, pattern: re.Pattern[str]) -> str:
        """The word around the cursor; "" if there is none."""
        found = pattern.finditer(self.line)
        around = (it[0] for it in found if it.start() <= self.column <= it.end())
        return next(around, "").strip(_EDGES)


def target_at(opened: CheckInput, cursor: Cursor) -> Target | None:
    """The thing that the word at the cursor names, else the one that the line is about."""
    return next(_targets(opened, cursor), None)


def _targets(opened: CheckInput, cursor: Cursor) -> Iterator[Target]:
    name = cursor.word(_IN_WORD)
    yield from _addressed(opened, cursor.word(_WORD))
    own = list(_own_task(opened, cursor))
    yield from (it for it in own if it.task.id == name)
    if name:
        if "aos-check" in cursor.line:
            yield from (it for it in rules_of(opened.config) if name in (it.code, it.name))
        yield from _requirements(opened, cursor, name)
        yield from _decisions(opened, name)
    yield from own
    for project in opened.projects:
        items = (it for it in project.milestones if it.at.path == cursor.path)
        yield from (it for it in items if it.at.line == cursor.number)


def _addressed(opened: CheckInput, word: str) -> Iterator[TaskTarget]:
    """The task with this address."""
    address = parse(word)
    if address is None:
        return
    specs = SpecDirectory(opened.specs)
    for spec in specs.find(address.spec):
        yield from (
            TaskTarget(spec, task, write(specs.name(spec), task.id))
            for task in spec.all_tasks()
            if task.id == address.task
        )


def _own_task(opened: CheckInput, cursor: Cursor) -> Iterator[TaskTarget]:
    """The task that begins in the line."""
    for spec in specs_of(opened, cursor.path):
        for task in spec.all_tasks():
            if (task.at.path, task.at.line) == (cursor.path, cursor.number):
                yield TaskTarget(spec, task, write(SpecDirectory(opened.specs).name(spec), task.id))


def specs_of(opened: CheckInput, path: str | None) -> Iterator[Spec]:
    """The specs that the document belongs to."""
    for spec in opened.specs:
        if any(document.path == path for document in spec.documents):
            yield spec


def _requirements(opened: CheckInput, cursor: Cursor, name: str) -> Iterator[Requirement]:
    """The requirement of the document's spec. A bare number names one only if the line says so."""
    if name[:1].isdecimal() and "requirement" not in cursor.line.casefold():
        return
    for spec in specs_of(opened, cursor.path):
        yield from (it for it in spec.requirements if plain(it.id) == plain(name))


def _decisions(opened: CheckInput, name: str) -> Iterator[Decision]:
    decisions = [it for project in opened.projects for it in project.decisions]
    yield from (it for it in decisions if it.id.casefold() == name.casefold())
    if numbered := _DECISION.fullmatch(name):
        yield from (it for it in decisions if it.number == int(numbered[1]))


def spec_of(opened: CheckInput, milestone: Milestone) -> Spec | None:
    """The first spec of a roadmap item."""
    return next((it for it in opened.specs if it.id in milestone.specs), None)
