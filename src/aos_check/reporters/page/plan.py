"""The roadmap on the page: what each item claims, and what is true of its specs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from aos_check.model.document import State
from aos_check.model.finding import Place
from aos_check.model.project import Milestone, Project
from aos_check.model.wording import shortened
from aos_check.progress import SpecProgress
from aos_check.progress.milestones import overdue
from aos_check.reporters.page import signs
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.model import Bar, Chip, ItemView, RoadmapView, Tone

_MOST = 300
"""How many items of one roadmap are listed."""

_AGREES = Chip(Tone.GOOD, "agrees")
_EARLY = Chip(Tone.BAD, "ticked early")
_LATE = Chip(Tone.BAD, "not ticked")
_NOT_KNOWN = Chip(Tone.ASIDE, "nothing to compare")


def roadmaps(facts: PageFacts, anchors: Mapping[str, str]) -> tuple[RoadmapView, ...]:
    """The roadmap of each project that has one."""
    return tuple(
        _roadmap(project, facts, anchors)
        for project in facts.overview.projects
        if project.milestones
    )


def _roadmap(project: Project, facts: PageFacts, anchors: Mapping[str, str]) -> RoadmapView:
    all_progress = [it for it in facts.overview.all_progress if it.project == project.root]
    unticked = {milestone.at for milestone, _ in overdue(project)}
    items = [_item(each, all_progress, anchors, unticked) for each in project.milestones]
    planned = {name for milestone in project.milestones for name in milestone.specs}
    several = len(facts.overview.projects) > 1
    return RoadmapView(
        project=shortened(project.root) if several else "",
        path=shortened(project.milestones[0].at.path),
        items=tuple(items[:_MOST]),
        more_items=max(len(items) - _MOST, 0),
        unplanned=tuple(
            (shortened(it.name, 80), anchors[it.spec.path])
            for it in all_progress
            if it.spec.id not in planned
        ),
        compared=sum(1 for item in items if item.verdict is not _NOT_KNOWN),
        disagreeing=sum(1 for item in items if item.verdict.tone is Tone.BAD),
    )


def _item(
    item: Milestone,
    all_progress: Sequence[SpecProgress],
    anchors: Mapping[str, str],
    unticked: AbstractSet[Place],
) -> ItemView:
    own = [it for it in all_progress if it.spec.id in item.specs]
    done = sum(it.tasks.done for it in own)
    total = sum(it.tasks.total for it in own)
    return ItemView(
        title=shortened(item.title, 160),
        phase=shortened(item.phase, 120),
        claimed=signs.of_state(item.state),
        true=_true(own),
        bar=Bar(done, total) if total else None,
        specs=tuple((shortened(it.name, 80), anchors[it.spec.path]) for it in own),
        verdict=_verdict(item, own, unticked),
    )


def _true(own: Sequence[SpecProgress]) -> Chip:
    """What the specs of an item say of it."""
    if not own:
        return Chip(Tone.ASIDE, "no spec")
    if all(it.spec.finished for it in own):
        return Chip(Tone.GOOD, "done")
    if any(it.tasks.done or it.tasks.in_progress for it in own):
        return Chip(Tone.BUSY, "under way")
    if all(not it.tasks.total for it in own):
        return Chip(Tone.ASIDE, "no tasks")
    return Chip(Tone.OPEN, "not begun")


def _verdict(item: Milestone, own: Sequence[SpecProgress], unticked: AbstractSet[Place]) -> Chip:
    """Whether claim and truth agree, as the rules on roadmaps see it."""
    if item.at in unticked:
        return _LATE
    if item.state is State.DONE and any(it.spec.left_open() for it in own):
        return _EARLY
    return _AGREES if any(it.tasks.total for it in own) else _NOT_KNOWN
