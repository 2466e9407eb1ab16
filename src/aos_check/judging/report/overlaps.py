"""One defect, one finding: of two rules that see the same defect, the more specific reports it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from aos_check.judging.report.findings import Draft


class Overlap(NamedTuple):
    """Two rules that may report one defect: a finding of the rule `by` silences `silenced`.

    Findings are about the same defect if they concern the same spec and, as `about` says, also the
    same task or the same related places; or if they are on the same line; or if they are about the
    same commit and of the same form. With `weak`, only that form of the rule is silenced. Without
    `silenced`, all other rules are.
    """

    silenced: str | None
    by: str
    about: Literal["spec", "task", "places", "line", "commit"] = "spec"
    weak: bool | None = None

    def may_silence(self, code: str) -> bool:
        """True if a finding of the rule `by` may silence one of the rule with this code."""
        return code == self.silenced if self.silenced else code != self.by


OVERLAPS = (
    Overlap(None, "DOC008"),
    Overlap("GATE004", "GATE005"),
    Overlap("GATE005", "GIT004"),
    Overlap("GIT001", "GIT009", about="commit"),
    Overlap("ROAD003", "ROAD004", about="line"),
    Overlap("SPEC002", "SPEC012"),
    Overlap("SPEC004", "GIT004"),
    Overlap("SPEC004", "SPEC005"),
    Overlap("SPEC004", "SPEC006"),
    Overlap("SPEC010", "SPEC004"),
    Overlap("SPEC007", "SPEC004", weak=True),
    Overlap("SPEC007", "SPEC010", about="places"),
    Overlap("SPEC007", "SPEC010", weak=True),
    Overlap("TASK009", "TASK001", about="task"),
)
"""Applied in this order: a finding that one row silenced silences nothing in a later row."""


def one_per_defect(drafts: Iterable[Draft], asked: Collection[str]) -> list[Draft]:
    """Return the drafts that no other one silences. Rules in `asked` are never silenced."""
    left = list(drafts)
    for overlap in OVERLAPS:
        reported = {_defect(draft, overlap) for draft in left if draft.rule.code == overlap.by}
        left = [
            draft
            for draft in left
            if not overlap.may_silence(draft.rule.code)
            or draft.rule.code in asked
            or overlap.weak not in {None, draft.problem.weak}
            or _defect(draft, overlap) not in reported
        ]
    return left


def _defect(draft: Draft, overlap: Overlap) -> object:
    """A value that two drafts share when they are about one defect."""
    if overlap.about == "line":
        return draft.problem.at
    if overlap.about == "commit":
        return draft.commit, draft.problem.weak
    if draft.spec is None:
        return object()  # an unknown spec equals no other
    within: object = None
    if overlap.about == "task":
        within = draft.problem.task
    elif overlap.about == "places":
        within = frozenset(related.at for related in draft.problem.related)
    return draft.spec.path, within
