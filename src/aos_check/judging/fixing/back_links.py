"""Writing into a decision that it supersedes another one, next to its status."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.edit import Edit
from aos_check.reading.expressions import expression

_KEY = expression(
    r"(?P<lead>\s*(?:[-*+]\s+)?(?:\*\*|__)?)status(?P<colon>(?:\*\*|__)?\s?:(?:\*\*|__)?\s+)\S",
    re.IGNORECASE,
)
_BULLET = expression(r"\s*[-*+]\s+(?=\S)")
_BLOCK = expression(r"\s{0,3}(?:#{1,6}\s|```|~~~|[<|>]|[-*+]\s|\d{1,9}[.)]\s)")
_PLAIN_NAME = expression(r"[\w .-]{1,100}$")
_PLAIN_PATH = expression(r"[\w./-]{1,300}$")


def back_link(new: Decision, old: Decision, lines: Sequence[str]) -> Edit | None:
    """The edit that adds "Supersedes" to a decision; None if there is no clear place for it."""
    name, at = _name(old, new), new.status_at
    if new.status in (DecisionStatus.PROPOSED, DecisionStatus.REJECTED):
        return None  # it does not supersede anything yet, or ever
    if name is None or at is None or at.path != new.at.path or at.line > len(lines):
        return None
    line = at.line
    if lines[0].rstrip() == "---" and at.line < new.at.line:
        line = new.at.line  # a status in front matter: the heading is the first line of the text
    added = _added(lines[line - 1], name)
    if added is None:
        if lines[line - 1].lstrip().startswith(("|", ">", "<")):
            return None
        line = _end_of_paragraph(lines, line)
        added = f"\nSupersedes {name}"
    return Edit(new.at.path, line, lines[line - 1], f"{lines[line - 1]}\n{added}")


def _name(old: Decision, new: Decision) -> str | None:
    """The old decision as its successor names it: a link, or its id in the same file."""
    if not _PLAIN_NAME.match(old.id):
        return None
    if old.at.path == new.at.path:
        return old.id
    path = posixpath.relpath(old.at.path, posixpath.dirname(new.at.path))
    return f"[{old.id}]({path})" if _PLAIN_PATH.match(path) else None


def _added(line: str, name: str) -> str | None:
    """The line to add directly below a key or an item; None below other text."""
    if key := _KEY.match(line):
        return f"{key['lead']}Supersedes{key['colon']}{name}{_break_at_end(line)}"
    if bullet := _BULLET.match(line):
        return f"{bullet[0]}Supersedes {name}"
    return None


def _break_at_end(line: str) -> str:
    """The mark at the end of a line that keeps the next one apart; "" if there is none."""
    spaces = line[len(line.rstrip(" ")) :]
    return "\\" if line.endswith("\\") else spaces if len(spaces) > 1 else ""


def _end_of_paragraph(lines: Sequence[str], line: int) -> int:
    """The last line of the paragraph that the line is in."""
    heading = lines[line - 1].lstrip().startswith("#")
    while (
        not heading and line < len(lines) and lines[line].strip() and not _BLOCK.match(lines[line])
    ):
        line += 1
    return line
