"""Finds the fixes of a report. Each is tried first, on a copy in memory, and brings no finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from aos_check.judging.check_input import CheckInput
from aos_check.judging.fixing.documents import Documents
from aos_check.judging.fixing.edits import edit_for
from aos_check.model.change import PathChange
from aos_check.model.edit import Edit, edited
from aos_check.model.finding import Finding, Fix, FixedFile, Fixes, Report, Severity
from aos_check.model.tree import Overlay, content
from aos_check.reading.page import MAX_BYTES
from aos_check.reading.project import projects_of

MAX_TRIALS = 6
"""The most checks of one run. Findings that are left then have no fix."""

_MAX_CHAIN = 10
"""The most steps in which one fix makes the next one due."""


@dataclass(frozen=True, slots=True)
class _State:
    """The documents after some fixes, and their report."""

    opened: CheckInput
    report: Report
    fixes: Fixes = field(default_factory=Fixes)

    def found(self) -> Counter[object]:
        """The findings, each by its marks."""
        return _marks_of(self.findings())

    def findings(self) -> Iterator[Finding]:
        return (finding for finding in self.report.findings if finding.counts)


def _is_suspect(fix: Fix, left: Sequence[Finding]) -> bool:
    """True if the fix may have brought one of the findings that are left."""
    specs = {finding.spec for finding in left if finding.spec}
    paths = {finding.problem.at.path for finding in left if not finding.spec}
    return fix.finding.spec in specs or fix.edit.path in paths


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

    def find(self, opened: CheckInput, report: Report) -> Fixes:
        """The fixes of the report, and the files after them."""
        state = _State(opened, report)
        tried: set[Edit] = set()
        # One fix can make another one certain.
        while fixes := [it for it in self._fixes(state, state.found()) if it.edit not in tried]:
            tried.update(fix.edit for fix in fixes)
            # An edit may add lines. The last ones come first, so that the others stay in place.
            fixes.sort(key=lambda fix: (fix.edit.path, fix.edit.line))
            state = self._proved(state, fixes[::-1])
        return state.fixes

    def _fixes(self, state: _State, among: Counter[object]) -> list[Fix]:
        documents = Documents(state.opened.tree, state.opened.projects)
        return [
            Fix(finding, edit)
            for finding in state.findings()
            if self._wanted(finding) and any(mark in among for mark in _marks(finding))
            if (edit := edit_for(finding, documents))
        ]

    def _proved(self, state: _State, fixes: Sequence[Fix]) -> _State:
        """The state after those fixes that bring no finding: all together, else in parts."""
        if not fixes:
            return state
        after, left = self._after(state, fixes)
        if after:
            return after
        if len(fixes) == 1:
            return state
        first = [fix for fix in fixes if not _is_suspect(fix, left)]
        if not first or len(first) == len(fixes):
            first = list(fixes[: len(fixes) // 2])
        rest = [fix for fix in fixes if fix not in first]
        return self._proved(self._proved(state, first), rest)

    def _after(
        self, state: _State, fixes: Sequence[Fix]
    ) -> tuple[_State | None, Sequence[Finding]]:
        """The state after the fixes, and after those that they make due.

        If findings are left that no fix removes, these findings and no state.
        """
        allowed = state.found() - _marks_of(fix.finding for fix in fixes)
        now: _State | None = state
        left: list[Finding] = []
        for _ in range(_MAX_CHAIN):
            now = self._edited(now, fixes) if now else None
            if now is None:
                return None, left
            marks = now.found() - allowed
            left = [it for it in now.findings() if any(mark in marks for mark in _marks(it))]
            if not left:
                return now, left
            fixes = self._fixes(now, marks)
            if marks - _marks_of(fix.finding for fix in fixes):
                return None, left
        return None, left

    def _edited(self, state: _State, fixes: Sequence[Fix]) -> _State | None:
        """The state after the fixes alone; None if one is impossible, or after the last trial."""
        files = dict(state.fixes.files)
        edits: dict[str, list[Edit]] = {}
        for fix in fixes:
            edits.setdefault(fix.edit.path, []).append(fix.edit)
        for path, inside in edits.items():
            before = content(state.opened.tree, path, MAX_BYTES) or b""
            after = edited(before, inside)
            if after is None:
                return None
            files[path] = FixedFile(files[path].before if path in files else before, after)
        snapshot = state.opened.snapshot
        if not self._trials or snapshot is None:
            return None
        self._trials -= 1
        overlay = Overlay(snapshot.tree, {path: files[path].after for path in edits})
        changes = [PathChange(path, path) for path in edits]
        later = snapshot.after(overlay, changes, snapshot.witness)
        opened = replace(state.opened.of(overlay, projects_of(later)), snapshot=later)
        return _State(opened, self._check(opened), Fixes((*state.fixes.made, *fixes), files))
