"""The progress of one spec in detail, and the next step."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from aos_check.model.document import Role, State, Status
from aos_check.model.spec import Spec
from aos_check.model.task import Group
from aos_check.model.wording import and_more
from aos_check.model.workflow import PhaseState
from aos_check.progress import (
    SpecProgress,
    approval_in_words,
    evidence_in_words,
    progress_of,
)
from aos_check.progress.cycles import move_in_words, moves, stage
from aos_check.reporters.drawing import WIDTH, Column, mark, table
from aos_check.reporters.status import Canvas, Overview, active_line, drawn, task_progress
from aos_check.reporters.style import safe
from aos_check.reporters.summary import placed

_LABEL = 14
_MOST = 20
"""The groups, open tasks or gates to show."""

_LONGEST = 3 * WIDTH  # a sentence may need several lines
_NAMED = 3
_BOXES: dict[PhaseState, State] = {
    "over": State.DONE,
    "current": State.IN_PROGRESS,
    "later": State.OPEN,
}
_LISTED = (Role.OVERVIEW, Role.REQUIREMENTS, Role.DESIGN, Role.TASKS, Role.CLOSING)


def as_text(overview: Overview, canvas: Canvas) -> str:
    """The specs in detail, and the active one."""
    blocks = ["\n".join(_spec(each, overview, canvas)) for each in overview.all_progress]
    return "\n\n".join([*blocks, active_line(overview, canvas)]) + "\n"


def next_as_text(overview: Overview, canvas: Canvas) -> str:
    """The next step of the active spec, and why that spec is active."""
    dim, spec_progress = canvas.style.dim, overview.active
    if spec_progress is None:
        return f"nothing is left to do\n{dim('why:')} {safe(overview.why)}\n"
    spec = f"{dim('spec:')} {safe(spec_progress.name)}, as {safe(overview.why)}"
    return "\n".join([*_next(spec_progress, canvas), spec]) + "\n"


def _spec(spec_progress: SpecProgress, overview: Overview, canvas: Canvas) -> Iterator[str]:
    spec, pencil, dim = spec_progress.spec, canvas.pencil, canvas.style.dim
    title = "" if spec.title == spec_progress.name else pencil.cut(spec.title, canvas.columns)
    yield f"{canvas.style.bold(spec_progress.name)}  {title}".rstrip()
    status = spec.status if spec.status and spec.status.value is not Status.UNSET else None
    facts = [spec.path, spec.layout, *([pencil.cut(status.text, canvas.columns)] if status else [])]
    yield dim(f" {pencil.dot} ".join(facts))
    yield ""
    parts = (
        ("documents", _documents(spec, canvas)),
        ("requirements", _requirements(spec)),
        ("approval", _approval(spec, canvas)),
        ("tasks", _tasks(spec_progress, canvas)),
        ("open", _open_tasks(spec, canvas)),
        ("done", _done_tasks(overview, canvas)),
        ("phases", _phases(spec, canvas)),
        ("gates", _gates(spec, canvas)),
        ("roadmap", _roadmap(spec_progress, canvas)),
        ("cycle", _cycle(spec_progress, canvas)),
        ("next", _next(spec_progress, canvas)),
    )
    for label, lines in parts:
        margin = dim(label) + " " * (_LABEL - len(label))
        for line in lines:
            yield margin + line
            margin = " " * _LABEL


def _documents(spec: Spec, canvas: Canvas) -> Iterator[str]:
    found = [document for document in spec.documents if document.role in _LISTED]
    shown = found if canvas.verbose else found[:_MOST]
    for document in shown:
        yield f"{document.role.value:<14}{safe(document.path)}"
    yield from _hidden(len(found) - len(shown))
    for role, path in spec.missing:
        yield f"{role.value:<14}{safe(path)} (missing)"


def _requirements(spec: Spec) -> Iterator[str]:
    if spec.requirements:
        yield f"{len(spec.requirements)} with an id"


def _approval(spec: Spec, canvas: Canvas) -> Iterator[str]:
    approval = spec.approval
    words = canvas.pencil.cut(approval_in_words(approval), _room(canvas))
    by = ", ".join(
        canvas.pencil.cut(each, _room(canvas) // _NAMED) for each in approval.by[:_NAMED]
    )
    yield canvas.approval(words) + (f", by {by}{and_more(approval.by, _NAMED)}" if by else "")


def _tasks(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    progress = spec_progress.tasks
    words = {"in progress": progress.in_progress, "put aside": progress.aside}
    rest = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    yield canvas.bar(task_progress(spec_progress, canvas.pencil)) + (f" ({rest})" if rest else "")
    tasks = spec_progress.spec.tasks
    groups = [group for group in tasks.groups if group.tasks] if tasks and tasks.tracked else []
    if len(groups) > 1:
        columns = (Column(_LABEL), Column(WIDTH, canvas.bar))
        rows = [_group(group, canvas) for group in groups[:_MOST]]
        yield from (f"  {line}" for line in table(columns, rows, canvas.pencil, _room(canvas) - 2))
        yield from _more(len(groups))


def _group(group: Group, canvas: Canvas) -> tuple[str, str]:
    inside = (each for task in group.tasks for each in task.walk())
    title = group.title or group.word or "tasks"
    # The title may have the id already: "2. Holidays", "Phase 2: Tickets".
    known = group.id is None or re.match(rf"\D*{re.escape(group.id)}(?!\d)", title)
    return title if known else f"{group.id} {title}", drawn(progress_of(inside), canvas.pencil)


def _open_tasks(spec: Spec, canvas: Canvas) -> Iterator[str]:
    still_open = spec.open_tasks()
    columns = (Column(_LABEL), Column(_LABEL), Column(_LABEL, canvas.style.dim))
    several = len({task.at.path for task in still_open}) > 1
    rows = [
        (
            f"{mark(task.state)} {task.id}",
            task.title,
            f"{posixpath.basename(task.at.path)}:{task.at.line}"
            if several
            else f"line {task.at.line}",
        )
        for task in still_open[:_MOST]
    ]
    yield from table(columns, rows, canvas.pencil, _room(canvas))
    yield from _more(len(still_open))


def _done_tasks(overview: Overview, canvas: Canvas) -> Iterator[str]:
    """The evidence of each done task, on one line."""
    if overview.gap:
        yield canvas.pencil.cut(f"the evidence is not known: {overview.gap}", _LONGEST)
    found = overview.evidence or ()
    shown = found if canvas.verbose else found[:_MOST]
    rows = [(f"{mark(each.task.state)} {each.task.id}", evidence_in_words(each)) for each in shown]
    yield from table((Column(_LABEL), Column(_LABEL)), rows, canvas.pencil, _LONGEST)
    yield from _hidden(len(found) - len(shown))


def _phases(spec: Spec, canvas: Canvas) -> Iterator[str]:
    """The phases of the team, and below the current one what it still needs."""
    for phase, state in islice(spec.phases.states(), _MOST):
        yield f"{mark(_BOXES[state])} {canvas.pencil.cut(phase.name, _room(canvas) - 4)}"
        if state == "current":
            for need in phase.needs[:_MOST]:
                yield canvas.style.yellow(canvas.pencil.cut(f"    {need.why}", _room(canvas)))
            yield from _more(len(phase.needs))
    yield from _more(len(spec.phases))


def _gates(spec: Spec, canvas: Canvas) -> Iterator[str]:
    gates = spec.tasks.gates if spec.tasks else ()
    for gate in gates[:_MOST]:
        left = len(gate.open_boxes)
        title = canvas.pencil.cut(gate.title, _room(canvas) // 2)
        phase = f" of phase {canvas.pencil.cut(gate.phase, _LABEL)}" if gate.phase else ""
        state = canvas.style.yellow(f"{left} open") if left else canvas.style.green("passed")
        yield f"{title}{phase}: {state}"
    yield from _more(len(gates))


def _room(canvas: Canvas) -> int:
    return canvas.columns - _LABEL


def _hidden(number: int) -> Iterator[str]:
    if number > 0:
        yield f"and {number} more (--verbose)"


def _more(number: int) -> Iterator[str]:
    if number > _MOST:
        yield f"and {number - _MOST} more"


def _roadmap(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    if item := spec_progress.milestone:
        title = canvas.pencil.cut(item.title, _room(canvas) // 2)
        yield f"{mark(item.state)} {title}  {canvas.style.dim(placed(item.at))}"


def _cycle(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    """The newest live cycle: its number, phase, status and instruction, and its last revisions."""
    if each := spec_progress.cycle:
        state, history = each.cycle.state, list(moves(each.cycle))
        told = [f"{each.cycle.number}: {stage(each)}", state.status, state.instruction]
        yield canvas.pencil.cut(", ".join(filter(None, told)), _LONGEST)
        shown = history if canvas.verbose else history[-_NAMED:]
        yield from (canvas.style.dim(move_in_words(it)) for it in reversed(shown))
        yield from _hidden(len(history) - len(shown))


def _next(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    """The next step: the action, the reason, the place and the way to do it."""
    step, cut = spec_progress.step, canvas.pencil.cut
    bold, dim = canvas.style.bold, canvas.style.dim
    what = cut(step.text, canvas.columns)
    yield f"{bold(step.address)}  {what}" if step.address else bold(what)
    yield f"{dim('why:')} {cut(step.why, _LONGEST)}"
    if step.at:
        yield f"{dim('file:')} {safe(placed(step.at))}"
    if step.assigned:
        yield f"{dim('assigned:')} {cut(step.assigned, _LONGEST)}"
    if step.address:
        yield f"{dim('commit message:')} {safe(step.how)}"
    elif step.how:
        yield f"{dim('do:')} {cut(step.how, _LONGEST)}"
