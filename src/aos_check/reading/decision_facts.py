"""The facts that a decision states: status, date, id, predecessors and successor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from aos_check.model.decision import DecisionStatus
from aos_check.model.finding import Place
from aos_check.reading.decision_dates import read_date
from aos_check.reading.decision_sections import (
    Label,
    fold_key,
    known_key,
    read_labels,
    read_table,
    roles_of,
    says_something,
)
from aos_check.reading.decision_status import read_status
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of one or more lines, each with its place."""

    lines: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The value in one line."""
        return " ".join(self.lines)


Facts = dict[str, Fact]
"""Facts by key: status, date, other date, id, topics, and supersession in whole or in part."""


def read_facts(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None, front: Sequence[str]
) -> Facts:
    """The facts of a decision. For each key the first value counts, and for topics all of them.

    The order is: front matter, head, sections, all other text. The head does not end at the
    `title`, which may be among the `lines`.
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
            if key == "topics" and fact is not facts.get(key, fact):
                facts[key] = Fact(facts[key].lines + fact.lines, facts[key].places + fact.places)
    return facts


_PAIR = re.compile(r"([\w][\w -]{0,40}?)\s*:(?:\s+(.*))?$")


def _from_front(path: str, front: Sequence[str]) -> Iterator[tuple[str, Fact]]:
    """The facts in front matter; only `key: value` pairs and lists are needed."""
    key = None
    values: list[tuple[str, Place]] = []
    for number, line in enumerate((*front, "end:"), 2):
        text = line
        if pair := _PAIR.match(line):
            if key and values:
                texts, places = zip(*values, strict=True)
                yield key, Fact(texts, places)
            key = known_key(fold_key(pair[1]))
            values = []
            text = pair[2] or ""
        value = re.sub(r"\s#.*", "", text).strip(" \t-\"'")
        if value and not value.startswith("#"):
            values.append((value, Place(path, number)))


def _from_head(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None
) -> Iterator[tuple[str, Fact]]:
    head: list[MarkdownLine] = []
    for line in lines:
        # Some documents have a second heading of level 1 above their metadata.
        if line.kind is LineKind.HEADING and line is not title and _ends_head(line):
            break
        head.append(line)
    yield from _with_wrapped(path, _known(path, _labels(head)), head)
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
    """True if the line may be the value of a key on the line above it."""
    is_text = line.kind in (LineKind.TEXT, LineKind.ITEM)
    return is_text and not any(known_key(label.key) for label in read_labels(line.text))


def _known(path: str, labels: Iterable[tuple[Label, MarkdownLine]]) -> Iterator[tuple[str, Fact]]:
    for label, line in labels:
        if key := known_key(label.key):
            yield key, Fact((label.value,), (_place(path, line),))


_WRAPPED = (
    "status",
    "superseded by",
    "superseded in part by",
    "supersedes",
    "supersedes in part",
)


def _with_wrapped(
    path: str, facts: Iterable[tuple[str, Fact]], lines: Sequence[MarkdownLine]
) -> Iterator[tuple[str, Fact]]:
    """The facts, each with the lines that continue its value."""
    for key, fact in facts:
        rest = _wrapped(fact.places[0].line, lines) if key in _WRAPPED else []
        texts = (without_comments(line.text) for line in rest)
        yield key, Fact((*fact.lines, *texts), (*fact.places, *(_place(path, it) for it in rest)))


def _wrapped(number: int, lines: Sequence[MarkdownLine]) -> list[MarkdownLine]:
    """The lines of text right below the line with this number, up to the next label."""
    after = (line for line in lines if line.number > number)
    following = takewhile(
        lambda found: (
            found[1].number == number + found[0]
            and found[1].kind is LineKind.TEXT
            and not next(read_labels(found[1].text), None)
        ),
        enumerate(after, 1),
    )
    return [line for _, line in following]


def _from_sections(
    path: str, lines: Sequence[MarkdownLine], title: MarkdownLine | None
) -> Iterator[tuple[str, Fact]]:
    """`## Status` with the lines below it, or `## Status: X`."""
    for index, line in enumerate(lines):
        if line.kind is not LineKind.HEADING or line is title or line.parent >= 0:
            continue
        heading = without_comments(line.text).replace("**", "")
        name, *rest = re.split(r"[:：—–]|\s-\s", heading, maxsplit=1)
        key = known_key(fold_key(name))
        if key and rest and rest[0].strip():
            yield key, Fact((rest[0].strip(),), (_place(path, line),))
        elif key:
            below = list(_below(lines[index + 1 :]))
            texts = tuple(_value(other, key) for other in below)
            yield key, Fact(texts, tuple(_place(path, other) for other in below))


def _place(path: str, line: MarkdownLine) -> Place:
    return Place(path, line.number, line.column)


def _below(lines: Sequence[MarkdownLine]) -> Iterator[MarkdownLine]:
    """The lines with content before the next heading."""
    for line in takewhile(lambda it: it.kind is not LineKind.HEADING, lines):
        if line.kind in _PROSE and says_something(line.text):
            yield line


_PROSE = (LineKind.TEXT, LineKind.ITEM, LineKind.TABLE)


def _value(line: MarkdownLine, key: str) -> str:
    """The text of the line, without a repeated key (`Status: Accepted` below `## Status`)."""
    text = without_comments(line.text)
    label = next(read_labels(text), None)
    return label.value if label and known_key(label.key) == key and label.value else text


def _from_anywhere(path: str, lines: Sequence[MarkdownLine]) -> Iterator[tuple[str, Fact]]:
    """The labels anywhere else, such as in a footer, if their values are unambiguous."""
    for key, fact in _known(path, _labels(lines)):
        status = read_status(fact.text) if key == "status" else DecisionStatus.NONE
        known = status not in (DecisionStatus.NONE, DecisionStatus.OTHER)
        if known or (key in ("date", "other date") and read_date(fact.text)):
            yield key, fact
