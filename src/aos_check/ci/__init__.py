"""The CI platforms, one module each.

To add a platform, write a module with a `PLATFORM` and add its name to `PLATFORMS`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module

from aos_check.ci.event import CIEvent, CIEventKind
from aos_check.ci.platform import Platform

__all__ = ["PLATFORMS", "CIEvent", "CIEventKind", "platform_of", "platform_running", "platforms"]

PLATFORMS = ("github", "gitlab")
"""The modules of the platforms. The first one is the default of `aos-check init`."""


def platforms() -> Iterator[Platform]:
    """Every platform."""
    for name in PLATFORMS:
        found: Platform = import_module(f"{__name__}.{name}").PLATFORM
        yield found


def platform_running(environment: Mapping[str, str]) -> Platform | None:
    """The platform that runs this process; None if it is none of these."""
    return next((each for each in platforms() if each.runs(environment)), None)


def platform_of(paths: Collection[str]) -> Platform:
    """The platform that a repository with these files uses, else the first platform."""
    return next((each for each in platforms() if each.is_used(paths)), next(platforms()))
