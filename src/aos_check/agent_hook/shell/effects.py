"""What one call does to the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.agent_hook.shell import git_commands
from aos_check.agent_hook.shell.bypass import Bypass, BypassKind, FileWrite
from aos_check.agent_hook.shell.environment import is_include, reads_elsewhere, switched_off
from aos_check.agent_hook.shell.file_writes import file_writes
from aos_check.agent_hook.shell.git_commands import GitCall, Setting, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.paths import Places, Spot
from aos_check.agent_hook.shell.protected import Guard
from aos_check.agent_hook.shell.unwrap import Call


def effects(call: Call, places: Places) -> Iterator[Bypass]:
    """Every bypass that this call is."""
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
    for write in file_writes(call):
        yield from file_changed(write, places, spot)


# git


def _by_git(git: GitCall, call: Call, places: Places) -> Iterator[Bypass]:
    spot = repository(git, call, places)
    folder = places.standing(spot)
    if option := git_commands.skipping_option(git):
        shown = "--no-verify" if option.startswith("--") else "-n"
        what = f"`git {git.command} {shown}` runs {git_commands.unseen(git)}"
        yield Bypass(BypassKind.SKIPS_HOOKS, option, what, folder)
    if what := git_commands.by_hand(git):
        yield Bypass(BypassKind.SKIPS_HOOKS, git.command, what, folder)
    if changed := git_commands.setting(git):
        yield from _set(changed, spot, places)
    if git_commands.runs_hooks(git):
        for word, what in _unhooked(git, call, spot, places):
            yield Bypass(BypassKind.SKIPS_HOOKS, word, what, folder)


def repository(git: GitCall, call: Call, places: Places) -> Spot:
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


def _set(changed: Setting, spot: Spot, places: Places) -> Iterator[Bypass]:
    folder = places.top if changed.everywhere else places.standing(spot)
    if changed.moves_hooks and not _stays(changed, spot, places):
        what = "`core.hooksPath` decides which hooks git runs, and this changes it"
        yield Bypass(BypassKind.SKIPS_HOOKS, "hooksPath", what, folder)
    if is_include(changed.key) and changed.value:
        what = "with `include.path` git reads other settings, which may turn its hooks off"
        yield Bypass(BypassKind.SKIPS_HOOKS, "path", what, folder)


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


def _by_us(call: Call, places: Places) -> Iterator[Bypass]:
    given = _options(call.arguments[1:])
    command = "".join(call.arguments[:1])
    if given.keys() & {"--help", "-h"}:
        return
    folder = places.standing(places.reached(given.get("--root", "")))
    if command == "approve":
        what = "`aos-check approve` records an approval, which is for a person to give"
        yield Bypass(BypassKind.APPROVES, "approve", what, folder)
    if command == "baseline" and "--prune" not in given:
        what = "`aos-check baseline` makes the findings of today not count"
        yield Bypass(BypassKind.EDITS_GUARD, "baseline", what, folder)
    if command == "init" and "--remove" in given and "--dry-run" not in given:
        what = "`aos-check init --remove` takes the gate away"
        yield Bypass(BypassKind.EDITS_GUARD, "--remove", what, folder)


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


def _uninstalled(call: Call, places: Places) -> Iterator[Bypass]:
    if {"--help", "-h"} & set(call.arguments):
        return
    if operands(call.arguments, "-c --config --color")[:1] == ["uninstall"]:
        what = f"`{call.program} uninstall` takes the hooks away"
        yield Bypass(BypassKind.SKIPS_HOOKS, "uninstall", what, places.standing(places.spot))


# Files


def file_changed(write: FileWrite, places: Places, spot: Spot | None = None) -> Iterator[Bypass]:
    """What changing this file is, if it is guarded; the path begins at the spot."""
    if not write.removes and _SETTINGS_OF_GIT.search(write.path):
        places.brings_settings = True
    guard = places.guard(write, spot or places.spot)
    if guard and (not write.mode or guard.part == "hooks"):
        kind, what = _wording(write, guard)
        yield Bypass(kind, write.path, what, places.top, guard.pattern)


_SETTINGS_OF_GIT = re.compile(r"(?:\A|/)(?:\.gitconfig|git/config)\Z")


def _wording(write: FileWrite, guard: Guard) -> tuple[BypassKind, str]:
    verb = "takes away" if write.removes else "changes"
    if guard.part == "approvals":
        if write.removes:
            return BypassKind.EDITS_GUARD, f"this takes away an approval record (`{guard.pattern}`)"
        return BypassKind.APPROVES, f"only a person writes an approval record (`{guard.pattern}`)"
    if guard.part == "hooks":
        verb = "keeps git from running" if write.mode else verb
        return BypassKind.SKIPS_HOOKS, f"this {verb} git's hooks (`{guard.pattern}`)"
    return BypassKind.EDITS_GUARD, f"this {verb} what sets the gate up (`{guard.pattern}`)"
