"""What one call does to the gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.shell import git_commands
from aos_check.shell.environment import switched_off
from aos_check.shell.git_commands import GitCall, git_call
from aos_check.shell.options import operands
from aos_check.shell.paths import Guard, Places
from aos_check.shell.touch import Touch
from aos_check.shell.unwrapping import Call
from aos_check.shell.ways import WayKind
from aos_check.shell.writes import touched


class Breach(NamedTuple):
    """A way round the gate that was found, and the word that shows it."""

    kind: WayKind
    word: str
    what: str


def breaches(call: Call, places: Places) -> Iterator[Breach]:
    """Every way round that this call is."""
    program = call.program
    if program == "git":
        if git := git_call(call.arguments):
            yield from _by_git(git, call, places)
    elif program == "aos-check":
        yield from _approval(call)
    elif program in _INSTALLERS:
        yield from _uninstalled(call)
    for touch in touched(call):
        yield from broken_into(touch, places)


# git


def _by_git(git: GitCall, call: Call, places: Places) -> Iterator[Breach]:
    if option := git_commands.skipping_option(git):
        shown = "--no-verify" if option.startswith("--") else "-n"
        what = f"`git {git.command} {shown}` runs {git_commands.unseen(git)}"
        yield Breach(WayKind.SKIPS_HOOKS, option, what)
    if what := git_commands.by_hand(git):
        yield Breach(WayKind.SKIPS_HOOKS, git.command, what)
    moved = git_commands.hooks_path_set(git)
    if moved is not None and not _is_set_to(moved, places):
        what = "`core.hooksPath` decides which hooks git runs, and this changes it"
        yield Breach(WayKind.SKIPS_HOOKS, "hooksPath", what)
    if git_commands.runs_hooks(git):
        yield from _unhooked(git, call, places)


def _is_set_to(folder: str, places: Places) -> bool:
    """True where git looks for its hooks in this folder anyway."""
    return (places.resolved(folder, ".") if folder else ".git/hooks") == places.hooks


def _unhooked(git: GitCall, call: Call, places: Places) -> Iterator[Breach]:
    given = git_commands.hooks_path_given(git)
    if given is not None and (not given or not _is_set_to(given, places)):
        what = "`core.hooksPath` given with the call makes git look elsewhere for its hooks"
        yield Breach(WayKind.SKIPS_HOOKS, "hooksPath", what)
    if off := switched_off(call.environment, places.hooks):
        yield Breach(WayKind.SKIPS_HOOKS, *off)


# Approvals

_APPROVE_VALUED = "--artifact --note --root --config"


def _approval(call: Call) -> Iterator[Breach]:
    if call.arguments[:1] != ("approve",):
        return
    asking = {"--help", "-h"} - set(operands(call.arguments, ""))
    rest = iter(call.arguments[1:])
    for word in rest:
        if word in asking:
            return
        if word == "--":
            break
        if word in _APPROVE_VALUED.split():
            next(rest, None)
    what = "`aos-check approve` records an approval, which is for a person to give"
    yield Breach(WayKind.APPROVES, "approve", what)


# What installs hooks

_INSTALLERS = {"pre-commit", "prek", "lefthook", "husky"}


def _uninstalled(call: Call) -> Iterator[Breach]:
    if {"--help", "-h"} & set(call.arguments):
        return
    if operands(call.arguments, "-c --config --color")[:1] == ["uninstall"]:
        what = f"`{call.program} uninstall` takes the hooks away"
        yield Breach(WayKind.SKIPS_HOOKS, "uninstall", what)


# Files


def broken_into(touch: Touch, places: Places) -> Iterator[Breach]:
    """What changing this file is, if it is guarded."""
    guard = places.guard(touch.path, deep=touch.deep)
    if guard and (not touch.mode or guard.part == "hooks"):
        kind, what = _wording(touch, guard)
        yield Breach(kind, touch.path, what)


def _wording(touch: Touch, guard: Guard) -> tuple[WayKind, str]:
    if guard.part == "approvals":
        if touch.removes:
            return WayKind.EDITS_GUARD, f"this takes away an approval record (`{guard.pattern}`)"
        return WayKind.APPROVES, f"only a person writes an approval record (`{guard.pattern}`)"
    if guard.part == "hooks":
        verb = "takes away" if touch.removes else "changes"
        verb = "keeps git from running" if touch.mode else verb
        return WayKind.SKIPS_HOOKS, f"this {verb} git's hooks (`{guard.pattern}`)"
    does = "takes it away" if touch.removes else "changes it"
    return WayKind.EDITS_GUARD, f"`{guard.pattern}` sets the gate up, and this {does}"
