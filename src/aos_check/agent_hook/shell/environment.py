"""Environment variables that turn off hooks, each with a clause on its effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from aos_check.agent_hook.shell.paths import Places

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
_HOMES = {"HOME", "XDG_CONFIG_HOME"}
_NOTHING = {"", "/dev/null", "nul"}


def matters(name: str) -> bool:
    """True for a variable that can turn off hooks or choose the repository."""
    return (
        name in _SWITCHES or name in _HOMES or name == "GIT_DIR" or name.startswith("GIT_CONFIG_")
    )


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
    unless the command has written settings before.
    """
    for name, value in environment.items():
        empty = value.lower() in _NOTHING and places.has_own_hooks
        brings = name in _HOMES and places.brings_settings
        if brings or (name in _READS_ELSEWHERE and not empty):
            return name, f"`{name}` makes git read other settings, which can turn off its hooks"
    return None
