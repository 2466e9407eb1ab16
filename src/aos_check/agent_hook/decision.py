"""What is said of an event: who is asked, and how hard the project means it."""

from __future__ import annotations

import os

from aos_check.agent_hook.coverage import answer, cover_of, facts_of, is_document
from aos_check.agent_hook.facts_cache import RepositoryFacts, is_remembered
from aos_check.agent_hook.repository_root import (
    CONFIGURATIONS,
    HOMES,
    SETTINGS,
    RepositoryRoot,
    repository_around,
)
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, ToolWrite

_SILENT = HookAnswer()


def decide(event: Event) -> HookAnswer:
    """The answer to an event; silence where nothing governs what it is about."""
    if event.kind is EventKind.BEFORE_TOOL and event.command:
        from aos_check.agent_hook.commands import judge

        return judge(event)
    if event.kind in (EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL):
        return _of_writes(event)
    repo = repository_around(event.folder or os.getcwd())
    if repo is None:
        return _SILENT
    facts = facts_of(repo, anew=event.kind is EventKind.SESSION_START)
    if not facts["homes"]:
        return _SILENT
    from aos_check.agent_hook import sessions

    return sessions.decide(event, repo, facts)


def _of_writes(event: Event) -> HookAnswer:
    """The hardest answer to any of the files that a tool writes."""
    answers = [_of_write(event, tool_write) for tool_write in event.writes]
    order = list(HookVerdict)
    return max(answers, key=lambda it: order.index(it.verdict), default=_SILENT)


def _of_write(event: Event, tool_write: ToolWrite) -> HookAnswer:
    # What is written through a link is what it leads to.
    here = event.folder or os.getcwd()
    full = os.path.realpath(os.path.join(here, tool_write.path))
    if event.kind is EventKind.BEFORE_TOOL and is_remembered(full):
        return _of_memory(full, repository_around(here))
    repo = repository_around(os.path.dirname(full))
    path = repo.below(full) if repo else None
    if repo is None or path is None:
        return _SILENT
    born = _may_bear_a_home(path)
    facts = facts_of(repo, anew=born and event.kind is EventKind.AFTER_TOOL)
    if not (facts["homes"] or born):
        return _SILENT
    if event.kind is EventKind.BEFORE_TOOL and _is_own(path, facts):
        from aos_check.agent_hook.protected_files import judge as judge_own

        return judge_own(tool_write, repo, path, facts)
    if born or is_document(path, facts):
        from aos_check.agent_hook.documents import judge as judge_paper

        return judge_paper(event, tool_write, repo, path, facts)
    return _of_code(repo, path, facts) if event.kind is EventKind.BEFORE_TOOL else _SILENT


def _of_memory(full: str, repo: RepositoryRoot | None) -> HookAnswer:
    """What the hook remembers is not an agent's to write."""
    if repo is None:
        return _SILENT
    text = f"{full} is what aos-check remembers of this work, and nobody else writes there."
    return answer(facts_of(repo)["bypass"], text)


def _of_code(repo: RepositoryRoot, path: str, facts: RepositoryFacts) -> HookAnswer:
    cover = cover_of(path, facts)
    if cover is None or cover["covered"] or not _is_code(path, cover["root"], facts):
        return _SILENT
    from pathlib import Path

    from aos_check.git import Repository

    with Repository.open(Path(repo.top)) as repository:
        if repository.is_ignored(path):
            return _SILENT
    return answer(facts["code_without_cover"], f"{path} is code, and {cover['said']}")


def _is_code(path: str, root: str, facts: RepositoryFacts) -> bool:
    import re

    forms = {path, path[len(root) + 1 :] if root else path}
    code, exempt = (re.compile(facts[key], re.DOTALL) for key in ("code", "exempt"))
    return any(map(code.match, forms)) and not any(map(exempt.match, forms))


def _may_bear_a_home(path: str) -> bool:
    """True for a document whose writing may be the beginning of a project."""
    return path.endswith((".md", "/approval.json")) and not _NAMES.isdisjoint(path.split("/"))


_NAMES = frozenset(HOMES)
_OWN = frozenset({*SETTINGS, *CONFIGURATIONS})


def _is_own(path: str, facts: RepositoryFacts) -> bool:
    """True for what makes the gate run, and what records that something is approved."""
    approval = path.endswith("/approval.json") and is_document(path, facts)
    hooks = path.startswith((".git/", f"{facts['hooks']}/"))
    return path in _OWN or path == facts["baseline"] or approval or hooks
