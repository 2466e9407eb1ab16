"""Refusing writes that weaken the gate: to hooks, settings, configuration and approvals."""

from __future__ import annotations

import os
from contextlib import closing

from aos_check.agent_hook.coverage import answer
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.gate_parts import parts_of, redirections
from aos_check.agent_hook.pending_write import content_after
from aos_check.agent_hook.repository_root import (
    CONFIGURATIONS,
    RepositoryRoot,
    read_file,
    settings_of_git,
)
from aos_check.agents.event import HookAnswer, ToolWrite
from aos_check.model.errors import CannotCheckError
from aos_check.model.record_names import APPROVALS, is_records


def judge(write: ToolWrite, repo: RepositoryRoot, path: str, facts: RepositoryFacts) -> HookAnswer:
    """Refuse a write that weakens the gate or forges an approval; allow any other."""
    if is_records(path, APPROVALS):
        text = (
            f"{path} records approvals, and only a person approves, never an agent (SPEC006). "
            "Ask a person to read the spec and run `aos-check approve SPEC`."
        )
        return answer(facts["self_approval"], text)
    file = os.path.join(repo.top, path)
    before, after = read_file(file) or b"", content_after(write, file) or b""
    known = write.gone or write.edits or write.text is not None
    if path in CONFIGURATIONS or path == facts["baseline"]:
        content = None if write.gone else after
        refused = not known or path not in CONFIGURATIONS or _changes_rules(repo, path, content)
        text = (
            f"{path} sets the rules by which this work is checked, and only a person changes them. "
            "Leave it as it is, and tell the user what should change and why."
        )
    else:
        refused = not known or _weakens(path, before, after)
        text = (
            f"{path} makes the gate run, and this write would weaken the gate. Leave it as it is, "
            "and fix what the gate reports. `aos-check next` names the next allowed step."
        )
    return answer(facts["bypass"], text) if refused else HookAnswer()


def _changes_rules(repo: RepositoryRoot, path: str, content: bytes | None) -> bool:
    """True if the write changes or removes the configuration of the repository."""
    from aos_check.agent_hook.repository_view import RepositoryViewer
    from aos_check.judging.config import find_in
    from aos_check.model.tree import Overlay

    with closing(RepositoryViewer(repo.top)) as viewer:
        try:
            proposed, _ = find_in(Overlay(viewer.tree, {path: content}))
        except CannotCheckError:
            return True
        return proposed != viewer.config


def _weakens(path: str, before: bytes, after: bytes) -> bool:
    """True if the write removes a part of the gate."""
    if path == ".git" or path.startswith(".git/"):
        return f"{path}/".startswith(_GIT_FOLDERS) or path in _GIT_FILES
    if path in settings_of_git():
        return redirections(before) != redirections(after)
    return not set(parts_of(path, before)) <= set(parts_of(path, after))


_GIT_FOLDERS = tuple(
    f".git/{name}/" for name in ("hooks", "modules", "worktrees", "refs", "logs", "reftable")
)
_GIT_FILES = {
    ".git",
    *(
        f".git/{name}"
        for name in ("HEAD", "FETCH_HEAD", "commondir", "config", "config.worktree", "gitdir")
    ),
    *(f".git/{name}" for name in ("index", "packed-refs", "shallow", "info/grafts")),
    ".git/objects/info/alternates",
}
