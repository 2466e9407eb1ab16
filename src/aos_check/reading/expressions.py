"""Regular expressions that are compiled when they are first asked something.

Compiling all that reading may need takes longer than a hook has, and one commit needs a few.
"""

from __future__ import annotations

import re
from typing import Any, cast


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, to be used in the same way."""
    return cast("re.Pattern[str]", _Expression(pattern, flags))


class _Expression:
    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what any attribute of a pattern is
        # Asked once for each name: what is found stays as an attribute of its own.
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


_SAME_LETTERS = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})


def lower(text: str) -> str:
    """The text in lower case, and no longer than it was.

    What `re.IGNORECASE` takes for an ASCII letter is that letter here. Patterns that heed case
    are several times as fast as those that ignore it.
    """
    return text.lower() if text.isascii() else text.translate(_SAME_LETTERS).lower()
