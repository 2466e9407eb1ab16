"""Refusing writes that weaken the gate: to hooks, settings, configuration and approvals."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from aos_check.agent_hook.coverage import answer
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.pending_write import content_after
from aos_check.agent_hook.repository_root import CONFIGURATIONS, RepositoryRoot, read_file
from aos_check.agents.event import HookAnswer, ToolWrite
from aos_check.model.errors import CannotCheckError
from aos_check.reading.structured import UnreadableDataError, read_yaml


def judge(write: ToolWrite, repo: RepositoryRoot, path: str, facts: RepositoryFacts) -> HookAnswer:
    """Refuse a write that weakens the gate or forges an approval; allow any other."""
    if path.endswith("/approval.json"):
        text = (
            f"{path} records approvals, and only a person approves, never an agent (SPEC006). "
            "Ask a person to read the spec and run `aos-check approve SPEC`."
        )
        return answer(facts["self_approval"], text)
    file = os.path.join(repo.top, path)
    before, after = read_file(file) or b"", content_after(write, file) or b""
    if path in CONFIGURATIONS or path == facts["baseline"]:
        refused = path not in CONFIGURATIONS or _changes_rules(
            repo, path, None if write.gone else after
        )
        text = (
            f"{path} sets the rules by which this work is checked, and only a person changes them. "
            "Leave it as it is, and tell the user what should change and why."
        )
    else:
        refused = _weakens(path, before, after)
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
    if path.startswith(".claude/"):
        off = bool(_object(after).get("disableAllHooks"))
        return off or not set(_handlers(before)) <= set(_handlers(after))
    if path == ".pre-commit-config.yaml":
        return not set(_entries(before)) <= set(_entries(after))
    if path.startswith(".git/"):
        settings = (".git/config", ".git/config.worktree")
        return path.startswith(_GIT_FOLDERS) or path in settings
    return before != after and b"aos-check" in before + after


_GIT_FOLDERS = (".git/hooks/", ".git/modules/", ".git/worktrees/")


def _handlers(text: bytes) -> Iterator[str]:
    """Our hooks in Claude Code's settings, each as JSON with its event and its tools."""
    for event, groups in _object(_object(text).get("hooks")).items():
        for group in _objects(groups):
            for handler in _objects(group.get("hooks")):
                found = json.dumps([event, group.get("matcher"), handler], sort_keys=True)
                if "aos-check" in found or "aos_check" in found:
                    yield found


def _entries(text: bytes) -> Iterator[str]:
    """Our hooks in the configuration of pre-commit, each as JSON with its options."""
    try:
        data = read_yaml(text.decode("utf-8", "replace")).value
    except UnreadableDataError:
        return
    for repo in _objects(_object(data).get("repos")):
        for hook in _objects(repo.get("hooks")):
            if str(hook.get("id", "")).startswith("aos-check"):
                yield json.dumps([repo.get("repo"), hook], sort_keys=True, default=str)


def _objects(value: object) -> list[dict[str, Any]]:
    return list(map(_object, value)) if isinstance(value, list) else []


def _object(value: object) -> dict[str, Any]:
    """The object, or the object in a JSON text; {} for anything else."""
    try:
        found = json.loads(value) if isinstance(value, bytes) else value
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
