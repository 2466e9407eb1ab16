"""Builtins that change the folder, the variables or the environment of later commands."""

from __future__ import annotations

import posixpath
import re

from aos_check.agent_hook.shell.effects import entered
from aos_check.agent_hook.shell.git_commands import GitCall, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.text import ROOT
from aos_check.agent_hook.shell.unwrap import Call
from aos_check.agent_hook.shell.words import Variables

_ENTERS = {"cd", "pushd", "chdir", "set-location", "sl", "push-location"}
_DECLARES = {"declare", "typeset", "local", "readonly"}
_LONGEST_COUNT = 4
_READS = {"read", "mapfile", "readarray", "getopts"}


def is_export(call: Call) -> bool:
    """True for a call that exports a variable."""
    return call.program == "export" or (call.program in _DECLARES and _has(call, "x"))


def change_state(call: Call, variables: Variables, places: Places) -> None:
    """Apply the call to the folder and the variables, if it is such a builtin."""
    program = call.program
    if program in _ENTERS:
        _enter(call, places)
    elif program == "popd":
        places.lost()
    elif is_export(call) or program in _DECLARES:
        _declare(call, variables)
    elif program == "set":
        if _has(call, "a") or call.arguments == ("-o", "allexport"):
            variables.exports_all = True
        if "--" in call.arguments:
            variables.give(("", *call.arguments[call.arguments.index("--") + 1 :]))
    elif program == "shift":
        count = "".join(call.arguments[:1])
        variables.shift(int(count) if count.isdecimal() and len(count) < _LONGEST_COUNT else 1)
    elif program in _READS or program == "unset":
        for name in call.arguments:
            variables.forget(name)


def make_links(call: Call, places: Places) -> None:
    """Record the targets of links and worktrees, and the repositories that the call creates."""
    if call.program == "git" and (git := git_call(call.arguments)):
        _make_repository(git, places)
    if call.program not in {"ln", "mklink"}:
        return
    words = operands(call.arguments, "-S --suffix")
    if call.program == "mklink":
        words = [word for word in reversed(words) if not _SWITCH.fullmatch(word)]
    *targets, name = words if len(words) > 1 else (*words, ".")
    for target in targets[:_MOST_LINKED]:
        is_folder = len(targets) > 1 or posixpath.basename(name) in {"", ".", ".."}
        base = posixpath.basename(target.rstrip("/"))
        places.link(f"{name}/{base}" if is_folder else name, target)


def _make_repository(git: GitCall, places: Places) -> None:
    spot = entered(git, places)
    if git.command == "worktree":
        for path in operands(git.arguments, "-b -B --reason")[1:2]:
            places.link(path, ROOT)
    elif git.command == "init":
        places.begin("".join(operands(git.arguments, _INIT)[:1]), spot)
    elif git.command == "clone":
        source, *folder = operands(git.arguments, _CLONE) or [""]
        name = source.rstrip("/").removesuffix(".git").rpartition("/")[2].rpartition(":")[2]
        # A clone of this repository is this repository.
        if "://" in source or ":" in source or places.is_outside(places.reached(source, spot)):
            places.begin(folder[0] if folder else name, spot)


_INIT = "-b --initial-branch --template --separate-git-dir --object-format"
_CLONE = "-b --branch --depth -o --origin -c --config --reference -j --jobs --filter --template"


_SWITCH = re.compile(r"/[dhj]", re.IGNORECASE)
_MOST_LINKED = 10


def _has(call: Call, letter: str) -> bool:
    options = (word for word in call.arguments if word.startswith("-"))
    return any(letter in word for word in options if not word.startswith("--"))


def _enter(call: Call, places: Places) -> None:
    words = [word for word in call.arguments if not word.startswith("-") or word == "-"]
    target = words[0] if words else ""
    if target == "-":
        places.lost()
    else:
        places.enter(target)


def _declare(call: Call, variables: Variables) -> None:
    exports = is_export(call) and not _has(call, "n")
    for word in call.arguments:
        name, equals, value = word.partition("=")
        if name.startswith("-"):
            continue
        if equals:
            variables.set(name, value)
        if exports:
            variables.export(name)
