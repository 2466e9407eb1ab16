"""How a task is named outside its file: `<spec>#<task>`.

A name may hold anything that a folder's name may hold. Letters, digits and `._~+-=@:/` are written
as they are; of everything else the bytes are written as `%XX`, so that an address is one word that
no list, bracket or subject can break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar


class Nameable(Protocol):
    """What can be named: a spec, read or not yet."""

    @property
    def id(self) -> str:
        """The folder's name, or the file's without its ending."""
        ...

    @property
    def slug(self) -> str:
        """The name without date and number."""
        ...

    @property
    def number(self) -> str | None:
        """The number in the name, if there is one."""
        ...

    @property
    def path(self) -> str:
        """Where it lies, relative to the root with `/`."""
        ...


S = TypeVar("S", bound=Nameable)


class Address(NamedTuple):
    """The names of a spec and of a task; `spec` is "" where only the task was named."""

    spec: str
    task: str

    def __str__(self) -> str:
        return write(self.spec, self.task)


def write(spec_name: str, task_id: str) -> str:
    """The address of a task as it is written; without a spec's name, the task's id alone."""
    return f"{_encoded(spec_name)}#{_encoded(task_id)}" if spec_name else _encoded(task_id)


def parse(text: str) -> Address | None:
    """The address that the text is; None where it does not name both, spec and task.

    The last `#` parts them: a name written by hand may hold one, an id hardly does.
    """
    spec, _, task = (part.strip() for part in text.rpartition("#"))
    return Address(_decoded(spec), _decoded(task)) if spec and task else None


def parse_list(text: str) -> list[Address]:
    """The addresses in the value of a trailer; a piece that is none is a task without a spec."""
    return [parse(piece) or Address("", _decoded(piece)) for piece in pieces(text)]


def pieces(text: str) -> Iterator[str]:
    """The parts of a list between its commas, without the blanks around them and the empty ones."""
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
    except UnicodeEncodeError:  # half a pair, which only a file name on Windows can hold
        content = character.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in content)


def _decoded(text: str) -> str:
    return _ESCAPED.sub(_unescape, text)


def _unescape(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogateescape")


class SpecDirectory(Generic[S]):
    """Specs by every name they have, for many questions about the same specs."""

    def __init__(self, specs: Iterable[S]) -> None:
        self._specs = tuple(specs)
        self._kinds: tuple[dict[str, list[S]], ...] = ({}, {}, {}, {})
        for spec in self._specs:
            number = None if spec.number is None else _evened(spec.number)
            names = (spec.path, spec.id, spec.slug, number)
            for kind, name in zip(self._kinds, names, strict=True):
                if name is not None:
                    kind.setdefault(name, []).append(spec)

    def find(self, name: str) -> list[S]:
        """The specs of that name: by their whole path, else by id, else by slug, else by number.

        The first of these kinds that fits decides; that may be several. `1` is the number `001`.
        """
        return list(self._fitting(name))

    def name(self, spec: S) -> str:
        """The shorter of slug and id by which `find` gives this spec alone, else its path."""
        names = sorted(filter(None, (spec.slug, spec.id)), key=len)
        return next((name for name in names if self._is_alone(spec, name)), spec.path)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Names there are that look like one there is not."""
        known = ((self.name(spec), spec.id, spec.path) for spec in self._specs)
        return nearest(name, (each for names in known for each in names))

    def _fitting(self, name: str) -> Sequence[S]:
        wanted = (name, name, name, _evened(name))
        fitting = (kind.get(each) for kind, each in zip(self._kinds, wanted, strict=True))
        return next(filter(None, fitting), [])

    def _is_alone(self, spec: S, name: str) -> bool:
        fitting = self._fitting(name)
        return len(fitting) == 1 and fitting[0].path == spec.path


def _evened(number: str) -> str:
    # Not by int(): of a number of a million digits that takes for ever, or is refused.
    return number.lstrip("0") or "0" if number.isascii() and number.isdecimal() else number


_MOST = 2_000  # names looked at
_LONGEST = 200  # characters compared
_FINALISTS = 12  # names compared with care, which takes far longer
_NEAREST = 3
_ALIKE = 0.6


def nearest(address_text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the known addresses or names that look most like the text, best first."""
    from difflib import SequenceMatcher

    text = address_text[:_LONGEST]
    traits = _traits(text)
    names = dict.fromkeys(islice(known, _MOST))
    likely = sorted(names, key=lambda name: -_overlap(traits, _traits(name[:_LONGEST])))
    # What is prepared once is the second sequence.
    matcher = SequenceMatcher(b=text, autojunk=False)
    rated = []
    for name in likely[:_FINALISTS]:
        matcher.set_seq1(name[:_LONGEST])
        rated.append((matcher.ratio(), name))
    best = sorted((each for each in rated if each[0] >= _ALIKE), key=lambda each: -each[0])
    return tuple(name for _, name in best[:_NEAREST])


def _traits(text: str) -> set[str]:
    """The characters and the pairs of characters that a text is made of."""
    return {*text, *map("".join, pairwise(text))}


def _overlap(some: set[str], others: set[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others) or 1)
