"""Commits on the page, and what they did for a spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aos_check.history.timeline.record import Contribution, time_of
from aos_check.model.change import CommitRecord
from aos_check.model.wording import shortened
from aos_check.reporters.page.model import CommitView

_SHORT = 10
_NAMED = 6


def commit_view(record: CommitRecord, contribution: Contribution | None = None) -> CommitView:
    """A commit in a line."""
    subject = record.message.strip().partition("\n")[0]
    return CommitView(
        short=record.id[:_SHORT],
        day=time_of(record).date(),
        subject=shortened(subject.strip(), 120) or "no message",
        author=shortened(record.author.name, 60) or "nobody",
        did=_did(contribution) if contribution else "",
        code=contribution.code if contribution else 0,
    )


def by_task(contributions: Iterable[Contribution]) -> dict[str, CommitRecord]:
    """The commit to show with each task: the last that finished it, else the last to name it."""
    contributions = list(contributions)
    found: dict[str, CommitRecord] = {}
    for ids in ("finished", "named"):
        for contribution in contributions:
            for task in getattr(contribution, ids):
                found.setdefault(task, contribution.commit)
    return found


def _did(contribution: Contribution) -> str:
    """What it did in words: `finishes 2.1 and 2.2, names 2`."""
    others = [task for task in contribution.named if task not in contribution.finished]
    parts = [f"finishes {_listed(contribution.finished)}"] if contribution.finished else []
    parts += [f"names {_listed(others)}"] if others else []
    return ", ".join(parts)


def _listed(tasks: Sequence[str]) -> str:
    more = f" and {len(tasks) - _NAMED} more" if tasks[_NAMED:] else ""
    return ", ".join(shortened(task, 30) for task in tasks[:_NAMED]) + more
