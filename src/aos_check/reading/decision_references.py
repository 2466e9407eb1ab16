"""References from one decision to another: by id, by number, or by a link to its file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from aos_check.reading.decision_names import DecisionTitle, read_name
from aos_check.reading.decision_sections import fold_key

GENERIC = frozenset({"", "ADR", "MADR", "DECISION"})
"""The prefixes that a reference may use for a decision whose own number has none."""


class DecisionNames(Protocol):
    """The names by which a decision is found."""

    path: str
    id: str
    prefix: str
    scheme: str
    title: DecisionTitle

    @property
    def number(self) -> int | None:
        """The value of its number."""
        ...


@dataclass(frozen=True, slots=True)
class DecisionReference:
    """A reference by link (`target` and `label`), or by `prefix` and `digits`."""

    prefix: str = ""
    digits: str = ""
    target: str = ""
    label: str = ""


class DecisionIndex:
    """Finds the decisions of a project by the names that texts use for them."""

    def __init__(self, decisions: Iterable[DecisionNames]) -> None:
        self._by_path: dict[str, list[DecisionNames]] = {}
        self._by_file: dict[str, list[DecisionNames]] = {}
        self._by_number: dict[int, list[DecisionNames]] = {}
        self._by_title: dict[str, list[DecisionNames]] = {}
        prefixes = {"ADR", "DEC", "MADR", "DECISION"}
        for decision in decisions:
            self._by_path.setdefault(decision.path, []).append(decision)
            self._by_file.setdefault(posixpath.basename(decision.path), []).append(decision)
            stem = posixpath.splitext(posixpath.basename(decision.path))[0]
            for title in {fold_key(decision.title.text), fold_key(stem)}:
                self._by_title.setdefault(title, []).append(decision)
            if decision.number is not None:
                self._by_number.setdefault(decision.number, []).append(decision)
            if decision.prefix:
                prefixes.add(decision.prefix)
        words = "|".join(re.escape(word) for word in sorted(prefixes, key=len, reverse=True))
        self._mention = re.compile(
            r"\[(?P<label>[^\]\[]{0,200})\]\(\s*<?(?P<target>[^()\s<>]{1,400})"
            rf"|(?<![A-Za-z0-9])(?P<prefix>{words})s?(?:[-_ #.]|\s#)?(?P<digits>\d{{1,5}})(?!\d)"
            r"|(?<![\w/:.-])(?:[\w.-]{1,60}/){0,8}(?P<stem>\d{3,5})-(?=[a-z])",
            re.IGNORECASE,
        )

    def references(self, text: str, *, bare: bool = False) -> Iterator[DecisionReference]:
        """Every reference in the text; with `bare`, also plain numbers."""
        end = 0
        for found in self._mention.finditer(text):
            if bare:
                yield from _bare_numbers(text[end : found.start()])
            end = found.end()
            if found["target"]:
                yield DecisionReference(target=found["target"], label=found["label"])
            else:
                prefix = (found["prefix"] or "").upper()
                yield DecisionReference(prefix, found["digits"] or found["stem"])
                yield from _more(prefix, text, end)
        if bare:
            yield from _bare_numbers(text[end:])

    def titled(self, text: str, origin: DecisionNames) -> DecisionNames | None:
        """Another decision whose title or file name the text consists of, or quotes."""
        quoted = [found[1] for found in _QUOTED.finditer(text)]
        for title in (*quoted, _AFTER_TITLE.split(text, maxsplit=1)[0]):
            for decision in self._by_title.get(fold_key(title), []):
                if decision is not origin:
                    return decision
        return None

    def resolve(self, reference: DecisionReference, origin: DecisionNames) -> str | None:
        """The id of the decision that `origin` refers to, even if it does not exist.

        None for a reference to something else.
        """
        if found := self.find(reference, origin):
            return found.id
        if reference.target:
            number = self._number_of_link(reference)
            return self.resolve(number, origin) if number else None
        digits = reference.digits
        return f"{reference.prefix}-{digits}" if reference.prefix else digits

    def find(self, reference: DecisionReference, origin: DecisionNames) -> DecisionNames | None:
        """The decision that `origin` refers to, if it exists."""
        if not reference.target:
            return self._numbered(reference, origin)
        target, fragment = _path_and_fragment(reference.target)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin.path), target))
        inside = self._by_path.get(path if target else origin.path)
        inside = inside or self._by_file.get(posixpath.basename(target), [])
        if len(inside) == 1 and target:
            return inside[0]
        named = next(self.references(fragment.upper() if fragment else reference.label), None)
        if inside:
            wanted = _value(named.digits) if named else None
            return next((one for one in inside if one.number == wanted), None)
        number = self._number_of_link(reference)
        return self._numbered(number, origin) if number else None

    def _number_of_link(self, reference: DecisionReference) -> DecisionReference | None:
        """The number in a link to an unknown file; None for a link to another site."""
        target, _ = _path_and_fragment(reference.target)
        if "://" in target:
            return None
        name = read_name(target)
        if name.digits and posixpath.splitext(target)[1] in ("", ".md", ".markdown"):
            return DecisionReference(name.prefix, name.digits)
        named = next(self.references(reference.label), None)
        return named if named and not named.target else None

    def _numbered(
        self, reference: DecisionReference, origin: DecisionNames
    ) -> DecisionNames | None:
        candidates = [
            one
            for one in self._by_number.get(_value(reference.digits), [])
            if _fits(reference.prefix, one.prefix)
        ]
        folder = posixpath.dirname(origin.path)
        return min(
            candidates,
            key=lambda one: (
                one.scheme != origin.scheme,
                posixpath.dirname(one.path) != folder,
                one.prefix != reference.prefix,
            ),
            default=None,
        )


_QUOTED = re.compile(r"[\"“„«*_`']([^\"“”„«»*_`']{3,200})[\"”“»*_`']")
_AFTER_TITLE = re.compile(r"\s\(|\.md\b|[.;]\s|[.;]$")


def _path_and_fragment(target: str) -> tuple[str, str]:
    path, _, fragment = unquote(target).partition("#")
    return path, fragment


def _value(digits: str) -> int:
    return int(digits or -1)


def _fits(named: str, prefix: str) -> bool:
    return named == prefix or named in ("", "DECISION") or (not prefix and named in GENERIC)


_BARE = re.compile(r"(?<![\w./#-])(\d{1,5})(?![\w/-]|\.\d)")
_NEXT = re.compile(
    r"\s{0,2}(?:,|/|&|and|or|und|et|e|y|\+)\s{0,2}#?(\d{1,5})(?![\w-])", re.IGNORECASE
)


def _bare_numbers(text: str) -> Iterator[DecisionReference]:
    for found in _BARE.finditer(text):
        if not _is_year(found[1]):
            yield DecisionReference(digits=found[1])


def _more(prefix: str, text: str, start: int) -> Iterator[DecisionReference]:
    """The numbers after the first in "ADRs 3, 4 and 5"."""
    while found := _NEXT.match(text, start):
        if _is_year(found[1]):
            return
        yield DecisionReference(prefix, found[1])
        start = found.end()


def _is_year(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", digits))
