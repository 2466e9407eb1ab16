"""Refusing commands of an agent that bypass the gate or approve a spec."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from glob import glob
from typing import TYPE_CHECKING

from aos_check.agent_hook.coverage import answer, is_below, latest_facts, strictest
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.repository_root import (
    SETTINGS,
    RepositoryRoot,
    read_file,
    repository_around,
    settings_of_user,
)
from aos_check.agents.event import Event, HookAnswer, HookVerdict, ToolWrite

if TYPE_CHECKING:
    from aos_check.agent_hook.shell import Bypass
    from aos_check.agent_hook.shell.edits import Change

# Not pyproject.toml, which has other tables too. Its table is checked at a write, and at the end.
_ALONE = (*SETTINGS, ".git/config", "aos-check.toml", ".aos-check.toml")


def judge(
    event: Event, repo: RepositoryRoot, judge_write: Callable[[Event, ToolWrite], HookAnswer]
) -> HookAnswer:
    """Refuse a command that bypasses the gate or approves a spec. Allow any other in silence.

    `judge_write` answers the writes whose result is known.
    """
    facts = latest_facts(repo)
    if not facts["homes"]:
        return HookAnswer()
    # Imported here: a repository without specs needs no parser.
    from aos_check.agent_hook.shell import Guarded, TooComplexError, bypasses

    if repo.is_linked:
        from aos_check.agent_hook import sessions

        sessions.watch(event, repo, facts)
    folder = os.path.realpath(event.folder or os.getcwd())
    below = repo.below(folder)
    here = folder if below is None else below
    parts = {path for path, _ in facts["gate"]}
    guarded = Guarded(
        hooks=(facts["hooks"],),
        settings=(*_ALONE, facts["baseline"], *sorted(parts), *settings_of_user()),
        documents=tuple(facts["documents"]),
        root=repo.top,
        folder=here,
        trailers=tuple(facts["trailers"]),
    )
    unread = ""
    try:
        found = bypasses(event.command, dialect=event.dialect, guarded=guarded)
    except TooComplexError as error:
        found, unread = error.found, str(error)
    governed = [each for each in found if _is_governed(each.folder or repo.top, folder, repo)]
    texts: dict[str, str] = {}
    answers = [
        _answer(bypass, repo, facts, lambda write: judge_write(event, write), texts)
        for bypass in governed
    ]
    refused = strictest(answers)
    if refused.verdict is not HookVerdict.SILENT:
        return refused
    if moved := _moved_to_approved(event.command, here, facts):
        text = (
            f"this moves a spec to {moved}, which approves it. Only a person approves a spec, "
            "never an agent (SPEC006). Ask a person to read the spec and move it."
        )
        return answer(facts["self_approval"], text)
    if not unread:
        return HookAnswer()
    return HookAnswer(HookVerdict.TELL, f"{unread}; git's hooks and CI will check its result")


_Judge = Callable[[ToolWrite], HookAnswer]


def _answer(
    bypass: Bypass,
    repo: RepositoryRoot,
    facts: RepositoryFacts,
    judge_write: _Judge,
    texts: dict[str, str],
) -> HookAnswer:
    from aos_check.agent_hook.shell import BypassKind

    if bypass.kind is BypassKind.MAINTENANCE:
        return _maintenance(bypass, facts)
    record = _RECORD.match(f"{repo.below(bypass.path) or ''}/")
    if record and not _is_near_specs(record[1], facts):
        return HookAnswer()
    if bypass.change and bypass.kind in {BypassKind.WRITES, BypassKind.EDITS_GUARD}:
        answers = [
            _written(each, bypass.change, judge_write, texts)
            for each in glob(bypass.path)[:_MOST_FILES] or [bypass.path]
        ]
        if None not in answers:
            return strictest(filter(None, answers))
    return HookAnswer() if bypass.kind is BypassKind.WRITES else _refusal(bypass, facts)


_MOST_FILES = 20
_RECORD = re.compile(r"(.*?)/(?:[^/]*\.)?approval\.json/")


def _written(
    file: str, change: Change, judge_write: _Judge, texts: dict[str, str]
) -> HookAnswer | None:
    """The answer to a change of a file, as if a tool wrote it; None if the result is not known."""
    old = texts.get(file)
    if old is None:
        old = (read_file(file) or b"").decode("utf-8", "surrogateescape")
    new = change(old)
    if new is None:
        return None
    texts[file] = new
    return judge_write(ToolWrite(file, text=new))


def _maintenance(bypass: Bypass, facts: RepositoryFacts) -> HookAnswer:
    from aos_check.model.no_task import is_claimed

    if bypass.path:
        text = (read_file(bypass.path) or b"").decode("utf-8", "replace")
        if not is_claimed(text, facts["trailers"]):
            return HookAnswer()
    trailer = facts["trailers"][0]
    text = (
        f"`{bypass.quote}`: {bypass.what} (`{trailer}: none`). Only maintenance goes this way, and "
        "the user decides whether this is. If a task describes it, name that task: "
        f"`{trailer}: <spec>#<task>`. `aos-check next` names the next one."
    )
    return answer(facts["maintenance"], text)


def _is_near_specs(folder: str, facts: RepositoryFacts) -> bool:
    """True for a folder below a home of specs, or above one."""
    return any(is_below(folder, it) or is_below(f"{it}/", folder) for it in facts["homes"])


def _refusal(bypass: Bypass, facts: RepositoryFacts) -> HookAnswer:
    from aos_check.agent_hook.shell import BypassKind

    if bypass.kind is BypassKind.APPROVES:
        text = (
            f"`{bypass.quote}`: {bypass.what}. Only a person approves a spec, never an agent "
            "(SPEC006). Ask a person to read the spec and run this in their own terminal."
        )
        return answer(facts["self_approval"], text)
    text = (
        f"`{bypass.quote}`: {bypass.what}. Do not bypass the gate: run the command without that, "
        "and fix what the gate reports. `aos-check next` names the next allowed step."
    )
    return answer(facts["bypass"], text)


def _is_governed(folder: str, here: str, repo: RepositoryRoot) -> bool:
    """True if a command runs in this repository, or in another one with specs."""
    # If there is no such folder, `cd` fails, and the command runs here.
    other = repository_around(folder if os.path.isdir(folder) else here)
    return other is not None and (other.top == repo.top or bool(latest_facts(other)["homes"]))


_MOVE = re.compile(r"(?:^|[;&|(\n])[ \t]*(?:git[ \t]+)?mv[ \t]([^;&|)\n]*)")


def _moved_to_approved(command: str, here: str, facts: RepositoryFacts) -> str:
    """The folder of approved specs to which the command moves a spec; "" if it moves none."""
    for found in _MOVE.finditer(command):
        words = [word.strip("'\"") for word in found[1].split() if not word.startswith("-")]
        paths = [posixpath.normpath(posixpath.join(here, word)) for word in words]
        inside = all(any(is_below(path, home) for home in facts["homes"]) for path in paths)
        approved = ["approved" in path.split("/") for path in paths]
        if len(paths) > 1 and inside and approved[-1] and not approved[0]:
            return paths[-1]
    return ""
