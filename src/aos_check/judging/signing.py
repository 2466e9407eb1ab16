"""Turns drafts into findings: sorted, each with its source line and its fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aos_check.judging.limits import brief
from aos_check.model.finding import Finding, Place, Problem, Severity
from aos_check.model.rule import Rule
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.reading.page import UnreadableFileError, read_text


class PendingFinding(NamedTuple):
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
        """The place of this draft in reading order."""
        return self.problem.at, self.rule.code, self.problem.message, self.commit or ""


def sign(drafts: Iterable[PendingFinding], tree: Tree) -> Iterator[Finding]:
    """Yield the findings in reading order."""
    sources = _Sources(tree)
    alike: Counter[tuple[str, ...]] = Counter()
    for draft in sorted(drafts, key=lambda draft: draft.order):
        source = sources.line(draft.problem.at) if draft.source is None else draft.source
        spec = draft.spec.id if draft.spec else draft.problem.spec
        # Without the line's number: a fingerprint must survive new lines above the finding.
        marks = (
            draft.rule.code,
            draft.problem.at.path,
            spec or "",
            draft.problem.task or "",
            " ".join(source[:_MAX_MARK].split()),
            *([draft.commit] if draft.commit else []),
        )
        yield Finding(
            code=draft.rule.code,
            name=draft.rule.name,
            severity=draft.severity,
            problem=brief(draft.problem),
            spec=spec,
            fingerprint=_digest(*marks, str(alike[marks])),
            commit=draft.commit,
            source=source,
        )
        alike[marks] += 1


_MAX_MARK = 400
"""How much of a line goes into the fingerprint, in characters: it may be as long as a document."""


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
