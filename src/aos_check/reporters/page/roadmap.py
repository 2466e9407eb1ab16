"""The roadmap of each project: the claimed state of each item, and the state of its specs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aos_check.model.finding import Finding
from aos_check.model.project import Milestone, Project
from aos_check.progress import SpecProgress
from aos_check.reporters.page.model import Chip, Link, PageFacts, Tone
from aos_check.reporters.page.standing import NOT_KNOWN, Standing, standing, verdict


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
    def lead(self) -> str:
        """A sentence with the number of items that contradict their tasks."""
        compared = sum(item.verdict != NOT_KNOWN for item in self.items)
        if not compared:
            return "No item has tasks to compare with."
        return f"Items that contradict their tasks: {self.disagreeing} of {compared}."

    @property
    def disagreeing(self) -> int:
        """The number of items that contradict their tasks."""
        return sum(item.verdict.tone is Tone.BAD for item in self.items)


def roadmaps(facts: PageFacts, links: Mapping[str, Link]) -> list[RoadmapView]:
    """The roadmap of each project that has one. `links` are by the path of a spec."""
    return [_roadmap(each, facts, links) for each in facts.overview.projects if each.milestones]


def _roadmap(project: Project, facts: PageFacts, links: Mapping[str, Link]) -> RoadmapView:
    all_progress = [it for it in facts.overview.all_progress if it.project == project.root]
    planned = {name for milestone in project.milestones for name in milestone.specs}
    return RoadmapView(
        project,
        [_item(each, all_progress, links, facts.report.findings) for each in project.milestones],
        [links[it.spec.path] for it in all_progress if it.spec.id not in planned],
    )


def _item(
    item: Milestone,
    all_progress: Sequence[SpecProgress],
    links: Mapping[str, Link],
    findings: Sequence[Finding],
) -> ItemView:
    own = [it for it in all_progress if it.spec.id in item.specs]
    actual = standing(own)
    specs = [links[it.spec.path] for it in own]
    return ItemView(item, actual, specs, verdict(item, actual, findings))
