"""The task or the step that a context is about."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.judging.overview import narrowed
from aos_check.model.addresses import parse, suggestion, write
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task
from aos_check.progress import NextStep, SpecProgress, StepKind
from aos_check.reporters.status import Overview


class ContextSubject(NamedTuple):
    """A spec and its project, with the task (None: only a step) and the next step of the spec."""

    project: Project
    progress: SpecProgress
    task: Task | None

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.progress.spec

    @property
    def step(self) -> NextStep:
        """The next step of the spec."""
        return self.progress.step

    @property
    def address(self) -> str:
        """The address of the task; "" without one."""
        return write(self.progress.name, self.task.id) if self.task else ""

    @property
    def is_next(self) -> bool:
        """True if the task is the next step."""
        return self.task is not None and self.step.at == self.task.at and self._works

    @property
    def _works(self) -> bool:
        return self.step.kind is StepKind.WORK

    def parents(self) -> list[Task | Group]:
        """The group and the tasks around the task, the outermost first."""
        task, tasks = self.task, self.spec.tasks
        if task is None or tasks is None:
            return []
        for group in tasks.groups:
            for top in group.tasks:
                if (above := _way_to(task, top)) is not None:
                    return [*([group] if group.title else []), *above]
        return []


def _way_to(task: Task, top: Task) -> list[Task] | None:
    """The tasks above the task, from `top` on; None if it is not below it."""
    above = {id(below): each for each in top.walk() for below in each.subtasks}
    way = [task]
    while id(way[-1]) in above:
        way.append(above[id(way[-1])])
    return way[:0:-1] if way[-1] is top else None


def find_subject(overview: Overview, address: str | None) -> ContextSubject | None:
    """The subject at the address, or else the next one; None if nothing is left to do.

    The address is that of a task, or the name of a spec, which stands for its next step. Raises
    CannotCheckError if there is none.
    """
    if address is None:
        progress, task = overview.active, None
    else:
        found = parse(address)
        (progress,) = narrowed(overview, found.spec if found else address).all_progress
        task = _task(progress, found.task) if found else None
    if progress is None:
        return None
    project = next(it for it in overview.projects if it.root == progress.project)
    return ContextSubject(project, progress, task or _next_task(progress))


def _next_task(progress: SpecProgress) -> Task | None:
    step = progress.step
    tasks = progress.spec.all_tasks() if step.kind is StepKind.WORK else ()
    return next((it for it in tasks if it.id == step.task and it.at == step.at), None)


def _task(progress: SpecProgress, name: str) -> Task:
    """The task with this id, an open one first."""
    tasks = list(progress.spec.all_tasks())
    found = sorted((it for it in tasks if it.id == name), key=lambda it: not it.still_open)
    if found:
        return found[0]
    raise CannotCheckError(
        f"{progress.name} has no task {name}",
        suggestion(name, [it.id for it in tasks], f"see `aos-check status {progress.name}`"),
    )
