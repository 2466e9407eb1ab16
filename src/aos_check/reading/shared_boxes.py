"""Merges the states of checkboxes in three versions of a document, before git merges the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from aos_check.model.tree import MemoryTree
from aos_check.reading.boxes import checkbox, state_span
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import read_page

_FILE = "tasks.md"
_BULLETS = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)+")


class Versions(NamedTuple):
    """The content of a file in a merge base and on both sides."""

    base: bytes
    ours: bytes
    theirs: bytes


def with_merged_states(versions: Versions) -> Versions:
    """The versions with the merged state in each box that all three of them have.

    Then only other changes are left to merge as text. A box is the same if its wording and the
    headings, labels and items around it are the same, and no other box is like it. A box that both
    sides changed in different ways stays as it is. Raises UnreadableFileError.
    """
    base, ours, theirs = pages = [_Page(content) for content in versions]
    for key, before in base.boxes.items():
        one, other = ours.boxes.get(key), theirs.boxes.get(key)
        if not (before and one and other):
            continue
        merged = _merged(before.state, one.state, other.state)
        for page, box in zip(pages, (before, one, other), strict=True):
            page.tick(box, box.state if merged is None else merged)
    return Versions(*(page.content() for page in pages))


def _merged(base: str, ours: str, theirs: str) -> str | None:
    """The state after both changes; None if they contradict."""
    if base in (ours, theirs):
        return theirs if ours == base else ours
    return ours if ours == theirs else None


class _Box(NamedTuple):
    """The state of a box as written, and its place: a line from 0, and columns in it."""

    line: int
    start: int
    end: int
    state: str


_Key = tuple[str, ...]


class _Page:
    """A version of the document. `boxes` has None for each key that several boxes have."""

    def __init__(self, content: bytes) -> None:
        lines = read_page(MemoryTree({_FILE: content}), _FILE).lines
        # Bytes have fewer line ends than text, and a page has the same.
        self._lines = [line.decode() for line in content.splitlines(keepends=True)]
        self.boxes: dict[_Key, _Box | None] = {}
        for key, box in self._read(lines):
            self.boxes[key] = None if key in self.boxes else box

    def tick(self, box: _Box, state: str) -> None:
        """Write a state into a box."""
        line = self._lines[box.line]
        self._lines[box.line] = line[: box.start] + state + line[box.end :]

    def content(self) -> bytes:
        """The content of the file."""
        return "".join(self._lines).encode()

    def _read(self, lines: tuple[MarkdownLine, ...]) -> Iterator[tuple[_Key, _Box]]:
        """Each box, with its wording and everything around it as the key."""
        boxes = {index: box for index, line in enumerate(lines) if (box := self._box(line))}
        wordings = self._wordings(lines, boxes)
        headings: list[tuple[int, str]] = []
        labels: dict[int, str] = {}
        around: dict[int, _Key] = {-1: ()}
        for index, line in enumerate(lines):
            if line.kind is LineKind.HEADING:
                headings = [it for it in headings if it[0] < line.level]
                headings.append((line.level, self._text(line)))
                labels.clear()
            elif line.kind is LineKind.TEXT:
                labels[line.parent] = self._text(line)
            elif line.kind is LineKind.ITEM:
                place = (*around[line.parent], "\n", labels.get(line.parent, ""))
                if box := boxes.get(index):
                    titles = (title for _, title in headings)
                    yield (*titles, "\n", *place, "\n", *wordings[index]), box
                around[index] = (*place, self._text(line, boxes.get(index)))

    def _wordings(
        self, lines: tuple[MarkdownLine, ...], boxes: Mapping[int, _Box]
    ) -> dict[int, list[str]]:
        """The text of each box: its own line, and the lines in it that are in no other box."""
        found: dict[int, list[str]] = {}
        owners = {-1: -1}  # the innermost box around each item
        ends = [*(line.number for line in lines), len(self._lines) + 1]
        for index, (start, end) in enumerate(pairwise(ends)):
            line = lines[index]
            owners[index] = index if index in boxes else owners[line.parent]
            first = self._text(line, boxes.get(index))
            rest = (text.rstrip() for text in self._lines[start : end - 1])
            found.setdefault(owners[index], []).extend(filter(None, (first, *rest)))
        return found

    def _box(self, line: MarkdownLine) -> _Box | None:
        if line.kind is not LineKind.ITEM or not checkbox(line.text):
            return None
        text = self._lines[line.number - 1]
        bullets = _BULLETS.match(text)
        span = state_span(text, bullets.end()) if bullets else None
        return _Box(line.number - 1, *span, text[slice(*span)]) if span else None

    def _text(self, line: MarkdownLine, box: _Box | None = None) -> str:
        """The line as written, without its line end and the state of its box."""
        text = self._lines[line.number - 1].rstrip()
        # Equal texts become one object, so that comparing long ones takes no time.
        return intern(text[: box.start] + text[box.end :] if box else text)
