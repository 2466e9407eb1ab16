"""For every rule, its flagged example and the edit or command that its help line asks for."""

from __future__ import annotations

from tests.rules.remedies import commits, decisions, documents, roadmaps, specs, tasks

REMEDIES = (
    *decisions.REMEDIES,
    *documents.REMEDIES,
    *commits.REMEDIES,
    *roadmaps.REMEDIES,
    *specs.REMEDIES,
    *tasks.REMEDIES,
)
