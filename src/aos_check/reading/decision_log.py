"""The entries of a decision log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aos_check.reading.decision_names import read_title
from aos_check.reading.decision_sections import fold_key, known_key, read_labels, roles_of
from aos_check.reading.markdown import LineKind, MarkdownLine


@dataclass(frozen=True, slots=True)
class LogSection:
    """A heading with the lines of its section.

    `direct` are the lines up to the next heading, `inside` are all lines, and `below` are the
    headings among them. `above` is the heading of the section around it, without the document's.
    """

    heading: MarkdownLine
    start: int
    end: int
    direct: Sequence[MarkdownLine]
    inside: Sequence[MarkdownLine]
    below: Sequence[MarkdownLine]
    above: str = ""

    @property
    def is_agent_os(self) -> bool:
        """True if it has the form of Agent OS: an id, or the sections of a decision."""
        labels = (label for line in self.direct for label in read_labels(line.text))
        if any(known_key(label.key) == "id" for label in labels):
            return True
        first = min((line.level for line in self.below), default=0)
        children = [line.text for line in self.below if line.level == first]
        roles = {role for text in children for role in roles_of(fold_key(text))}
        return "decision" in roles and len(roles) > 1

    def is_decision(self) -> bool:
        """True if it is certainly a decision."""
        title = read_title(self.heading.text)
        if title.digits and (title.prefix or self.is_agent_os):
            return True
        names_a_part = roles_of(fold_key(self.heading.text)) and not title.date
        if self.heading.level == 1 or names_a_part:
            return False
        keys = {label.key for line in self.direct for label in read_labels(line.text)}
        if {"id", "status"} & {known_key(key) for key in keys} or "decision" in keys:
            return True
        return self.is_agent_os


def read_entries(lines: Sequence[MarkdownLine]) -> list[LogSection]:
    """The entries of a log in order.

    A heading with an id, a status or a decision's sections begins an entry. A heading with a date
    begins one too, unless such entries are below it.
    """
    sections = _sections(lines)
    entries: list[LogSection] = []
    for index, section in enumerate(sections):
        if (entries and section.start < entries[-1].end) or _is_sample(section.heading.text):
            continue
        inner = sections[index + 1 : index + 1 + len(section.below)]
        dated = bool(read_title(section.heading.text).date) and section.heading.level > 1
        if section.is_decision() or (dated and not any(each.is_decision() for each in inner)):
            entries.append(section)
    return entries


_MAX_LEVEL = 4  # deeper headings are parts of an entry


def _sections(lines: Sequence[MarkdownLine]) -> list[LogSection]:
    heads = [
        (index, line)
        for index, line in enumerate(lines)
        if line.kind is LineKind.HEADING and line.parent < 0 and line.level <= _MAX_LEVEL
    ]
    found = []
    ends = _ends([line.level for _, line in heads])
    starts = [*(start for start, _ in heads), len(lines)]
    around: list[MarkdownLine] = []
    for position, (start, line) in enumerate(heads):
        around = [other for other in around if other.level < line.level]
        above = around[-1].text if around and around[-1].level > 1 else ""
        around.append(line)
        end = starts[ends[position]]
        direct = lines[start + 1 : starts[position + 1]]
        below = [other for _, other in heads[position + 1 : ends[position]]]
        found.append(LogSection(line, start, end, direct, lines[start + 1 : end], below, above))
    return found


def _ends(levels: Sequence[int]) -> list[int]:
    """For each heading the index of the next one that is not below it."""
    ends = [len(levels)] * len(levels)
    following: dict[int, int] = {}  # by level, the first heading after this one
    for index in range(len(levels) - 1, -1, -1):
        level = levels[index]
        ends[index] = min((at for it, at in following.items() if it <= level), default=len(levels))
        following[level] = index
    return ends


_SAMPLE = re.compile(
    r"\btemplate\b|\bformat\b|(?:DEC|ADR)-[XN]|^\W*\[(?:date|title|yyyy)", re.IGNORECASE
)


def _is_sample(heading: str) -> bool:
    return bool(_SAMPLE.search(heading)) and not read_title(heading).digits
