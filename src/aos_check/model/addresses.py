"""Task addresses: `<spec>#<task>`.

A name may contain anything that a folder's name may. Letters, digits and `._~+-=@:/` are written
unchanged, the bytes of everything else as `%XX`. So an address is one word in any list, bracket or
subject.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from aos_check.model.wording import nearest_are


class Nameable(Protocol):
    """Anything that has the names of a spec."""

    @property
    def id(self) -> str:
        """The folder's name, or the file's without its ending."""

    @property
    def slug(self) -> str:
        """The name without date and number."""

    @property
    def number(self) -> str | None:
        """The number in the name; None if there is none."""

    @property
    def path(self) -> str:
        """The path relative to the root, with `/`."""


S = TypeVar("S", bound=Nameable)


class Address(NamedTuple):
    """The names of a spec and a task; `spec` is "" if only the task was named."""

    spec: str
    task: str

    def __str__(self) -> str:
        return write(self.spec, self.task)


def write(spec_name: str, task_id: str) -> str:
    """The encoded address of a task; without a spec's name, the task's id alone."""
    return f"{_encoded(spec_name)}#{_encoded(task_id)}" if spec_name else _encoded(task_id)


def parse(text: str) -> Address | None:
    """The address in the text; None if it does not name both a spec and a task.

    The last `#` separates them: a spec's name may contain one, a task's id hardly ever does.
    """
    spec, _, task = (part.strip() for part in text.rpartition("#"))
    return Address(_decoded(spec), _decoded(task)) if spec and task else None


def parse_list(text: str) -> list[Address]:
    """The addresses in the value of a trailer; a piece without a spec is a task's id."""
    return [parse(piece) or Address("", _decoded(piece)) for piece in pieces(text)]


def pieces(text: str) -> Iterator[str]:
    """The non-empty parts of a list separated by commas."""
    return filter(None, map(str.strip, text.split(",")))


_UNSAFE = re.compile(r"[^\w.~+\-=@:/]")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def _encoded(name: str) -> str:
    return _UNSAFE.sub(_escape, name)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if unicodedata.category(character).startswith("M"):
        return character  # part of the letter before it, as in NFD or in Devanagari
    try:
        content = character.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate, which only a file name on Windows can have
        content = character.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in content)


def _decoded(text: str) -> str:
    return _ESCAPED.sub(_unescape, text)


def _unescape(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogateescape")


class SpecDirectory(Generic[S]):
    """Finds specs by any of their names."""

    def __init__(self, specs: Iterable[S]) -> None:
        self._specs = tuple(specs)
        self._kinds: tuple[dict[str, list[S]], ...] = ({}, {}, {}, {})
        for spec in self._specs:
            number = None if spec.number is None else _as_number(spec.number)
            names = (spec.path, spec.id, spec.slug, number)
            for kind, name in zip(self._kinds, names, strict=True):
                if name is not None:
                    kind.setdefault(name, []).append(spec)

    def find(self, name: str) -> list[S]:
        """The specs of that name: by path, else by id, else by slug, else by number.

        There may be several. `1` is the number `001`.
        """
        return list(self._fitting(name))

    def name(self, spec: S) -> str:
        """The shorter of slug and id that names only this spec, else its path."""
        names = sorted(filter(None, (spec.slug, spec.id)), key=len)
        return next((name for name in names if self._is_alone(spec, name)), spec.path)

    def names(self) -> Iterator[str]:
        """The short name, the id and the path of each spec."""
        for spec in self._specs:
            yield from (self.name(spec), spec.id, spec.path)

    def _fitting(self, name: str) -> Sequence[S]:
        wanted = (name, name, name, _as_number(name))
        fitting = (kind.get(each) for kind, each in zip(self._kinds, wanted, strict=True))
        return next(filter(None, fitting), [])

    def _is_alone(self, spec: S, name: str) -> bool:
        fitting = self._fitting(name)
        return len(fitting) == 1 and fitting[0].path == spec.path


def without_zeros(number: str) -> str:
    """The number without leading zeros: `02.1` is `2.1`."""
    # Not int(), which is slow or fails for a million digits.
    return number.lstrip("0") or "0"


def _as_number(name: str) -> str:
    return without_zeros(name) if name.isascii() and name.isdecimal() else name


_MAX_NAMES = 2_000
_MAX_LENGTH = 200  # characters of a name that are compared
_MAX_RATED = 12  # names that are compared exactly, which is slow
_MAX_NEAREST = 3
_MIN_RATIO = 0.6


def nearest(address_text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known addresses or names that look most like the text, best first."""
    from difflib import SequenceMatcher

    text = address_text[:_MAX_LENGTH]
    traits = _traits(text)
    names = dict.fromkeys(islice(known, _MAX_NAMES))
    likely = sorted(names, key=lambda name: -_overlap(traits, _traits(name[:_MAX_LENGTH])))
    # The matcher prepares its second sequence once.
    matcher = SequenceMatcher(b=text, autojunk=False)
    rated = []
    for name in likely[:_MAX_RATED]:
        matcher.set_seq1(name[:_MAX_LENGTH])
        rated.append((matcher.ratio(), name))
    best = sorted((each for each in rated if each[0] >= _MIN_RATIO), key=lambda each: -each[0])
    return tuple(name for _, name in best[:_MAX_NEAREST])


def suggestion(name: str, known: Iterable[str], listing: str) -> str:
    """The help for an unknown name: the names most like it, and where to find all of them.

    Upper and lower case are alike.
    """
    names = {each.lower(): each for each in islice(known, _MAX_NAMES)}
    near = [names[each] for each in nearest(name.lower(), names)]
    return f"{nearest_are(near)}; {listing}" if near else listing


def _traits(text: str) -> set[str]:
    """The characters of a text, and its pairs of adjacent characters."""
    return {*text, *map("".join, pairwise(text))}


def _overlap(some: set[str], others: set[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others) or 1)
