"""The specs, each with its stages from requirements to commits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aos_check.history.timeline.record import Contribution
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import CommitRecord
from aos_check.model.document import Role, Status
from aos_check.model.evidence import Evidence
from aos_check.model.finding import Report, Severity
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Task
from aos_check.model.wording import counted, shortened
from aos_check.progress import SpecProgress, approval_in_words
from aos_check.progress.ids import is_named, kind, plain, traced_kinds
from aos_check.reporters.page import signs
from aos_check.reporters.page.approvals import approvals_of, person
from aos_check.reporters.page.index import GROUPS, Index, SpecFacts
from aos_check.reporters.page.model import Chip, PageFacts, Tone
from aos_check.reporters.page.proof import EvidencePart, parts_of
from aos_check.reporters.page.roadmap import ItemView, RoadmapView
from aos_check.reporters.page.standing import tasks_chip
from aos_check.reporters.summary import problems

_LONG = 400
_FEW = 8


class RequirementView(NamedTuple):
    """A requirement. `covered`: a task names it; None if the tasks name no such requirements."""

    requirement: Requirement
    covered: bool | None
    changed: bool


class TaskView(NamedTuple):
    """A task. `heading` is that of the group if the task is its first, else "".

    `commit` is one that names an open task. `evidence` is that of a done one, none if unknown.
    """

    task: Task
    depth: int
    heading: str
    commit: CommitRecord | None
    evidence: Sequence[EvidencePart]


class SpecView(NamedTuple):
    """A spec. `stages` and `approval` are pairs with a label, `items` those of the roadmap."""

    known: SpecFacts
    active: bool
    items: Sequence[ItemView]
    facts: Sequence[str]
    stages: Sequence[tuple[str, Chip]]
    findings: Chip | None
    requirements: Sequence[RequirementView]
    approval: Sequence[tuple[str, str, CommitRecord | None]]
    tasks: Sequence[TaskView]
    contributions: Sequence[Contribution]

    @property
    def progress(self) -> SpecProgress:
        """The progress of the spec."""
        return self.known.progress

    @property
    def title(self) -> str:
        """The title, unless it only repeats the name: `Sign-in form` of `sign-in-form`."""
        title, name = self.progress.spec.title, self.progress.name
        plain, known = (re.sub(r"\W+", "-", it[:_LONG].lower()).strip("-") for it in (title, name))
        return "" if plain in ("", known) else title


class SpecGroup(NamedTuple):
    """Specs with the same progress. `folded` hides them until the reader opens the group."""

    title: str
    specs: Sequence[SpecView]
    folded: bool


def spec_groups(facts: PageFacts, index: Index, plans: Iterable[RoadmapView]) -> list[SpecGroup]:
    """The specs: those in progress, those not started, and the rest."""
    items: dict[str, list[ItemView]] = {}
    for item in (item for plan in plans for item in plan.items):
        for link in item.specs:
            items.setdefault(link.anchor, []).append(item)
    found: dict[str, list[SpecView]] = {title: [] for title in GROUPS}
    for each in index.values():
        found[each.group].append(_view(each, facts, items.get(each.link.anchor, ())))
    return [
        SpecGroup(title, views, folded=title == GROUPS[-1] and len(views) > _FEW)
        for title, views in found.items()
        if views
    ]


def _view(own: SpecFacts, facts: PageFacts, items: Sequence[ItemView]) -> SpecView:
    spec_progress, timeline = own.progress, facts.timeline
    spec = spec_progress.spec
    contributions = timeline.work.contributions.get(spec.path, ()) if timeline.work else ()
    return SpecView(
        known=own,
        active=spec_progress is facts.overview.active,
        items=items,
        facts=list(_facts(own, several=len(facts.overview.projects) > 1)),
        stages=(
            ("Requirements", _written(spec)),
            ("Approval", signs.of_approval(spec.approval)),
            ("Tasks", tasks_chip(spec_progress, own.standing)),
            ("Commits", _commits(contributions if timeline.work else None)),
        ),
        findings=_findings(spec, facts.report),
        requirements=list(_requirements(spec)),
        approval=list(_approval(own)),
        tasks=list(_tasks(spec, contributions, (timeline.evidence or {}).get(spec.path, ()))),
        contributions=contributions,
    )


def _facts(own: SpecFacts, *, several: bool) -> Iterator[str]:
    spec_progress, owner = own.progress, own.life.owner
    spec = spec_progress.spec
    yield spec.layout
    if owner:
        name = shortened(owner.name, 80)
        yield f"owner: {name}" if owner.by_document else f"most commits by {name}"
    if spec.status and spec.status.value is not Status.UNSET:
        yield f"status: {shortened(spec.status.text, 80)}"
    if several:
        at_top = spec_progress.project == "."
        yield "top-level project" if at_top else f"project {shortened(spec_progress.project)}"


def _written(spec: Spec) -> Chip:
    """The state of the requirements."""
    if spec.document(Role.REQUIREMENTS) is None:
        return Chip(Tone.WARN, "none written")
    if questions := len(list(spec.open_questions())):
        return Chip(Tone.WARN, counted(questions, "open question"))
    number = len(spec.requirements)
    return Chip(Tone.GOOD, counted(number, "requirement") if number else "written")


def _commits(contributions: Sequence[Contribution] | None) -> Chip:
    if contributions is None:
        return Chip(Tone.ASIDE, "not known")
    number = len(contributions)
    return Chip(Tone.GOOD, counted(number, "commit")) if number else Chip(Tone.OPEN, "none yet")


def _findings(spec: Spec, report: Report) -> Chip | None:
    """The number of the most severe findings about the spec."""
    own = [it.severity for it in problems(report) if it.spec == spec.id]
    worst = next((severity for severity in Severity if severity in own), None)
    if worst is None:
        return None
    noun = "remark" if worst is Severity.INFO else worst.value
    return Chip(signs.SEVERITIES[worst].tone, counted(own.count(worst), noun))


def _requirements(spec: Spec) -> Iterator[RequirementView]:
    named = {plain(name) for task in spec.all_tasks() for name in task.requirements}
    changed = {name for stale in spec.approval.stale for name, _ in stale.changed}
    kinds = traced_kinds(spec, named)
    for each in spec.requirements:
        covered = is_named(each.id, named)
        expected = covered or kind(each.id) in kinds
        yield RequirementView(each, covered if expected else None, each.id in changed)


def _approval(own: SpecFacts) -> Iterator[tuple[str, str, CommitRecord | None]]:
    """The facts about the approval: each has a label, and a commit if one shows it."""
    spec = own.progress.spec
    approval = spec.approval
    yield "State", shortened(approval_in_words(approval)), None
    yield "Required", approval.asked.value if approval.asked else "nothing", None
    if approval.level.rank >= ApprovalLevel.SEPARATE.rank:
        yield "Proved for", ", ".join(person(each) for each in approval.by[:_FEW]), None
    for given in approvals_of(own)[-_FEW:]:
        yield "Recorded", given.in_words, given.commit
    for stale in approval.stale[:_FEW]:
        names = ", ".join(shortened(name, 40) for name, _ in stale.changed[:_FEW])
        since = f"since {person(stale.record.by)} approved it"
        yield "Changed", f"{names or shortened(stale.document.path, 120)} {since}", None
    for mark in (*approval.vetoes[:_FEW], *approval.own[:_FEW]):
        yield "Objection", shortened(mark.text), None
    if approval.unproved:
        yield "Not proved", shortened(approval.unproved), None


def _tasks(
    spec: Spec, contributions: Sequence[Contribution], evidence: Iterable[Evidence]
) -> Iterator[TaskView]:
    tasks, commits = spec.tasks, _by_task(contributions)
    asked = spec.approval.asked is not None
    proving = bool(spec.proofs)
    shown = {each.task.id: list(parts_of(each, asked=asked, proving=proving)) for each in evidence}
    for group in tasks.groups if tasks and tasks.tracked else ():
        repeated = not group.id or group.id in group.title
        heading = group.title if repeated else f"{group.id} {group.title}"
        for depth, task in _with_depth(group.tasks):
            parts = shown.get(task.id, ())
            commit = None if parts else commits.get(task.id)
            yield TaskView(task, depth, heading, commit, parts)
            heading = ""


def _by_task(contributions: Iterable[Contribution]) -> dict[str, CommitRecord]:
    """The commit to show with each task: the last that finished it, else the last that names it."""
    latest_first = list(contributions)
    found: dict[str, CommitRecord] = {}
    for ids in ("finished", "named"):
        for contribution in latest_first:
            for task in getattr(contribution, ids):
                found.setdefault(task, contribution.commit)
    return found


def _with_depth(tasks: Sequence[Task]) -> Iterator[tuple[int, Task]]:
    """The tasks and subtasks in order, each with its level."""
    left = [(0, task) for task in reversed(tasks)]
    while left:
        depth, task = left.pop()
        yield depth, task
        left.extend((depth + 1, each) for each in reversed(task.subtasks))
