"""The `text` format, for a person at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.drawing import WIDTH, Column, Pencil, table
from aos_check.reporters.finding_text import Detail, advice_on, claim, facts_of
from aos_check.reporters.style import Style, safe
from aos_check.reporters.summary import (
    checked,
    fixable,
    inherited,
    news,
    observing,
    stood_before,
    subject,
    unevaluated,
    unjudged,
    verdict,
    waiver,
)

MAX_INHERITED = 10
"""The inherited findings to show, except with `--verbose`."""

_FEW = 3
"""The findings that a reader can count without a summary."""


def as_text(
    report: Report,
    style: Style | None = None,
    detail: Detail = Detail.NORMAL,
    *,
    statistics: bool = False,
) -> str:
    """The report as text: its findings by file, or with `statistics`, their number by rule."""
    style = style or Style()
    found = news(report)
    blocks = [_by_rule(found, style)] if statistics else list(_by_file(found, style, detail))
    if detail is not Detail.QUIET:
        blocks += [] if statistics else _inherited(report, style, detail)
        blocks += [
            [f"note: {safe(note)}" for note in report.notes],
            _titled("waived:", map(waiver, report.waived)),
            *_left_out(report, detail),
            [
                style.bold(verdict(report)),
                *([] if statistics or len(found) <= _FEW else _by_rule(found, style)),
                *filter(None, [fixable(report), stood_before(report), observing(report)]),
                checked(report),
            ],
        ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n" * any(blocks)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    rows = [f"  {safe(text)}" for text in texts]
    return [title, *rows] if rows else []


def _left_out(report: Report, detail: Detail) -> Iterator[list[str]]:
    """The rules that were not evaluated, in one line; with `--verbose`, all of them."""
    if detail is Detail.VERBOSE:
        yield _titled("not evaluated:", (f"{codes}: {why}" for codes, why in unjudged(report)))
        yield _titled("on trust:", report.trusted)
    else:
        yield [safe(text) for text in [unevaluated(report)] if text]


def _by_rule(findings: Sequence[Finding], style: Style) -> list[str]:
    """A table with the number of findings of each rule: the most first, errors before others."""
    severities = list(Severity)
    found = Counter((severities.index(it.severity), it.code, it.name) for it in findings)
    ranked = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    digits = max((len(f"{number:,}") for _, number in ranked), default=0)
    rows = [
        (f"{number:{digits},}", severities[rank].value, code, name)
        for (rank, code, name), number in ranked
    ]
    paint = (str, lambda text: style.severity(Severity(text)), str, str)
    columns = [Column(WIDTH, each) for each in paint]
    return [f"  {line}" for line in table(columns, rows, Pencil())]


def _groups(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """The findings of each file and of each commit's message, in the order of the lines."""
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for finding in findings:
        key = finding.problem.at.path == MESSAGE, subject(finding)
        groups.setdefault(key, []).append(finding)
    return [sorted(group, key=lambda it: it.problem.at) for group in groups.values()]


def _by_file(findings: Iterable[Finding], style: Style, detail: Detail) -> Iterator[list[str]]:
    """A block for each file. Advice that several of its findings share is with the first one."""
    for group in _groups(findings):
        block = [style.bold(subject(group[0]))]
        given: set[tuple[str, str]] = set()
        for finding in group:
            block += [_row(finding, style), *facts_of(finding, style, detail)]
            advice = finding.code, finding.problem.help
            if advice not in given:
                block += advice_on(finding, style, detail)
            given.add(advice)
        yield block


def _inherited(report: Report, style: Style, detail: Detail) -> Iterator[list[str]]:
    """The first inherited findings, in one line each; with `--verbose`, all of them in full."""
    found = inherited(report)
    if detail is Detail.VERBOSE:
        yield from _by_file(found, style, detail)
        return
    for group in _groups(found[:MAX_INHERITED]):
        yield [style.bold(subject(group[0])), *(_row(finding, style) for finding in group)]
    if (more := len(found) - MAX_INHERITED) > 0:
        yield [f"and {more} more that stood before: --verbose shows them"]


def _row(finding: Finding, style: Style) -> str:
    at = finding.problem.at
    return f"  {at.line}:{at.column} {claim(finding, style)}"
