"""Refuses slow patterns in a configuration, because it is untrusted.

Python's `re` tries every way to match. `(a+)+` has 2^n ways for n letters. The same is true of an
unbounded repetition of any group that itself repeats, has alternatives or has optional parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_REPEATS = 4
"""The maximum number of unbounded repetitions; each one multiplies the ways to match."""

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?[^()]*?[:=!>)])?)"
    r"|(?P<close>\))|(?P<choice>\|)|(?P<repeat>[*+]|\{\d*,\d*\})\??|(?P<maybe>\?)|(?P<other>.)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Group:
    """An open group; `varies`: it has a repetition, an alternative or an optional part."""

    varies: bool = False


def fault(pattern: str, group: str = "", most: int = MAX_REPEATS) -> str | None:
    """The reason to refuse the pattern: it does not compile, or it may take forever.

    It must have the `group`, and `most` unbounded repetitions.
    """
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error) or "too complicated"
    if group and group not in compiled.groupindex:
        return f"it has no group (?P<{group}>…)"
    return _slowness(pattern, most)


def _slowness(pattern: str, most: int) -> str | None:
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
                return "it repeats a group that itself repeats or has alternatives"
            groups[-1].varies, repeats = True, repeats + 1
    return f"more than {most} parts of it repeat" if repeats > most else None
