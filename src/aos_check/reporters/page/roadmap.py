"""The roadmap of each project: the claimed state of each item, and the state of its specs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aos_check.model.finding import Finding
from aos_check.model.project import Milestone, Project
from aos_check.reporters.page.index import Index, SpecFacts
from aos_check.reporters.page.model import Chip, Link, PageFacts, Tone
from aos_check.reporters.page.standing import NOT_KNOWN, Standing, together, verdict


class ItemView(NamedTuple):
    """A roadmap item, its actual state, and whether its claim agrees."""

    item: Milestone
    actual: Standing
    specs: Sequence[Link]
    verdict: Chip


class RoadmapView(NamedTuple):
    """The roadmap of a project, and the specs that are on none of its items."""

    project: Project
    items: Sequence[ItemView]
    unplanned: Sequence[Link]

    @property
    def differing(self) -> list[ItemView]:
        """The items whose claim does not fit."""
        return [item for item in self.items if item.verdict.tone in (Tone.BAD, Tone.WARN)]

    @property
    def lead(self) -> str:
        """A sentence with the number of items that contradict their work."""
        compared = sum(item.verdict != NOT_KNOWN for item in self.items)
        if not compared:
            return "No item has tasks to compare with."
        return f"Items that contradict their work: {self.disagreeing} of {compared}."

    @property
    def disagreeing(self) -> int:
        """The number of items that contradict their work."""
        return sum(item.verdict.tone is Tone.BAD for item in self.items)


def roadmaps(facts: PageFacts, index: Index) -> list[RoadmapView]:
    """The roadmap of each project that has one."""
    return [_roadmap(each, facts, index) for each in facts.overview.projects if each.milestones]


def _roadmap(project: Project, facts: PageFacts, index: Index) -> RoadmapView:
    own = [it for it in index.values() if it.progress.project == project.root]
    planned = {name for milestone in project.milestones for name in milestone.specs}
    return RoadmapView(
        project,
        [_item(each, own, facts.report.findings) for each in project.milestones],
        [it.link for it in own if it.progress.spec.id not in planned],
    )


def _item(item: Milestone, specs: Sequence[SpecFacts], findings: Sequence[Finding]) -> ItemView:
    own = [it for it in specs if it.progress.spec.id in item.specs]
    actual = together(it.standing for it in own)
    return ItemView(item, actual, [it.link for it in own], verdict(item, actual, findings))
