"""Questions about the facts of a repository: documents, covered code, and the project's policy."""

from __future__ import annotations

from collections.abc import Iterable

from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, keep, recall
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agents.event import HookAnswer, HookVerdict

_VERDICTS = {"advise": HookVerdict.TELL, "ask": HookVerdict.ASK, "deny": HookVerdict.DENY}


def facts_of(repo: RepositoryRoot, *, anew: bool = False) -> RepositoryFacts:
    """The facts of the repository, read `anew` or from the cache."""
    facts = None if anew else recall(repo)
    if facts is None:
        from aos_check.agent_hook.facts import survey

        facts = survey(repo.top)
        keep(repo, facts)
    return facts


def answer(policy: str, text: str) -> HookAnswer:
    """The text with the verdict that the project's policy sets."""
    return HookAnswer(_VERDICTS[policy], text)


def strictest(answers: Iterable[HookAnswer]) -> HookAnswer:
    """The first of the strictest answers; silence without any."""
    order = list(HookVerdict)
    return max(answers, key=lambda it: order.index(it.verdict), default=HookAnswer())


def cover_of(path: str, facts: RepositoryFacts) -> Cover | None:
    """The cover of the innermost project around the path."""
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def is_below(path: str, root: str) -> bool:
    """True for a path below the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def is_document(path: str, facts: RepositoryFacts) -> bool:
    """True for the path of a spec document or a decision."""
    inside = any(is_below(path, folder) for folder in facts["documents"])
    return inside and path.lower().endswith(tuple(facts["endings"]))
