"""The platforms that run CI: what each says of the event, and of the commits to judge."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.ci import github, gitlab
from aos_check.ci.event import CIEvent, CIEventKind

__all__ = ["PLATFORMS", "CIEvent", "CIEventKind", "event_of"]

PLATFORMS = (github, gitlab)


def event_of(environment: Mapping[str, str]) -> CIEvent | None:
    """The event that CI runs for; None on no known platform. Raises CannotCheckError."""
    here = next((each for each in PLATFORMS if each.runs(environment)), None)
    return here.event_of(environment) if here else None
