"""Questions about the facts of a repository: documents, covered code, and the project's policy."""

from __future__ import annotations

import os
from collections.abc import Iterable

from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, former, keep, recall
from aos_check.agent_hook.repository_root import (
    RepositoryRoot,
    project_folders,
    repositories_around,
    repository_around,
)
from aos_check.agents.event import Event, HookAnswer, HookVerdict

_VERDICTS = {"advise": HookVerdict.TELL, "ask": HookVerdict.ASK, "deny": HookVerdict.DENY}


def repositories_of(event: Event) -> list[RepositoryRoot]:
    """The repositories that an event concerns. They may have no specs.

    These are the one around the agent's folder, the one in which the agent was started, and those
    further out with specs that an earlier event concerned: the agent can go to a repository inside.
    """
    around = list(repositories_around(event.folder or os.getcwd()))
    started = map(repository_around, project_folders())
    known = (it for it in around[1:] if (facts := former(it)) and facts["homes"])
    return list(dict.fromkeys(filter(None, (*around[:1], *started, *known))))


def facts_of(repo: RepositoryRoot, *, anew: bool = False) -> RepositoryFacts:
    """The facts of the repository, read `anew` or from the cache."""
    facts = None if anew else recall(repo)
    if facts is None:
        from aos_check.agent_hook.facts import survey

        facts = survey(repo.top, context=anew)
        keep(repo, facts)
    return facts


def answer(policy: str, text: str) -> HookAnswer:
    """The text with the verdict that the project's policy sets."""
    return HookAnswer(_VERDICTS[policy], text)


def strictest(answers: Iterable[HookAnswer]) -> HookAnswer:
    """The first of the strictest answers; silence without any."""
    order = list(HookVerdict)
    return max(answers, key=lambda it: order.index(it.verdict), default=HookAnswer())


def together(answers: Iterable[HookAnswer]) -> HookAnswer:
    """The strictest of the answers, with the texts of all."""
    answers = [it for it in answers if it != HookAnswer()]
    text, notice = (
        "\n".join(dict.fromkeys(filter(None, it)))
        for it in ((each.text for each in answers), (each.notice for each in answers))
    )
    return strictest(answers)._replace(text=text, notice=notice)


def cover_of(path: str, facts: RepositoryFacts) -> Cover | None:
    """The cover of the innermost project around the path."""
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def latest_facts(repo: RepositoryRoot) -> RepositoryFacts:
    """The facts of the repository; the last known ones if it cannot be read any more.

    A configuration that a command has broken does not open the gate.
    """
    try:
        return facts_of(repo)
    except Exception:
        if facts := former(repo):
            return facts
        raise


def is_below(path: str, root: str) -> bool:
    """True for a path below the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def is_document(path: str, facts: RepositoryFacts) -> bool:
    """True for the path of a spec document or a decision."""
    inside = any(is_below(path, folder) for folder in facts["documents"])
    return inside and path.lower().endswith(tuple(facts["endings"]))
