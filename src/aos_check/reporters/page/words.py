"""Texts for dates, commits and anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.record import Contribution
from aos_check.model.change import CommitRecord
from aos_check.model.wording import listed, shortened

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The names of the months. `strftime` would use the language of the machine."""

_NAMED = 6


def day_month(day: date) -> str:
    """The date without the year: `14 Jul`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def full(day: date) -> str:
    """The date with the year: `14 Jul 2026`."""
    return f"{day_month(day)} {day.year}"


def month(day: date) -> str:
    """The month with the year: `Jul 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def written_day(text: str) -> str:
    """A date from a document in the form of `full`. Any other text is only shortened."""
    try:
        return full(datetime.fromisoformat(text[:10]))
    except ValueError:
        return shortened(text, 40)


def committed(record: CommitRecord) -> date:
    """The day of a commit, in UTC."""
    return time_of(record).date()


def subject(record: CommitRecord, longest: int = 120) -> str:
    """The first line of a commit's message."""
    return shortened(record.message.strip().partition("\n")[0].strip(), longest) or "no message"


def did(contribution: Contribution) -> str:
    """The tasks of a commit: `finishes 2.1 and 2.2, names 2`."""
    others = [
        task
        for task in contribution.named
        if task not in (*contribution.finished, *contribution.brought)
    ]
    parts = (
        ("finishes", contribution.finished),
        ("brings done", contribution.brought),
        ("names", others),
    )
    short = ((verb, [shortened(task, 30) for task in tasks]) for verb, tasks in parts if tasks)
    return ", ".join(f"{verb} {listed(tasks, _NAMED)}" for verb, tasks in short)


def anchors(prefix: str, names: Iterable[str]) -> list[str]:
    """A unique anchor for each name, of ASCII letters, digits and hyphens."""
    found: dict[str, None] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name[:300].lower()).strip("-")[:60] or "unnamed"
        anchor, number = f"{prefix}-{plain}", 2
        while anchor in found:
            anchor, number = f"{prefix}-{plain}-{number}", number + 1
        found[anchor] = None
    return list(found)
