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
