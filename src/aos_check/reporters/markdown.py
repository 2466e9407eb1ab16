"""A report as a page of Markdown: the summary of a CI job, or a comment on a merge request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.model.wording import counted
from aos_check.progress import approval_in_brief
from aos_check.reporters.cutting import ReportSection, cut
from aos_check.reporters.drawing import Pencil
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.handbook import url
from aos_check.reporters.status import in_short
from aos_check.reporters.summary import checked, problems, said, unjudged, verdict, waiver

if TYPE_CHECKING:
    from aos_check.progress import SpecProgress

LIMIT = 1024 * 1024
"""How many bytes GitHub takes as the summary of a step; of more it shows nothing."""

_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}
_HEAD = ("spec", "status", "tasks", "approval", "gate", "roadmap", "next")
_WIDE = 80
"""How many columns of what a document says go into a cell."""


def as_markdown(report: Report, all_progress: Sequence[SpecProgress], limit: int = LIMIT) -> str:
    """The report: a verdict, the findings of each spec, and where the specs stand."""
    sections = [
        *_findings(problems(report)),
        *_listed("Waived", [waiver(each) for each in report.waived], "waiver"),
        *_listed("Notes", report.notes, "note"),
        *_standing(all_progress),
        *_unjudged(report),
    ]
    return cut(_head(report), sections, limit)


def _head(report: Report) -> str:
    severities = {finding.severity for finding in problems(report)}
    mark = next((_MARKS[each] for each in Severity if each in severities), "✅")
    return f"## {mark} aos-check: {verdict(report)}\n\n{checked(report).capitalize()}\n"


def _findings(found: Sequence[Finding]) -> Iterator[ReportSection]:
    """A section for each spec, then what belongs to none."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in found:
        groups.setdefault(_group(finding), []).append(finding)
    for (_, title), findings in sorted(groups.items(), key=lambda group: group[0][0]):
        rows = [f"- {_finding(finding)}\n" for finding in findings]
        yield ReportSection(f"\n### {title}\n\n", rows, "finding")


def _group(finding: Finding) -> tuple[int, str]:
    """The title that a finding stands under; specs come first, commits last."""
    if finding.spec:
        return 0, inline(finding.spec)
    return (2, "Commits") if finding.problem.at.path == MESSAGE else (1, "Project documents")


def _finding(finding: Finding) -> str:
    at = finding.problem.at
    place = f" {code(f'{at.path}:{at.line}')}" if at.path != MESSAGE else ""
    address = url(finding.code, finding.name)
    rule = f"[{finding.code}]({address})" if address else finding.code
    severity = f"{_MARKS[finding.severity]} **{finding.severity.value}**"
    help_ = inline(finding.problem.help)
    return f"{severity} {rule}{place} {inline(said(finding))}<br>help: {help_}"


def _listed(title: str, texts: Sequence[str], noun: str) -> Iterator[ReportSection]:
    if texts:
        yield ReportSection(f"\n### {title}\n\n", [f"- {inline(text)}\n" for text in texts], noun)


def _standing(all_progress: Sequence[SpecProgress]) -> Iterator[ReportSection]:
    """A row for each spec that asks for something, and a line for those at rest."""
    rows = [_row(_cells(each)) for each in all_progress if not each.rest]
    if rows:
        rule = "|" + "---|" * len(_HEAD)
        title = f"\n### Where the specs stand\n\n{_row(_HEAD)}{rule}\n"
        yield ReportSection(title, rows, "spec")
    for rest in dict.fromkeys(each.rest for each in all_progress if each.rest):
        names = [each.name for each in all_progress if each.rest == rest]
        line = f"{len(names)} {rest}: {_short(', '.join(names), 4 * _WIDE)}\n"
        yield ReportSection("\n", [line], "line")


def _cells(spec_progress: SpecProgress) -> list[str]:
    spec, progress = spec_progress.spec, spec_progress.tasks
    item, gate = spec_progress.milestone, spec_progress.gate
    done = f"{progress.done}/{progress.total}" if progress.total else "none"
    return [
        _short(spec_progress.name),
        _short(spec.status.text) if spec.status else "",
        done,
        _short(approval_in_brief(spec.approval)),
        _short(gate.title) if gate else "",
        f"{_short(item.title)} ({item.state.value})" if item else "",
        _short(in_short(spec_progress.step)),
    ]


def _short(text: str, columns: int = _WIDE) -> str:
    return inline(Pencil().cut(text, columns))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _unjudged(report: Report) -> Iterator[ReportSection]:
    rows = [f"- {codes}: {inline(reason)}\n" for codes, reason in unjudged(report)]
    number = counted(len({rule.code for rule in report.not_evaluated}), "rule")
    opening = f"\n<details><summary>Not evaluated: {number}</summary>\n\n"
    if rows:
        yield ReportSection(opening, rows, "unjudged rule", "\n</details>\n")
