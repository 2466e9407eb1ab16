"""The specs that a roadmap or a ledger already gives a number, written or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.reading.layouts import Layout
from aos_check.setup.scaffold.naming import slug_of

_LONGEST = 20  # characters of a number


class PlannedSpec(NamedTuple):
    """A number, and the slug of the spec that has it ("" if its name gives none)."""

    number: str
    slug: str


def planned_specs(project: Project, layout: Layout) -> Iterator[PlannedSpec]:
    """The specs in the ledgers (`1-3-weigh-the-flour`) and on the roadmap (`Phase 2: Bell`)."""
    for statement in project.statements:
        found = re.fullmatch(layout.specs.name, statement.about)
        parts = found.groupdict() if found else {}
        if 0 < len(number := parts.get("number") or "") <= _LONGEST:
            yield PlannedSpec(number, parts.get("slug") or "")
    number_and_name = r"\s(\d{1,9}(?:\.\d{1,9})?)\W+(\w.*)"
    item = re.compile(re.escape(layout.specs.word) + number_and_name, re.IGNORECASE)
    for milestone in project.milestones:
        if found := item.match(milestone.title):
            yield PlannedSpec(found[1], _slug(found[2]))


def _slug(name: str) -> str:
    try:
        return slug_of(name)
    except CannotCheckError:
        return ""
