"""The progress of all specs as a table, with one line for finished and one for cancelled specs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.model.evidence import Evidence
from aos_check.model.project import Project
from aos_check.progress import NextStep, SpecProgress, TaskProgress, approval_in_brief
from aos_check.progress.cycles import stage
from aos_check.reporters.drawing import WIDTH, Column, Pencil, mark, table
from aos_check.reporters.style import Style, safe

_HEAD = ("  spec", "tasks", "phase", "approval", "gate", "roadmap", "cycle", "next")


class Overview(NamedTuple):
    """The specs to show, the active spec, and why it is active.

    `evidence` is that of the done tasks of a single spec (None: not asked for), and `gap` the
    reason why it is not known.
    """

    projects: Sequence[Project]
    all_progress: Sequence[SpecProgress]
    active: SpecProgress | None
    why: str
    evidence: Sequence[Evidence] | None = None
    gap: str = ""

    @property
    def live_gap(self) -> str:
        """Why the live cycles are not known, if they were asked for; "" otherwise."""
        return next((project.live_gap for project in self.projects), "")


class Canvas(NamedTuple):
    """The style and the characters to use. With `verbose`, no spec is left out."""

    style: Style
    pencil: Pencil
    verbose: bool = False

    @property
    def columns(self) -> int:
        """The width to use."""
        return self.style.columns or WIDTH

    def bar(self, text: str) -> str:
        """A progress bar and its numbers, with the finished part in green."""
        done = len(text) - len(text.lstrip(self.pencil.full))
        return self.style.green(text[:done]) + self.style.dim(text[done:])

    def approval(self, text: str) -> str:
        """An approval, in green if it holds, in yellow if it is missing."""
        if text.startswith("approved"):
            return self.style.green(text)
        missing = text.startswith(("not approved", "stale"))
        return self.style.yellow(text) if missing else self.style.dim(text)


def as_text(overview: Overview, canvas: Canvas) -> str:
    """The table of each project, and the active spec."""
    shown = [each for each in overview.all_progress if canvas.verbose or not each.rest]
    head, *lines = _table(shown, overview.active, canvas)
    blocks = []
    for project in overview.projects:
        rows = [line for it, line in zip(shown, lines, strict=True) if it.project == project.root]
        own = [each for each in overview.all_progress if each.project == project.root]
        folded = [] if canvas.verbose else resting(own)
        block = [_heading(project, canvas), *([head] if rows else []), *rows]
        block += [
            canvas.style.dim(canvas.pencil.cut(f"  {line}", canvas.columns)) for line in folded
        ]
        blocks.append(block if project.specs else [*block, "  no specs"])
    blocks.append([active_line(overview, canvas)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _heading(project: Project, canvas: Canvas) -> str:
    layouts = ", ".join(project.layouts)
    root = "this project" if project.root == "." else project.root
    return f"{canvas.style.bold(root)}  {canvas.style.dim(layouts)}".rstrip()


def _table(shown: Sequence[SpecProgress], active: SpecProgress | None, canvas: Canvas) -> list[str]:
    style, pencil = canvas.style, canvas.pencil

    def named(text: str) -> str:
        if text.startswith(pencil.pointer):
            return style.bold(text)
        return style.dim(text) if text == _HEAD[0] else text

    columns = (
        Column(22, named),
        Column(WIDTH, canvas.bar),
        Column(12),
        Column(17, canvas.approval),
        Column(8, style.yellow),
        Column(12, style.dim),
        Column(19, style.dim),
        Column(24),
    )
    rows = [_row(each, pencil, is_active=each is active) for each in shown]
    # A column that is empty for every spec has no heading either.
    head = [title if any(row[i] for row in rows) else "" for i, title in enumerate(_HEAD)]
    return table(columns, [head, *rows], pencil, canvas.columns)


def _row(spec_progress: SpecProgress, pencil: Pencil, *, is_active: bool) -> list[str]:
    item, gate = spec_progress.milestone, spec_progress.gate
    phase = spec_progress.spec.phases.current
    return [
        f"{pencil.pointer if is_active else ' '} {spec_progress.name}",
        task_progress(spec_progress, pencil),
        phase.name if phase else "",
        approval_in_brief(spec_progress.spec.approval).replace("·", pencil.dot),
        gate.title if gate else "",
        f"{mark(item.state)} {item.title}" if item else "",
        stage(spec_progress.cycle) if spec_progress.cycle else "",
        in_short(spec_progress.step),
    ]


def task_progress(spec_progress: SpecProgress, pencil: Pencil) -> str:
    """The progress of a spec's tasks, or the reason why it is not known."""
    if spec_progress.tasks.total:
        return drawn(spec_progress.tasks, pencil)
    return "no tasks" if spec_progress.spec.tasks is None else "no boxes"


def drawn(progress: TaskProgress, pencil: Pencil) -> str:
    """A progress bar and the numbers."""
    return f"{pencil.bar(progress.done, progress.total)} {progress.done}/{progress.total}"


def in_short(step: NextStep) -> str:
    """The step in one line, with the id of a task."""
    return f"{step.task} {step.text}" if step.task else step.text


def resting(all_progress: Sequence[SpecProgress]) -> Iterator[str]:
    """A line for each kind of spec with nothing to do: `2 finished: login, mail`."""
    for rest in dict.fromkeys(each.rest for each in all_progress if each.rest):
        names = [each.name for each in all_progress if each.rest == rest]
        yield f"{len(names)} {rest}: {', '.join(names)}"


def active_line(overview: Overview, canvas: Canvas) -> str:
    """The active spec and the reason."""
    if overview.active is None:
        return safe(overview.why)
    name = canvas.style.bold(f"{canvas.pencil.pointer} {overview.active.name}")
    return f"{name} is active: {safe(overview.why)}"
