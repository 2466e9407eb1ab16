"""The `markdown` format: the summary of a CI job, or a comment on a merge request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.model.wording import counted
from aos_check.progress import approval_in_brief
from aos_check.reporters.drawing import Pencil
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.handbook import url
from aos_check.reporters.status import in_short, resting
from aos_check.reporters.summary import (
    checked,
    full_message,
    inherited,
    mark,
    news,
    observing,
    stood_before,
    unjudged,
    verdict,
    waiver,
)

if TYPE_CHECKING:
    from aos_check.progress import SpecProgress

LIMIT = 1024 * 1024
"""The most bytes that GitHub accepts as the summary of a step. It drops a longer one."""

_ROOM_FOR_THE_LAST_LINE = 500
_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}
_HEAD = ("spec", "status", "tasks", "approval", "gate", "roadmap", "next")
_WIDE = 80
"""The most columns of text in a table cell."""


class PageSection(NamedTuple):
    """A part of the page. `noun` names a row. `closing` ends what `opening` begins."""

    opening: str
    rows: Sequence[str]
    noun: str
    closing: str = ""


def as_markdown(report: Report, all_progress: Sequence[SpecProgress], limit: int = LIMIT) -> str:
    """The verdict, the findings of each spec, and the progress of the specs."""
    sections = [
        *_findings(news(report)),
        *_inherited(report),
        *_listed("Waived", list(map(waiver, report.waived)), "waiver"),
        *_listed("Notes", report.notes, "note"),
        *_progress(all_progress),
        *_unjudged(report),
        *_trusted(report),
    ]
    return _fit(_head(report), sections, limit)


def _head(report: Report) -> str:
    severities = {finding.level for finding in news(report)}
    sign = next((_MARKS[each] for each in Severity if each in severities), "✅")
    lines = (f"## {sign} aos-check: {verdict(report)}", checked(report), observing(report))
    return "\n\n".join(line[:1].upper() + line[1:] for line in lines if line) + "\n"


def _findings(found: Sequence[Finding]) -> Iterator[PageSection]:
    """A section for each spec, one for the project's documents, and one for commits."""
    groups: dict[tuple[int, str], list[str]] = {}
    for finding in found:
        groups.setdefault(_group(finding), []).append(f"- {_finding(finding)}\n")
    for (_, title), rows in sorted(groups.items(), key=lambda group: group[0][0]):
        yield PageSection(f"\n### {title}\n\n", rows, "finding")


def _inherited(report: Report) -> Iterator[PageSection]:
    """The findings that stood before the change, folded."""
    rows = [_finding(finding) for finding in inherited(report)]
    yield from _folded(stood_before(report), rows, "inherited finding")


def _folded(summary: str, texts: Sequence[str], noun: str) -> Iterator[PageSection]:
    opening = f"\n<details><summary>{summary}</summary>\n\n"
    if texts:
        yield PageSection(opening, [f"- {text}\n" for text in texts], noun, "\n</details>\n")


def _group(finding: Finding) -> tuple[int, str]:
    """The position and title of the finding's section."""
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
    message = f"{inline(full_message(finding))}{mark(finding) * finding.would_fail}"
    return f"{severity} {rule}{place} {message}<br>help: {help_}"


def _listed(title: str, texts: Sequence[str], noun: str) -> Iterator[PageSection]:
    if texts:
        yield PageSection(f"\n### {title}\n\n", [f"- {inline(text)}\n" for text in texts], noun)


def _progress(all_progress: Sequence[SpecProgress]) -> Iterator[PageSection]:
    """A table of the specs with something to do, and one line for each kind of other spec."""
    rows = [_row(_cells(each)) for each in all_progress if not each.rest]
    if rows:
        head = f"{_row(_HEAD)}|{'---|' * len(_HEAD)}\n"
        yield PageSection(f"\n### Specs\n\n{head}", rows, "spec")
    for line in resting(all_progress):
        yield PageSection("\n", [f"{_short(line, 4 * _WIDE)}\n"], "line")


def _cells(spec_progress: SpecProgress) -> list[str]:
    spec, tasks = spec_progress.spec, spec_progress.tasks
    item, gate = spec_progress.milestone, spec_progress.gate
    return [
        _short(spec_progress.name),
        _short(spec.status.text) if spec.status else "",
        f"{tasks.done}/{tasks.total}" if tasks.total else "none",
        _short(approval_in_brief(spec.approval)),
        _short(gate.title) if gate else "",
        f"{_short(item.title)} ({item.state.value})" if item else "",
        _short(in_short(spec_progress.step)),
    ]


def _short(text: str, columns: int = _WIDE) -> str:
    return inline(Pencil().cut(text, columns))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _unjudged(report: Report) -> Iterator[PageSection]:
    rows = [f"{codes}: {inline(reason)}" for codes, reason in unjudged(report)]
    number = counted(len({rule.code for rule in report.not_evaluated}), "rule")
    yield from _folded(f"Not evaluated: {number}", rows, "unjudged rule")


def _trusted(report: Report) -> Iterator[PageSection]:
    number = counted(len(report.trusted), "setting")
    yield from _folded(f"Taken on trust: {number}", list(map(inline, report.trusted)), "setting")


# The size of the page


def _fit(head: str, sections: Iterable[PageSection], limit: int) -> str:
    """The page in at most `limit` bytes. Its last line counts the rows that do not fit."""
    room = limit - _size(head) - _ROOM_FOR_THE_LAST_LINE
    page, left_out = [head], Counter[str]()
    for section in sections:
        frame = _size(section.opening + section.closing)
        rows = _first_of(section.rows, room - frame)
        left_out[section.noun] += len(section.rows) - len(rows)
        if rows:
            page += [section.opening, *rows, section.closing]
            room -= frame + sum(map(_size, rows))
    missing = [counted(number, noun) for noun, number in left_out.items() if number]
    if missing:
        page.append(f"\nLeft out because of the length: {', '.join(missing)}.\n")
    return "".join(page)


def _first_of(rows: Sequence[str], room: int) -> Sequence[str]:
    """As many of the first rows as fit."""
    for number, row in enumerate(rows):
        room -= _size(row)
        if room < 0:
            return rows[:number]
    return rows


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
