"""A session of an agent: what it is told as it begins, and what is asked of it before it stops.

What is kept of a session lies in the user's folder for caches, and goes after two weeks.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import Any

from aos_check.agent_hook.decision import is_paper
from aos_check.agent_hook.facts_cache import Facts, cache_folder, key_of, read_json, write_json
from aos_check.agent_hook.repository_root import Ground
from aos_check.agents.event import Answer, Event, Kind, Verdict

_KEPT = 14 * 24 * 3600
"""How long a session is remembered, in seconds."""


def decide(event: Event, ground: Ground, facts: Facts) -> Answer:
    """What is said as a session begins, goes on or stops."""
    session = _Session(event, ground)
    if event.kind is Kind.SESSION_START:
        return session.begin(facts)
    if event.kind is Kind.PROMPT:
        return session.go_on(facts)
    return session.stop(facts)


class _Session:
    """The file of one session in one repository."""

    def __init__(self, event: Event, ground: Ground) -> None:
        self._event = event
        self._top = ground.top
        key = key_of(f"{event.session}\0{ground.top}")
        self._file = os.path.join(_folder(), f"{key}.json")
        self._known: dict[str, Any] | None = read_json(self._file)

    def begin(self, facts: Facts) -> Answer:
        """Tell where the work stands, and remember how it did."""
        notice = ""
        if self._known is None:
            _forget_old(_folder())
            notice = self._keep(self._fresh(facts))
        text = f"{_HEADING}\n{facts['state']}\n{facts['law']}"
        return Answer(Verdict.TELL, text, notice=notice)

    def go_on(self, facts: Facts) -> Answer:
        """Tell where the work stands, if that is not what was told last."""
        told = key_of(facts["state"])
        known = self._known or self._fresh(facts)
        if self._known and known.get("told") == told:
            return Answer()
        if self._keep({**known, "told": told}):
            return Answer()  # else it would be said with every prompt
        return Answer(Verdict.TELL, f"{_HEADING}\n{facts['state']}")

    def stop(self, facts: Facts) -> Answer:
        """Ask once about what the session leaves behind; the same is never asked twice."""
        if self._event.held:
            return Answer()
        if self._known is None:
            return Answer(notice="aos-check saw no beginning of this session, and asks nothing now")
        from aos_check.agent_hook.session_end import left_behind

        answer = left_behind(self._top, self._known, facts)
        state = key_of(answer.text)
        held: dict[str, list[str]] = self._known["held"]
        own = held.get(self._event.name, [])
        if answer.verdict is Verdict.SILENT or state in own:
            return Answer()
        self._keep({**self._known, "held": {**held, self._event.name: [*own, state]}})
        return answer

    def _fresh(self, facts: Facts) -> dict[str, Any]:
        from aos_check.agent_hook.repository_view import Viewer
        from aos_check.agent_hook.worktree_snapshot import Snapshot

        with closing(Viewer(self._top)) as viewer:
            papers = [path for path in viewer.tree.paths() if is_paper(path, facts)]
            taken = Snapshot.take(viewer.repository, self._top, viewer.tree, papers)
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
