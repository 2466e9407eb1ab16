"""The standards for a task: those that its team or its layout assigns, and the likely others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from posixpath import basename

from aos_check.judging.check_input import CheckInput
from aos_check.judging.context.excerpts import Excerpts, tidy
from aos_check.judging.context.shared_words import most_alike
from aos_check.judging.context.subject import ContextSubject
from aos_check.model.assignment import Assignment
from aos_check.model.finding import Place
from aos_check.model.task_context import Piece
from aos_check.progress.assignments import assignment_of, standards_of
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import SourceFile

_NAMES = frozenset(
    f"{name}.md"
    for name in (
        "architecture",
        "best-practices",
        "code-style",
        "coding-standards",
        "constitution",
        "conventions",
        "product-guidelines",
        "project-context",
        "standards",
        "tech-stack",
    )
)
"""The names of documents with rules for all work, which frameworks keep in different folders."""

_AGENT_FILES = frozenset({"AGENTS.md", "CLAUDE.md", "GEMINI.md", ".github/copilot-instructions.md"})
_FOLDERS = (".", "doc/", "docs/")
_DEEPEST = 4
_FEW = 3
_MOST_ALIKE = 4
_HEADINGS = 12
_FIRST_LINES = 12


def standard_pieces(
    opened: CheckInput, subject: ContextSubject, words: frozenset[str], excerpts: Excerpts
) -> Iterator[Piece]:
    """The assigned standards by their first lines, the likely ones by their headings.

    One last piece has only the names of the others.
    """
    assignment = assignment_of(subject.task, subject.spec) if subject.task else None
    project = subject.project
    given = standards_of(assignment, project.standards) if assignment else []
    # If the team has assigned standards, the others of that folder are not for this task.
    foreign = set(project.standards.values()).difference(given) if assignment else ()
    paths = sorted({*given, *_standards(opened, subject)}.difference(foreign))
    pages = [page for path in paths if (page := excerpts.page(path))]
    own = [page for page in pages if page.path.startswith(f"{subject.spec.path}/")]
    first = [*(page for page in pages if page.path in given), *own]
    others = [page for page in pages if page not in first]
    alike = most_alike(words, others, lambda page: f"{page.path} {page.text}", _MOST_ALIKE)
    shown = [*first, *(others if len(others) <= _FEW else alike)]
    for page in shown:
        yield _piece(page, assignment if page.path in given else None)
    if rest := [page.path for page in pages if page not in shown]:
        yield Piece("standard", "more standards", "\n".join(rest), Place(rest[0]), quoted=False)


def _standards(opened: CheckInput, subject: ContextSubject) -> Iterator[str]:
    """The standards of the project and of the spec, and the instructions for agents."""
    project = subject.project
    root = "" if project.root == "." else f"{project.root}/"
    plans = {document.path for document in (project.mission, project.roadmap) if document}
    folders = {f"{spec.path}/" for spec in opened.specs if spec.path != subject.spec.path}
    homes = opened.snapshot.found.homes if opened.snapshot else ()
    own = tuple(f"{home.path}/" for home in homes if home.root == project.root)
    yield from (path for path in project.standards.values() if path not in plans)
    for path in opened.tree.paths():
        below = path.removeprefix(root)
        if not path.startswith(root) or below.count("/") > _DEEPEST:
            continue
        # In any other folder, it may be the standard of a sample or of a package.
        is_own = "/" not in below or below.startswith(_FOLDERS) or path.startswith(own)
        named = is_own and basename(path) in _NAMES and not _is_below(path, folders)
        if below in _AGENT_FILES or named:
            yield path


def _is_below(path: str, folders: Collection[str]) -> bool:
    return any(path[: end + 1] in folders for end, letter in enumerate(path) if letter == "/")


def _piece(page: SourceFile, assignment: Assignment | None) -> Piece:
    title = page.title or basename(page.path)
    if assignment:
        title = f"{title} (assigned by {basename(assignment.at.path)})"
    text = _first_lines(page, _FIRST_LINES) if assignment else _headings(page)
    return Piece("standard", title, text, Place(page.path))


def _headings(page: SourceFile) -> str:
    """The headings of a page below its title; its first lines if it has none."""
    lines = [it for it in page.lines if it.kind is LineKind.HEADING and it.parent < 0]
    rows = [f"{'#' * it.level} {it.text}" for it in lines[1 : _HEADINGS + 1]]
    return "\n".join(rows) or _first_lines(page, _FEW)


def _first_lines(page: SourceFile, most: int) -> str:
    """The first lines after the title."""
    numbers = [it.number for it in page.lines[:2] if it.kind is not LineKind.HEADING]
    start = numbers[0] if numbers else len(page.source)
    return tidy(page.source[start - 1 : start - 1 + most])
