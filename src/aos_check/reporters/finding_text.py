"""One finding as text: its message, the facts that show it, and the advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby

from aos_check.model.finding import MESSAGE, Finding, Problem, Related
from aos_check.reporters.style import Style, safe, width
from aos_check.reporters.summary import mark

MAX_WIDTH = 120
"""The characters of a source line to show."""

MAX_RELATED = 5
"""The related places to show, except with `--verbose`."""

_INDENT = " " * 6

_GUTTER = 10
"""The columns before a source line."""


class Detail(str, Enum):
    """How much to print: only the findings, the usual, or everything."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


def claim(finding: Finding, style: Style) -> str:
    """The severity, the rule and the message."""
    rule = style.dim(f"{finding.code} {finding.name}:")
    message = safe(finding.problem.message)
    return f"{style.severity(finding.severity)} {rule} {message}{style.dim(mark(finding))}"


def facts_of(finding: Finding, style: Style, detail: Detail) -> Iterator[str]:
    """The line of the source, the related places, and the commit."""
    problem, at = finding.problem, finding.problem.at
    if finding.source.strip():
        yield from _source(finding.source, at.line, at.column, style)
    yield from _related(problem, style, detail)
    if finding.commit and at.path != MESSAGE:
        yield f"{_INDENT}{style.dim('commit:')} {safe(finding.commit)}"


def _related(problem: Problem, style: Style, detail: Detail) -> Iterator[str]:
    """The related places. A path or a message that consecutive places share is printed once."""
    shown = len(problem.related) if detail is Detail.VERBOSE else MAX_RELATED
    same_file = True  # so far: a place below that of another file has its path
    for path, places in groupby(problem.related[:shown], key=lambda it: it.at.path):
        same_file &= path == problem.at.path
        rows = list(_lines(places))
        if not same_file and len(rows) == 1:
            lines, message = rows[0]
            yield f"{_INDENT}{style.dim(f'{path}:{lines}:')} {message}"
            continue
        if not same_file:
            yield f"{_INDENT}{style.dim(path)}"
        for lines, message in rows:
            label = f"line{'' if lines.isdecimal() else 's'} {lines}:"
            yield f"{_INDENT}{'' if same_file else '  '}{style.dim(label)} {message}"
    if (more := len(problem.related) - shown) > 0:
        yield f"{_INDENT}{style.dim(f'and {more} more')}"


def _lines(places: Iterable[Related]) -> Iterator[tuple[str, str]]:
    """The numbers of consecutive places with one message, as `5, 7-9`, and the message."""
    for message, alike in groupby(places, key=lambda it: it.message):
        yield ", ".join(_spans([it.at.line for it in alike])), safe(message)


def _spans(numbers: Sequence[int]) -> Iterator[str]:
    for _, span in groupby(enumerate(numbers), key=lambda it: it[1] - it[0]):
        first, *others = [str(number) for _, number in span]
        yield f"{first}-{others[-1]}" if others else first


def advice_on(finding: Finding, style: Style, detail: Detail) -> Iterator[str]:
    """The help; with `--verbose`, also the command that prints the documentation of the rule."""
    yield f"{_INDENT}{style.dim('help:')} {safe(finding.problem.help)}"
    if detail is Detail.VERBOSE:
        yield f"{_INDENT}{style.dim('more:')} aos-check explain {finding.code}"


def _source(source: str, line: int, column: int, style: Style) -> Iterator[str]:
    """The line with its number, and a caret below it if the column is inside the text."""
    space = style.columns - _GUTTER - 2 * width(style.ellipsis)
    room = min(MAX_WIDTH, space) if style.columns else MAX_WIDTH
    start = max(0, min(column - 1 - room // 2, len(source) - room))
    cut = source[start : start + room]
    before = style.ellipsis if start else ""
    after = style.ellipsis if start + room < len(source) else ""
    yield f"{style.dim(f'{line:>7} | ')}{before}{_flat(cut.rstrip())}{after}"
    indentation = len(source) - len(source.lstrip())
    if indentation < column - 1 < len(source.rstrip()):
        gap = width(before + _flat(source[start : column - 1]))
        yield f"{style.dim('        | ')}{' ' * gap}{style.bold('^')}"


def _flat(text: str) -> str:
    return safe(text.replace("\t", "    "))
