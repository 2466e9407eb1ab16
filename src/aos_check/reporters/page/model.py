"""The types that the parts of the page share."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.history.timeline.record import Timeline
from aos_check.model.finding import Report
from aos_check.model.replay import Rates
from aos_check.reporters.status import Overview


class PageFacts(NamedTuple):
    """All facts on the page. The same facts give the same page.

    There are `rates` only while the project observes.
    """

    title: str
    report: Report
    overview: Overview
    timeline: Timeline
    rates: Rates | None = None


class Tone(str, Enum):
    """The colour and sign of a state. Each tone has a different sign, for colour-blind readers."""

    GOOD = "good"
    BUSY = "busy"
    OPEN = "open"
    ASIDE = "aside"
    WARN = "warn"
    BAD = "bad"
    NOTE = "note"


class Chip(NamedTuple):
    """A state in a few words."""

    tone: Tone
    text: str


class Bar(NamedTuple):
    """A number of done things, and their total. `aside` are neither done nor to do."""

    done: int
    total: int
    aside: int = 0

    @property
    def share(self) -> int:
        """The percentage: 100 only when all is done, 0 only when nothing is."""
        share = 100 * self.done // self.total if self.total else 0
        return max(share, int(self.done > 0))


class Link(NamedTuple):
    """The name of a spec, its anchor on the page, and the classes of the filters that it fits."""

    name: str
    anchor: str
    classes: str = ""
