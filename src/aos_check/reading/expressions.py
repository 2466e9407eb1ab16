"""Regular expressions that are compiled on first use.

A hook must be fast. One commit needs only a few expressions, and compiling all takes too long.
"""

from __future__ import annotations

import re
from typing import Any, cast


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that behaves like one of `re.compile`."""
    return cast("re.Pattern[str]", _Expression(pattern, flags))


class _Expression:
    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        # Python calls this once for each name, because the result becomes an attribute.
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


_SAME_LETTERS = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})


def lower(text: str) -> str:
    """The text in lower case, with the same length, for case-sensitive patterns.

    They are several times faster than others. Letters that `re.IGNORECASE` treats as ASCII become
    ASCII.
    """
    return text.lower() if text.isascii() else text.translate(_SAME_LETTERS).lower()
