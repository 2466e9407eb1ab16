"""A report as a person reads it: each finding with its line, what to do, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

from aos_check.finding import MESSAGE, Counts, Finding, Report, Severity
from aos_check.reporters.style import Style, safe, width

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
    counting = [finding for finding in report.findings if not finding.baselined]
    blocks = ["\n".join(_finding(finding, style, detail)) for finding in counting]
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
        # A line that begins like a command is one to the machines that run builds.
        return f"./{path}" if path[:1] in {":", "#"} else path
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
        where = waived.commit[:10] or "the commit"
        yield f"  {waived.code} by {where}: {safe(waived.reason)}"


def _not_evaluated(report: Report) -> Iterator[str]:
    """Reasons in the order of their first rule, each with all its rules."""
    codes: dict[str, list[str]] = {}
    for rule in report.not_evaluated:
        codes.setdefault(rule.reason, []).append(rule.code)
    yield "not evaluated:"
    for reason, rules in codes.items():
        yield f"  {', '.join(_runs(rules))}: {safe(reason)}"


def _runs(codes: Sequence[str]) -> Iterator[str]:
    """Codes in their order, those that follow one another as one: GIT001-008."""
    first = last = ""
    for code in [*codes, ""]:
        follows = code[:-3] == last[:-3] and code[-3:].isdigit() and last[-3:].isdigit()
        if last and not (follows and int(code[-3:]) == int(last[-3:]) + 1):
            yield first if first == last else f"{first}-{last[-3:]}"
            first = ""
        first, last = first or code, code


def _summary(report: Report, style: Style) -> Iterator[str]:
    counting = [finding for finding in report.findings if not finding.baselined]
    found = Counter(finding.severity for finding in counting)
    counts = [_counted(found[severity], severity.value) for severity in Severity if found[severity]]
    verdict = f"{', '.join(counts)}{_among(counting)}" if counts else "no problems found"
    if old := len(report.findings) - len(counting):
        verdict += f", {old} more in the baseline"
    yield style.bold(verdict)
    yield f"checked {_checked(report.checked)}"


def _among(findings: Sequence[Finding]) -> str:
    """In how many files and commit messages they stand."""
    files = {it.problem.at.path for it in findings} - {MESSAGE}
    messages = {it.commit for it in findings if it.problem.at.path == MESSAGE}
    parts = [_counted(len(files), "file")] if files else []
    parts += [_counted(len(messages), "commit message")] if messages else []
    return f" in {' and '.join(parts)}"


def _checked(counts: Counts) -> str:
    """What was looked at, in words."""
    parts = [_counted(counts.specs, "spec"), _counted(counts.tasks, "task")]
    parts.append(_counted(counts.decisions, "decision"))
    if counts.commits:
        parts.append(_counted(counts.commits, "commit"))
    return f"{_counted(counts.projects, 'project')}: {', '.join(parts)}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
