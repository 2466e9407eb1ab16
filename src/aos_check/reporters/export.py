"""The model of a repository as JSON. `aos-check schema export` describes the format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pydantic import Field

from aos_check.model.addresses import SpecDirectory, write
from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Box, Role, State
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Gate
from aos_check.reporters.published import (
    LevelWord,
    Published,
    PublishedDocument,
    StatusWord,
    status_word,
)


class MissionModel(Published):
    """The mission document."""

    path: str = Field(description="From the top of the repository.")


class MilestoneModel(Published):
    """A roadmap item and the specs that belong to it."""

    title: str = Field(description="The text of the item, without its marks.")
    state: State
    line: int = Field(description="From 1.")
    phase: str = Field(description="The heading above it.")
    effort: str | None = Field(description="The size that the item states, such as `M`.")
    specs: list[str] = Field(description="The ids of its specs.")


class RoadmapModel(Published):
    """The roadmap."""

    path: str = Field(description="From the top of the repository.")
    items: list[MilestoneModel]


class DecisionModel(Published):
    """A decision record, or one entry of a decision log."""

    path: str = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    id: str = Field(description="Its number or name.")
    title: str = Field(description="Its title.")
    status: DecisionStatus
    status_text: str = Field(description="The status as it is written.")
    date: str | None = Field(description="The day, as it is written.")
    superseded_by: str | None = Field(description="The id of the decision that replaces it.")


class ApprovalModel(Published):
    """The approval of a spec, and how well it is proved."""

    level: LevelWord = Field(description="The highest level that is proved.")
    stale: bool = Field(description="The text has changed since.")
    by: list[str] = Field(description="The people who approved.")


class ArtifactsModel(Published):
    """The documents of a spec by their role."""

    requirements: str | None = Field(description="The path of the requirements.")
    design: str | None = Field(description="The path of the design.")
    tasks: str | None = Field(description="The path of the task list.")


class RequirementModel(Published):
    """A requirement that has an id."""

    id: str = Field(description="The id, as it is written.")
    text: str = Field(description="Its text.")
    path: str = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")


class TaskModel(Published):
    """One task."""

    id: str = Field(description="Its number in the spec, or its place, as in `~2.3`.")
    address: str = Field(
        description="Its name in commit messages and other files, such as `login#1.1`."
    )
    title: str = Field(description="Its text, without the id and the marks.")
    state: State
    path: str = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    parent: str | None = Field(description="The id of the task above it.")
    group: str = Field(description="The heading above it.")
    depends_on: list[str] = Field(description="The ids of the tasks that it waits for.")
    requirements: list[str] = Field(
        description="The ids that it names. `FR-*` stands for all of a kind, `*` for all."
    )
    agent: str | None = Field(description="The agent to which it is assigned.")
    optional: bool = Field(description="It need not be done.")


class CriteriaModel(Published):
    """The number of acceptance criteria that are met, and of those that are not."""

    done: int = Field(description="The number that are met.")
    open: int = Field(description="The number that are not met.")


class GateModel(Published):
    """A validation gate, and the number of its criteria that are met and that are not."""

    title: str = Field(description="Its heading.")
    path: str = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    done: int = Field(description="The number of its criteria that are met.")
    open: int = Field(description="The number of its criteria that are not met.")


class SpecModel(Published):
    """A spec: one feature with its documents and tasks."""

    id: str = Field(description="The name of its folder or file.")
    slug: str = Field(description="The id without date and number.")
    path: str = Field(description="From the top of the repository.")
    layout: str = Field(description="The name of the layout by which it is read.")
    title: str = Field(description="Its title.")
    status: StatusWord = Field(description="The status that its documents state.")
    status_text: str = Field(description="The status as it is written.")
    status_path: str | None = Field(description="The document that states the status.")
    status_line: int | None = Field(description="The line that states the status.")
    approval: ApprovalModel
    artifacts: ArtifactsModel
    requirements: list[RequirementModel]
    tasks: list[TaskModel]
    criteria: CriteriaModel
    gates: list[GateModel]


class ProjectModel(Published):
    """A project: the documents below one root."""

    root: str = Field(description="The folder of the project; `.` is the top.")
    layouts: list[str] = Field(description="The names of its layouts.")
    mission: MissionModel | None
    roadmap: RoadmapModel | None
    decisions: list[DecisionModel]
    specs: list[SpecModel]


class ExportModel(PublishedDocument):
    """The model of a repository."""

    projects: list[ProjectModel]


def export(projects: Iterable[Project]) -> ExportModel:
    """The projects in their published form."""
    projects = list(projects)
    # An address must be unique in the whole repository, not only in its project.
    directory = SpecDirectory([spec for project in projects for spec in project.specs])
    return ExportModel(projects=[_project(project, directory) for project in projects])


def as_json(projects: Iterable[Project]) -> str:
    """The projects as JSON."""
    return export(projects).as_json()


def _project(project: Project, directory: SpecDirectory[Spec]) -> ProjectModel:
    return ProjectModel(
        root=project.root,
        layouts=list(project.layouts),
        mission=MissionModel(path=project.mission.path) if project.mission else None,
        roadmap=_roadmap(project),
        decisions=[_decision(decision) for decision in project.decisions],
        specs=[_spec(spec, directory.name(spec)) for spec in project.specs],
    )


def _roadmap(project: Project) -> RoadmapModel | None:
    if project.roadmap is None:
        return None
    items = [_milestone(milestone) for milestone in project.milestones]
    return RoadmapModel(path=project.roadmap.path, items=items)


def _milestone(milestone: Milestone) -> MilestoneModel:
    return MilestoneModel(
        title=milestone.title,
        state=milestone.state,
        line=milestone.at.line,
        phase=milestone.phase,
        effort=milestone.effort,
        specs=list(milestone.specs),
    )


def _decision(decision: Decision) -> DecisionModel:
    return DecisionModel(
        path=decision.at.path,
        line=decision.at.line,
        id=decision.id,
        title=decision.title,
        status=decision.status,
        status_text=decision.status_text,
        date=decision.date,
        superseded_by=decision.superseded_by,
    )


def _spec(spec: Spec, name: str) -> SpecModel:
    status = spec.status
    return SpecModel.model_validate(
        {
            "id": spec.id,
            "slug": spec.slug,
            "path": spec.path,
            "layout": spec.layout,
            "title": spec.title,
            "status": status_word(spec),
            "status_text": status.text if status else "",
            "status_path": status.at.path if status else None,
            "status_line": status.at.line if status else None,
            "approval": {
                "level": spec.approval.level.value,
                "stale": bool(spec.approval.stale),
                "by": _approved_by(spec.approval),
            },
            "artifacts": _artifacts(spec),
            "requirements": [_requirement(requirement) for requirement in spec.requirements],
            "tasks": _tasks(spec, name),
            "criteria": _criteria(spec.criteria),
            "gates": [_gate(gate) for gate in (spec.tasks.gates if spec.tasks else ())],
        }
    )


def _approved_by(approval: Approval) -> list[str]:
    """The people who recorded the approval. A layout's own mark has no names."""
    pinned = approval.level.rank >= ApprovalLevel.PINNED.rank
    return list(approval.by) if pinned else []


