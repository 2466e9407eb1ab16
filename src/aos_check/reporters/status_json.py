"""The progress of the specs as published JSON."""

from __future__ import annotations

from pydantic import Field

from aos_check.model.approval import Approval
from aos_check.model.document import State
from aos_check.model.evidence import Evidence
from aos_check.model.project import Milestone
from aos_check.model.proof import ProofRecord
from aos_check.model.task import Gate
from aos_check.model.workflow import PhaseState
from aos_check.progress import (
    NextStep,
    SpecProgress,
    StepKind,
    approval_in_words,
    evidence_in_words,
    nothing,
)
from aos_check.progress.cycles import CycleRecord, moves, stage
from aos_check.reporters.published import (
    LevelWord,
    Published,
    PublishedDocument,
    StatusWord,
    Text,
    status_word,
)
from aos_check.reporters.status import Overview


class TaskCounts(Published):
    """The numbers of tasks."""

    done: int = Field(description="The number of done tasks.")
    total: int = Field(description="The number of all tasks.")
    in_progress: int = Field(description="The number of started tasks.")
    aside: int = Field(description="The number of tasks that are deferred, blocked or cancelled.")


class ApprovalProgressModel(Published):
    """The proof that an approval has, and the required proof."""

    level: LevelWord = Field(description="The highest level that is proved.")
    asked: LevelWord | None = Field(description="The required level; null if none is required.")
    holds: bool = Field(description="The approval is at least as strong as asked.")
    stale: bool = Field(description="The text has changed since.")
    text: Text = Field(description="The same in words.")


class OpenGateModel(Published):
    """The gate that blocks the open tasks."""

    title: Text = Field(description="Its heading.")
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    open: int = Field(description="The number of its criteria that are not met.")


class RoadmapItemModel(Published):
    """The roadmap item of a spec."""

    title: Text = Field(description="The text of the item, without its marks.")
    state: State
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")


class ProofModel(Published):
    """The last recorded run for a task."""

    command: list[Text] = Field(description="The command, word by word.")
    exit: int = Field(description="Its exit code.")
    tree: Text = Field(description="The id of the tree in which it ran.")
    at: Text = Field(description="The time at which it ended.")
    flaw: Text | None = Field(description="The reason why it does not count; null if it counts.")


class EvidenceModel(Published):
    """The evidence of a done task."""

    task: Text = Field(description="The id of the task in its spec.")
    ticked: Text | None = Field(
        description="The commit that marked it done; null if that is not in the history read."
    )
    appeared: bool = Field(description="The task was never open.")
    work: list[Text] = Field(description="The code files of its commits.")
    tests: list[Text] = Field(description="The tests among these files.")
    approval: LevelWord = Field(description="The approval of its spec at the tick.")
    proof: ProofModel | None
    text: Text = Field(description="The same in words.")


class StepModel(Published):
    """The next allowed step."""

    kind: StepKind
    text: Text = Field(description="The step, in words.")
    address: Text | None = Field(
        description="The address of the task to work on; null if the step is no task."
    )
    path: Text | None = Field(description="The document to work on.")
    line: int | None = Field(description="From 1.")
    why: Text = Field(description="The reason why it is the next one.")


class PhaseModel(Published):
    """A phase of the team's own workflow."""

    name: Text = Field(description="Its name in the configuration.")
    state: PhaseState = Field(description="Its place in the order; one phase is the current one.")
    needs: list[Text] = Field(description="What it still needs, in words.")


class RevisionModel(Published):
    """One revision of a cycle. NATS keeps no author."""

    number: int = Field(description="The revision of the bucket.")
    at: Text = Field(description="The time at which it was written.")
    changed: list[Text] = Field(
        description="The phases that it changed, and `summary`; none for the first kept revision."
    )
    owners: list[Text] = Field(description="The agents that these parts belong to.")


class CycleModel(Published):
    """The newest cycle of a spec in the bucket."""

    key: Text = Field(description="Its key in the bucket.")
    number: int = Field(description="From 1.")
    status: Text = Field(description="The status that it states, such as EXECUTING.")
    phase: Text | None = Field(description="The phase that it states; null if it states none.")
    stage: Text = Field(description="The last phase that has begun, and its state, in words.")
    instruction: Text = Field(description="The instruction that it executes.")
    revisions: list[RevisionModel] = Field(description="Those the bucket keeps, the oldest first.")


class SpecProgressModel(Published):
    """The progress of a spec. The addresses of its tasks begin with `name`."""

    id: Text = Field(description="The name of its folder or file.")
    name: Text = Field(description="The shortest name that is unique.")
    path: Text = Field(description="From the top of the repository.")
    project: Text = Field(description="The folder of its project.")
    status: StatusWord = Field(description="The status that its documents state.")
    tasks: TaskCounts
    approval: ApprovalProgressModel
    phases: list[PhaseModel] = Field(description="Empty without `workflow.phases`.")
    gate: OpenGateModel | None
    milestone: RoadmapItemModel | None
    cycle: CycleModel | None = Field(description="The newest live cycle; null without `--live`.")
    step: StepModel


