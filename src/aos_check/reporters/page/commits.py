"""Commits on the page, and what they did for a spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aos_check.history.timeline.record import Deed, time_of
from aos_check.model.change import CommitRecord
from aos_check.reporters.page.model import CommitView
from aos_check.reporters.page.words import cut

_SHORT = 10
_NAMED = 6


def commit_view(record: CommitRecord, deed: Deed | None = None) -> CommitView:
    """A commit in a line."""
    subject = record.message.strip().partition("\n")[0]
    return CommitView(
        short=record.id[:_SHORT],
        day=time_of(record).date(),
        subject=cut(subject.strip(), 120) or "no message",
        author=cut(record.author.name, 60) or "nobody",
        did=_did(deed) if deed else "",
        code=deed.code if deed else 0,
    )


def by_task(deeds: Iterable[Deed]) -> dict[str, CommitRecord]:
    """The commit to show with each task: the last that finished it, else the last to name it."""
    deeds = list(deeds)
    found: dict[str, CommitRecord] = {}
    for ids in ("finished", "named"):
        for deed in deeds:
            for task in getattr(deed, ids):
                found.setdefault(task, deed.commit)
    return found


def _did(deed: Deed) -> str:
    """What it did in words: `finishes 2.1 and 2.2, names 2`."""
    others = [task for task in deed.named if task not in deed.finished]
    parts = [f"finishes {_listed(deed.finished)}"] if deed.finished else []
    parts += [f"names {_listed(others)}"] if others else []
    return ", ".join(parts)


def _listed(tasks: Sequence[str]) -> str:
    more = f" and {len(tasks) - _NAMED} more" if tasks[_NAMED:] else ""
    return ", ".join(cut(task, 30) for task in tasks[:_NAMED]) + more
