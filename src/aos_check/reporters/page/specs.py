"""Each spec's road on the page: requirements, approval, tasks and commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aos_check.history.timeline.record import Contribution
from aos_check.model.approval import ApprovalLevel
from aos_check.model.document import Role, Status
from aos_check.model.finding import Finding, Severity
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import counted, shortened
from aos_check.progress import SpecProgress, approval_in_words
from aos_check.progress.ids import kind, plain
from aos_check.reporters.page import signs
from aos_check.reporters.page.commits import by_task, commit_view
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.model import (
    Bar,
    Chip,
    RequirementView,
    SpecGroup,
    SpecView,
    Stage,
    StepView,
    TaskView,
    Tone,
)
from aos_check.reporters.page.plot import spark
from aos_check.reporters.page.words import full

_MOST = 200
"""How many requirements or tasks of one spec are listed."""

_MOST_COMMITS = 50
_DEEPEST = 5
_LONG = 400
_FEW = 8  # specs at rest that are not folded away


@dataclass(frozen=True, slots=True)
class _Road:
    """A spec with all that is said of it."""

    spec_progress: SpecProgress
    contributions: Sequence[Contribution]
    findings: Sequence[Finding]

    @property
    def spec(self) -> Spec:
        return self.spec_progress.spec


def spec_groups(facts: PageFacts, anchors: Mapping[str, str]) -> tuple[SpecGroup, ...]:
    """The specs: those under way, those to come, and those at rest. `anchors` are by path."""
    several = len(facts.overview.projects) > 1
    found: dict[str, list[SpecView]] = {"Under way": [], "To come": [], "At rest": []}
    for spec_progress in facts.overview.all_progress:
        view = _view(spec_progress, facts, anchors[spec_progress.spec.path], several=several)
        found[_group(spec_progress)].append(view)
    return tuple(
        SpecGroup(title, tuple(views), folded=title == "At rest" and len(views) > _FEW)
        for title, views in found.items()
        if views
    )


def _group(spec_progress: SpecProgress) -> str:
    if spec_progress.rest:
        return "At rest"
    return "To come" if signs.of_spec(spec_progress).tone is Tone.OPEN else "Under way"


def findings_of(spec: Spec, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that count and are about the spec."""
    return [it for it in findings if it.spec == spec.id and not it.baselined]


def _view(spec_progress: SpecProgress, facts: PageFacts, anchor: str, *, several: bool) -> SpecView:
    spec, timeline = spec_progress.spec, facts.timeline
    contributions = (timeline.contributions or {}).get(spec.path, ())
    road = _Road(spec_progress, contributions, findings_of(spec, facts.report.findings))
    tasks = list(_tasks(road))
    return SpecView(
        anchor=anchor,
        name=shortened(spec_progress.name, 120),
        title="" if _says_no_more(spec.title, spec_progress.name) else shortened(spec.title, 120),
        facts=tuple(_facts(spec_progress, several=several)),
        chip=signs.of_spec(spec_progress),
        active=spec_progress is facts.overview.active,
        bar=Bar(spec_progress.tasks.done, spec_progress.tasks.total),
        stages=tuple(_stages(road, known=timeline.contributions is not None)),
        step=_step(spec_progress),
        last=commit_view(contributions[0].commit).day if contributions else None,
        findings=_counted(road.findings),
        roadmap=_roadmap(spec_progress),
        requirements=tuple(_requirements(spec))[:_MOST],
        more_requirements=max(len(spec.requirements) - _MOST, 0),
        approval=tuple(_approval(spec)),
        tasks=tuple(tasks[:_MOST]),
        more_tasks=max(len(tasks) - _MOST, 0),
        gates=tuple(_gates(spec))[:_MOST],
        commits=tuple(
            commit_view(contribution.commit, contribution)
            for contribution in contributions[:_MOST_COMMITS]
        ),
        more_commits=max(len(contributions) - _MOST_COMMITS, 0),
        spark=spark(timeline.samples, spec.id),
    )


def _says_no_more(title: str, name: str) -> bool:
    """True for a title that only repeats the name: `Sign-in form` of `sign-in-form`."""
    plain, known = (re.sub(r"\W+", "-", each[:_LONG].lower()).strip("-") for each in (title, name))
    return plain in ("", known)


def _facts(spec_progress: SpecProgress, *, several: bool) -> Iterator[str]:
    spec = spec_progress.spec
    yield shortened(spec.path)
    yield spec.layout
    if spec.status and spec.status.value is not Status.UNSET:
        yield f"says of itself: {shortened(spec.status.text, 80)}"
    if several:
        yield (
            "the project at the top"
            if spec_progress.project == "."
            else shortened(spec_progress.project)
        )


def _stages(road: _Road, *, known: bool) -> Iterator[Stage]:
    """The four parts of the road, each with how it stands."""
    yield Stage("Requirements", _written(road.spec))
    yield Stage("Approval", signs.of_approval(road.spec.approval))
    yield Stage("Tasks", signs.of_tasks(road.spec_progress))
    number = len(road.contributions)
    if known:
        tone = Tone.GOOD if number else Tone.OPEN
        yield Stage("Commits", Chip(tone, counted(number, "commit") if number else "none yet"))
    else:
        yield Stage("Commits", Chip(Tone.ASIDE, "not known"))


