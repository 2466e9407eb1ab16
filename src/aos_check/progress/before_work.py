"""What must happen before a spec may be worked on: write what is missing, clarify, approve."""

from __future__ import annotations

import posixpath
import shlex

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.document import Role
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.progress.approval import doubted, lacks, why_lacking
from aos_check.progress.step import NextStep, StepContext, StepKind, nothing


def write_missing(context: StepContext) -> NextStep | None:
    """Write the first document that the layout requires by now."""
    if context.spec.missing:
        role, needed = context.spec.missing[0]
        return _write(context, needed, f"the layout requires the {role.value} by now")
    if context.spec.document(Role.REQUIREMENTS) or _has_tasks(context.spec):
        return None
    path = _place(context, Role.REQUIREMENTS)
    return _write(context, path, "nothing says yet what is to be built") if path else None


def clarify(context: StepContext) -> NextStep | None:
    """Answer the first open question."""
    question = next(context.spec.open_questions(), None)
    if question is None:
        return None
    return NextStep(
        StepKind.CLARIFY,
        f'answer "{question.text}"',
        "the question is open, and whoever goes on has to guess",
        how="ask, and write the answer behind the question",
        at=question.at,
    )


def approve(context: StepContext) -> NextStep | None:
    """Have the requirements approved, where the project asks for it."""
    spec = context.spec
    if not lacks(spec.approval):
        return None
    return NextStep(
        StepKind.APPROVE,
        "have the requirements approved",
        why_lacking(spec),
        how=_how_to_approve(spec.approval, context.name),
        at=doubted(spec),
    )


def _how_to_approve(approval: Approval, name: str) -> str:
    command = f"`aos-check approve {shlex.quote(name)}`"
    by_mark = approval.asked is ApprovalLevel.STATUS and not approval.stale
    other = ", or sets the status to Approved" if by_mark else ""
    if approval.vetoes:
        return f"a person settles what stands against it, then runs {command}{other}"
    if approval.own:
        return f"somebody who did not write them runs {command}"
    if approval.unproved:
        return "whoever approved them commits the record"
    return f"a person reads them and runs {command}{other}"


def write_tasks(context: StepContext) -> NextStep | None:
    """Write the task list, or give its tasks a state."""
    tasks = context.spec.tasks
    if tasks is None or not _has_tasks(context.spec):
        path = tasks.path if tasks else _place(context, Role.TASKS)
        if path is None:
            return nothing("its layout keeps no task list")
        return _write(context, path, "there are no tasks yet")
    if tasks.tracked:
        return None
    return NextStep(
        StepKind.WRITE,
        f"give the tasks of {_below(context, tasks.path)} boxes",
        "nothing there says which of them are done",
        how="begin each task with `- [ ]`, and with `- [x]` where it is done",
        at=Place(tasks.path),
    )


def _has_tasks(spec: Spec) -> bool:
    """True when there are tasks, whether or not anything says which are done."""
    return spec.tasks is not None and any(True for _ in spec.tasks.all_tasks())


def _place(context: StepContext, role: Role) -> str | None:
    """Where the layout keeps the document of that role."""
    spec = context.spec
    artifact = context.layout.artifact(role) if context.layout else None
    if artifact is None:
        return None
    # A spec may be a single file.
    single = any(document.path == spec.path for document in spec.documents)
    return spec.path if single else f"{spec.path}/{artifact.paths[0]}"


def _write(context: StepContext, path: str, why: str) -> NextStep:
    # A spec that is a single file has its tasks in it.
    verb = "add the tasks to" if path == context.spec.path else "write"
    text = f"{verb} {_below(context, path)}"
    return NextStep(StepKind.WRITE, text, why, how=f"{verb} {path}", at=Place(path))


def _below(context: StepContext, path: str) -> str:
    """The path as seen from the spec's folder."""
    folder = f"{context.spec.path}/"
    return path[len(folder) :] if path.startswith(folder) else posixpath.basename(path)
