"""Patterns of a user's layout: they come with what is checked, so they must not be slow on purpose.

Python's `re` tries every way to match. `(a+)+` has 2^n of them for n letters, and so has any group
that is repeated without end and that itself repeats, chooses or may be left out in part; such a
pattern is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_REPEATS = 4
"""How many parts of one pattern may repeat without end; each one multiplies the ways to match."""

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?[^()]*?[:=!>)])?)"
    r"|(?P<close>\))|(?P<choice>\|)|(?P<repeat>[*+]|\{\d*,\d*\})\??|(?P<maybe>\?)|(?P<other>.)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Group:
    """An open group: whether anything in it repeats without end or chooses."""

    varies: bool = False


def fault(pattern: str) -> str | None:
    """What is wrong with the pattern: it does not compile, or it may take for ever."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error) or "too complicated"
    return _slowness(pattern)


def _slowness(pattern: str) -> str | None:
    groups, closed, repeats = [_Group()], _Group(), 0
    for token in _TOKEN.finditer(pattern):
        kind = token.lastgroup
        before, closed = closed, _Group()
        if kind == "open":
            groups.append(_Group())
        elif kind == "close" and groups[1:]:
            closed = groups.pop()
            groups[-1].varies |= closed.varies
        elif kind in ("choice", "maybe"):
            groups[-1].varies = True
        elif kind == "repeat":
            if before.varies:
                return "it repeats a group that itself repeats or chooses"
            groups[-1].varies, repeats = True, repeats + 1
    return f"more than {MAX_REPEATS} parts of it repeat" if repeats > MAX_REPEATS else None