def _written(spec: Spec) -> Chip:
    """Whether the requirements are there, and clear."""
    if spec.document(Role.REQUIREMENTS) is None:
        return Chip(Tone.WARN, "none written")
    if questions := len(list(spec.open_questions())):
        return Chip(Tone.WARN, counted(questions, "open question"))
    number = len(spec.requirements)
    return Chip(Tone.GOOD, counted(number, "requirement") if number else "written")


def _step(spec_progress: SpecProgress) -> StepView:
    step = spec_progress.step
    return StepView(
        name=shortened(step.address or "", 120),
        text=shortened(step.text),
        why=shortened(step.why),
        how=f"commit message: {shortened(step.how)}" if step.address else shortened(step.how),
        place=signs.placed(step.at) if step.at else "",
    )


def _counted(findings: Sequence[Finding]) -> Chip | None:
    """How many findings there are, as grave as the gravest."""
    for severity in Severity:
        if alike := [it for it in findings if it.severity is severity]:
            words = {Severity.INFO: "remark"}
            text = counted(len(alike), words.get(severity, severity.value))
            return Chip(signs.of_severity(severity).tone, text)
    return None


def _roadmap(spec_progress: SpecProgress) -> tuple[Chip, str] | None:
    item = spec_progress.milestone
    return (signs.of_state(item.state), shortened(item.title, 120)) if item else None


def _requirements(spec: Spec) -> Iterator[RequirementView]:
    named = {plain(name) for task in spec.all_tasks() for name in task.requirements}
    changed = {name for stale in spec.approval.stale for name, _ in stale.changed}
    kinds = {kind(name) for name in named} if spec.traced else set()
    for each in spec.requirements[:_MOST]:
        covered = plain(each.id) in named
        yield RequirementView(
            id=shortened(each.id, 40),
            text=shortened(each.text),
            covered=covered if covered or kind(each.id) in kinds else None,
            changed=each.id in changed,
        )


def _approval(spec: Spec) -> Iterator[tuple[str, str]]:
    """What is known of the approval, as labels and texts."""
    approval = spec.approval
    yield "State", shortened(approval_in_words(approval))
    yield "Asked for", approval.asked.value if approval.asked else "nothing"
    if approval.level.rank >= ApprovalLevel.SEPARATE.rank:
        yield "Proved for", ", ".join(_name(each) for each in approval.by[:_FEW])
    for record in approval.records[-_FEW:]:
        what = shortened(record.artifact.removeprefix(f"{spec.path}/"), 120)
        yield "Recorded", f"{what}, by {_name(record.by)} on {_day(record.when)}"
    for stale in approval.stale[:_FEW]:
        names = ", ".join(shortened(name, 40) for name, _ in stale.changed[:_FEW])
        since = f"since {_name(stale.record.by)} approved it"
        yield "Changed", f"{names or shortened(stale.document.path, 120)} {since}"
    for mark in (*approval.vetoes[:_FEW], *approval.own[:_FEW]):
        yield "Against it", shortened(mark.text)
    if approval.unproved:
        yield "Not proved", shortened(approval.unproved)


def _name(person: str) -> str:
    """The name of a person without the mail address."""
    return shortened(person.partition("<")[0].strip() or person, 80)


def _day(when: str) -> str:
    """The day of a time as a record writes it."""
    try:
        return full(date.fromisoformat(when[:10]))
    except ValueError:
        return shortened(when, 40)


def _tasks(road: _Road) -> Iterator[TaskView]:
    tasks = road.spec.tasks
    commits = by_task(road.contributions)
    for group in tasks.groups if tasks and tasks.tracked else ():
        told = not group.id or group.id in group.title
        heading = shortened(group.title if told else f"{group.id} {group.title}", 120)
        for depth, task in _with_depth(group.tasks):
            commit = commits.get(task.id)
            yield TaskView(
                id=shortened(task.id, 40) if task.named else "",
                title=shortened(task.title),
                depth=min(depth, _DEEPEST),
                chip=signs.of_state(task.state),
                group=heading,
                commit=commit_view(commit) if commit else None,
            )
            heading = ""


def _with_depth(tasks: Sequence[Task]) -> Iterator[tuple[int, Task]]:
    """The tasks and all below them, in order, with how deep they lie."""
    left = [(0, task) for task in reversed(tasks)]
    while left:
        depth, task = left.pop()
        yield depth, task
        left.extend((depth + 1, each) for each in reversed(task.subtasks))


def _gates(spec: Spec) -> Iterator[Stage]:
    for gate in spec.tasks.gates if spec.tasks else ():
        still_open = len(gate.open_boxes)
        chip = Chip(Tone.WARN, f"{still_open} open") if still_open else Chip(Tone.GOOD, "passed")
        phase = f" of phase {shortened(gate.phase, 40)}" if gate.phase else ""
        yield Stage(f"{shortened(gate.title, 120)}{phase}", chip)
