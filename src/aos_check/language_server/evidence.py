"""Finds the evidence of a done task in the history."""

from __future__ import annotations

from aos_check.git import Repository
from aos_check.judging.check_input import CheckInput
from aos_check.judging.overview import overview_of
from aos_check.judging.timeline import with_evidence
from aos_check.language_server.targets import TaskTarget
from aos_check.model.errors import CannotCheckError
from aos_check.model.evidence import Evidence
from aos_check.model.spec import Spec


class EvidenceFinder:
    """Finds evidence. That of the last spec is kept until the spec or HEAD changes."""

    def __init__(self) -> None:
        self._key: tuple[str | None, Spec] | None = None
        self._found: tuple[Evidence, ...] = ()

    def of(self, opened: CheckInput, target: TaskTarget) -> Evidence | None:
        """The evidence of the task; None if it is not done, or without a history."""
        if not target.task.done or opened.top is None:
            return None
        try:
            with Repository.open(opened.top) as repository:
                key = repository.head(), target.spec
        except CannotCheckError:
            return None
        if key != self._key:
            overview = overview_of(opened, opened.top)
            own = [it for it in overview.all_progress if it.spec.path == target.spec.path]
            found = with_evidence(overview._replace(all_progress=own), opened).evidence
            self._key, self._found = key, tuple(found or ())
        return next((it for it in self._found if it.task.at == target.at), None)
