"""Reads a ledger: one YAML file with the status of every epic and story, as BMAD has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from aos_check.model.document import Mark, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.project import Statement
from aos_check.model.spec import Spec
from aos_check.reading.homes import Home
from aos_check.reading.page import SourceFile
from aos_check.reading.status import normalise
from aos_check.reading.task_values import unknown_status

_STATUSES = "development_status"
_EPIC = "epic-"
_RETROSPECTIVE = "-retrospective"


class Ledger(NamedTuple):
    """The statements of a ledger, and its lines that could not be read."""

    statements: tuple[Statement, ...]
    unread: tuple[Mark, ...]


def read_ledger(
    page: SourceFile, home: Home, specs: Iterable[Spec], words: Mapping[str, Status]
) -> Ledger:
    """The statements of the ledger about the specs of its home."""
    value = page.data.value if page.data else None
    statuses = value.get(_STATUSES) if isinstance(value, dict) else None
    if not isinstance(statuses, dict):
        return Ledger((), (Mark(f"this file has no table {_STATUSES}", Place(page.path)),))
    lines = list(_lines(page, statuses, words))
    unknown = (line for _, line in lines if line.value in (Status.UNKNOWN, Status.UNSET))
    unread = (unknown_status(line.text, line.at) for line in unknown)
    named = _names([spec for spec in specs if spec.path.startswith(f"{home.path}/")])
    numbers = Counter(_number(key) for key, _ in lines)
    statements = (
        Statement(key, line, _epic_of(key, statuses), _spec_of(key, named, numbers))
        for key, line in lines
    )
    return Ledger(tuple(statements), tuple(unread))


def _lines(
    page: SourceFile, statuses: Mapping[str, object], words: Mapping[str, Status]
) -> Iterator[tuple[str, StatusLine]]:
    for key, value in statuses.items():
        if page.data and not key.endswith(_RETROSPECTIVE):
            at = Place(page.path, page.data.line(_STATUSES, key))
            text = value if isinstance(value, str) else ""
            yield key, StatusLine(normalise(text, words), text, at)


def _epic_of(key: str, statuses: Mapping[str, object]) -> str:
    """The key of the epic that a story belongs to: the `1` of `1-2-name`."""
    epic = _EPIC + key.partition("-")[0]
    return epic if epic in statuses and not key.startswith(_EPIC) else ""


def _names(specs: Iterable[Spec]) -> dict[str, list[str]]:
    """The paths of the specs by their id, and by their number with a dash: `1-2`."""
    found: dict[str, list[str]] = {}
    for spec in specs:
        for name in {spec.id, (spec.number or "").replace(".", "-")}:
            found.setdefault(name, []).append(spec.path)
    return found


def _spec_of(key: str, named: Mapping[str, list[str]], numbers: Mapping[str, int]) -> str:
    """The only spec with that name or, if no other key has its number, with that number."""
    number = _number(key)
    by_number = named.get(number, []) if numbers[number] == 1 else []
    fitting = named.get(key) or by_number
    return fitting[0] if len(fitting) == 1 else ""


def _number(key: str) -> str:
    return "-".join(key.split("-")[:2])
