"""The handlers in an agent's settings that run aos-check, and the program that each starts."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aos_check.agents import AGENTS
from aos_check.setup.doctor.running import find_program

_LONGEST_PATTERN = 200  # characters; a hostile pattern can take long


class Handler(NamedTuple):
    """A handler that names aos-check: its file, its event, its tools and its command."""

    file: str
    event: str
    matcher: str
    command: str
    arguments: tuple[str, ...] | None
    timeout: float | None

    def is_for(self, tool: str) -> bool:
        """True if the agent runs it for this tool."""
        if not tool or self.matcher in {"", "*"}:
            return True
        if re.fullmatch(r"[\w, |-]+", self.matcher):
            return tool in re.split(r"[|, ]+", self.matcher)
        try:
            pattern = re.compile(self.matcher) if len(self.matcher) <= _LONGEST_PATTERN else None
        except re.error:
            return False
        return pattern is not None and pattern.search(tool) is not None

    @property
    def agent(self) -> str:
        """The agent that its command names; "" if it names none."""
        words = [*self.command.split(), *(self.arguments or ())]
        after = (word.strip("\"'") for hook, word in itertools.pairwise(words) if hook == "hook")
        return next((word for word in after if word in AGENTS), "")


def handlers_in(settings: object, file: str) -> Iterator[Handler]:
    """Our handlers in the settings, which may have any shape."""
    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    for event, groups in hooks.items() if isinstance(hooks, dict) else ():
        for group in groups if isinstance(groups, list) else ():
            if isinstance(group, dict):
                yield from _in_group(group, file, event)


def _in_group(group: Mapping[str, Any], file: str, event: str) -> Iterator[Handler]:
    """Our handlers in a group for some tools. The group may also be a single handler."""
    inner = group.get("hooks")
    for each in inner if isinstance(inner, list) else [group]:
        if not isinstance(each, dict):
            continue
        command = str(each.get("command") or each.get("bash") or "")
        given = each.get("args")
        arguments = tuple(map(str, given)) if isinstance(given, list) else None
        if re.search(r"aos[-_]check", " ".join([command, *(arguments or ())])):
            matcher = str(group.get("matcher") or each.get("matcher") or "")
            timeout = each.get("timeout", each.get("timeoutSec"))
            limit = float(timeout) if isinstance(timeout, int | float) else None
            yield Handler(file, event, matcher, command, arguments, limit)


# The program

_NAMES = frozenset({"aos-check", "aos-check.exe"})
_SHELL = re.compile(r"[;&|<>`()\n*?$]")
_PROJECT = re.compile(r"\"?\$(?:\{CLAUDE_PROJECT_DIR\}|CLAUDE_PROJECT_DIR\b)\"?")


class Program(NamedTuple):
    """The command line of a handler, or the reason why doctor does not start it.

    `missing`: the program does not exist.
    """

    command: tuple[str, ...] = ()
    why_not: str = ""
    missing: bool = False


def program_of(handler: Handler, top: Path) -> Program:
    """The program of a handler. Doctor starts only aos-check: settings can name any program."""
    words = _words(handler, top)
    if words is None:
        return Program(why_not="its command runs more than aos-check")
    if not words or Path(words[0]).name not in _NAMES:
        return Program(why_not=f"its command runs {words[0] if words else 'nothing'}")
    if words[1:] not in [["hook", agent] for agent in AGENTS]:
        return Program(why_not=f"`{' '.join(words)}` is not `aos-check hook AGENT`")
    on_path = find_program("aos-check")
    if words[0] not in _NAMES:
        return _at_path(words, top, on_path)
    if on_path is None:
        return Program(why_not="aos-check is not on PATH", missing=True)
    return Program((on_path, *words[1:]))


def _at_path(words: Sequence[str], top: Path, on_path: str | None) -> Program:
    """The program at a path. Only the aos-check on PATH and the running one are trusted."""
    file = top / os.path.expanduser(words[0])  # noqa: PTH111 - unchanged if there is no home
    if not file.is_file() or not os.access(file, os.X_OK):
        return Program(why_not=f"there is no program {words[0]}", missing=True)
    if any(_is_same(file, each) for each in (on_path, Path(sys.executable).parent / file.name)):
        return Program((str(file), *words[1:]))
    return Program(why_not=f"{words[0]} is neither the aos-check on PATH nor this one")


def _words(handler: Handler, top: Path) -> list[str] | None:
    """The command line; None if it needs a shell."""
    if handler.arguments is not None:
        return [_PROJECT.sub(lambda _: str(top), handler.command), *handler.arguments]
    command = _PROJECT.sub(lambda _: shlex.quote(str(top)), handler.command)
    if _SHELL.search(command):
        return None
    try:
        return shlex.split(command)
    except ValueError:
        return None


def _is_same(one: Path, other: str | Path | None) -> bool:
    try:
        return other is not None and one.samefile(other)
    except OSError:
        return False
