"""Environment variables that turn off hooks, each with a clause on its effect."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping

from aos_check.agent_hook.gate_parts import redirections
from aos_check.agent_hook.repository_root import read_file, settings_of_git
from aos_check.agent_hook.shell.git_programs import VARIABLES
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.text import UNKNOWN

_OFF = {"0", "false", "off", "no"}
_ON = {"1", "true", "yes", "on"}
_CONFIG_KEY = re.compile(r"GIT_CONFIG_KEY_\d+\Z")
_PARAMETER = re.compile(
    r"'(?:core\.hookspath|include\.path|includeif\.[^']*\.path)(?:'=|=|')", re.IGNORECASE
)


def _names_us(value: str) -> bool:
    ids = (each.strip() for each in value.split(","))
    return any(each == "aos-check" or each.startswith("aos-check-") for each in ids)


_SWITCHES: dict[str, tuple[Callable[[str], object], str]] = {
    "SKIP": (_names_us, "makes pre-commit skip aos-check"),
    "PREK_SKIP": (_names_us, "makes prek skip aos-check"),
    "LEFTHOOK_EXCLUDE": (_names_us, "makes lefthook skip aos-check"),
    "PRE_COMMIT_ALLOW_NO_CONFIG": (bool, "lets pre-commit pass without its configuration"),
    "PREK_ALLOW_NO_CONFIG": (bool, "lets prek pass without its configuration"),
    "HUSKY": (_OFF.__contains__, "turns husky's hooks off"),
    "HUSKY_SKIP_HOOKS": (_ON.__contains__, "turns husky's hooks off"),
    "LEFTHOOK": (_OFF.__contains__, "turns lefthook's hooks off"),
    "OVERCOMMIT_DISABLE": (bool, "turns overcommit's hooks off"),
    "SKIP_SIMPLE_GIT_HOOKS": (_ON.__contains__, "turns simple-git-hooks off"),
}


_READS_ELSEWHERE = {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"}
_HOMES = {
    "HOME": (".gitconfig", ".config/git/config"),
    "XDG_CONFIG_HOME": ("git/config",),
}
"""The variables for the folders of the user's settings, and git's settings in them."""
_NOTHING = {"", "/dev/null", "nul"}
_LOGGED = "GIT_REFLOG_ACTION"
_FETCHES = re.compile(rf"\s*(?:fetch|pull|{UNKNOWN})", re.IGNORECASE)


def matters(name: str) -> bool:
    """True for a variable that can turn off hooks, choose the repository, or name a program."""
    chosen = {*_SWITCHES, *_HOMES, *VARIABLES, "GIT_DIR", _LOGGED}
    return name in chosen or name.startswith("GIT_CONFIG_")


def switched_off(environment: Mapping[str, str], places: Places) -> tuple[str, str] | None:
    """The variable that turns off hooks, and a clause on its effect; None if there is none."""
    for name, value in environment.items():
        known = _SWITCHES.get(name)
        if known and known[0](value):
            return name, f"`{name}` {known[1]}"
        given = environment.get(name.replace("KEY", "VALUE"), "")
        moves = _CONFIG_KEY.match(name) and _moves_hooks(value, given, places)
        if moves or (name == "GIT_CONFIG_PARAMETERS" and _PARAMETER.search(value)):
            return name, f"`{name}` makes git look elsewhere for its hooks"
    return None


def _moves_hooks(key: str, value: str, places: Places) -> bool:
    return is_include(key) or (key.lower() == "core.hookspath" and not places.is_hooks(value))


def is_include(key: str) -> bool:
    """True for a setting that makes git read another file of settings."""
    key = key.lower()
    return key == "include.path" or (key.startswith("includeif.") and key.endswith(".path"))


def reads_elsewhere(environment: Mapping[str, str], places: Places) -> tuple[str, str] | None:
    """The variable that makes git read other settings, and a clause on its effect; None if none.

    An empty file changes nothing if git uses its default folder of hooks. Another home is harmless
    unless it has settings that move the hooks, or the command has written settings before.
    """
    for name, value in environment.items():
        empty = value.lower() in _NOTHING and places.has_own_hooks
        brings = name in _HOMES and (places.brings_settings or _redirects(name, value, places))
        if brings or (name in _READS_ELSEWHERE and not empty):
            return name, f"`{name}` makes git read other settings, which can turn off its hooks"
    return None


def _redirects(name: str, value: str, places: Places) -> bool:
    """True if git's settings in this other home make it look elsewhere for its hooks."""
    if not places.has_own_hooks:  # those of the repository come first
        return False
    files = [places.file(f"{value}/{path}", places.spot) for path in _HOMES[name]]
    others = [file for file in files if file and os.path.realpath(file) not in _own_settings()]
    return any(redirections(read_file(file) or b"") for file in others)


def _own_settings() -> set[str]:
    return set(map(os.path.realpath, settings_of_git()))


def feigns_fetch(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable that makes a commit look fetched, and a clause on its effect; None if none."""
    if _FETCHES.match(environment.get(_LOGGED, "")):
        return _LOGGED, f"`{_LOGGED}` makes git's log say that this commit was fetched"
    return None
