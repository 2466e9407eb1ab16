"""The cycles of each spec in order, and what each revision of a cycle changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from aos_check.model.addresses import SpecDirectory
from aos_check.model.cycle import PHASES, SUMMARY, Cycle
from aos_check.model.finding import NotEvaluated
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.wording import listed
from aos_check.model.workflow import Workflow

OWNERS = {
    "plan": "peer-planner",
    "execute": "peer-executor",
    "express": "peer-express",
    "review": "peer-review",
    SUMMARY: "peer-review",
}
"""The agent that writes each part of a cycle."""


class CycleRecord(NamedTuple):
    """A cycle and the record that it was read from."""

    cycle: Cycle
    record: Workflow


class Move(NamedTuple):
    """One revision of a cycle, and the parts that it changed.

    `at` are the phases that the cycle was at, before the revision and after it. What it changed is
    not `known` if the revision before is not kept, or one of the two cannot be read.
    """

    revision: int
    when: datetime
    changed: tuple[str, ...]
    at: tuple[str, ...]
    known: bool

    @property
    def owners(self) -> list[str]:
        """The agents that the changed parts belong to."""
        return list(dict.fromkeys(OWNERS[part] for part in self.changed))


def series_of(project: Project) -> Iterator[list[CycleRecord]]:
    """The exported and the live cycles of each spec, by their numbers.

    Several repositories may share a bucket, so live cycles of other specs are left out.
    """
    for series, specs in _all_series(project):
        if specs or not (series[0].cycle.live and series[0].cycle.spec):
            yield series


def newest_cycles(project: Project, *, live: bool) -> Iterator[tuple[CycleRecord, list[Spec]]]:
    """The newest cycle of each name of a spec, and the specs of that name."""
    for series, specs in _all_series(project):
        if series[0].cycle.spec and series[0].cycle.live == live:
            yield series[-1], specs


def _all_series(project: Project) -> Iterator[tuple[list[CycleRecord], list[Spec]]]:
    directory = SpecDirectory(project.specs)
    records = [CycleRecord(it.cycle, it) for it in project.workflows if it.cycle]
    records.sort(key=lambda it: (_series(it), it.cycle.number))
    for _, series in groupby(records, _series):
        # A cycle may be exported twice.
        own = list({it.cycle.number: it for it in series}.values())
        yield own, directory.find(own[0].cycle.spec)


def _series(it: CycleRecord) -> tuple[bool, str]:
    return it.cycle.live, it.cycle.series


def moves(cycle: Cycle) -> Iterator[Move]:
    """The revisions of a live cycle, the oldest first."""
    for before, after in pairwise([None, *cycle.revisions]):
        old, new = before and before.state, after and after.state
        parts: tuple[str, ...] = ()
        if old and new:
            names = (*PHASES, SUMMARY)
            parts = tuple(it for it in names if old.parts.get(it) != new.parts.get(it))
        if after:
            at = tuple(state.current for state in (old, new) if state and state.current)
            yield Move(after.number, after.when, parts, at, known=bool(old and new))


def move_in_words(move: Move) -> str:
    """What a revision changed. NATS keeps no author, so the owner is all that is known."""
    when = f"revision {move.revision}, {move.when:%Y-%m-%d %H:%M} UTC"
    if not move.changed:
        return f"{when}: {'no phase changed' if move.known else 'nothing to compare it with'}"
    return f"{when}: {listed(move.changed)} changed, owned by {listed(move.owners)}"


def stage(record: CycleRecord) -> str:
    """The phase that the cycle is at, and its state: `execute in progress`."""
    if record.cycle.state.completed:
        return "completed"
    begun = [phase for phase in record.record.phases if phase.state != "pending"]
    if not begun:
        return "not begun"
    return f"{begun[-1].name} {_WORDS.get(begun[-1].state, begun[-1].state)}"


_WORDS = {"in-progress": "in progress", "passed": "completed"}


def unread(project: Project) -> Iterator[NotEvaluated]:
    """Why the live cycles of a project are not known, if they are not."""
    if project.live_gap:
        yield NotEvaluated(project.live_gap)
    elif not project.live and "peer" in project.layouts:
        yield NotEvaluated("the live state of cycles is only read with --live", applies=False)