class StatusModel(PublishedDocument):
    """The progress of all specs, the name of the `active` one, and why it is active.

    `evidence` is that of the done tasks if a single spec was asked for, else null.
    """

    active: Text | None = Field(description="The name of the spec to work on.")
    why: Text = Field(description="The reason why it is active.")
    specs: list[SpecProgressModel]
    evidence: list[EvidenceModel] | None
    live_gap: Text | None = Field(
        description="The reason why the live cycles are not known, if they were asked for."
    )


class NextModel(PublishedDocument):
    """The next step, and the name of its spec."""

    spec: Text | None = Field(description="The name of the spec to work on.")
    step: StepModel


def status_json(overview: Overview) -> str:
    """The progress of the specs, in ASCII."""
    model = StatusModel(
        active=overview.active.name if overview.active else None,
        why=overview.why,
        specs=[progress_model(spec_progress) for spec_progress in overview.all_progress],
        evidence=None
        if overview.evidence is None
        else list(map(evidence_model, overview.evidence)),
        live_gap=overview.live_gap or None,
    )
    return model.as_json()


def next_json(overview: Overview) -> str:
    """The next step of the active spec, in ASCII."""
    spec_progress = overview.active
    step = spec_progress.step if spec_progress else nothing(overview.why)
    return NextModel(spec=spec_progress.name if spec_progress else None, step=_step(step)).as_json()


def progress_model(spec_progress: SpecProgress) -> SpecProgressModel:
    """The progress of a spec in its published form."""
    spec, progress = spec_progress.spec, spec_progress.tasks
    return SpecProgressModel(
        id=spec.id,
        name=spec_progress.name,
        path=spec.path,
        project=spec_progress.project,
        status=status_word(spec),
        tasks=TaskCounts(
            done=progress.done,
            total=progress.total,
            in_progress=progress.in_progress,
            aside=progress.aside,
        ),
        approval=_approval(spec.approval),
        phases=[
            PhaseModel(name=phase.name, state=state, needs=[need.why for need in phase.needs])
            for phase, state in spec.phases.states()
        ],
        gate=_gate(spec_progress.gate) if spec_progress.gate else None,
        milestone=_milestone(spec_progress.milestone) if spec_progress.milestone else None,
        cycle=_cycle(spec_progress.cycle) if spec_progress.cycle else None,
        step=_step(spec_progress.step),
    )


def _cycle(record: CycleRecord) -> CycleModel:
    cycle, state = record.cycle, record.cycle.state
    return CycleModel(
        key=cycle.key,
        number=cycle.number,
        status=state.status,
        phase=state.current or None,
        stage=stage(record),
        instruction=state.instruction,
        revisions=[
            RevisionModel(
                number=it.revision,
                at=it.when.isoformat(timespec="seconds"),
                changed=list(it.changed),
                owners=it.owners,
            )
            for it in moves(cycle)
        ],
    )


def _approval(approval: Approval) -> ApprovalProgressModel:
    return ApprovalProgressModel(
        level=approval.level.value,
        asked=approval.asked.value if approval.asked else None,
        holds=approval.holds,
        stale=bool(approval.stale),
        text=approval_in_words(approval),
    )


def evidence_model(evidence: Evidence) -> EvidenceModel:
    """The evidence of a task in its published form."""
    return EvidenceModel(
        task=evidence.task.id,
        ticked=evidence.ticked or None,
        appeared=evidence.appeared,
        work=list(evidence.work),
        tests=list(evidence.tests),
        approval=evidence.approval.value,
        proof=_proof(evidence.proof, evidence.flaw) if evidence.proof else None,
        text=evidence_in_words(evidence),
    )


def _proof(proof: ProofRecord, flaw: str) -> ProofModel:
    return ProofModel(
        command=list(proof.command),
        exit=proof.exit,
        tree=proof.tree,
        at=proof.when,
        flaw=flaw or None,
    )


def _gate(gate: Gate) -> OpenGateModel:
    at = gate.at
    return OpenGateModel(title=gate.title, path=at.path, line=at.line, open=len(gate.open_boxes))


def _milestone(item: Milestone) -> RoadmapItemModel:
    return RoadmapItemModel(
        title=item.title, state=item.state, path=item.at.path, line=item.at.line
    )


def _step(step: NextStep) -> StepModel:
    return StepModel(
        kind=step.kind,
        text=step.text,
        address=step.address,
        path=step.at.path if step.at else None,
        line=step.at.line if step.at else None,
        why=step.why,
    )
