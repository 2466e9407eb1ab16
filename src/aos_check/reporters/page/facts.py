"""What a page is made of: the report, where the specs stand, and what history says."""

from __future__ import annotations

from dataclasses import dataclass

from aos_check.history.timeline.record import Timeline
from aos_check.model.finding import Report
from aos_check.reporters.status import Overview


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything that is known, found out beforehand. `title` is what the page is called."""

    title: str
    report: Report
    overview: Overview
    timeline: Timeline
