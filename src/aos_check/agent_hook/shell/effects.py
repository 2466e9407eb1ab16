"""The effects of one call on the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.agent_hook.shell import git_commands
from aos_check.agent_hook.shell.bypass import Bypass, BypassKind, FileWrite
from aos_check.agent_hook.shell.environment import (
    feigns_fetch,
    is_include,
    reads_elsewhere,
    switched_off,
)
from aos_check.agent_hook.shell.file_writes import file_writes
from aos_check.agent_hook.shell.git_commands import GitCall, Setting, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.paths import Places, Spot
from aos_check.agent_hook.shell.protected import Guard, is_of_refs
from aos_check.agent_hook.shell.unwrap import Call, program_of


def effects(call: Call, places: Places) -> Iterator[Bypass]:
    """The bypasses that this call itself makes."""
    program = call.program
    spot = places.spot
    if program == "git":
        if git := git_call(call.arguments):
            spot = entered(git, places)
            yield from _by_git(git, call, places)
    elif program == "aos-check":
        yield from _by_aos_check(call, places)
    elif program in _INSTALLERS:
        yield from _by_installer(call, places)
    elif _PACKAGERS.fullmatch(program):
        yield from _by_packager(call, places)
    for write in file_writes(call):
        yield from file_changed(write, places, spot)


# git


def _by_git(git: GitCall, call: Call, places: Places) -> Iterator[Bypass]:
    spot = repository(git, call, places)
    if places.is_begun(spot):
        return
    folder = places.absolute(spot)
    if option := git_commands.skipping_option(git):
        shown = "--no-verify" if option.startswith("--") else "-n"
        what = f"`git {git.command} {shown}` runs {git_commands.skipped_hooks(git)}"
        yield Bypass(BypassKind.SKIPS_HOOKS, option, what, folder)
    if what := git_commands.by_hand(git, call.fed):
        yield Bypass(BypassKind.SKIPS_HOOKS, git.command, what, folder)
    if changed := git_commands.setting(git):
        yield from _set(changed, spot, places)
    if places.trailers:
        yield from _maintenance(git, call, places)
    if git_commands.runs_hooks(git):
        for word, what in _unhooked(git, call, spot, places):
            yield Bypass(BypassKind.SKIPS_HOOKS, word, what, folder)


def _maintenance(git: GitCall, call: Call, places: Places) -> Iterator[Bypass]:
    """The message of a commit that says that no task describes it, or the file with a message."""
    from aos_check.model.no_task import is_claimed

    spot = entered(git, places)
    for value, is_file in git_commands.messages(git):
        path, text = "", value
        if is_file:
            path = "" if value in _INPUT else places.file(value, spot)
            text = (places.written.get(path) if path else call.fed) or ""
        if is_claimed(text, places.trailers) or (path and path not in places.written):
            what = "this says that no task describes the commit"
            path = "" if text else path
            folder = places.absolute(repository(git, call, places))
            yield Bypass(BypassKind.MAINTENANCE, "none", what, folder, path=path)


_INPUT = {"-", "/dev/stdin"}


def repository(git: GitCall, call: Call, places: Places) -> Spot:
    """The folder of the repository that a call of git uses."""
    spot = entered(git, places)
    given = git.git_dir or call.environment.get("GIT_DIR", "")
    spot = places.reached(given, spot)
    if given and spot.path.endswith("/.git"):
        return spot._replace(path=spot.path.removesuffix("/.git"))
    return spot._replace(path=".") if given and spot.path == ".git" else spot


def entered(git: GitCall, places: Places) -> Spot:
    """The folder to which the options `-C` of a call lead."""
    spot = places.spot
    for folder in git.folders:
        spot = places.reached(folder, spot)
    return spot


def _set(changed: Setting, spot: Spot, places: Places) -> Iterator[Bypass]:
    folder = places.top if changed.everywhere else places.absolute(spot)
    if changed.moves_hooks and not _keeps_hooks(changed, spot, places):
        what = "this changes `core.hooksPath`, the folder of the hooks that git runs"
        yield Bypass(BypassKind.SKIPS_HOOKS, "hooksPath", what, folder)
    if is_include(changed.key) and changed.value:
        yield Bypass(BypassKind.SKIPS_HOOKS, "path", _INCLUDES, folder)


_INCLUDES = "`include.path` makes git read other settings, which can turn off its hooks"


def _keeps_hooks(changed: Setting, spot: Spot, places: Places) -> bool:
    """True if git still uses the same folder of hooks afterwards."""
    if not changed.value:
        return places.has_own_hooks
    return places.is_hooks(changed.value) and not places.is_outside(spot)


def _unhooked(git: GitCall, call: Call, spot: Spot, places: Places) -> Iterator[tuple[str, str]]:
    """The words that turn off the hooks for this call, each with a clause on its effect."""
    given = git_commands.hooks_path_given(git)
    if given is not None and (places.is_outside(spot) or not places.is_hooks(given)):
        yield "hooksPath", "the option `core.hooksPath` makes git look elsewhere for its hooks"
    if any(is_include(name) for name, _ in git.settings):
        yield "path", _INCLUDES
    for found in (
        switched_off(call.environment, places),
        reads_elsewhere(call.environment, places),
        feigns_fetch(call.environment),
    ):
        if found:
            yield found


# The commands of aos-check

_VALUED = {"--artifact", "--note", "--root", "--config", "--layout", "--only", "--with"}


_WEAKENING = {
    "--remove": "removes the gate",
    "--observe": "makes the gate report only",
    "--enforce": "changes the rules",
}


def _by_aos_check(call: Call, places: Places) -> Iterator[Bypass]:
    given = _options(call.arguments[1:])
    command = "".join(call.arguments[:1])
    if given.keys() & {"--help", "-h"}:
        return
    folder = places.absolute(places.reached(given.get("--root", "")))
    if command == "approve":
        what = "`aos-check approve` records an approval, which only a person can give"
        yield Bypass(BypassKind.APPROVES, "approve", what, folder)
    if command == "hook" and operands(call.arguments[1:]):
        what = "`aos-check hook` reports to the gate what only the agent's program reports"
        yield Bypass(BypassKind.EDITS_GUARD, "hook", what, folder)
    if command == "baseline" and "--prune" not in given:
        what = "`aos-check baseline` hides the current findings"
        yield Bypass(BypassKind.EDITS_GUARD, "baseline", what, folder)
    for option, effect in _WEAKENING.items() if command == "init" else ():
        if option in given and "--dry-run" not in given:
            what = f"`aos-check init {option}` {effect}"
            yield Bypass(BypassKind.EDITS_GUARD, option, what, folder)


def _options(words: tuple[str, ...]) -> dict[str, str]:
    """The options among the words, with their values."""
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            break
        if word.startswith("-"):
            given[name] = value if equals or name not in _VALUED else next(rest, "")
    return given


# Tools that install hooks

_INSTALLERS = {"pre-commit", "prek", "lefthook", "husky"}


def _by_installer(call: Call, places: Places) -> Iterator[Bypass]:
    if {"--help", "-h"} & set(call.arguments):
        return
    if operands(call.arguments, "-c --config --color")[:1] == ["uninstall"]:
        what = f"`{call.program} uninstall` removes the hooks"
        yield Bypass(BypassKind.SKIPS_HOOKS, "uninstall", what, places.absolute(places.spot))


_OF_PROJECT = {"uv", "poetry", "pdm", "pixi"}
_PACKAGERS = re.compile(rf"pip[\d.]*|pipx|conda|brew|claude|{'|'.join(sorted(_OF_PROJECT))}")
_REMOVE = {"uninstall", "uninstall-all", "remove", "rm", "disable"}


def _by_packager(call: Call, places: Places) -> Iterator[Bypass]:
    """The removal of aos-check, or of its plugin for the agent."""
    names = operands(call.arguments)
    at = next((at for at, name in enumerate(names[:3]) if name in _REMOVE), None)
    if at is None or {"--help", "-h"} & set(call.arguments):
        return
    verb = names[at]
    ours = any(program_of(name.replace("_", "-")) == "aos-check" for name in names[at + 1 :])
    if ours or verb == "uninstall-all" or (verb == "disable" and "--all" in call.arguments):
        here = verb == "remove" and call.program in _OF_PROJECT
        folder = places.absolute(places.spot) if here else places.top
        what = f"`{call.program} {verb}` removes aos-check, which is the gate"
        yield Bypass(BypassKind.EDITS_GUARD, verb, what, folder)


# Files


def file_changed(write: FileWrite, places: Places, spot: Spot | None = None) -> Iterator[Bypass]:
    """The bypass that a change of this file makes, if it is guarded. Its path starts at `spot`."""
    if not write.removes and _SETTINGS_OF_GIT.search(write.path):
        places.brings_settings = True
    guard = places.guard(write, spot or places.spot)
    if not guard or (write.mode and guard.part != "hooks"):
        return
    # Cleaning up refs makes fewer commits known, so it is harmless. A document may be removed.
    if (write.removes and is_of_refs(guard)) or (guard.part == "documents" and not write.change):
        return
    kind, what = _wording(write, guard)
    path = places.file(write.path, spot or places.spot)
    yield Bypass(kind, write.path, what, places.top, guard.pattern, path, write.change)


_SETTINGS_OF_GIT = re.compile(r"(?:\A|/)(?:\.gitconfig|git/config)\Z")


def _wording(write: FileWrite, guard: Guard) -> tuple[BypassKind, str]:
    verb = "removes" if write.removes else "changes"
    if guard.part == "documents":
        return BypassKind.WRITES, "this writes a document"
    if guard.part == "approvals":
        if write.removes:
            return BypassKind.EDITS_GUARD, f"this removes an approval record (`{guard.pattern}`)"
        return BypassKind.APPROVES, f"this writes an approval record (`{guard.pattern}`)"
    if guard.part == "hooks":
        verb = "keeps git from running" if write.mode else verb
        return BypassKind.SKIPS_HOOKS, f"this {verb} git's hooks (`{guard.pattern}`)"
    return BypassKind.EDITS_GUARD, f"this {verb} a file of the gate's setup (`{guard.pattern}`)"
