"""The next step of a spec in the team's own workflow, and the help of its findings."""

from __future__ import annotations

import shlex

from aos_check.model.addresses import write
from aos_check.model.record_names import is_beside
from aos_check.model.spec import Spec
from aos_check.model.workflow import PhaseNeed
from aos_check.progress.step import NextStep, StepContext, StepKind

_KINDS = {
    "document": StepKind.WRITE,
    "glob": StepKind.WRITE,
    "requirements": StepKind.APPROVE,
    "approval": StepKind.APPROVE,
    "tasks": StepKind.WRITE,
    "proof": StepKind.PROVE,
}


def phase_step(context: StepContext) -> NextStep | None:
    """Do the first thing that the current phase needs; None if that is a task."""
    phase = context.spec.phases.current
    if phase is None or phase.needs[0].kind == "tasks":
        return None
    need = phase.needs[0]
    text, how = _to_do(need, context.spec, context.name)
    why = f'the phase "{phase.name}" asks for it: {need.why}'
    return NextStep(_KINDS[need.kind], text, why, how=how, at=need.at)


def how_to_meet(need: PhaseNeed, spec: Spec) -> str:
    """How to get what the phase needs, as the help of a finding."""
    if need.kind == "tasks":
        return "finish the tasks" if need.name else "write the tasks, and finish them"
    text, how = _to_do(need, spec, spec.id)
    return how if need.kind == "document" else f"{text}: {how}"


def _to_do(need: PhaseNeed, spec: Spec, name: str) -> tuple[str, str]:
    """What to do, and the command or the edit for it."""
    if need.kind == "document":
        return f"write {need.name}", f"write {spec.path}/{need.name}"
    if need.kind == "glob":
        return f"leave {need.name} out", "name only documents in `approved` of the phase"
    if need.kind == "proof":
        return (
            f"prove task {need.name}",
            f"run `aos-check prove {write(name, need.name)} -- COMMAND`",
        )
    if need.unproved:
        return f"get {need.name} approved", "the person who approved it commits the record"
    is_spec = need.kind == "requirements"
    if not is_spec and (not spec.approval_file or is_beside(spec.approval_file)):
        # There is no file for the record of such a document.
        return f"get {need.name} approved", f"a person sets its status in {need.name} to Approved"
    artifact = "" if is_spec else f" --artifact {shlex.quote(need.name)}"
    what = "the requirements" if is_spec else need.name
    command = f"`aos-check approve {shlex.quote(name)}{artifact}`"
    return (
        f"get {what} approved",
        f"a person reads {'them' if is_spec else 'it'} and runs {command}",
    )
