"""The setup of an agent's hooks, and the signature of its commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class HookSetup(NamedTuple):
    """The configuration of an agent's hooks, which `aos-check doctor` examines.

    - `files`: paths from the top of the repository or, with `~`, from the user's home; a later file
      overrides an earlier one
    - `command_gate`, `command_tool`: the event before a command, and the name of that tool
    - `gates`: the events at which the hook can refuse, each with the tools that must run the hook
      (none if the agent does not filter by tool)
    - `others`: the events at which the hook can only report something
    - `decision`: the keys that lead to "deny" in an answer; without keys, exit code 2 refuses
    - `per_second`: the units of a timeout in a second
    - `caveat`: what doctor cannot see
    - `off`: the setting that turns all hooks off
    - `plugin`: the beginning of the key of our plugin
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
    """The marks by which an agent is recognized.

    - `names`: the beginnings of its name in a commit
    - `mails`: mail addresses that no person has
    - `bots`: its accounts on GitHub (`NAME[bot]`)
    - `variables`: the environment variables that it sets for the commands and hooks it runs
    """

    agent: str
    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
