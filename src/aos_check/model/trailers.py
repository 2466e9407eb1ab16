"""Finds the trailers above a tool's footer, or above other trailers, which git does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TRAILER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,60}[ \t]{0,4}:|\(cherry picked from commit ")
_TOOLS = (
    "aider|amp|augment|claude|cline|codex|continue|copilot|crush|cursor|devin|factory|gemini"
    "|github copilot|goose|jules|junie|kiro|opencode|qwen|roo|warp|windsurf|zed"
)
_FOOTER = re.compile(
    rf"\W{{0,8}}(?:(?:generated|created|written|made|built|assisted|co-authored)"
    rf" (?:with|by|using) \W{{0,4}}(?:{_TOOLS})\b|via \[)",
    re.IGNORECASE,
)


def closing_lines(lines: Sequence[str]) -> list[int]:
    """The indexes of the lines in the last paragraphs, if they hold only trailers and footers.

    The paragraph of the subject is none of them.
    """
    found: list[int] = []
    for paragraph in _paragraphs_from_the_end(lines):
        if not all(map(_is_closing, (lines[index] for index in paragraph))):
            break
        found = [*paragraph, *found] if len(found) < _MAX_LINES else found
    return found


_MAX_LINES = 2_000


def _paragraphs_from_the_end(lines: Sequence[str]) -> Iterator[range]:
    """The lines of each paragraph, the last one first, without that of the subject."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    end = len(lines)
    while end > first:
        if not lines[end - 1].strip():
            end -= 1
            continue
        start = end
        while start and lines[start - 1].strip():
            start -= 1
        if start > first:
            yield range(start, end)
        end = start


def _is_closing(line: str) -> bool:
    """True for a trailer, its continuation, or the footer of a tool."""
    return bool(line[:1].isspace() or _TRAILER.match(line) or _FOOTER.match(line))


def closing_trailers(message: str) -> Iterator[tuple[str, str]]:
    """The keys and values of the trailers in the last paragraphs of a message."""
    lines = message.split("\n")
    for index in closing_lines(lines):
        key, colon, value = lines[index].partition(":")
        if colon and not lines[index][:1].isspace():
            yield key.strip(), value.strip()
