"""The progress of each spec: its tasks, its gate, its roadmap item and its next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aos_check.model.addresses import SpecDirectory
from aos_check.model.document import State, Status
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Spec
from aos_check.model.task import Gate, Task
from aos_check.progress.cycles import CycleRecord, newest_cycles
from aos_check.progress.milestones import overdue
from aos_check.progress.next_step import next_step
from aos_check.progress.step import NextStep, StepContext, StepKind
from aos_check.progress.work import next_gate
from aos_check.reading.layouts import Layout


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """The number of tasks by state; `aside` are put aside, or optional and not done."""

    done: int = 0
    in_progress: int = 0
    aside: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SpecProgress:
    """The progress of a spec.

    `name` is the first part of its tasks' addresses, `gate` the first open one before its open
    tasks, `milestone` its roadmap item (an open one before a done one), `cycle` its newest live
    cycle.
    """

    project: str
    spec: Spec
    name: str
    tasks: TaskProgress
    step: NextStep
    gate: Gate | None = None
    milestone: Milestone | None = None
    cycle: CycleRecord | None = None

    @property
    def rest(self) -> str:
        """Why it needs no work, in a word; "" while it does."""
        if self.step.kind is not StepKind.NONE:
            return ""
        if self.spec.status and self.spec.status.value is Status.CANCELLED:
            return "cancelled"
        if self.spec.finished or self.spec.marked_done:
            return "finished"
        return "put aside" if self.tasks.total else "without a task list"

    @property
    def is_open(self) -> bool:
        """True when it has open tasks and is not marked done or cancelled."""
        at_rest = self.rest == "cancelled" or self.spec.marked_done
        return not at_rest and bool(self.spec.open_tasks())

    @property
    def is_begun(self) -> bool:
        """True when it is open and has a task in progress or done."""
        return self.is_open and bool(self.tasks.in_progress or self.tasks.done)


def all_progress(projects: Sequence[Project], layouts: Sequence[Layout] = ()) -> list[SpecProgress]:
    """The progress of each spec of the projects, in order."""
    names = SpecDirectory([spec for project in projects for spec in project.specs])
    known = {layout.name: layout for layout in layouts}
    return [each for project in projects for each in _of_project(project, names, known)]


def progress_of(tasks: Iterable[Task]) -> TaskProgress:
    """The number of tasks by state."""
    counted = list(tasks)
    states = Counter(task.state for task in counted if task.done or task.still_open)
    return TaskProgress(
        done=states[State.DONE],
        in_progress=states[State.IN_PROGRESS],
        aside=len(counted) - sum(states.values()),
        total=len(counted),
    )


def _of_project(
    project: Project, names: SpecDirectory[Spec], layouts: Mapping[str, Layout]
) -> Iterator[SpecProgress]:
    items = _items(project)
    cycles = {
        specs[0].path: it for it, specs in newest_cycles(project, live=True) if len(specs) == 1
    }
    unticked = {milestone.at for milestone, _ in overdue(project)}
    for spec in project.specs:
        name = names.name(spec)
        own = items.get(spec.id, [])
        waiting = next((item for item in own if item.at in unticked), None)
        context = StepContext(spec, name, layout=layouts.get(spec.layout), unticked=waiting)
        yield SpecProgress(
            project=project.root,
            spec=spec,
            name=name,
            tasks=progress_of(spec.all_tasks()),
            step=next_step(context),
            gate=next_gate(spec.tasks),
            milestone=min(own, key=lambda item: item.state is State.DONE, default=None),
            cycle=cycles.get(spec.path),
        )


def _items(project: Project) -> dict[str, list[Milestone]]:
    """The roadmap items of each spec by its id."""
    items: dict[str, list[Milestone]] = {}
    for milestone in project.milestones:
        for name in milestone.specs:
            items.setdefault(name, []).append(milestone)
    return items
