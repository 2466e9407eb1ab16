"""What must happen before a spec may be worked on: write what is missing, clarify, approve."""

from __future__ import annotations

import posixpath
import shlex

from aos_check.model.finding import Place
from aos_check.model.project import Approval, ApprovalLevel, Role, Spec
from aos_check.progress.approval import doubted, lacks, why_lacking
from aos_check.progress.step import Ground, Step, StepKind, nothing
from aos_check.rules.open_clarification import open_questions


def write_missing(ground: Ground) -> Step | None:
    """Write the first document that the layout requires by now."""
    if ground.spec.missing:
        role, needed = ground.spec.missing[0]
        return _write(ground, needed, f"the layout requires the {role.value} by now")
    if ground.spec.document(Role.REQUIREMENTS) or _has_tasks(ground.spec):
        return None
    path = _place(ground, Role.REQUIREMENTS)
    return _write(ground, path, "nothing says yet what is to be built") if path else None


def clarify(ground: Ground) -> Step | None:
    """Answer the first open question."""
    question = next(open_questions(ground.spec), None)
    if question is None:
        return None
    return Step(
        StepKind.CLARIFY,
        f'answer "{question.text}"',
        "the question is open, and whoever goes on has to guess",
        how="ask, and write the answer behind the question",
        at=question.at,
    )


def approve(ground: Ground) -> Step | None:
    """Have the requirements approved, where the project asks for it."""
    spec = ground.spec
    if not lacks(spec.approval):
        return None
    return Step(
        StepKind.APPROVE,
        "have the requirements approved",
        why_lacking(spec),
        how=_how_to_approve(spec.approval, ground.name),
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


def write_tasks(ground: Ground) -> Step | None:
    """Write the task list, or give its tasks a state."""
    tasks = ground.spec.tasks
    if tasks is None or not _has_tasks(ground.spec):
        path = tasks.path if tasks else _place(ground, Role.TASKS)
        if path is None:
            return nothing("its layout keeps no task list")
        return _write(ground, path, "there are no tasks yet")
    if tasks.tracked:
        return None
    return Step(
        StepKind.WRITE,
        f"give the tasks of {_below(ground, tasks.path)} boxes",
        "nothing there says which of them are done",
        how="begin each task with `- [ ]`, and with `- [x]` where it is done",
        at=Place(tasks.path),
    )


def _has_tasks(spec: Spec) -> bool:
    """True when there are tasks, whether or not anything says which are done."""
    return spec.tasks is not None and any(True for _ in spec.tasks.all_tasks())


def _place(ground: Ground, role: Role) -> str | None:
    """Where the layout keeps the document of that role."""
    spec = ground.spec
    artifact = ground.layout.artifact(role) if ground.layout else None
    if artifact is None:
        return None
    # A spec may be a single file.
    single = any(document.path == spec.path for document in spec.documents)
    return spec.path if single else f"{spec.path}/{artifact.paths[0]}"


def _write(ground: Ground, path: str, why: str) -> Step:
    # A spec that is a single file has its tasks in it.
    verb = "add the tasks to" if path == ground.spec.path else "write"
    text = f"{verb} {_below(ground, path)}"
    return Step(StepKind.WRITE, text, why, how=f"{verb} {path}", at=Place(path))


def _below(ground: Ground, path: str) -> str:
    """The path as seen from the spec's folder."""
    folder = f"{ground.spec.path}/"
    return path[len(folder) :] if path.startswith(folder) else posixpath.basename(path)
