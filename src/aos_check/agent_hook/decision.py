"""Choosing the module that answers an event."""

from __future__ import annotations

import os

from aos_check.agent_hook.coverage import (
    answer,
    cover_of,
    facts_of,
    is_below,
    is_document,
    latest_facts,
    repositories_of,
    strictest,
    together,
)
from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, is_cached
from aos_check.agent_hook.repository_root import (
    AGENT_HOOKS,
    CONFIGURATIONS,
    SETTINGS,
    RepositoryRoot,
    repository_around,
    settings_of_user,
)
from aos_check.agents.event import Event, EventKind, HookAnswer, ToolWrite

_SILENT = HookAnswer()


def decide(event: Event) -> HookAnswer:
    """Return the answer. In a repository without specs, it is silence."""
    if event.kind is EventKind.BEFORE_TOOL and event.command:
        from aos_check.agent_hook.commands import judge

        judged = [judge(event, repo, _answer_write) for repo in repositories_of(event)]
        return strictest([*judged, *(_answer_write(event, each) for each in event.writes)])
    if event.kind is EventKind.AFTER_TOOL and not any(it.before is not None for it in event.writes):
        from aos_check.agent_hook.after_tool import judge as compare

        return together(compare(event, repo) for repo in repositories_of(event))
    if event.has_tool:
        return strictest(_answer_write(event, each) for each in event.writes)
    if event.kind is EventKind.STOP:
        from aos_check.agent_hook import session_stop

        return session_stop.decide(event)
    anew = event.kind is EventKind.SESSION_START
    repos = [it for it in repositories_of(event) if facts_of(it, anew=anew)["homes"]]
    if not repos:
        return _SILENT
    from aos_check.agent_hook import sessions

    return strictest(sessions.decide(event, repo, facts_of(repo)) for repo in repos)


def _answer_write(event: Event, write: ToolWrite) -> HookAnswer:
    # A write through a link changes the target of the link.
    here = event.folder or os.getcwd()
    full = os.path.realpath(os.path.join(here, write.path))
    before = event.kind is EventKind.BEFORE_TOOL
    if before and (refused := _answer_user_file(event, write, full)):
        return refused
    repo = repository_around(os.path.dirname(full))
    path = repo.below(full) if repo else None
    if repo is None or path is None:
        return _SILENT
    facts = latest_facts(repo) if before else facts_of(repo)
    may_begin = _may_begin_project(path, facts)
    if may_begin and not before:
        facts = facts_of(repo, anew=True)
    if not (facts["homes"] or may_begin):
        return _SILENT
    if before and _is_protected(path, facts):
        from aos_check.agent_hook import protected_files

        return protected_files.judge(write, repo, path, facts)
    if may_begin or is_document(path, facts):
        from aos_check.agent_hook import documents

        return documents.judge(event, write, repo, path, facts)
    return _answer_code_write(event, repo, path, facts) if before else _SILENT


def _answer_user_file(event: Event, write: ToolWrite, full: str) -> HookAnswer | None:
    """The answer to a write of a file of the user that the hook protects; None for another file."""
    cached = is_cached(full)
    if not cached and full not in map(os.path.realpath, settings_of_user()):
        return None
    every = ((repo, latest_facts(repo)) for repo in repositories_of(event))
    repo, facts = next((it for it in every if cached or it[1]["homes"]), (None, None))
    if repo is None or facts is None:
        return _SILENT
    if not cached:
        from aos_check.agent_hook import protected_files

        return protected_files.judge(write, repo, full, facts)
    text = (
        f"{full} is in the cache of aos-check, and only aos-check writes there. Leave it alone, "
        "and go on with your task."
    )
    return answer(facts["bypass"], text)


def _answer_code_write(
    event: Event, repo: RepositoryRoot, path: str, facts: RepositoryFacts
) -> HookAnswer:
    cover = cover_of(path, facts)
    if cover is None or cover["covered"] or not _is_code(path, cover["root"], facts):
        return _SILENT
    from pathlib import Path

    from aos_check.git import Repository

    with Repository.open(Path(repo.top)) as repository:
        if repository.is_ignored(path):
            return _SILENT
    if _goes_on(event, repo, cover):
        return _SILENT
    return answer(facts["code_without_cover"], f"{path} is code, and {cover['said']}")


def _goes_on(event: Event, repo: RepositoryRoot, cover: Cover) -> bool:
    """True if this session finished a task of the project."""
    from contextlib import closing

    from aos_check.agent_hook.repository_view import RepositoryViewer
    from aos_check.agent_hook.session_end import ticked_in, work
    from aos_check.agent_hook.sessions import start_of

    start = start_of(event, repo)
    if start is None:
        return False
    with closing(RepositoryViewer(repo.top)) as viewer:
        commit = work(viewer, start)
        return commit is not None and ticked_in(commit, cover)


def _is_code(path: str, root: str, facts: RepositoryFacts) -> bool:
    from aos_check.reading.code_files import IN_SPEC, CodePolicy

    known = IN_SPEC if any(is_below(path, spec) for spec in facts["specs"]) else None
    return (
        CodePolicy(tuple(facts["code"]), tuple(facts["exempt"])).row(path, root, (), known).is_code
    )


def _may_begin_project(path: str, facts: RepositoryFacts) -> bool:
    """True for a document that can be the first of a project."""
    inside = any(f"/{home}/" in f"/{path}" for home in facts["known_homes"])
    return inside and path.endswith((".md", ".json"))


_PROTECTED = frozenset({*SETTINGS, *AGENT_HOOKS, *CONFIGURATIONS, ".git"})


def _is_protected(path: str, facts: RepositoryFacts) -> bool:
    """True for a file of the gate's setup, and for a record of approvals."""
    hooks = path.startswith((".git/", f"{facts['hooks']}/"))
    return path in _PROTECTED or path == facts["baseline"] or hooks or _is_record(path, facts)


def _is_record(path: str, facts: RepositoryFacts) -> bool:
    if not path.endswith(".json"):
        return False
    from aos_check.model.record_names import APPROVALS, is_records

    return is_records(path, APPROVALS) and is_document(path, facts)
