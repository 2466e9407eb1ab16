"""Finds the fixes of a report. Each is tried first, on a copy in memory, and brings no finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aos_check.judging.check_input import CheckInput
from aos_check.judging.fixing.documents import Documents
from aos_check.judging.fixing.edits import edit_for
from aos_check.model.change import PathChange
from aos_check.model.edit import edited
from aos_check.model.finding import Finding, Fix, Report, Severity
from aos_check.model.tree import Overlay, content
from aos_check.reading.page import MAX_BYTES

MAX_TRIALS = 60
"""The most checks of one run. Findings that are left then have no fix."""

_MAX_CHAIN = 10
"""The most steps in which one fix makes the next one due."""


@dataclass(frozen=True, slots=True)
class _State:
    """The documents after some fixes, and their report."""

    opened: CheckInput
    report: Report
    files: Mapping[str, bytes]
    fixes: tuple[Fix, ...] = ()

    def found(self) -> Counter[object]:
        """The findings, each by its marks."""
        return _marks_of(self.findings())

    def findings(self) -> Iterator[Finding]:
        return (finding for finding in self.report.findings if finding.counts)


def _marks_of(findings: Iterable[Finding]) -> Counter[object]:
    return Counter(mark for finding in findings for mark in _marks(finding))


def _marks(finding: Finding) -> Iterator[object]:
    """What a finding keeps when its line is edited, for its severity and each lower one.

    So a finding that becomes milder is not new. The message may count the tasks that are done.
    """
    severities = list(Severity)
    problem = finding.problem
    for severity in severities[severities.index(finding.severity) :]:
        yield finding.code, severity, problem.at.path, finding.spec, problem.task


class FixFinder:
    """Finds fixes. `check` makes the report of some documents, and `wanted` says what to fix."""

    def __init__(
        self, check: Callable[[CheckInput], Report], wanted: Callable[[Finding], bool]
    ) -> None:
        self._check = check
        self._wanted = wanted
        self._trials = MAX_TRIALS

    def find(self, opened: CheckInput, report: Report) -> tuple[Fix, ...]:
        """The fixes of the report, in the order in which to make them."""
        state = _State(opened, report, {})
        fixes = self._fixes(state, state.found())
        # An edit may add lines. The last ones come first, so that the others stay in place.
        fixes.sort(key=lambda fix: (fix.edit.path, -fix.edit.line))
        return self._proved(state, fixes).fixes

    def _fixes(self, state: _State, among: Counter[object]) -> list[Fix]:
        documents = Documents(state.opened.tree, state.opened.projects)
        return [
            Fix(finding, edit)
            for finding in state.findings()
            if self._wanted(finding) and any(mark in among for mark in _marks(finding))
            if (edit := edit_for(finding, documents))
        ]

    def _proved(self, state: _State, fixes: Sequence[Fix]) -> _State:
        """The state after those fixes that bring no finding: all together, else half by half."""
        if not fixes:
            return state
        if after := self._after(state, fixes):
            return after
        if len(fixes) == 1:
            return state
        half = len(fixes) // 2
        return self._proved(self._proved(state, fixes[:half]), fixes[half:])

    def _after(self, state: _State, fixes: Sequence[Fix]) -> _State | None:
        """The state after the fixes, and those that they make due; None if a finding is left."""
        allowed = state.found() - _marks_of(fix.finding for fix in fixes)
        now: _State | None = state
        for _ in range(_MAX_CHAIN):
            now = self._edited(now, fixes) if now else None
            if now is None:
                return None
            left = now.found() - allowed
            if not left:
                return now
            fixes = self._fixes(now, left)
            if left - _marks_of(fix.finding for fix in fixes):
                return None
        return None

    def _edited(self, state: _State, fixes: Sequence[Fix]) -> _State | None:
        """The state after the fixes alone; None if one is impossible, or after the last trial."""
        tree, files = state.opened.tree, dict(state.files)
        for path in {fix.edit.path for fix in fixes}:
            edits = [fix.edit for fix in fixes if fix.edit.path == path]
            after = edited(content(tree, path, MAX_BYTES) or b"", edits)
            if after is None:
                return None
            files[path] = after
        if not self._trials or state.opened.amended is None:
            return None
        self._trials -= 1
        overlay = Overlay(state.opened.tree, files)
        projects = state.opened.amended(overlay, [PathChange(path, path) for path in files])
        opened = state.opened.of(overlay, projects)
        return _State(opened, self._check(opened), files, (*state.fixes, *fixes))
