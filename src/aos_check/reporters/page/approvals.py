"""The approvals: who approved what, when, and at which level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from aos_check.history.timeline.life import GivenApproval
from aos_check.model.change import CommitRecord
from aos_check.model.wording import shortened
from aos_check.reporters.page.index import Index, SpecFacts
from aos_check.reporters.page.model import Chip, Link, Tone
from aos_check.reporters.page.words import committed, written_day


class ApprovalView(NamedTuple):
    """An approval. `when` is a day in words, "" if unknown; `commit` is the one that added it."""

    spec: Link
    document: str
    by: str
    when: str
    state: Chip
    commit: CommitRecord | None

    @property
    def in_words(self) -> str:
        """The approval in one line, without its spec."""
        return f"{self.document}, by {self.by}" + (f" on {self.when}" if self.when else "")


def approvals(index: Index) -> list[ApprovalView]:
    """The approvals of all specs, the latest first, and those of unknown time last."""
    found = [(_order(given), view) for it in index.values() for given, view in _with_views(it)]
    return [view for _, view in sorted(found, key=lambda it: it[0], reverse=True)]


def approvals_of(spec: SpecFacts) -> list[ApprovalView]:
    """The approvals of one spec."""
    return [view for _, view in _with_views(spec)]


def _order(given: GivenApproval) -> tuple[date, str]:
    return committed(given.commit) if given.commit else date.min, given.when


def _with_views(spec: SpecFacts) -> Iterator[tuple[GivenApproval, ApprovalView]]:
    for given in spec.life.approvals:
        yield given, _view(spec, given)


def _view(spec: SpecFacts, given: GivenApproval) -> ApprovalView:
    commit = given.commit
    document = given.document.removeprefix(f"{spec.progress.spec.path}/")
    author = commit.author.name if commit else "not known"
    when = written_day(given.when) if given.when else ""
    if not when and commit:
        when = written_day(committed(commit).isoformat())
    state = Chip(Tone.GOOD, given.level.value)
    return ApprovalView(
        spec=spec.link,
        document=shortened(document, 120),
        by=person(given.by or author),
        when=when,
        state=state if given.holds else Chip(Tone.BAD, "changed since"),
        commit=commit,
    )


def person(name: str) -> str:
    """The name of a person without the mail address."""
    return shortened(name.partition("<")[0].strip() or name, 80)
