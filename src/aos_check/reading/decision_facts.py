"""The facts that a decision states of itself: status, date, id, and what supersedes what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aos_check.model.decision import DecisionStatus
from aos_check.model.finding import Place
from aos_check.reading.decision_dates import read_date
from aos_check.reading.decision_labels import (
    Label,
    fold_key,
    known_key,
    read_labels,
    read_table,
)
from aos_check.reading.decision_parts import roles_of, says_something
from aos_check.reading.decision_status import read_status
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of one or more lines, with the place of each."""

    lines: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The value in one line."""
        return " ".join(self.lines)


Facts = dict[str, Fact]
"""The facts by key: status, date, other date, id, superseded by, supersedes."""


def read_facts(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None, front: Sequence[str]
) -> Facts:
    """The first value of each key: front matter before the head, before sections, before the rest.

    `lines` are those of the decision; its `title`, if among them, ends nothing.
    """
    facts: Facts = {}
    sources = (
        _from_front(path, front),
        _from_head(path, lines, title),
        _from_sections(path, lines, title),
        _from_anywhere(path, lines),
    )
    for source in sources:
        for key, fact in source:
            if fact.text.strip():
                facts.setdefault(key, fact)
    return facts


_PAIR = re.compile(r"([\w][\w -]{0,40}?)\s*:(?:\s+(.*))?$")


def _from_front(path: str, front: Sequence[str]) -> Iterator[tuple[str, Fact]]:
    """Plain `key: value` pairs, and lists; nothing else of YAML can hold a fact."""
    key = None
    values: list[tuple[str, Place]] = []
    for number, line in enumerate((*front, "end:"), 2):
        said = line
        if pair := _PAIR.match(line):
            if key and values:
                texts, places = zip(*values, strict=True)
                yield key, Fact(texts, places)
            key = known_key(fold_key(pair[1]))
            values = []
            said = pair[2] or ""
        value = re.sub(r"\s#.*", "", said).strip(" \t-\"'")
        if value and not value.startswith("#"):
            values.append((value, Place(path, number)))


def _from_head(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None
) -> Iterator[tuple[str, Fact]]:
    head: list[MarkdownLine] = []
    for line in lines:
        # Some put a second heading of the first level above their metadata.
        if line.kind is LineKind.HEADING and line is not title and _ends_head(line):
            break
        head.append(line)
    yield from _known(path, _labels(head))
    yield from _known(path, read_table(head))


def _ends_head(line: MarkdownLine) -> bool:
    key = fold_key(line.text)
    return line.level > 1 or bool(roles_of(key) or known_key(key))


def _labels(lines: Sequence[MarkdownLine]) -> Iterator[tuple[Label, MarkdownLine]]:
    for index, line in enumerate(lines):
        if line.kind not in (LineKind.TEXT, LineKind.ITEM) or line.level > 1:
            continue
        for label in read_labels(line.text):
            below = lines[index + 1] if index + 1 < len(lines) else None
            if not label.value and below and _is_value(below):
                yield Label(label.key, without_comments(below.text)), below
            else:
                yield label, line


def _is_value(line: MarkdownLine) -> bool:
    """Whether a line below a key without a value gives it."""
    is_text = line.kind in (LineKind.TEXT, LineKind.ITEM)
    return is_text and not any(known_key(label.key) for label in read_labels(line.text))


def _known(path: str, labels: Iterable[tuple[Label, MarkdownLine]]) -> Iterator[tuple[str, Fact]]:
    for label, line in labels:
        if key := known_key(label.key):
            yield key, Fact((label.value,), (Place(path, line.number, line.column),))


def _from_sections(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None
) -> Iterator[tuple[str, Fact]]:
    """`## Status` and what stands below it, or `## Status: X`."""
    for index, line in enumerate(lines):
        if line.kind is not LineKind.HEADING or line is title or line.parent >= 0:
            continue
        name, *rest = re.split(r"[:：—–]|\s-\s", _heading(line), maxsplit=1)
        key = known_key(fold_key(name))
        if key and rest and rest[0].strip():
            yield key, Fact((rest[0].strip(),), (Place(path, line.number, line.column),))
        elif key:
            below = list(_below(lines[index + 1 :]))
            yield (
                key,
                Fact(
                    tuple(_value(other, key) for other in below),
                    tuple(Place(path, other.number, other.column) for other in below),
                ),
            )


def _heading(line: MarkdownLine) -> str:
    return without_comments(line.text).replace("**", "")


def _below(lines: Sequence[MarkdownLine]) -> Iterator[MarkdownLine]:
    for line in lines:
        if line.kind is LineKind.HEADING:
            return
        if line.kind in (LineKind.TEXT, LineKind.ITEM, LineKind.TABLE) and says_something(
            line.text
        ):
            yield line


def _value(line: MarkdownLine, key: str) -> str:
    """The line's text; without the key, where a section repeats it (`Status: Accepted`)."""
    text = without_comments(line.text)
    label = next(read_labels(text), None)
    return label.value if label and known_key(label.key) == key and label.value else text


def _from_anywhere(path: str, lines: Sequence[MarkdownLine]) -> Iterator[tuple[str, Fact]]:
    """Labels further down, at the foot for example, where the value leaves no doubt."""
    for key, fact in _known(path, _labels(lines)):
        status = read_status(fact.text) if key == "status" else DecisionStatus.NONE
        known = status not in (DecisionStatus.NONE, DecisionStatus.OTHER)
        if known or (key in ("date", "other date") and read_date(fact.text)):
            yield key, fact
