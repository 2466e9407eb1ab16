"""A session of an agent: what it is told as it begins, and what is asked of it before it stops.

What is kept of a session lies in the user's folder for caches, and goes after two weeks.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import Any

from aos_check.agent_hook.coverage import is_document
from aos_check.agent_hook.facts_cache import (
    RepositoryFacts,
    cache_folder,
    key_of,
    read_json,
    write_json,
)
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict

_KEPT = 14 * 24 * 3600
"""How long a session is remembered, in seconds."""


def decide(event: Event, repo: RepositoryRoot, facts: RepositoryFacts) -> HookAnswer:
    """What is said as a session begins, goes on or stops."""
    session = _Session(event, repo)
    if event.kind is EventKind.SESSION_START:
        return session.begin(facts)
    if event.kind is EventKind.PROMPT:
        return session.go_on(facts)
    return session.stop(facts)


class _Session:
    """The file of one session in one repository."""

    def __init__(self, event: Event, repo: RepositoryRoot) -> None:
        self._event = event
        self._top = repo.top
        key = key_of(f"{event.session}\0{repo.top}")
        self._file = os.path.join(_folder(), f"{key}.json")
        self._known: dict[str, Any] | None = read_json(self._file)

    def begin(self, facts: RepositoryFacts) -> HookAnswer:
        """Tell where the work stands, and remember how it did."""
        notice = ""
        if self._known is None:
            _forget_old(_folder())
            notice = self._keep(self._fresh(facts))
        text = f"{_HEADING}\n{facts['state']}\n{facts['law']}"
        return HookAnswer(HookVerdict.TELL, text, notice=notice)

    def go_on(self, facts: RepositoryFacts) -> HookAnswer:
        """Tell where the work stands, if that is not what was told last."""
        told = key_of(facts["state"])
        known = self._known or self._fresh(facts)
        if self._known and known.get("told") == told:
            return HookAnswer()
        if self._keep({**known, "told": told}):
            return HookAnswer()  # else it would be said with every prompt
        return HookAnswer(HookVerdict.TELL, f"{_HEADING}\n{facts['state']}")

    def stop(self, facts: RepositoryFacts) -> HookAnswer:
        """Ask once about what the session leaves behind; the same is never asked twice."""
        if self._event.held:
            return HookAnswer()
        if self._known is None:
            return HookAnswer(
                notice="aos-check saw no beginning of this session, and asks nothing now"
            )
        from aos_check.agent_hook.session_end import left_behind

        answer = left_behind(self._top, self._known, facts)
        state = key_of(answer.text)
        held: dict[str, list[str]] = self._known["held"]
        own = held.get(self._event.name, [])
        if answer.verdict is HookVerdict.SILENT or state in own:
            return HookAnswer()
        self._keep({**self._known, "held": {**held, self._event.name: [*own, state]}})
        return answer

    def _fresh(self, facts: RepositoryFacts) -> dict[str, Any]:
        from aos_check.agent_hook.repository_view import RepositoryViewer
        from aos_check.agent_hook.worktree_snapshot import SessionStart

        with closing(RepositoryViewer(self._top)) as viewer:
            documents = [path for path in viewer.tree.paths() if is_document(path, facts)]
            taken = SessionStart.take(viewer.repository, self._top, viewer.tree, documents)
        told = key_of(facts["state"])
        return {**taken._asdict(), "held": {}, "told": told, "rules": facts["rules"]}

    def _keep(self, known: dict[str, Any]) -> str:
        """Remember the session; why nothing, or not all, will be asked at its end."""
        self._known = known
        if not write_json(self._file, known):
            return "aos-check cannot keep where this session began, and asks nothing at its end"
        if not known["whole"]:
            return (
                "there are too many files for aos-check to follow: at the end it asks of documents"
            )
        return ""


_HEADING = "This repository's work goes by specs (aos-check). Where it stands:"


def _folder() -> str:
    return os.path.join(cache_folder(), "sessions")


def _forget_old(folder: str) -> None:
    oldest = time.time() - _KEPT
    try:
        files = [entry.path for entry in os.scandir(folder) if entry.stat().st_mtime < oldest]
        for file in files:
            os.unlink(file)
    except OSError:
        return
