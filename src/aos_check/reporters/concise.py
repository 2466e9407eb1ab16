"""The `concise` format: one line for each finding, for `grep`, editors and agents."""

from __future__ import annotations

from aos_check.model.finding import Finding, Report
from aos_check.reporters.finding_text import Detail, claim
from aos_check.reporters.style import Style, safe
from aos_check.reporters.summary import news, stood_before, subject, unevaluated, unjudged, verdict


def as_concise(report: Report, style: Style | None = None, detail: Detail = Detail.NORMAL) -> str:
    """The new findings as `path:line:column: severity CODE name: message`, and the verdict."""
    style = style or Style()
    lines = [_line(finding, style) for finding in news(report)]
    if detail is Detail.VERBOSE:
        lines += [safe(f"not evaluated: {codes}: {reason}") for codes, reason in unjudged(report)]
    elif detail is Detail.NORMAL:
        lines.append(safe(unevaluated(report)))
    if detail is not Detail.QUIET:
        lines += [style.bold(verdict(report)), stood_before(report)]
    return "".join(f"{line}\n" for line in lines if line)


def _line(finding: Finding, style: Style) -> str:
    at = finding.problem.at
    place = style.bold(f"{subject(finding)}:{at.line}:{at.column}:")
    return f"{place} {claim(finding, style)}"
