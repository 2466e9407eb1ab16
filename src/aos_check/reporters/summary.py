"""The texts, counts and places that several formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aos_check.model.finding import MESSAGE, Finding, Place, Report, Severity, Waived
from aos_check.model.wording import counted, listed
from aos_check.reporters.style import safe

SHORT_ID = 10
"""The characters of a commit id to show."""

MESSAGE_FILE = "COMMIT_EDITMSG"
"""The file to name for a finding in a commit message.

GitHub's code scanning refuses a whole upload if one result has no file. GitLab and reviewdog
silently drop such a result. Git writes commit messages to a file of this name, which no repository
contains, so the platform shows no unrelated source. The text of the finding names the commit.
"""


def mark(finding: Finding) -> str:
    """The marks of a finding that stood before the change, would fail or can be fixed; or ""."""
    marks = {
        "inherited": finding.inherited,
        "would fail": finding.would_fail,
        "fixable": finding.fixable,
    }
    words = ", ".join(word for word, holds in marks.items() if holds)
    return f" ({words})" if words else ""


def problems(report: Report) -> list[Finding]:
    """The findings that are not in the baseline, the new ones before the inherited ones."""
    return [finding for finding in report.findings if not finding.baselined]


def news(report: Report) -> list[Finding]:
    """The findings that the change answers for."""
    return [finding for finding in report.findings if finding.counts]


def inherited(report: Report) -> list[Finding]:
    """The findings that stood before the change."""
    return [finding for finding in problems(report) if finding.inherited]


def subject(finding: Finding) -> str:
    """The file with the finding, or the commit if the finding is in its message."""
    path = finding.problem.at.path
    if path != MESSAGE:
        return path
    return f"commit {finding.commit[:SHORT_ID]}" if finding.commit else "commit message"


def full_message(finding: Finding) -> str:
    """The message, with the id of the commit that it is about."""
    message = finding.problem.message
    if finding.commit:
        short = finding.commit[:SHORT_ID]
        return message if short in message else f"commit {short}: {message}"
    return f"commit message: {message}" if finding.problem.at.path == MESSAGE else message


def placed(at: Place) -> str:
    """A place in the form that editors open: `path:line`."""
    return f"{at.path}:{at.line}"


def verdict(report: Report) -> str:
    """The number of problems by severity. Of the input, it names only the paths of the command."""
    counting = news(report)
    found = Counter(finding.severity for finding in counting)
    counts = [counted(found[severity], severity.value) for severity in Severity if found[severity]]
    none = "no new problems found" if inherited(report) else "no problems found"
    where = f" in {safe(listed(report.paths))}" if report.paths else ""
    text = f"{', '.join(counts)}{where or _among(counting)}" if counts else f"{none}{where}"
    old = sum(finding.baselined for finding in report.findings)
    return f"{text}, {old} more in the baseline" if old else text


def stood_before(report: Report) -> str:
    """The number of inherited findings in a sentence; "" if there are none."""
    number = len(inherited(report))
    return f"{counted(number, 'finding')} stood before this change" if number else ""


def fixable(report: Report) -> str:
    """The number of findings that can be fixed, and the command, in a sentence; or ""."""
    number = sum(finding.fixable for finding in report.findings)
    which = "it" if number == len(news(report)) == 1 else f"{number} of them"
    return f"{which} can be fixed: aos-check check --fix" if number else ""


def observing(report: Report) -> str:
    """The number of findings that only observation keeps from failing, in a sentence; or ""."""
    if not report.observing:
        return ""
    number = sum(finding.would_fail for finding in report.findings)
    return f"observing since {report.observing}: {counted(number, 'finding')} would have failed"


def _among(findings: Sequence[Finding]) -> str:
    """The number of files and commit messages that the findings are in."""
    files = {it.problem.at.path for it in findings} - {MESSAGE}
    messages = {it.commit for it in findings if it.problem.at.path == MESSAGE}
    numbers = ((len(files), "file"), (len(messages), "commit message"))
    return f" in {' and '.join(counted(number, noun) for number, noun in numbers if number)}"


def checked(report: Report) -> str:
    """The number of projects, specs, tasks and so on. It contains no text from the input."""
    projects, *rest = [
        counted(number, noun.removesuffix("s").replace("_", " "))
        for noun, number in report.checked._asdict().items()
        if number or not noun.endswith("commits")
    ]
    return f"checked {projects}: {', '.join(rest)}"


def waiver(waived: Waived) -> str:
    """The waived rule, the commit that waives it, and the reason."""
    where = waived.commit[:SHORT_ID] or "the commit"
    return f"{waived.code} by {where}: {waived.reason}"


def unevaluated(report: Report) -> str:
    """The rules that apply but were not evaluated, in one line; "" if there are none."""
    applying = replace(report, not_evaluated=tuple(it for it in report.not_evaluated if it.applies))
    rows = list(unjudged(applying))
    if len(rows) == 1:
        return f"not evaluated: {': '.join(rows[0])}"
    number = len({it.code for it in applying.not_evaluated})
    were = counted(number, "rule was", "rules were")
    return f"{were} not evaluated: --verbose lists them" if rows else ""


def unjudged(report: Report) -> Iterator[tuple[str, str]]:
    """The codes of the rules that were not evaluated, as a short text, with the reason."""
    for reason, codes in unjudged_codes(report).items():
        yield ", ".join(_runs(codes)), reason


def unjudged_codes(report: Report) -> dict[str, list[str]]:
    """The codes of the rules that were not evaluated, by reason."""
    codes: dict[str, list[str]] = {}
    for rule in report.not_evaluated:
        codes.setdefault(rule.reason, []).append(rule.code)
    return codes


def _runs(codes: Sequence[str]) -> Iterator[str]:
    """The codes in order, with consecutive ones joined: GIT001-008."""
    first = last = ""
    for code in [*codes, ""]:
        follows = code[:-3] == last[:-3] and code[-3:].isdigit() and last[-3:].isdigit()
        if last and not (follows and int(code[-3:]) == int(last[-3:]) + 1):
            yield first if first == last else f"{first}-{last[-3:]}"
            first = ""
        first, last = first or code, code


# For formats that require a file, a span of text and an identity


def file_at(place: Place) -> str:
    """The path of the file."""
    return MESSAGE_FILE if place.path == MESSAGE else place.path


def end_column(finding: Finding) -> int:
    """The column after the end of the finding's line, or after its start if that is later."""
    return max(len(finding.source.rstrip()), finding.problem.at.column) + 1


def identities(findings: Iterable[Finding]) -> Iterator[str]:
    """A unique id for each finding: its fingerprint and a number."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield f"{finding.fingerprint}:{seen[finding.fingerprint]}"
