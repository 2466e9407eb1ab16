"""The edit that fixes a finding, by the code of its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aos_check.judging.fixing.back_links import back_link
from aos_check.judging.fixing.documents import Documents
from aos_check.judging.fixing.ticks import leaves_open, ticked
from aos_check.model.edit import Edit
from aos_check.model.finding import Finding
from aos_check.reading.deferral import set_aside


def _tick(finding: Finding, documents: Documents) -> Edit | None:
    """Tick the box on the line of the finding."""
    at = finding.problem.at
    lines = documents.lines(at.path)
    before = lines[at.line - 1] if at.line <= len(lines) else ""
    after = ticked(before, documents.ticks(at.path))
    return Edit(at.path, at.line, before, after) if after else None


def _tick_parent(finding: Finding, documents: Documents) -> Edit | None:
    """Tick a task if everything below it is done.

    One that only has criteria is for its author to tick.
    """
    task = documents.tasks.get(finding.problem.at)
    parts = list(task.walk())[1:] if task else []
    if task is None or not parts or not all(part.done for part in parts):
        return None
    return None if any(map(leaves_open, documents.below(task))) else _tick(finding, documents)


def _tick_milestone(finding: Finding, documents: Documents) -> Edit | None:
    """Tick a roadmap item, unless its text puts it aside or names a spec that does not exist."""
    at = finding.problem.at
    text = documents.milestones[at].text if at in documents.milestones else ""
    if not text or set_aside(text.partition("\n")[0]) or documents.names_missing_spec(text):
        return None
    return _tick(finding, documents)


def _link_back(finding: Finding, documents: Documents) -> Edit | None:
    """Write into the newer decision that it supersedes the older one."""
    problem = finding.problem
    olds = documents.decisions.get(problem.at, [])
    news = [new for it in problem.related for new in documents.decisions.get(it.at, [])]
    if len(olds) != 1 or len(news) != 1:
        return None
    [old], [new] = olds, news
    if documents.namesakes[new.id, new.scheme] > 1:
        return None  # it is not clear which one is meant
    return back_link(new, old, documents.lines(new.at.path))


EDITS: Mapping[str, Callable[[Finding, Documents], Edit | None]] = {
    "ADR004": _link_back,
    "ROAD003": _tick_milestone,
    "ROAD004": _tick_milestone,
    "TASK002": _tick_parent,
}
"""The rules of `FIXABLE`, which a plain check knows without this module."""


def edit_for(finding: Finding, documents: Documents) -> Edit | None:
    """The edit that should fix the finding; None if there is none, or no clear one."""
    fix = EDITS.get(finding.code)
    return fix(finding, documents) if fix and finding.counts else None
