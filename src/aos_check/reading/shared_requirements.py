"""Reads the requirements of a spec from one file with those of all specs, as GSD has it.

Its table of traceability says which phase builds each requirement. The front matter of a plan names
those that it builds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from aos_check.model.addresses import without_zeros
from aos_check.model.document import State
from aos_check.model.spec import Requirement
from aos_check.model.task import Task, TaskList
from aos_check.reading.boxes import checkbox
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind
from aos_check.reading.metadata import front_table
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.status import task_state

_NUMBERS = expression(r"\d{1,4}(?:\.\d{1,4})*")
# The name of the phase may follow, with other numbers: "Phase 1, 2", "Phase 3 - Level 2".
_PHASES = expression(
    r"\W*(?:phases?\s+)?(\d[\d.]{0,9}(?:\s?(?:,|&|\+|/|and)\s?(?:phase\s)?\d[\d.]{0,9}){0,20})",
    re.IGNORECASE,
)
_ID = expression(r"[A-Za-z][A-Za-z0-9]{1,11}(?:-[A-Za-z][A-Za-z0-9]{0,5})?-\d{1,5}[a-z]?")
_ASIDE = (State.DEFERRED, State.CANCELLED)
_MOST = 100  # requirements of one plan


class SharedRequirements(NamedTuple):
    """The requirements of one spec, and the ids of those of all specs."""

    own: tuple[Requirement, ...]
    all: AbstractSet[str]


def shared_requirements(folder: SpecFolder, open_page: OpenPage) -> SharedRequirements | None:
    """The requirements in the file of the home; None if the layout or the home has none."""
    path = f"{folder.home.path}/{folder.layout.requirements.file}"
    page = open_page(path) if path in folder.home.files else None
    if page is None:
        return None
    defined, traced = _read(page, folder.layout.requirements.id)
    mine = traced.get(without_zeros(folder.number or ""), ())
    own = (defined[it] for it in mine if it in defined)
    return SharedRequirements(tuple(own), defined.keys())


@lru_cache(maxsize=4)
def _read(page: SourceFile, form: str) -> tuple[dict[str, Requirement], dict[str, list[str]]]:
    """The requirements by their ids, and the ids by the number of the phase that builds them."""
    pattern = re.compile(rf"\W{{0,20}}(?P<id>{form})(?![\w-])\W*")
    defined: dict[str, Requirement] = {}
    for requirement in _defined(page, pattern):
        defined.setdefault(requirement.id, requirement)
    traced: dict[str, list[str]] = {}
    for identity, numbers in _traced(page, pattern):
        for number in numbers:
            traced.setdefault(number, []).append(identity)
    return defined, traced


def _defined(page: SourceFile, form: re.Pattern[str]) -> Iterator[Requirement]:
    """The items that begin with an id."""
    for line in page.lines:
        if line.kind is LineKind.ITEM:
            box = checkbox(line.text)
            text = box.text if box else line.text
            if found := form.match(text):
                yield Requirement(found["id"], text[found.end() :].strip(), page.at(line))


def _traced(page: SourceFile, form: re.Pattern[str]) -> Iterator[tuple[str, set[str]]]:
    """The id of each row, with the numbers of its phases, unless it is put aside."""
    for line in page.lines:
        if line.kind is LineKind.TABLE:
            first, *others = line.cells
            phases = next((it for cell in others if (it := _PHASES.match(cell))), None)
            aside = any(task_state(cell) in _ASIDE for cell in others[1:])
            if (found := form.fullmatch(first)) and not aside:
                numbers = _NUMBERS.findall(phases[1]) if phases else ()
                yield found["id"], set(map(without_zeros, numbers))


def with_requirements(tasks: TaskList, shared: SharedRequirements, open_page: OpenPage) -> TaskList:
    """The tasks with the requirements in their front matter. Those of other specs are left out."""
    own = {it.id for it in shared.own}

    def traced(task: Task) -> Task:
        page = open_page(task.at.path)
        names = _named(page) if page else []
        return task._replace(
            requirements=tuple(each for each in names if each in own or each not in shared.all)
        )

    groups = (it._replace(tasks=tuple(map(traced, it.tasks))) for it in tasks.groups)
    return tasks._replace(groups=tuple(groups))


def _named(page: SourceFile) -> list[str]:
    """The requirements in the front matter."""
    names = front_table(page).value.get("requirements")
    listed = names.split(",") if isinstance(names, str) else names
    texts = [str(it).strip() for it in listed[:_MOST]] if isinstance(listed, list) else []
    return [text for text in texts if _ID.fullmatch(text)]
