"""The edit that fixes a finding, by the code of its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aos_check.judging.fixing.back_links import back_link
from aos_check.judging.fixing.documents import Documents
from aos_check.judging.fixing.ticks import ticked
from aos_check.model.edit import Edit
from aos_check.model.finding import Finding


def _tick(finding: Finding, documents: Documents) -> Edit | None:
    """Tick the box on the line of the finding."""
    at = finding.problem.at
    lines = documents.lines(at.path)
    before = lines[at.line - 1] if at.line <= len(lines) else ""
    after = ticked(before, documents.ticks(at.path))
    return Edit(at.path, at.line, before, after) if after else None


def _tick_parent(finding: Finding, documents: Documents) -> Edit | None:
    """Tick a task with done subtasks. One that only has criteria is for its author to tick."""
    task = documents.tasks.get(finding.problem.at)
    if task and task.subtasks and all(part.done for part in task.subtasks):
        return _tick(finding, documents)
    return None


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


_FIXES: Mapping[str, Callable[[Finding, Documents], Edit | None]] = {
    "ADR004": _link_back,
    "ROAD003": _tick,
    "ROAD004": _tick,
    "TASK002": _tick_parent,
}


def edit_for(finding: Finding, documents: Documents) -> Edit | None:
    """The edit that should fix the finding; None if there is none, or no clear one."""
    fix = _FIXES.get(finding.code)
    return fix(finding, documents) if fix and finding.counts else None
