"""What texts need on a page: dates in words, a length that ends, names for anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not by strftime, which speaks the language of the machine."""

LONGEST = 300
"""How many characters of a text are shown."""


def day_month(day: date) -> str:
    """The day without its year: `14 Jul`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def full(day: date) -> str:
    """The whole date: `14 Jul 2026`."""
    return f"{day_month(day)} {day.year}"


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, cut where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def counted(number: int, word: str, plural: str = "") -> str:
    """A number and what it is a number of: `1 spec`, `2,000 tasks`."""
    return f"1 {word}" if number == 1 else f"{number:,} {plural or word + 's'}"


def anchors(prefix: str, names: Iterable[str]) -> list[str]:
    """A name for a link to each, of plain letters, digits and hyphens; no two alike."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name[:LONGEST].lower()).strip("-")[:60] or "unnamed"
        anchor, number = f"{prefix}-{plain}", 2
        while anchor in taken:
            anchor, number = f"{prefix}-{plain}-{number}", number + 1
        taken.add(anchor)
        found.append(anchor)
    return found
