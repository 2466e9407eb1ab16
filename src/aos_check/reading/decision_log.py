"""A decision log taken apart: which headings begin an entry, and how far it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aos_check.reading.decision_labels import fold_key, known_key, read_labels
from aos_check.reading.decision_parts import roles_of
from aos_check.reading.decision_titles import read_title
from aos_check.reading.markdown import LineKind, MarkdownLine


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One decision of a log; `has_form` says that it is written in the form of Agent OS."""

    heading: MarkdownLine
    inside: tuple[MarkdownLine, ...]
    has_form: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A heading with what is below it, and how plainly that is a decision."""

    heading: MarkdownLine
    start: int
    end: int
    direct: tuple[MarkdownLine, ...]
    below: tuple[MarkdownLine, ...]


def read_entries(lines: Sequence[MarkdownLine]) -> list[LogEntry]:
    """The entries of a log in order.

    A heading with an id, a status or a decision's sections begins one; a heading with a date does
    so unless it is a date over several such entries.
    """
    stretches = _stretches(lines)
    entries: list[LogEntry] = []
    done = 0
    for stretch in stretches:
        if stretch.start < done or _is_sample(stretch.heading.text):
            continue
        inner = [s for s in stretches if stretch.start < s.start < stretch.end]
        dated = bool(read_title(stretch.heading.text).date) and stretch.heading.level > 1
        if _is_plain(stretch) or (dated and not any(_is_plain(one) for one in inner)):
            inside = tuple(lines[stretch.start + 1 : stretch.end])
            entries.append(LogEntry(stretch.heading, inside, _has_form(stretch)))
            done = stretch.end
    return entries


_DEEPEST = 4  # below it, headings divide an entry


def _stretches(lines: Sequence[MarkdownLine]) -> list[_Stretch]:
    heads = [
        (index, line)
        for index, line in enumerate(lines)
        if line.kind is LineKind.HEADING and line.parent < 0 and line.level <= _DEEPEST
    ]
    found = []
    for position, (index, line) in enumerate(heads):
        following = heads[position + 1 :]
        end = next((at for at, other in following if other.level <= line.level), len(lines))
        next_head = following[0][0] if following else len(lines)
        below = tuple(other for at, other in following if at < end)
        found.append(_Stretch(line, index, end, tuple(lines[index + 1 : next_head]), below))
    return found


_SAMPLE = re.compile(
    r"\btemplate\b|\bformat\b|(?:DEC|ADR)-[XN]|^\W*\[(?:date|title|yyyy)", re.IGNORECASE
)


def _is_sample(heading: str) -> bool:
    return bool(_SAMPLE.search(heading)) and not read_title(heading).digits


def _is_plain(stretch: _Stretch) -> bool:
    """Whether it can be nothing else than a decision."""
    title = read_title(stretch.heading.text)
    if title.digits and (title.prefix or _has_form(stretch)):
        return True
    names_a_part = roles_of(fold_key(stretch.heading.text)) and not title.date
    if stretch.heading.level == 1 or names_a_part:
        return False
    keys = {label.key for line in stretch.direct for label in read_labels(line.text)}
    if {"id", "status"} & {known_key(key) for key in keys} or "decision" in keys:
        return True
    return _has_form(stretch)


def _has_form(stretch: _Stretch) -> bool:
    direct = [label for line in stretch.direct for label in read_labels(line.text)]
    if any(known_key(label.key) == "id" for label in direct):
        return True
    first = min((line.level for line in stretch.below), default=0)
    children = [line.text for line in stretch.below if line.level == first]
    roles = {role for text in children for role in roles_of(fold_key(text))}
    return "decision" in roles and len(roles) > 1
