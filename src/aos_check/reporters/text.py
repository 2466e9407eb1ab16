"""The `text` format, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from aos_check.model.finding import MESSAGE, Finding, Report
from aos_check.reporters.style import Style, safe, width
from aos_check.reporters.summary import (
    checked,
    inherited,
    mark,
    news,
    observing,
    stood_before,
    subject,
    unjudged,
    verdict,
    waiver,
)

MAX_WIDTH = 120
"""The characters of a source line to show."""

MAX_RELATED = 5
"""The related places to show, except with `--verbose`."""


MAX_INHERITED = 10
"""The inherited findings to show, except with `--verbose`."""


class Detail(str, Enum):
    """How much to print: only the findings, the usual, or everything."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


def as_text(report: Report, style: Style | None = None, detail: Detail = Detail.NORMAL) -> str:
    """The report as text."""
    style = style or Style()
    blocks = [list(_finding(finding, style, detail)) for finding in news(report)]
    if detail is not Detail.QUIET:
        blocks += _inherited(report, style, detail)
        unevaluated = (f"{codes}: {reason}" for codes, reason in unjudged(report))
        blocks += [
            [f"note: {safe(note)}" for note in report.notes],
            _titled("waived:", map(waiver, report.waived)),
            _titled("not evaluated:", unevaluated),
            _titled("on trust:", report.trusted) if detail is Detail.VERBOSE else [],
            [
                style.bold(verdict(report)),
                *filter(None, [stood_before(report), observing(report)]),
                checked(report),
            ],
        ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n" * any(blocks)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    rows = [f"  {safe(text)}" for text in texts]
    return [title, *rows] if rows else []


def _inherited(report: Report, style: Style, detail: Detail) -> Iterable[list[str]]:
    """The first inherited findings, in one line each; with `--verbose`, all of them in full."""
    found = inherited(report)
    if detail is Detail.VERBOSE:
        return [list(_finding(finding, style, detail)) for finding in found]
    more = len(found) - MAX_INHERITED
    rest = [f"and {more} more that stood before: --verbose shows them"] * (more > 0)
    return [[*(_head(finding, style) for finding in found[:MAX_INHERITED]), *rest]]


def _head(finding: Finding, style: Style) -> str:
    at = finding.problem.at
    place = style.bold(f"{subject(finding)}:{at.line}:{at.column}:")
    rule = style.dim(f"{finding.code} {finding.name}:")
    severity = style.severity(finding.severity)
    return f"{place} {severity} {rule} {safe(finding.problem.message)}{style.dim(mark(finding))}"


def _finding(finding: Finding, style: Style, detail: Detail) -> Iterator[str]:
    problem, at = finding.problem, finding.problem.at
    yield _head(finding, style)
    if finding.source.strip():
        yield from _source(finding.source, at.line, at.column, style)
    shown = len(problem.related) if detail is Detail.VERBOSE else MAX_RELATED
    same_file = True  # so far: a line below that of another file has its path
    for related in problem.related[:shown]:
        same_file &= related.at.path == at.path
        where = f"line {related.at.line}" if same_file else f"{related.at.path}:{related.at.line}"
        yield f"  {style.dim(where + ':')} {safe(related.message)}"
    if (more := len(problem.related) - shown) > 0:
        yield f"  {style.dim(f'and {more} more')}"
    if finding.commit and at.path != MESSAGE:
        yield f"  {style.dim('commit:')} {safe(finding.commit)}"
    yield f"  {style.dim('help:')} {safe(problem.help)}"
    if detail is Detail.VERBOSE:
        yield f"  {style.dim('more:')} aos-check explain {finding.code}"


def _source(source: str, line: int, column: int, style: Style) -> Iterator[str]:
    """The line with its number, and a caret below it if the column is inside the text."""
    start = max(0, min(column - 1 - MAX_WIDTH // 2, len(source) - MAX_WIDTH))
    cut = source[start : start + MAX_WIDTH]
    before = "…" if start else ""
    after = "…" if start + MAX_WIDTH < len(source) else ""
    yield f"{style.dim(f'{line:>5} | ')}{before}{_flat(cut.rstrip())}{after}"
    indentation = len(source) - len(source.lstrip())
    if indentation < column - 1 < len(source.rstrip()):
        gap = width(before + _flat(source[start : column - 1]))
        yield f"{style.dim('      | ')}{' ' * gap}{style.bold('^')}"


def _flat(text: str) -> str:
    return safe(text.replace("\t", "    "))
