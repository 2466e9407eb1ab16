"""Where one spec stands, in detail: documents, approval, groups, open tasks, gates, next step."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import Role, Status
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.task import Group
from aos_check.progress import SpecProgress, approval_in_words, progress_of
from aos_check.reporters.drawing import WIDTH, Column, mark, table
from aos_check.reporters.status import Canvas, Overview, counted, drawn, said_active
from aos_check.reporters.style import safe

_LABEL = 14
_ROOM = WIDTH - _LABEL
_MOST = 20
"""How many groups, open tasks or gates are shown."""

_LONGEST = 3 * WIDTH  # a sentence may take more than a line
_NAMED = 3
_LISTED = (Role.OVERVIEW, Role.REQUIREMENTS, Role.DESIGN, Role.TASKS, Role.CLOSING)


def as_text(overview: Overview, canvas: Canvas) -> str:
    """The specs that are asked for, and which one is active."""
    blocks = ["\n".join(_spec(spec_progress, canvas)) for spec_progress in overview.all_progress]
    return "\n\n".join([*blocks, said_active(overview, canvas)]) + "\n"


def _spec(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    spec = spec_progress.spec
    title = "" if spec.title == spec_progress.name else canvas.pencil.cut(spec.title, WIDTH)
    yield f"{canvas.style.bold(spec_progress.name)}  {title}".rstrip()
    said = spec.status if spec.status and spec.status.value is not Status.UNSET else None
    facts = [spec.path, spec.layout, *([canvas.pencil.cut(said.text, WIDTH)] if said else [])]
    yield canvas.dim(f" {canvas.pencil.dot} ".join(facts))
    yield ""
    parts = (
        ("documents", _documents(spec)),
        ("requirements", _requirements(spec)),
        ("approval", _approval(spec, canvas)),
        ("tasks", _tasks(spec_progress, canvas)),
        ("open", _open_tasks(spec, canvas)),
        ("gates", _gates(spec, canvas)),
        ("roadmap", _roadmap(spec_progress, canvas)),
        ("next", next_lines(spec_progress, canvas)),
    )
    for label, lines in parts:
        for index, line in enumerate(lines):
            shown = canvas.dim(label) if index == 0 else ""
            yield f"{shown}{' ' * (_LABEL - (len(label) if index == 0 else 0))}{line}"


def _documents(spec: Spec) -> Iterator[str]:
    for document in spec.documents:
        if document.role in _LISTED:
            yield f"{document.role.value:<14}{safe(document.path)}"
    for role, path in spec.missing:
        yield f"{role.value:<14}{safe(path)} (missing)"


def _requirements(spec: Spec) -> Iterator[str]:
    if spec.requirements:
        yield f"{len(spec.requirements)} with an id"


def _approval(spec: Spec, canvas: Canvas) -> Iterator[str]:
    approval = spec.approval
    words = canvas.pencil.cut(approval_in_words(approval), _ROOM)
    by = ", ".join(canvas.pencil.cut(each, _ROOM // _NAMED) for each in approval.by[:_NAMED])
    more = f" and {len(approval.by) - _NAMED} more" if approval.by[_NAMED:] else ""
    yield canvas.approval(words) + (f", by {by}{more}" if by else "")


def _tasks(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    progress = spec_progress.tasks
    words = {"in progress": progress.in_progress, "put aside": progress.aside}
    rest = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    yield canvas.bar(counted(spec_progress, canvas.pencil)) + (f" ({rest})" if rest else "")
    tasks = spec_progress.spec.tasks
    groups = [group for group in tasks.groups if group.tasks] if tasks and tasks.tracked else []
    if len(groups) > 1:
        columns = (Column(_LABEL), Column(WIDTH, canvas.bar))
        rows = [_group(group, canvas) for group in groups[:_MOST]]
        yield from (f"  {line}" for line in table(columns, rows, canvas.pencil, _ROOM - 2))
        yield from _more(len(groups))


def _group(group: Group, canvas: Canvas) -> tuple[str, str]:
    inside = (each for task in group.tasks for each in task.walk())
    title = group.title or group.word or "tasks"
    return f"{group.id} {title}" if group.id else title, drawn(progress_of(inside), canvas.pencil)


def _open_tasks(spec: Spec, canvas: Canvas) -> Iterator[str]:
    still_open = spec.open_tasks()
    columns = (Column(_LABEL), Column(_LABEL), Column(_LABEL, canvas.dim))
    rows = [
        (f"{mark(task.state)} {task.id}", task.title, f"line {task.at.line}")
        for task in still_open[:_MOST]
    ]
    yield from table(columns, rows, canvas.pencil, _ROOM)
    yield from _more(len(still_open))


def _gates(spec: Spec, canvas: Canvas) -> Iterator[str]:
    gates = spec.tasks.gates if spec.tasks else ()
    for gate in gates[:_MOST]:
        left = len(gate.open_boxes)
        title = canvas.pencil.cut(gate.title, _ROOM // 2)
        phase = f" of phase {canvas.pencil.cut(gate.phase, _LABEL)}" if gate.phase else ""
        state = canvas.yellow(f"{left} open") if left else canvas.green("passed")
        yield f"{title}{phase}: {state}"
    yield from _more(len(gates))


def _more(number: int) -> Iterator[str]:
    if number > _MOST:
        yield f"and {number - _MOST} more"


def _roadmap(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    if item := spec_progress.milestone:
        title = canvas.pencil.cut(item.title, _ROOM // 2)
        yield f"{mark(item.state)} {title}  {canvas.dim(placed(item.at))}"


def next_lines(spec_progress: SpecProgress, canvas: Canvas) -> Iterator[str]:
    """The next step: what to do, why, where and how."""
    step = spec_progress.step
    what = canvas.pencil.cut(step.text, WIDTH)
    yield f"{canvas.style.bold(step.address)}  {what}" if step.address else canvas.style.bold(what)
    yield f"{canvas.dim('why:')} {canvas.pencil.cut(step.why, _LONGEST)}"
    if step.at:
        yield f"{canvas.dim('file:')} {safe(placed(step.at))}"
    if step.address:
        yield f"{canvas.dim('commit message:')} {safe(step.how)}"
    elif step.how:
        yield f"{canvas.dim('do:')} {canvas.pencil.cut(step.how, _LONGEST)}"


def placed(at: Place) -> str:
    """A place as an editor opens it."""
    return f"{at.path}:{at.line}"