def _artifacts(spec: Spec) -> ArtifactsModel:
    paths = {
        role: document.path if (document := spec.document(role)) else None
        for role in (Role.REQUIREMENTS, Role.DESIGN, Role.TASKS)
    }
    return ArtifactsModel(
        requirements=paths[Role.REQUIREMENTS],
        design=paths[Role.DESIGN],
        tasks=paths[Role.TASKS] or (spec.tasks.path if spec.tasks else None),
    )


def _requirement(requirement: Requirement) -> RequirementModel:
    return RequirementModel(
        id=requirement.id,
        text=requirement.text,
        path=requirement.at.path,
        line=requirement.at.line,
    )


def _tasks(spec: Spec, name: str) -> list[TaskModel]:
    if spec.tasks is None:
        return []
    tracked = spec.tasks.tracked
    return [
        TaskModel(
            id=task.id,
            address=write(name, task.id),
            title=task.title,
            # A file without checkboxes does not record the state of a task.
            state=task.state if tracked else State.OPEN,
            path=task.at.path,
            line=task.at.line,
            parent=task.parent,
            group=task.group,
            depends_on=list(dict.fromkeys(dependency.id for dependency in task.depends_on)),
            requirements=list(dict.fromkeys(task.requirements)),
            agent=task.agent,
            optional=task.optional,
        )
        for task in spec.tasks.all_tasks()
    ]


def _criteria(boxes: Iterable[Box]) -> CriteriaModel:
    done, still_open = _counts(boxes)
    return CriteriaModel(done=done, open=still_open)


def _gate(gate: Gate) -> GateModel:
    done, still_open = _counts(gate.boxes)
    return GateModel(
        title=gate.title,
        path=gate.at.path,
        line=gate.at.line,
        done=done,
        open=still_open,
    )


def _counts(boxes: Iterable[Box]) -> tuple[int, int]:
    """The numbers of done and open boxes. Deferred, blocked and cancelled boxes are neither."""
    states = Counter(box.state for box in boxes)
    return states[State.DONE], states[State.OPEN] + states[State.IN_PROGRESS]
