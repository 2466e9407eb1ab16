"""The roadmap of each project: the claimed state of each item, and the state of its specs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.model.finding import Place
from aos_check.model.project import Milestone, Project
from aos_check.progress import SpecProgress
from aos_check.progress.milestones import overdue
from aos_check.reporters.page.model import Bar, Chip, Link, PageFacts, Tone

_AGREES = Chip(Tone.GOOD, "agrees")
_EARLY = Chip(Tone.BAD, "ticked early")
_LATE = Chip(Tone.BAD, "not ticked")
_NOT_KNOWN = Chip(Tone.ASIDE, "nothing to compare")


class ItemView(NamedTuple):
    """A roadmap item, its actual state, and whether its claim agrees."""

    item: Milestone
    actual: Chip
    bar: Bar
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
        compared = sum(item.verdict is not _NOT_KNOWN for item in self.items)
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
    unticked = {milestone.at for milestone, _ in overdue(project)}
    planned = {name for milestone in project.milestones for name in milestone.specs}
    return RoadmapView(
        project,
        [_item(each, all_progress, links, unticked) for each in project.milestones],
        [links[it.spec.path] for it in all_progress if it.spec.id not in planned],
    )


def _item(
    item: Milestone,
    all_progress: Sequence[SpecProgress],
    links: Mapping[str, Link],
    unticked: AbstractSet[Place],
) -> ItemView:
    own = [it for it in all_progress if it.spec.id in item.specs]
    bar = Bar(sum(it.tasks.done for it in own), sum(it.tasks.total for it in own))
    if item.at in unticked:
        verdict = _LATE
    elif item.state is State.DONE and any(it.spec.left_open() for it in own):
        verdict = _EARLY
    else:
        verdict = _AGREES if bar.total else _NOT_KNOWN
    return ItemView(item, _actual(own), bar, [links[it.spec.path] for it in own], verdict)


def _actual(own: Sequence[SpecProgress]) -> Chip:
    """The state of an item's specs."""
    if not own:
        return Chip(Tone.ASIDE, "no spec")
    if all(it.spec.finished for it in own):
        return Chip(Tone.GOOD, "done")
    if any(it.tasks.done or it.tasks.in_progress for it in own):
        return Chip(Tone.BUSY, "in progress")
    if not any(it.tasks.total for it in own):
        return Chip(Tone.ASIDE, "no tasks")
    return Chip(Tone.OPEN, "not started")
