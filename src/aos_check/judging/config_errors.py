"""The refusal of a configuration: its first fault with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.model.wording import shortened
from aos_check.reading.layouts import kebab
from aos_check.reading.toml_lines import lines_of_keys

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Origin:
    """The file of a configuration, and the table in it."""

    path: str
    text: str
    table: tuple[str, ...]

    def at(self, keys: Sequence[str]) -> str:
        """The file and the line of a key, or of the nearest table around it."""
        return f"{self.path}:{line_of(keys, lines_of_keys(self.text), self.table)}"


def refusal(error: ValidationError, origin: Origin) -> CannotCheckError:
    """The first fault as a sentence, and the number of others.

    An unknown key comes first: the key that it was meant for may be reported as missing.
    """
    lines = lines_of_keys(origin.text)
    faults: dict[tuple[int, tuple[str, ...]], list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        line = line_of([str(part) for part in details["loc"]], lines, origin.table)
        faults.setdefault((line, _key(details)), []).append(details)
    line, where = min(faults, key=lambda each: (not _is_unknown(faults[each]), each))
    if where == ("tool",) and not origin.table:
        return CannotCheckError(
            f"{origin.path}:{line}: there is a table [tool.aos-check], as in pyproject.toml",
            f"leave out its header: in {origin.path} the keys are at top level",
        )
    message, remedy = _fault(list(where), faults[line, where])
    more = f" (and {len(faults) - 1} more)" if faults.keys() - {(line, where)} else ""
    return CannotCheckError(f"{origin.path}:{line}: {message}{more}", remedy)


_EXPECTED = {
    "tuple_type": "a list",
    "string_type": "a string",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a table",
    "dataclass_type": "a table",
    "dataclass_exact_type": "a table",
    "missing": "present",
}


def line_of(
    where: Sequence[str], lines: Mapping[tuple[str, ...], int], table: tuple[str, ...]
) -> int:
    """The line of the key, or of the nearest table around it that has one."""
    path = list(where)
    while (line := lines.get((*table, *path))) is None and path:
        path.pop()
    return line or 1


def _key(details: ErrorDetails) -> tuple[str, ...]:
    """The path of the key. Parts such as `literal['CODEOWNERS']` are the branches of a choice."""
    where = [str(part) for part in details["loc"]]
    if where[0] == "rules":  # an option is below its rule, and everything else a branch
        return tuple(where[:3])
    if details["type"] in _UNKNOWN:
        return tuple(where)
    return tuple(takewhile(lambda part: "[" not in part and part != "bool", where))


def _fault(where: list[str], choices: list[ErrorDetails]) -> tuple[str, str]:
    """The message and the remedy; a choice of types fails once per type."""
    key = shortened(".".join(where), _LONGEST)
    if _is_unknown(choices):
        nearest = _nearest(where)
        remedy = f"the nearest valid key is {nearest}; {_SCHEMA}" if nearest else _SCHEMA
        return f"unknown key {key}", remedy
    expected = sorted({_expected(details) for details in choices})
    if word := _nearest_word(choices[0]):
        return f"{key} must be {' or '.join(expected)}", f"the nearest valid value is {word}"
    twin = f", or spell it {_TWINS[key]}" if key in _TWINS else ""
    return f"{key} must be {' or '.join(expected)}", f"correct {key}{twin}"


def _nearest_word(details: ErrorDetails) -> str:
    """The valid word that is nearest to an invalid one; "" if none is alike."""
    import difflib

    words = _QUOTED.findall(details["msg"]) if details["type"] in _WORDS else []
    written = str(details["input"])[:_LONGEST]
    return next(iter(difflib.get_close_matches(written, words, n=1, cutoff=_ALIKE)), "")


_WORDS = ("literal_error", "enum")
_QUOTED = re.compile(r"'([^']*)'")


def _is_unknown(choices: list[ErrorDetails]) -> bool:
    return choices[0]["type"] in _UNKNOWN


_TWINS = {"layout": "layouts", "layouts": "layout"}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_SCHEMA = "see `aos-check schema config` for the valid keys"


def _expected(details: ErrorDetails) -> str:
    fallback = details["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return shortened(_EXPECTED.get(details["type"], fallback), _LONGEST)


_LONGEST = 200


def _nearest(where: list[str]) -> str | None:
    """The valid key that is nearest to the last of `where`, preferably of the same table."""
    import difflib

    wrong = kebab(where[-1])[:_LONGEST]
    home: type = Config
    for part in where[:-1]:
        home = _below(home, part)
    candidates = [(*where[:-1], kebab(each.name)) for each in fields(home)]
    candidates += [key for key in _all_keys() if key not in candidates]
    ratios = [difflib.SequenceMatcher(None, key[-1], wrong).ratio() for key in candidates]
    best = max(ratios)
    return ".".join(candidates[ratios.index(best)]) if best >= _ALIKE else None


_ALIKE = 0.5


def _all_keys() -> Iterator[tuple[str, ...]]:
    """The keys at top level and those of the tables there."""
    for name, kind in _types_of(Config).items():
        yield (kebab(name),)
        if is_dataclass(kind):
            yield from ((kebab(name), kebab(each.name)) for each in fields(kind))


def _below(table: type, key: str) -> type:
    """The class of the table under `key`, or of the entries of a list or mapping there."""
    for name, kind in _types_of(table).items():
        if kebab(name) == key:
            return next(_tables_in(kind), table)
    return table


def _types_of(table: type) -> dict[str, Any]:
    """The types of a table's keys."""
    hints = get_type_hints(table)
    return {each.name: hints[each.name] for each in fields(table)}


def _tables_in(kind: object) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for part in get_args(kind):
        yield from _tables_in(part)
