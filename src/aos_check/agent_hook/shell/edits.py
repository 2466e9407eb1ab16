"""The new content of a file that `sed` or `perl` changes by simple replacements."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from aos_check.agent_hook.shell.options import operands

Change = Callable[[str], str | None]
"""The new content of a file from its old content; None if it is not known."""

_SECONDS = 1.0
_LONGEST_LINE = 1_000
_LONGEST = 200
_COMMAND = re.compile(
    r"[\s;]*(?:(?P<line>\d+|\$)|/(?P<find>(?:[^/\\]|\\.)*)/)?[ \t]*"
    r"(?:(?P<delete>d)|s(?P<mark>[^\w\s\\])(?P<old>(?:(?!(?P=mark))[^\\]|\\.)*)(?P=mark)"
    r"(?P<new>(?:(?!(?P=mark))[^\\]|\\.)*)(?P=mark)(?P<flags>[giI]*))[ \t]*(?:[;\n]|\Z)",
    re.DOTALL,
)


class _Step(NamedTuple):
    """A command of a script: where it applies, and its replacement; without one, it deletes."""

    line: str
    find: re.Pattern[str] | None
    old: re.Pattern[str] | None
    new: str = ""
    everywhere: bool = False

    def apply(self, text: str, *, at: int, last: bool) -> str | None:
        """The line after the command; None if it is deleted."""
        here = not self.line or (last if self.line == "$" else at == int(self.line))
        if not here or (self.find and not self.find.search(text)):
            return text
        if self.old is None:
            return None
        return self.old.sub(self._inserted, text, count=0 if self.everywhere else 1)

    def _inserted(self, found: re.Match[str]) -> str:
        def part(mark: re.Match[str]) -> str:
            if mark[0] == "&":
                return found[0]
            if mark[1].isdecimal() and int(mark[1]) <= len(found.groups()):
                return found[int(mark[1])] or ""
            return "\n" if mark[1] == "n" else mark[1]

        return re.sub(r"\\(.)|&", part, self.new, flags=re.DOTALL)


def edit_of(program: str, arguments: Sequence[str]) -> Change | None:
    """The change by a call of `sed` or `perl`; None if it is not simple enough."""
    perl = program == "perl"
    given = [after for option, after in pairwise(arguments) if _SCRIPT.fullmatch(option)]
    if not given and not perl:
        given = operands(arguments, "-e -f -l")[:1]
    extended = perl or any(map(_EXTENDED.fullmatch, arguments))
    found = [step for text in given for step in _steps(text, extended=extended)]
    steps = [step for step in found if step]
    simple = steps == found and not any(map(_OTHERS.fullmatch, arguments))
    return partial(_edited, steps) if steps and simple else None


_SCRIPT = re.compile(r"-[a-zA-Z]*e|--expression")
_EXTENDED = re.compile(r"-[a-zA-Z]*[Er].*|--regexp-extended")
_OTHERS = re.compile(r"-[a-zA-Z]*[nfz0F].*|--(?!in-place|expression|regexp).+", re.DOTALL)
"""The options that change how a script works."""


def _steps(script: str, *, extended: bool) -> Iterator[_Step | None]:
    at = 0
    while script[at:].strip(" \t\n;"):
        found = _COMMAND.match(script, at)
        if found is None:
            yield None
            return
        at = found.end()
        flags = re.IGNORECASE if "i" in (found["flags"] or "").lower() else 0
        find = found["find"] and _pattern(found["find"], 0, extended=extended)
        old = None if found["delete"] else _pattern(found["old"], flags, extended=extended)
        if (found["find"] and not find) or (not found["delete"] and not old):
            yield None
            return
        everywhere = "g" in (found["flags"] or "")
        yield _Step(found["line"] or "", find or None, old, found["new"] or "", everywhere)


def _pattern(text: str, flags: int, *, extended: bool) -> re.Pattern[str] | None:
    """The expression in Python's syntax; None if it is too complex to be safe or to translate."""
    if not extended:
        # In basic expressions, these are special with a backslash and plain without one.
        text = re.sub(r"\\?[(){}+?|]", lambda it: it[0][1:] or f"\\{it[0]}", text)
    text = re.sub(r"\[\[:(space|digit|alpha):\]\]", lambda it: _CLASSES[it[1]], text)
    repeats = len(re.findall(r"[*+{]", text))
    if len(text) > _LONGEST or repeats > 2 or re.search(r"\)[*+?{]|\[\[|\(\?", text):  # noqa: PLR2004
        return None
    try:
        return re.compile(text, flags)
    except re.error:
        return None


_CLASSES = {"space": r"\s", "digit": r"\d", "alpha": "[a-zA-Z]"}


def _edited(steps: Sequence[_Step], text: str) -> str | None:
    until = time.monotonic() + _SECONDS
    lines = text.split("\n")
    count = len(lines) - (not lines[-1])
    kept = []
    for at, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE or time.monotonic() > until:
            return None
        now: str | None = line
        for step in steps if at <= count else ():
            now = None if now is None else step.apply(now, at=at, last=at == count)
        kept += [] if now is None else [now]
    return "\n".join(kept)
