"""Links to commits and lines on the forge of the remote."""

from __future__ import annotations

from aos_check.model.finding import Place
from aos_check.reporters.page.model import PageFacts


class ForgeLinks:
    """Makes the links; each is None if the remote, the commit or the line is not known there."""

    def __init__(self, facts: PageFacts) -> None:
        self._timeline = facts.timeline
        self._committed = {
            path
            for project in facts.overview.projects
            for path in (
                *(document.path for document in project.all_documents()),
                *(decision.at.path for decision in project.decisions),
            )
        }.difference(facts.timeline.differing)

    def commit(self, commit: str) -> str | None:
        """The page of a commit."""
        forge = self._timeline.forge
        return forge.commit_url(commit) if forge else None

    def line(self, place: Place) -> str | None:
        """The page of a line in a document that is as in the last commit."""
        forge, head = self._timeline.forge, self._timeline.head
        if forge is None or head is None or place.path not in self._committed:
            return None
        return forge.line_url(place.path, place.line, head.id)
