"""The cycles of plan, execute, express and review, and their revisions in a bucket."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

PHASES = ("plan", "execute", "express", "review")
SUMMARY = "summary"
"""The part of a cycle that sums it up, and that only the review writes."""

_DONE = ("COMPLETED", "COMPLETE")


class Entry(NamedTuple):
    """One revision of a key in a bucket; its value is None if the revision deletes the key."""

    key: str
    value: bytes | None
    revision: int
    when: datetime


class CycleState(NamedTuple):
    """What a cycle records at one time.

    `id` and `status` are as written, "" if missing. `current` is the phase that the cycle names as
    its current one ("" if it names none), `mode` is `new` or `continue`. `stages` are the statuses
    of the phases, and `parts` their whole texts and that of the `summary`, if they are begun.
    `tasks` are the ids of the tasks that the cycle calls completed.
    """

    id: str
    status: str
    current: str
    mode: str
    instruction: str
    stages: Mapping[str, str]
    parts: Mapping[str, str]
    tasks: tuple[str, ...] = ()

    def is_done(self, phase: str) -> bool:
        """True if the phase is completed: the agents write both words."""
        return self.stages.get(phase, "").upper() in _DONE

    @property
    def completed(self) -> bool:
        """True if the cycle or its review is completed."""
        return self.status.upper() in _DONE or self.is_done("review")

    @property
    def over(self) -> bool:
        """True if the cycle is completed or failed."""
        return self.completed or self.status.upper() in ("FAILED", "ERROR")


class Revision(NamedTuple):
    """A cycle at one revision of its key; the state is None if it cannot be read, or is deleted."""

    number: int
    when: datetime
    state: CycleState | None


class Cycle(NamedTuple):
    """One cycle, exported to a file or live in a bucket.

    `spec` is the name of its spec, "" for a cycle about none. `pointer` is the number in the key
    `cycle.current` beside it, if there is one. A live cycle has the `revisions` that the bucket
    keeps, the oldest first; an exported one has none.
    """

    key: str
    spec: str
    number: int
    state: CycleState
    pointer: int | None = None
    revisions: tuple[Revision, ...] = ()

    @property
    def live(self) -> bool:
        """True if it was read from a bucket."""
        return bool(self.revisions)

    @property
    def series(self) -> str:
        """The key without the number: the cycles of one spec have it in common."""
        return f"peer.spec.{self.spec}.cycle" if self.spec else "peer.global.cycle"
