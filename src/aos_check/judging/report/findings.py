"""Findings: sorted, each with its source line and its fingerprint, and limited in number."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from aos_check.model.finding import Finding, Place, Problem, Report, Severity, Unjudged
from aos_check.model.rule import Rule
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.model.wording import counted, shortened
from aos_check.reading.page import UnreadableFileError, read_text

MAX_ALIKE = 200
"""The most findings of one rule that are listed for one document."""

_MAX_SOURCE = 400
"""The characters of a line that go into a fingerprint; a line may be as long as a document."""


_NUMBER = re.compile(r"\d+")


class Draft(NamedTuple):
    """A problem that becomes a finding unless something silences it.

    `commit` is the id of the commit concerned. `source` is the line of its message; None for a
    problem in a file.
    """

    rule: Rule
    problem: Problem
    severity: Severity
    spec: Spec | None
    commit: str | None = None
    source: str | None = None

    @property
    def order(self) -> tuple[Place, str, str, str]:
        """The sort key for reading order."""
        return self.problem.at, self.rule.code, self.problem.message, self.commit or ""


def findings_of(drafts: Iterable[Draft], tree: Tree) -> Iterator[Finding]:
    """Yield the findings in reading order."""
    sources = _Sources(tree)
    alike: Counter[str] = Counter()
    for draft in sorted(drafts, key=lambda draft: draft.order):
        source = sources.line(draft.problem.at) if draft.source is None else draft.source
        likeness = _digest(*_marks(draft, source))
        yield Finding(
            code=draft.rule.code,
            name=draft.rule.name,
            severity=draft.severity,
            problem=_shortened(draft.problem),
            spec=draft.spec.id if draft.spec else draft.problem.spec,
            fingerprint=_digest(likeness, str(alike[likeness])),
            commit=draft.commit,
            source=source,
            likeness=likeness,
        )
        alike[likeness] += 1


def _marks(draft: Draft, source: str) -> Sequence[str]:
    """What a finding keeps when its file moves, tasks are renumbered, or lines are added above."""
    problem = draft.problem
    if problem.key:
        return draft.rule.code, problem.key
    # At the title of a file or the place of a spec, the problem is not with that line.
    at_spec = draft.spec and problem.at == draft.spec.at and not problem.task
    line = "" if at_spec or (problem.at.line == 1 and source.startswith("# ")) else source
    return (
        draft.rule.code,
        draft.spec.slug if draft.spec else problem.spec or "",
        " ".join(_NUMBER.sub("", line[:_MAX_SOURCE]).split()),
        draft.commit or "",
    )


def limited(report: Report) -> Report:
    """Return the report with at most MAX_ALIKE findings of one rule in one document.

    The most severe ones stay, so the outcome of the run is the same.
    """
    groups: dict[tuple[str, str, object], list[tuple[int, Finding]]] = defaultdict(list)
    for position, finding in enumerate(report.findings):
        group = finding.code, finding.problem.at.path, (finding.baselined, finding.inherited)
        groups[group].append((position, finding))
    kept: list[tuple[int, Finding]] = []
    unlisted: list[Unjudged] = []
    severities = list(Severity)
    for (code, path, _), alike in groups.items():
        kept += sorted(alike, key=lambda each: severities.index(each[1].severity))[:MAX_ALIKE]
        if (more := len(alike) - MAX_ALIKE) > 0:
            where = f"in {path or 'commit messages'} {'is' if more == 1 else 'are'} not listed"
            unlisted.append(Unjudged(code, f"{counted(more, 'more finding')} {where}"))
    return replace(
        report,
        findings=tuple(finding for _, finding in sorted(kept, key=lambda each: each[0])),
        not_evaluated=tuple(sorted({*report.not_evaluated, *unlisted})),
    )


def _shortened(problem: Problem) -> Problem:
    """Return the problem with its sentences shortened: the text they quote may have any length."""
    related = (other._replace(message=shortened(other.message)) for other in problem.related)
    return problem._replace(
        message=shortened(problem.message), help=shortened(problem.help), related=tuple(related)
    )


def _digest(*marks: str) -> str:
    return hashlib.sha256("\0".join(marks).encode("utf-8", "surrogatepass")).hexdigest()[:20]


class _Sources:
    """The source lines of findings."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files: dict[str, list[str]] = {}

    def line(self, at: Place) -> str:
        """Return the line as written; "" if there is none to show."""
        if at.path not in self._files:
            try:
                self._files[at.path] = read_text(self._tree, at.path).split("\n")
            except UnreadableFileError:
                self._files[at.path] = []
        lines = self._files[at.path]
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""
