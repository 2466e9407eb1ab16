"""What one call does to the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.agent_hook.shell import git_commands
from aos_check.agent_hook.shell.environment import is_include, reads_elsewhere, switched_off
from aos_check.agent_hook.shell.git_commands import GitCall, Setting, git_call
from aos_check.agent_hook.shell.guards import Guard
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.paths import Places, Spot
from aos_check.agent_hook.shell.touch import Touch
from aos_check.agent_hook.shell.unwrapping import Call
from aos_check.agent_hook.shell.ways import WayKind
from aos_check.agent_hook.shell.writes import touched


class Breach(NamedTuple):
    """A way round the gate that was found, and the word that shows it."""

    kind: WayKind
    word: str
    what: str
    folder: str
    file: str = ""


def breaches(call: Call, places: Places) -> Iterator[Breach]:
    """Every way round that this call is."""
    program = call.program
    spot = places.spot
    if program == "git":
        if git := git_call(call.arguments):
            spot = _entered(git, places)
            yield from _by_git(git, call, places)
    elif program == "aos-check":
        yield from _by_us(call, places)
    elif program in _INSTALLERS:
        yield from _uninstalled(call, places)
    for touch in touched(call):
        yield from broken_into(touch, places, spot)


# git


def _by_git(git: GitCall, call: Call, places: Places) -> Iterator[Breach]:
    spot = where(git, call, places)
    folder = places.standing(spot)
    if option := git_commands.skipping_option(git):
        shown = "--no-verify" if option.startswith("--") else "-n"
        what = f"`git {git.command} {shown}` runs {git_commands.unseen(git)}"
        yield Breach(WayKind.SKIPS_HOOKS, option, what, folder)
    if what := git_commands.by_hand(git):
        yield Breach(WayKind.SKIPS_HOOKS, git.command, what, folder)
    if changed := git_commands.setting(git):
        yield from _set(changed, spot, places)
    if git_commands.runs_hooks(git):
        for word, what in _unhooked(git, call, spot, places):
            yield Breach(WayKind.SKIPS_HOOKS, word, what, folder)


def where(git: GitCall, call: Call, places: Places) -> Spot:
    """The folder of the repository that a call of git is about."""
    spot = _entered(git, places)
    given = git.git_dir or call.environment.get("GIT_DIR", "")
    spot = places.reached(given, spot)
    if given and spot.path.endswith("/.git"):
        return spot._replace(path=spot.path.removesuffix("/.git"))
    return spot._replace(path=".") if given and spot.path == ".git" else spot


def _entered(git: GitCall, places: Places) -> Spot:
    spot = places.spot
    for folder in git.folders:
        spot = places.reached(folder, spot)
    return spot


def _set(changed: Setting, spot: Spot, places: Places) -> Iterator[Breach]:
    folder = places.top if changed.everywhere else places.standing(spot)
    if changed.moves_hooks and not _stays(changed, spot, places):
        what = "`core.hooksPath` decides which hooks git runs, and this changes it"
        yield Breach(WayKind.SKIPS_HOOKS, "hooksPath", what, folder)
    if is_include(changed.key) and changed.value:
        what = "with `include.path` git reads other settings, which may turn its hooks off"
        yield Breach(WayKind.SKIPS_HOOKS, "path", what, folder)


def _stays(changed: Setting, spot: Spot, places: Places) -> bool:
    """True where git looks in the same folder for its hooks afterwards."""
    if not changed.value:
        return places.has_own_hooks
    return places.is_hooks(changed.value) and not places.is_outside(spot)


def _unhooked(git: GitCall, call: Call, spot: Spot, places: Places) -> Iterator[tuple[str, str]]:
    """The words that turn the hooks off for this call, and what each does."""
    given = git_commands.hooks_path_given(git)
    if given is not None and (places.is_outside(spot) or not places.is_hooks(given)):
        yield (
            "hooksPath",
            "`core.hooksPath` given with the call makes git look elsewhere for its hooks",
        )
    if any(is_include(name) for name, _ in git.settings):
        yield "path", "with `include.path` git reads other settings, which may turn its hooks off"
    for found in (
        switched_off(call.environment, places),
        reads_elsewhere(call.environment, places),
    ):
        if found:
            yield found


# Our own commands

_VALUED = {"--artifact", "--note", "--root", "--config", "--layout", "--only"}


def _by_us(call: Call, places: Places) -> Iterator[Breach]:
    given = _options(call.arguments[1:])
    command = "".join(call.arguments[:1])
    if given.keys() & {"--help", "-h"}:
        return
    folder = places.standing(places.reached(given.get("--root", "")))
    if command == "approve":
        what = "`aos-check approve` records an approval, which is for a person to give"
        yield Breach(WayKind.APPROVES, "approve", what, folder)
    if command == "baseline" and "--prune" not in given:
        what = "`aos-check baseline` makes the findings of today not count"
        yield Breach(WayKind.EDITS_GUARD, "baseline", what, folder)
    if command == "init" and "--remove" in given and "--dry-run" not in given:
        what = "`aos-check init --remove` takes the gate away"
        yield Breach(WayKind.EDITS_GUARD, "--remove", what, folder)


def _options(words: tuple[str, ...]) -> dict[str, str]:
    """The options that are given, with their values."""
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            break
        if word.startswith("-"):
            given[name] = value if equals or name not in _VALUED else next(rest, "")
    return given


# What installs hooks

_INSTALLERS = {"pre-commit", "prek", "lefthook", "husky"}


def _uninstalled(call: Call, places: Places) -> Iterator[Breach]:
    if {"--help", "-h"} & set(call.arguments):
        return
    if operands(call.arguments, "-c --config --color")[:1] == ["uninstall"]:
        what = f"`{call.program} uninstall` takes the hooks away"
        yield Breach(WayKind.SKIPS_HOOKS, "uninstall", what, places.standing(places.spot))


# Files


def broken_into(touch: Touch, places: Places, spot: Spot | None = None) -> Iterator[Breach]:
    """What changing this file is, if it is guarded; the path begins at the spot."""
    if not touch.removes and _SETTINGS_OF_GIT.search(touch.path):
        places.brings_settings = True
    guard = places.guard(touch, spot or places.spot)
    if guard and (not touch.mode or guard.part == "hooks"):
        kind, what = _wording(touch, guard)
        yield Breach(kind, touch.path, what, places.top, guard.pattern)


_SETTINGS_OF_GIT = re.compile(r"(?:\A|/)(?:\.gitconfig|git/config)\Z")


def _wording(touch: Touch, guard: Guard) -> tuple[WayKind, str]:
    verb = "takes away" if touch.removes else "changes"
    if guard.part == "approvals":
        if touch.removes:
            return WayKind.EDITS_GUARD, f"this takes away an approval record (`{guard.pattern}`)"
        return WayKind.APPROVES, f"only a person writes an approval record (`{guard.pattern}`)"
    if guard.part == "hooks":
        verb = "keeps git from running" if touch.mode else verb
        return WayKind.SKIPS_HOOKS, f"this {verb} git's hooks (`{guard.pattern}`)"
    return WayKind.EDITS_GUARD, f"this {verb} what sets the gate up (`{guard.pattern}`)"
