"""The program that a handler of an agent starts, if it is one that may be started here."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aos_check.agents import AGENTS
from aos_check.setup.doctor.handlers import Handler
from aos_check.setup.doctor.running import find_program

_NAMES = frozenset({"aos-check", "aos-check.exe"})
_SHELL = re.compile(r"[;&|<>`()\n*?$]")
_PROJECT = re.compile(r"\"?\$(?:\{CLAUDE_PROJECT_DIR\}|CLAUDE_PROJECT_DIR\b)\"?")


class Program(NamedTuple):
    """What a handler starts: the whole command line; or why it is not started here.

    `missing`: there is nothing that could be started.
    """

    command: tuple[str, ...] = ()
    why_not: str = ""
    missing: bool = False


def program_of(handler: Handler, top: Path) -> Program:
    """What the handler starts.

    Only aos-check itself is ever started: a repository is not trusted to name programs.
    """
    words = _words(handler, top)
    if words is None:
        return Program(why_not="its command is more than aos-check alone")
    if not words or Path(words[0]).name not in _NAMES:
        return Program(why_not=f"it is started by {words[0] if words else 'nothing'}")
    if words[1:] not in [["hook", agent] for agent in AGENTS]:
        return Program(why_not=f"`{' '.join(words)}` is no `aos-check hook AGENT`")
    if words[0] in _NAMES:
        return _on_path(words)
    return _at_its_place(top / os.path.expanduser(words[0]), words)  # noqa: PTH111 - or as it is


def _on_path(words: Sequence[str]) -> Program:
    program = find_program("aos-check")
    if program is None:
        return Program(why_not="aos-check is not on the path", missing=True)
    return Program((program, *words[1:]))


def _at_its_place(file: Path, words: Sequence[str]) -> Program:
    """The program of a path, which must be one that is trusted already."""
    if not file.is_file() or not os.access(file, os.X_OK):
        return Program(why_not=f"there is no program {words[0]}", missing=True)
    known = (find_program("aos-check"), Path(sys.executable).parent / file.name)
    if any(_is_same(file, each) for each in known if each):
        return Program((str(file), *words[1:]))
    return Program(why_not=f"{words[0]} is neither the aos-check of the path nor this one")


def _words(handler: Handler, top: Path) -> list[str] | None:
    """The command line; None where it takes a shell to know it."""
    if handler.arguments is not None:
        return [_PROJECT.sub(lambda _: str(top), handler.command), *handler.arguments]
    command = _PROJECT.sub(lambda _: shlex.quote(str(top)), handler.command)
    if _SHELL.search(command):
        return None
    try:
        return shlex.split(command)
    except ValueError:
        return None


def _is_same(one: Path, other: str | Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
