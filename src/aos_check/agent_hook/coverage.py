"""Which paths are documents, which code is covered, and how firmly to answer."""

from __future__ import annotations

from aos_check.agent_hook.facts_cache import Cover, FactsCache, RepositoryFacts
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agents.event import HookAnswer, HookVerdict

_HARDNESS = {"advise": HookVerdict.TELL, "ask": HookVerdict.ASK, "deny": HookVerdict.DENY}


def facts_of(repo: RepositoryRoot, *, anew: bool = False) -> RepositoryFacts:
    """What is known of the repository, or found out now."""
    memory = FactsCache.of(repo)
    facts = None if anew else memory.recall()
    if facts is None:
        from aos_check.agent_hook.facts import survey

        facts = survey(repo.top)
        memory.keep(facts)
    return facts


def answer(policy: str, text: str) -> HookAnswer:
    """The text, as hard as the project means it."""
    return HookAnswer(_HARDNESS[policy], text)


def cover_of(path: str, facts: RepositoryFacts) -> Cover | None:
    """What covers code of the nearest project above the path."""
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def is_below(path: str, root: str) -> bool:
    """True for a path in the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def is_document(path: str, facts: RepositoryFacts) -> bool:
    """True for an artifact: documents are always free to be written."""
    folder = next((it for it in facts["documents"] if is_below(path, it)), None)
    if folder is None:
        return False
    hidden = folder.rpartition("/")[2].startswith(".")
    return hidden or path.lower().endswith(tuple(facts["endings"]))
