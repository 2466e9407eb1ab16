"""Collects the facts of the page of a repository."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aos_check.git import find_top
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.overview import overview_of
from aos_check.judging.request import CheckRequest
from aos_check.judging.timeline import timeline_of
from aos_check.reporters.page.model import PageFacts

_NO_CHANGE = "the page checks only documents; `aos-check check --range` checks commits"


def facts_of(request: CheckRequest, title: str | None = None) -> PageFacts:
    """The facts of the documents in a worktree, and of the history up to HEAD."""
    opened = open_projects(request)
    unjudged = dict.fromkeys(opened.subject.unjudged, _NO_CHANGE)
    opened = replace(opened, subject=replace(opened.subject, unjudged=unjudged))
    found = judge(opened)
    here = Path.cwd().resolve()
    folder = (here / request.root).resolve() if request.root else find_top(here) or here
    timeline = timeline_of(opened, found)
    known = timeline.forge.name if timeline.forge else folder.name
    overview = overview_of(opened, request.root)
    return PageFacts(title or known or "this project", found, overview, timeline)
