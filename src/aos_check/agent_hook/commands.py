"""Refusing commands of an agent that bypass the gate or approve a spec."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING

from aos_check.agent_hook.coverage import answer, facts_of, is_below
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.repository_root import (
    SETTINGS,
    RepositoryRoot,
    repository_around,
)
from aos_check.agents.event import Event, HookAnswer, HookVerdict

if TYPE_CHECKING:
    from aos_check.agent_hook.shell import Bypass

# Not pyproject.toml, which has other tables too. Its table is checked at a write, and at the end.
_ALONE = (*SETTINGS, ".git/config", "aos-check.toml", ".aos-check.toml")


def judge(event: Event) -> HookAnswer:
    """Refuse a command that bypasses the gate or approves a spec. Allow any other in silence."""
    repo = repository_around(event.folder or os.getcwd())
    facts = facts_of(repo) if repo else None
    if repo is None or facts is None or not facts["homes"]:
        return HookAnswer()
    # Imported here: a repository without specs needs no parser.
    from aos_check.agent_hook.shell import Guarded, TooComplexError, bypasses

    here = repo.below(os.path.realpath(event.folder or os.getcwd())) or ""
    guarded = Guarded(
        hooks=(facts["hooks"],),
        settings=(*_ALONE, facts["baseline"]),
        root=repo.top,
        folder=here,
    )
    unread = ""
    try:
        found = bypasses(event.command, dialect=event.dialect, guarded=guarded)
    except TooComplexError as error:
        found, unread = error.found, str(error)
    bypass = next((each for each in found if _is_governed(each.folder, repo)), None)
    if bypass:
        return _refusal(bypass, facts)
    if moved := _moved_to_approved(event.command, here, facts):
        text = (
            f"this moves a spec to {moved}, which approves it. Only a person approves a spec, "
            "never an agent (SPEC006). Ask a person to read the spec and move it."
        )
        return answer(facts["self_approval"], text)
    if not unread:
        return HookAnswer()
    return HookAnswer(HookVerdict.TELL, f"{unread}; git's hooks and CI will check its result")


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


def _is_governed(folder: str, repo: RepositoryRoot) -> bool:
    """True if a command runs in this repository, or in another one with specs."""
    # If there is no such folder, `cd` fails, and the command runs here.
    if not os.path.isdir(folder) or repo.below(os.path.realpath(folder)) is not None:
        return True
    other = repository_around(folder)
    return other is not None and bool(facts_of(other)["homes"])


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
