"""A session of an agent: its record, and reporting the progress at its start and at prompts.

The record of a session is in the user's cache folder, and is deleted after two weeks.
"""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from aos_check.agent_hook.worktree_snapshot import SessionStart

_KEPT = 14 * 24 * 3600
"""The age, in seconds, at which a record is deleted."""


def decide(event: Event, repo: RepositoryRoot, facts: RepositoryFacts) -> HookAnswer:
    """Return the answer at the start of a session or at a prompt."""
    session = Session(event, repo.top)
    begins = event.kind is EventKind.SESSION_START
    return session.begin(facts) if begins else session.go_on(facts)


def start_of(event: Event, repo: RepositoryRoot) -> SessionStart | None:
    """The state of the repository at the start of the session; None if nothing recorded it."""
    from aos_check.agent_hook.worktree_snapshot import SessionStart

    known = Session(event, repo.top).known
    return SessionStart.of(known) if known else None


def watch(event: Event, repo: RepositoryRoot, facts: RepositoryFacts) -> None:
    """Record the state before the first command in a linked worktree where no session began.

    An agent can enter it, or start another agent there, without a new session.
    """
    if os.path.exists(_file_of(event, repo.top)):
        return
    from aos_check.model.errors import CannotCheckError

    with suppress(CannotCheckError):  # a broken configuration must not hide the command
        Session(event, repo.top).see(facts)


class Session:
    """The record of one session in the repository at `top`."""

    def __init__(self, event: Event, top: str) -> None:
        self._event = event
        self.top = top
        self._file = _file_of(event, top)
        self.known: dict[str, Any] | None = read_json(self._file)

    def begin(self, facts: RepositoryFacts) -> HookAnswer:
        """Report the progress and the next task, and record the state of the worktree."""
        notice = ""
        if self.known is None:
            _delete_old(_folder())
            notice = self._keep(self._fresh(facts))
        text = f"{_HEADING}\n{facts['state']}\n{facts['law']}"
        whole = "\n\n".join(filter(None, [text, facts["context"]]))
        return HookAnswer(HookVerdict.TELL, whole, notice=notice)

    def see(self, facts: RepositoryFacts) -> None:
        """Record the state of the worktree, and leave the progress to the next prompt."""
        self._keep({**self._fresh(facts), "reported": ""})

    def go_on(self, facts: RepositoryFacts) -> HookAnswer:
        """Report the progress if it has changed since the last report."""
        reported = key_of(facts["state"])
        known = self.known or self._fresh(facts)
        if self.known and known.get("reported") == reported:
            return HookAnswer()
        if self._keep({**known, "reported": reported}):
            return HookAnswer()  # without a record, every prompt would repeat the progress
        return HookAnswer(HookVerdict.TELL, f"{_HEADING}\n{facts['state']}")

    def stop(self, facts: RepositoryFacts) -> HookAnswer:
        """Report what the session leaves undone, but nothing twice."""
        from aos_check.agent_hook.session_end import unfinished_work

        known, name = self.known or {}, self._event.name
        judged: dict[str, list[str]] = known["judged"]
        answer, tips = unfinished_work(self.top, known, facts, judged.get(name, ()))
        self.known = {**known, "judged": {**judged, name: tips}}
        return self.once(answer)

    def once(self, answer: HookAnswer) -> HookAnswer:
        """The answer, if a line of it is new."""
        known, name = self.known or {}, self._event.name
        told = known["held"].get(name, [])
        lines = (answer.text or answer.notice).splitlines()
        new = [key for key in map(key_of, lines) if key not in told]
        self._keep({**known, "held": {**known["held"], name: [*told, *new]}})
        return answer if new else HookAnswer()

    def _fresh(self, facts: RepositoryFacts) -> dict[str, Any]:
        from aos_check.agent_hook.repository_view import RepositoryViewer
        from aos_check.agent_hook.worktree_snapshot import SessionStart

        with closing(RepositoryViewer(self.top)) as viewer:
            documents = [path for path in viewer.tree.paths() if is_document(path, facts)]
            accepted = sorted(viewer.accepted(facts["baseline"]))
            taken = SessionStart.take(viewer.repository, self.top, viewer.tree, documents, accepted)
        reported = key_of(facts["state"])
        return {
            **taken._asdict(),
            "held": {},
            "judged": {},
            "reported": reported,
            "rules": facts["rules"],
        }

    def _keep(self, known: dict[str, Any]) -> str:
        """Write the record; return why the end is checked only in part or not at all, or ""."""
        self.known = known
        if not write_json(self._file, known):
            return "aos-check cannot record this session, so it checks nothing at its end"
        if not known["whole"]:
            return "the repository has many files, so aos-check checks only documents at the end"
        return ""


_HEADING = "Work in this repository follows its specs (checked by aos-check). Progress:"


def _file_of(event: Event, top: str) -> str:
    key = key_of(f"{event.session}\0{top}")
    return os.path.join(_folder(), f"{key}.json")


def _folder() -> str:
    return os.path.join(cache_folder(), "sessions")


def _delete_old(folder: str) -> None:
    oldest = time.time() - _KEPT
    try:
        files = [entry.path for entry in os.scandir(folder) if entry.stat().st_mtime < oldest]
        for file in files:
            os.unlink(file)
    except OSError:
        return
