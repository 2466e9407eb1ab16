"""Facts about a coding agent beside its dialect: how its hooks are configured, how it signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class HookSetup(NamedTuple):
    """Where an agent's hooks are configured, and what `aos-check doctor` expects there.

    `files` are paths from the top of the repository or, with `~`, from the user's home. A later
    file overrides an earlier one. `gates` are the events that can refuse something, each with the
    tools that the hook must be asked about (none if the agent does not filter by tool). Commands
    pass the `command_gate`, as the tool `command_tool`. At `others` the hook can only say
    something. `decision` are the keys that lead to "deny" in an answer; without keys, only exit
    code 2 refuses. Timeouts count `per_second`. `caveat` is what doctor cannot see. `off` is the
    setting that turns all hooks off, `plugin` how the key of our plugin begins.
    """

    files: tuple[str, ...]
    command_gate: str
    gates: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...] = ()
    command_tool: str = ""
    decision: tuple[str, ...] = ("hookSpecificOutput", "permissionDecision")
    per_second: float = 1.0
    caveat: str = ""
    off: str = ""
    plugin: str = ""


class Signature(NamedTuple):
    """How an agent shows that it is at work, and how it signs commits.

    `names` are what its name in a commit begins with, `mails` addresses that no person has, `bots`
    its accounts on GitHub (`NAME[bot]`), and `variables` those that it sets for the commands and
    hooks it runs.
    """

    agent: str
    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
