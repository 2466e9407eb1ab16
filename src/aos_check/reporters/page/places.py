"""Links to commits and lines on the forge of the remote."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.history.timeline.record import Timeline
from aos_check.model.finding import Place


class Places(NamedTuple):
    """Makes the links; each is None if the remote, the commit or the line is not known there."""

    timeline: Timeline

    def commit(self, commit: str) -> str | None:
        """The page of a commit."""
        forge = self.timeline.forge
        return forge.commit_url(commit) if forge else None

    def line(self, place: Place) -> str | None:
        """The page of a line, unless its document has changes that are not committed."""
        timeline = self.timeline
        if timeline.forge is None or timeline.head is None or place.path in timeline.differing:
            return None
        return timeline.forge.line_url(place.path, place.line, timeline.head.id)
