"""What a report says beside its findings: the verdict, the counts, what was not evaluated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aos_check.model.finding import MESSAGE, Finding, Report, Severity, Waived
from aos_check.model.wording import counted

SHORT_ID = 10
"""How much of a commit's id is shown."""


def problems(report: Report) -> list[Finding]:
    """The findings that count: what stands in the baseline is no problem."""
    return [finding for finding in report.findings if not finding.baselined]


def said(finding: Finding) -> str:
    """The message, and whose it is where it is about a commit."""
    message = finding.problem.message
    if finding.commit:
        short = finding.commit[:SHORT_ID]
        return message if short in message else f"commit {short}: {message}"
    return f"commit message: {message}" if finding.problem.at.path == MESSAGE else message


def verdict(report: Report) -> str:
    """How many problems there are, by severity; nothing in it comes from the input."""
    counting = problems(report)
    found = Counter(finding.severity for finding in counting)
    counts = [counted(found[severity], severity.value) for severity in Severity if found[severity]]
    text = f"{', '.join(counts)}{_among(counting)}" if counts else "no problems found"
    old = len(report.findings) - len(counting)
    return f"{text}, {old} more in the baseline" if old else text


def _among(findings: Sequence[Finding]) -> str:
    """In how many files and commit messages they stand."""
    files = {it.problem.at.path for it in findings} - {MESSAGE}
    messages = {it.commit for it in findings if it.problem.at.path == MESSAGE}
    parts = [counted(len(files), "file")] if files else []
    parts += [counted(len(messages), "commit message")] if messages else []
    return f" in {' and '.join(parts)}"


def checked(report: Report) -> str:
    """What was looked at; nothing in it comes from the input."""
    counts = report.checked
    parts = [counted(counts.specs, "spec"), counted(counts.tasks, "task")]
    parts.append(counted(counts.decisions, "decision"))
    if counts.commits:
        parts.append(counted(counts.commits, "commit"))
    return f"checked {counted(counts.projects, 'project')}: {', '.join(parts)}"


def waiver(waived: Waived) -> str:
    """What was waived, by which commit and why."""
    where = waived.commit[:SHORT_ID] or "the commit"
    return f"{waived.code} by {where}: {waived.reason}"


def unjudged(report: Report) -> Iterator[tuple[str, str]]:
    """The rules that were not evaluated and why: each reason once, in the order of its first."""
    codes: dict[str, list[str]] = {}
    for rule in report.not_evaluated:
        codes.setdefault(rule.reason, []).append(rule.code)
    for reason, rules in codes.items():
        yield ", ".join(_runs(rules)), reason


def _runs(codes: Sequence[str]) -> Iterator[str]:
    """Codes in their order, those that follow one another as one: GIT001-008."""
    first = last = ""
    for code in [*codes, ""]:
        follows = code[:-3] == last[:-3] and code[-3:].isdigit() and last[-3:].isdigit()
        if last and not (follows and int(code[-3:]) == int(last[-3:]) + 1):
            yield first if first == last else f"{first}-{last[-3:]}"
            first = ""
        first, last = first or code, code
