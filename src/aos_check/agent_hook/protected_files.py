"""What makes the gate run, when an agent writes it: hooks, settings, configuration, approvals."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from aos_check.agent_hook.coverage import answer
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.pending_write import content_after, content_now
from aos_check.agent_hook.repository_root import CONFIGURATIONS, RepositoryRoot
from aos_check.agents.event import HookAnswer, ToolWrite
from aos_check.model.errors import CannotCheckError
from aos_check.reading.structured import UnreadableDataError, read_yaml


def judge(
    tool_write: ToolWrite, repo: RepositoryRoot, path: str, facts: RepositoryFacts
) -> HookAnswer:
    """Refuse what takes the gate away or forges an approval; the rest is as free as any file."""
    if path.endswith("/approval.json"):
        text = (
            f"{path} records approvals, and an approval is a person's, never an agent's (SPEC006). "
            "Ask a person to read the spec and run `aos-check approve SPEC`."
        )
        return answer(facts["self_approval"], text)
    file = os.path.join(repo.top, path)
    before, after = content_now(file) or b"", content_after(tool_write, file) or b""
    if path in CONFIGURATIONS:
        changed = _changes_rules(repo, path, None if tool_write.gone else after)
        return answer(facts["bypass"], _rules(path)) if changed else HookAnswer()
    if path == facts["baseline"]:
        return answer(facts["bypass"], _rules(path))
    return (
        answer(facts["bypass"], _kept(path)) if _takes_away(path, before, after) else HookAnswer()
    )


def _changes_rules(repo: RepositoryRoot, path: str, content: bytes | None) -> bool:
    """True when the configuration of the repository is another one afterwards, or none."""
    from aos_check.agent_hook.repository_view import RepositoryViewer
    from aos_check.judging.config import find_in
    from aos_check.model.tree import Overlay

    with closing(RepositoryViewer(repo.top)) as viewer:
        try:
            proposed, _ = find_in(Overlay(viewer.tree, {path: content}))
        except CannotCheckError:
            return True
        return proposed != viewer.config


def _takes_away(path: str, before: bytes, after: bytes) -> bool:
    """True when less of the gate runs afterwards."""
    if path.startswith(".claude/"):
        return _is_off(after) or not set(_handlers(before)) <= set(_handlers(after))
    if path == ".pre-commit-config.yaml":
        return not set(_entries(before)) <= set(_entries(after))
    if path.startswith(".git/"):
        return path.startswith((".git/hooks/", ".git/modules/", ".git/worktrees/")) or path in (
            ".git/config",
            ".git/config.worktree",
        )
    return before != after and b"aos-check" in before + after


def _is_off(text: bytes) -> bool:
    settings = _object(text)
    return bool(settings.get("disableAllHooks"))


def _handlers(text: bytes) -> Iterator[str]:
    """Every hook of ours in the settings: when it runs, for which tools, and how."""
    for event, groups in _object(_object(text).get("hooks")).items():
        for group in map(_object, _list(groups)):
            for handler in _list(group.get("hooks")):
                said = json.dumps([event, group.get("matcher"), handler], sort_keys=True)
                if "aos-check" in said or "aos_check" in said:
                    yield said


def _entries(text: bytes) -> Iterator[str]:
    """Every hook of ours in the configuration of pre-commit, with its options."""
    try:
        data = read_yaml(text.decode("utf-8", "replace")).value
    except UnreadableDataError:
        return
    for repo in map(_object, _list(_object(data).get("repos"))):
        for hook in map(_object, _list(repo.get("hooks"))):
            if str(hook.get("id", "")).startswith("aos-check"):
                yield json.dumps([repo.get("repo"), hook], sort_keys=True, default=str)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: object) -> dict[str, Any]:
    """The object, or the one that a text holds; without any keys where there is none."""
    try:
        found = json.loads(value) if isinstance(value, bytes) else value
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _rules(path: str) -> str:
    return (
        f"{path} says by which rules this work is judged, and that is a person's to change. "
        "Say what should change and why, and let them."
    )


def _kept(path: str) -> str:
    return (
        f"{path} makes the gate run, and this would take of it. Leave it in place: what the gate "
        "refuses can be put right, and `aos-check next` says how."
    )
