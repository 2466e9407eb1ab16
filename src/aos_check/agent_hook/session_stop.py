"""Checking a session before it stops, in each repository in which the session began."""

from __future__ import annotations

import os
from collections.abc import Iterator

from aos_check.agent_hook.coverage import facts_of, repositories_of, together
from aos_check.agent_hook.repository_root import project_folders, repository_around, upwards
from aos_check.agent_hook.sessions import Session
from aos_check.agents.event import Event, HookAnswer, HookVerdict
from aos_check.model.errors import CannotCheckError, MissingObjectError


def decide(event: Event) -> HookAnswer:
    """Report what the session leaves undone, but nothing twice."""
    if event.held:
        return HookAnswer()
    begun = [session for top in _tops(event) if (session := Session(event, top)).known]
    if begun:
        return together(map(_answer, begun))
    if not any(facts_of(repo)["homes"] for repo in repositories_of(event)):
        return HookAnswer()
    return HookAnswer(
        notice="aos-check did not see this session start, so it checks nothing at its end"
    )


def _tops(event: Event) -> Iterator[str]:
    """The folders of the repositories in which the session may have begun, also if one is gone."""
    found = [
        folder
        for each in (event.folder or os.getcwd(), *project_folders())
        for folder in upwards(each)
    ]
    yield from dict.fromkeys((*(repo.top for repo in repositories_of(event)), *found))


def _answer(session: Session) -> HookAnswer:
    repo = repository_around(session.top)
    if repo is None or repo.top != session.top:
        return session.once(_restore(f"the repository {session.top} is gone", "Restore its `.git`"))
    try:
        return session.stop(facts_of(repo))
    except MissingObjectError:  # of a partial clone
        raise
    except CannotCheckError as error:  # at the start of the session, it could be checked
        return session.once(_restore(str(error), "Restore what you changed"))


def _restore(fact: str, remedy: str) -> HookAnswer:
    text = (
        f"aos-check: this session's work cannot be checked any more: {fact}. {remedy}, or tell "
        "the user why it must stay like this (it is reported only once)."
    )
    return HookAnswer(HookVerdict.DENY, text)
