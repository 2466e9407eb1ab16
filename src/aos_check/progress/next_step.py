"""The next step of a spec: the first that applies, in the order in which work is allowed."""

from __future__ import annotations

import posixpath
import shlex

from aos_check.model.approval import ApprovalLevel
from aos_check.model.document import Role, Status
from aos_check.model.finding import Place
from aos_check.progress.approval import approval_flag, is_missing, place_to_review, why_missing
from aos_check.progress.phases import phase_step
from aos_check.progress.step import NextStep, StepContext, StepKind, nothing
from aos_check.progress.work import work_or_wait
from aos_check.reading.outside_documents import own_file_of_draft


def next_step(context: StepContext) -> NextStep:
    """The step that is allowed next.

    A cancelled spec needs nothing, a finished one only the team's later phases, its tick and its
    status. Otherwise: pass the team's phases before the work, write the missing document, answer
    open questions, get the approval, write the tasks, work on them.
    """
    spec = context.spec
    if spec.status and spec.status.value is Status.CANCELLED:
        return nothing("it is cancelled")
    if spec.finished:
        step = phase_step(context) or _close(context)
        return step or nothing("every task is done or put aside")
    if spec.marked_done and not spec.open_tasks():
        return nothing("it is marked done, and no task is open")
    steps = (_prepare, _write_missing, _clarify, approve, _write_tasks, work_or_wait)
    found = (step for find in steps if (step := find(context)))
    return next(found, nothing("every open task is put aside"))


def _prepare(context: StepContext) -> NextStep | None:
    """Pass the phases before the work. Questions are answered before an approval."""
    step = phase_step(context) if context.spec.phases.before_work else None
    return (step and step.kind is StepKind.APPROVE and _clarify(context)) or step


def _write_missing(context: StepContext) -> NextStep | None:
    """Write the first document that the layout requires by now."""
    if context.spec.missing:
        role, needed = context.spec.missing[0]
        return _write(context, needed, f"the layout requires the {role.value} by now")
    elsewhere = context.layout and Role.REQUIREMENTS in context.layout.elsewhere
    if context.spec.document(Role.REQUIREMENTS) or context.spec.has_tasks or elsewhere:
        return None
    path = _path_of(context, Role.REQUIREMENTS)
    return _write(context, path, "no document says what to build") if path else None


def _clarify(context: StepContext) -> NextStep | None:
    """Answer the first open question."""
    question = next(context.spec.open_questions(), None)
    return question and NextStep(
        StepKind.CLARIFY,
        f'answer "{question.text}"',
        "the question is open, and any work before the answer is a guess",
        how="ask, and write the answer after the question",
        at=question.at,
    )


def approve(context: StepContext) -> NextStep | None:
    """Get the requirements approved, if the project requires it."""
    spec = context.spec
    if not is_missing(spec.approval):
        return None
    return NextStep(
        StepKind.APPROVE,
        "get the requirements approved",
        why_missing(spec),
        how=_who_approves(context),
        at=place_to_review(spec),
    )


def _who_approves(context: StepContext) -> str:
    approval = context.spec.approval
    command = f"`aos-check approve {shlex.quote(context.name)}`"
    by_status = approval.asked is ApprovalLevel.STATUS and not approval.stale
    other = f", or {_approving_status(context)}" if by_status else ""
    if approval.vetoes:
        return f"a person removes what contradicts the approval, then runs {command}{other}"
    if approval.own:
        return f"a person who did not write them runs {command}"
    if approval.unproved:
        return "the person who approved them commits the record"
    return f"a person reads them and runs {command}{other}"


def _approving_status(context: StepContext) -> str:
    """How a person approves the spec with the layout's own mark."""
    if flag := approval_flag(context.spec):
        return f"sets {flag} to true"
    status = context.spec.status
    if status and context.layout and context.layout.status.approves == "unless-draft":
        return f'sets the status that comes after "{status.text}"'
    return "sets the status to Approved"


def _write_tasks(context: StepContext) -> NextStep | None:
    """Write the task list, or give its tasks a state."""
    tasks = context.spec.tasks
    if tasks is None or not context.spec.has_tasks:
        path = tasks.path if tasks else _path_of(context, Role.TASKS)
        if path is None:
            return nothing("its layout has no task list")
        return _write(context, path, "there are no tasks yet")
    if tasks.tracked:
        return None
    return NextStep(
        StepKind.WRITE,
        f"add boxes to the tasks in {_relative(context, tasks.path)}",
        "nothing there says which of them are done",
        how="start each task with `- [ ]`, or with `- [x]` if it is done",
        at=Place(tasks.path),
    )


def _close(context: StepContext) -> NextStep | None:
    """Mark a finished spec as done: on the roadmap, then in its status."""
    if item := context.unticked:
        return NextStep(
            StepKind.CLOSE,
            f'tick the roadmap item "{item.title}"',
            "every task is done, and the item is still open",
            how="tick the item, or add the task that is missing",
            at=item.at,
        )
    status = context.spec.lagging_status
    # A layout whose status lines are rarely updated lowers SPEC007.
    weak = context.layout.weak.get("SPEC007") if context.layout else None
    if status is None or weak in ("info", "off"):
        return None
    return NextStep(
        StepKind.CLOSE,
        "update the status",
        f'every task is done, and the status still says "{status.text}"',
        how="set the status to done",
        at=status.at,
    )


def _path_of(context: StepContext, role: Role) -> str | None:
    """Where the layout keeps the document of that role."""
    spec = context.spec
    artifact = context.layout.artifact(role) if context.layout else None
    if context.layout is None or artifact is None:
        return None
    # A spec may be a single file, or a draft whose own file goes into another folder.
    if any(document.path == spec.path for document in spec.documents):
        return own_file_of_draft(spec, context.layout) or spec.path
    name = artifact.new_path({"slug": spec.slug, "number": spec.number or ""})
    return f"{spec.path}/{name}"


def _write(context: StepContext, path: str, why: str) -> NextStep:
    # If the spec is a single file, its tasks go into it.
    verb = "add the tasks to" if path == context.spec.path else "write"
    text = f"{verb} {_relative(context, path)}"
    return NextStep(StepKind.WRITE, text, why, how=f"{verb} {path}", at=Place(path))


def _relative(context: StepContext, path: str) -> str:
    """The path relative to the spec's folder."""
    folder = f"{context.spec.path}/"
    return path[len(folder) :] if path.startswith(folder) else posixpath.basename(path)
