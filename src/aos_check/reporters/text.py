"""A report as a person reads it: each finding with its line, what to do, and a summary."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from aos_check.model.finding import MESSAGE, Finding, Report
from aos_check.reporters.style import Style, safe, width
from aos_check.reporters.summary import checked, problems, unjudged, verdict, waiver

MAX_WIDTH = 120
"""How much of a source line is shown."""

MAX_RELATED = 5
"""How many related places are shown, unless all are asked for."""


class Detail(str, Enum):
    """How much is said: the findings alone, what one needs, or everything."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


def as_text(report: Report, style: Style | None = None, detail: Detail = Detail.NORMAL) -> str:
    """The report as text."""
    style = style or Style()
    blocks = ["\n".join(_finding(finding, style, detail)) for finding in problems(report)]
    if detail is not Detail.QUIET:
        blocks += (
            ["\n".join(f"note: {safe(note)}" for note in report.notes)] if report.notes else []
        )
        if report.waived:
            blocks.append("\n".join(_waived(report)))
        if report.not_evaluated:
            blocks.append("\n".join(_not_evaluated(report)))
        blocks.append("\n".join(_summary(report, style)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _finding(finding: Finding, style: Style, detail: Detail) -> Iterator[str]:
    problem = finding.problem
    at = problem.at
    place = style.bold(f"{_where(finding)}:{at.line}:{at.column}:")
    rule = style.dim(f"{finding.code} {finding.name}:")
    yield f"{place} {style.severity(finding.severity)} {rule} {safe(problem.message)}"
    if finding.source.strip():
        yield from _source(finding.source, at.line, at.column, style)
    shown = len(problem.related) if detail is Detail.VERBOSE else MAX_RELATED
    for related in problem.related[:shown]:
        where = f"{related.at.path}:{related.at.line}"
        if related.at.path == at.path:
            where = f"line {related.at.line}"
        yield f"  {style.dim(where + ':')} {safe(related.message)}"
    if (more := len(problem.related) - shown) > 0:
        yield f"  {style.dim(f'and {more} more')}"
    if finding.commit and at.path != MESSAGE:
        yield f"  {style.dim('commit:')} {safe(finding.commit)}"
    yield f"  {style.dim('help:')} {safe(problem.help)}"
    if detail is Detail.VERBOSE:
        yield f"  {style.dim('more:')} aos-check explain {finding.code}"


def _where(finding: Finding) -> str:
    """The file, or whose message it is."""
    path = finding.problem.at.path
    if path != MESSAGE:
        return path
    return f"commit {finding.commit[:10]}" if finding.commit else "commit message"


def _source(source: str, line: int, column: int, style: Style) -> Iterator[str]:
    """The line with its number; below it a caret if the column is inside the text."""
    start = max(0, min(column - 1 - MAX_WIDTH // 2, len(source) - MAX_WIDTH))
    cut = source[start : start + MAX_WIDTH]
    before = "…" if start else ""
    after = "…" if start + MAX_WIDTH < len(source) else ""
    number = f"{line:>5} | "
    yield f"{style.dim(number)}{before}{_flat(cut.rstrip())}{after}"
    indentation = len(source) - len(source.lstrip())
    if indentation < column - 1 < len(source.rstrip()):
        gap = width(before + _flat(source[start : column - 1]))
        yield f"{style.dim(' ' * 5 + ' | ')}{' ' * gap}{style.bold('^')}"


def _flat(text: str) -> str:
    return safe(text.replace("\t", "    "))


def _waived(report: Report) -> Iterator[str]:
    yield "waived:"
    for waived in report.waived:
        yield f"  {safe(waiver(waived))}"


def _not_evaluated(report: Report) -> Iterator[str]:
    yield "not evaluated:"
    for codes, reason in unjudged(report):
        yield f"  {codes}: {safe(reason)}"


def _summary(report: Report, style: Style) -> Iterator[str]:
    yield style.bold(verdict(report))
    yield checked(report)
