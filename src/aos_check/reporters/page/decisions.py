"""Decisions on the page: those in force, and what became of the others."""

from __future__ import annotations

from datetime import date

from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.wording import shortened
from aos_check.reporters.page import signs
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.model import Chip, DecisionsView, DecisionView
from aos_check.reporters.page.words import full

_MOST = 300
"""How many decisions of a kind are listed."""


def decisions(facts: PageFacts) -> DecisionsView:
    """The decisions of all projects: accepted ones that none supersedes are in force."""
    every = [each for project in facts.overview.projects for each in project.decisions]
    in_force = [_view(each) for each in every if is_in_force(each)]
    others = [_view(each) for each in every if not is_in_force(each)]
    more = max(len(in_force) - _MOST, 0) + max(len(others) - _MOST, 0)
    return DecisionsView(tuple(in_force[:_MOST]), tuple(others[:_MOST]), more)


def is_in_force(decision: Decision) -> bool:
    """True for what was accepted, and that no other decision has taken the place of."""
    return decision.status is DecisionStatus.ACCEPTED and not decision.superseded_by


def _day(text: str) -> str:
    """The date in words; a year and month stay as they are written."""
    try:
        return full(date.fromisoformat(text))
    except ValueError:
        return shortened(text, 20)


def _view(decision: Decision) -> DecisionView:
    chip = signs.of_decision(decision.status)
    if decision.status in (DecisionStatus.OTHER, DecisionStatus.NONE) and decision.status_text:
        chip = Chip(chip.tone, shortened(decision.status_text, 60))
    return DecisionView(
        id=shortened(decision.id, 60),
        title=shortened(decision.title, 160),
        day=_day(decision.date or ""),
        chip=chip,
        place=signs.placed(decision.at),
        successor=shortened(decision.superseded_by or "", 60),
    )
