"""Environment variables that switch hooks off, and what each says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_OFF = {"0", "false", "off", "no"}
_ON = {"1", "true", "yes", "on"}
_CONFIG_KEY = re.compile(r"GIT_CONFIG_KEY_\d+\Z")
_PARAMETER = re.compile(r"'core\.hookspath(?:'=|=|')", re.IGNORECASE)


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


def matters(name: str) -> bool:
    """True for a variable that can switch hooks off."""
    return name in _SWITCHES or name.startswith("GIT_CONFIG_")


def switched_off(environment: Mapping[str, str], hooks: str) -> tuple[str, str] | None:
    """The variable that switches hooks off, and a clause that says so; `hooks` is their folder."""
    for name, value in environment.items():
        known = _SWITCHES.get(name)
        if known and known[0](value):
            return name, f"`{name}` {known[1]}"
        sets = _CONFIG_KEY.match(name) and value.lower() == "core.hookspath"
        if sets and environment.get(name.replace("KEY", "VALUE"), "") != hooks:
            return name, f"`{name}` makes git look elsewhere for its hooks"
        if name == "GIT_CONFIG_PARAMETERS" and _PARAMETER.search(value):
            return name, f"`{name}` makes git look elsewhere for its hooks"
    return None
