"""The facts of a repository: which paths are documents, which code is covered, how hard to be."""

from __future__ import annotations

from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, keep, recall
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agents.event import HookAnswer, HookVerdict

_HARDNESS = {"advise": HookVerdict.TELL, "ask": HookVerdict.ASK, "deny": HookVerdict.DENY}


def facts_of(repo: RepositoryRoot, *, anew: bool = False) -> RepositoryFacts:
    """The facts of the repository, from the cache unless they are to be found `anew`."""
    facts = None if anew else recall(repo)
    if facts is None:
        from aos_check.agent_hook.facts import survey

        facts = survey(repo.top)
        keep(repo, facts)
    return facts


def answer(policy: str, text: str) -> HookAnswer:
    """The text with the verdict that the project's policy asks for."""
    return HookAnswer(_HARDNESS[policy], text)


def cover_of(path: str, facts: RepositoryFacts) -> Cover | None:
    """The cover of the innermost project around the path."""
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def is_below(path: str, root: str) -> bool:
    """True for a path in the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def is_document(path: str, facts: RepositoryFacts) -> bool:
    """True for an artifact."""
    folder = next((it for it in facts["documents"] if is_below(path, it)), None)
    if folder is None:
        return False
    hidden = folder.rpartition("/")[2].startswith(".")
    return hidden or path.lower().endswith(tuple(facts["endings"]))
