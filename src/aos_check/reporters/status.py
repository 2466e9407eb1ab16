"""Where all specs stand, as a table: one row a spec, and one line for those at rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aos_check.model.project import Project
from aos_check.progress import NextStep, SpecProgress, TaskProgress, approval_in_brief
from aos_check.reporters.drawing import WIDTH, Column, Pencil, mark, table
from aos_check.reporters.style import Style, safe

_GREEN, _YELLOW, _RESET = "\x1b[32m", "\x1b[33m", "\x1b[0m"
_HEAD = ("  spec", "tasks", "approval", "gate", "roadmap", "next")


@dataclass(frozen=True, slots=True)
class Overview:
    """What is to be shown: the specs that are asked for, and which one is active and why."""

    projects: Sequence[Project]
    all_progress: Sequence[SpecProgress]
    active: SpecProgress | None
    why: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """How it is shown: colours, the characters to draw with, and whether nothing is left out."""

    style: Style
    pencil: Pencil
    verbose: bool = False

    def green(self, text: str) -> str:
        """Text that says that something is well."""
        return f"{_GREEN}{safe(text)}{_RESET}" if self.style.colour and text else safe(text)

    def yellow(self, text: str) -> str:
        """Text that says what somebody should see to."""
        return f"{_YELLOW}{safe(text)}{_RESET}" if self.style.colour and text else safe(text)

    def bar(self, text: str) -> str:
        """A bar with its numbers: what is done is green."""
        done = len(text) - len(text.lstrip(self.pencil.full))
        return self.green(text[:done]) + (self.style.dim(text[done:]) if text[done:] else "")

    def approval(self, text: str) -> str:
        """An approval, by how well it stands."""
        if text.startswith("approved"):
            return self.green(text)
        return self.yellow(text) if text.startswith(("not approved", "stale")) else self.dim(text)

    def dim(self, text: str) -> str:
        """Text that may be overlooked."""
        return self.style.dim(text) if text else ""


def as_text(overview: Overview, canvas: Canvas) -> str:
    """The table of each project, and which spec is active."""
    shown = [each for each in overview.all_progress if canvas.verbose or not each.rest]
    head, *lines = _table(shown, overview.active, canvas)
    blocks = []
    for project in overview.projects:
        rows = [line for each, line in zip(shown, lines, strict=True) if _is_in(each, project)]
        folded = [each for each in overview.all_progress if _is_in(each, project)]
        folded = [] if canvas.verbose else [each for each in folded if each.rest]
        blocks.append([_heading(project, canvas), *([head] if rows else []), *rows])
        blocks[-1] += _folded(folded, canvas) if project.specs else ["  no specs"]
    blocks.append([said_active(overview, canvas)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _is_in(spec_progress: SpecProgress, project: Project) -> bool:
    return spec_progress.project == project.root


def _heading(project: Project, canvas: Canvas) -> str:
    layouts = ", ".join(project.layouts)
    root = "this project" if project.root == "." else project.root
    return f"{canvas.style.bold(root)}  {canvas.dim(layouts)}".rstrip()


def _table(shown: Sequence[SpecProgress], active: SpecProgress | None, canvas: Canvas) -> list[str]:
    def named(text: str) -> str:
        if text.startswith(canvas.pencil.pointer):
            return canvas.style.bold(text)
        return canvas.dim(text) if text == _HEAD[0] else text

    columns = (
        Column(22, named),
        Column(WIDTH, canvas.bar),
        Column(17, canvas.approval),
        Column(8, canvas.yellow),
        Column(12, canvas.dim),
        Column(24),
    )
    rows = [_row(each, canvas.pencil, is_active=each is active) for each in shown]
    # What is empty for every spec needs no heading either.
    head = [title if any(row[i] for row in rows) else "" for i, title in enumerate(_HEAD)]
    return table(columns, [head, *rows], canvas.pencil)


def _row(spec_progress: SpecProgress, pencil: Pencil, *, is_active: bool) -> list[str]:
    item, gate = spec_progress.milestone, spec_progress.gate
    return [
        f"{pencil.pointer if is_active else ' '} {spec_progress.name}",
        counted(spec_progress, pencil),
        approval_in_brief(spec_progress.spec.approval).replace("·", pencil.dot),
        gate.title if gate else "",
        f"{mark(item.state)} {item.title}" if item else "",
        in_short(spec_progress.step),
    ]


def counted(spec_progress: SpecProgress, pencil: Pencil) -> str:
    """How far the tasks of a spec are, or why nobody can tell."""
    if spec_progress.tasks.total:
        return drawn(spec_progress.tasks, pencil)
    return "no tasks" if spec_progress.spec.tasks is None else "no boxes"


def drawn(progress: TaskProgress, pencil: Pencil) -> str:
    """How far tasks are: a bar and the numbers."""
    return f"{pencil.bar(progress.done, progress.total)} {progress.done}/{progress.total}"


def in_short(step: NextStep) -> str:
    """The step in a line: a task by its id."""
    return f"{step.task} {step.text}" if step.task else step.text


def _folded(resting: Sequence[SpecProgress], canvas: Canvas) -> Iterator[str]:
    """The specs that ask for nothing, one line for each way to rest."""
    for rest in dict.fromkeys(each.rest for each in resting):
        names = [each.name for each in resting if each.rest == rest]
        line = canvas.pencil.cut(f"  {len(names)} {rest}: {', '.join(names)}", WIDTH)
        yield canvas.dim(line)


def said_active(overview: Overview, canvas: Canvas) -> str:
    """Which spec is active, and why."""
    if overview.active is None:
        return safe(overview.why)
    name = canvas.style.bold(f"{canvas.pencil.pointer} {overview.active.name}")
    return f"{name} is active: {safe(overview.why)}"
