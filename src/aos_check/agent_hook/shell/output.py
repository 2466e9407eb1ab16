"""The output of a command, if it is known without running it."""

from __future__ import annotations

import re
from collections.abc import Callable

from aos_check.agent_hook.shell.edits import Change, edit_of
from aos_check.agent_hook.shell.effects import repository
from aos_check.agent_hook.shell.git_commands import GitCall, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.text import NEW, ROOT, UNKNOWN, cleaned, unescaped
from aos_check.agent_hook.shell.unwrap import Call, places_found

_ECHO_OPTION = re.compile(r"-[neE]+\Z")
_DIRECTIVE = re.compile(r"%(?:([sbqd])|(%)|.)", re.DOTALL)
_LONGEST_OUTPUT = 100_000


def printed(call: Call, places: Places) -> str | None:
    """The text that the call prints; None if that is not known."""
    if call.program == "git":
        return _of_git(call, places)
    if call.program == "pwd":
        return places.here()
    printer = _PRINTERS.get(call.program)
    return printer(call) if printer else None


def _echoed(words: tuple[str, ...]) -> str:
    begin = next((at for at, word in enumerate(words) if not _ECHO_OPTION.match(word)), len(words))
    text = " ".join(words[begin:])
    return unescaped(text) if any("e" in word for word in words[:begin]) else text


def _formatted(words: tuple[str, ...]) -> str:
    shape, *rest = (words[1:] if words[:1] == ("--",) else words) or ("",)
    shape = unescaped(shape)
    rest.reverse()

    def fill(found: re.Match[str]) -> str:
        if found[2]:
            return "%"
        return (rest.pop() if rest else "") if found[1] else UNKNOWN

    # printf repeats its format as long as words are left.
    text = _DIRECTIVE.sub(fill, shape)
    while rest and len(text) < _LONGEST_OUTPUT and any(it[1] for it in _DIRECTIVE.finditer(shape)):
        text += _DIRECTIVE.sub(fill, shape)
    return text


_GIT_DIRS = {"--git-dir", "--git-common-dir", "--absolute-git-dir"}


def _of_git(call: Call, places: Places) -> str | None:
    git = git_call(call.arguments)
    if git is None or places.is_outside(repository(git, call, places)):
        return None
    hooks = places.hooks if places.hooks.startswith("/") else f"{ROOT}/{places.hooks}"
    if git.command == "config":
        return hooks if git.arguments[-1:] == ("core.hooksPath",) else None
    return _parsed(git, hooks) if git.command == "rev-parse" else None


def _parsed(git: GitCall, hooks: str) -> str | None:
    words = [word for word in git.arguments if not word.startswith("--path-format")]
    if words in (["--show-toplevel"], ["--show-cdup"]):
        return ROOT
    if len(words) == 1 and words[0] in _GIT_DIRS:
        return f"{ROOT}/.git"
    if words[:1] == ["--git-path"]:
        path = "".join(words[1:2])
        is_hooks = path == "hooks" or path.startswith("hooks/")
        return f"{hooks}{path[len('hooks') :]}" if is_hooks else f"{ROOT}/.git/{path}"
    return None


def _listed(words: tuple[str, ...]) -> str:
    return "\n".join(word for word in words if "*" in word)


_DECODES = {"-d", "-D", "--decode"}


def _of_input(call: Call, change: Change | None) -> str | None:
    """The changed input of a filter; None if the filter reads a file."""
    files = operands(call.arguments)[call.program == "sed" :]
    return change(call.fed) if change and call.fed is not None and not files else None


def _each_line(call: Call, change: Callable[[str], str]) -> str | None:
    return _of_input(call, lambda text: "\n".join(map(change, text.splitlines())))


def _decoded(text: str) -> str | None:
    import binascii

    try:
        return cleaned(binascii.a2b_base64(text).decode("utf-8", "replace"))
    except ValueError:
        return None


_PRINTERS: dict[str, Callable[[Call], str | None]] = {
    "echo": lambda call: _echoed(call.arguments),
    "write-output": lambda call: _echoed(call.arguments),
    "rev": lambda call: _each_line(call, lambda line: line[::-1]),
    "tac": lambda call: _of_input(call, lambda text: "\n".join(reversed(text.splitlines()))),
    "sed": lambda call: _of_input(call, edit_of("sed", call.arguments)),
    "base64": lambda call: _of_input(call, _decoded) if _DECODES & {*call.arguments} else None,
    "printf": lambda call: _formatted(call.arguments),
    "cat": lambda call: None if call.arguments else call.fed,
    "mktemp": lambda _: f"{NEW}/tmp",  # noqa: S108 - only the output; no file is made
    "find": lambda call: "\n".join(places_found(call.arguments)),
    "which": lambda call: " ".join(operands(call.arguments)),
    "type": lambda call: " ".join(operands(call.arguments)),
    "command": lambda call: call.arguments[-1] if call.arguments[:1] == ("-v",) else None,
    "ls": lambda call: _listed(call.arguments),
}
