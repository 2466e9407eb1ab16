"""Adding the merge driver of task lists to `.gitattributes` and git's configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aos_check.reading.lines import ended_like, lines_of, put_in, take_out
from aos_check.setup.file_edits import Removal

ATTRIBUTES = ".gitattributes"
CONFIG = ".git/config"
"""Git's configuration of one clone, which no commit contains."""

ATTRIBUTE = "merge=aos-check-tasks"
SETTING = "merge.aos-check-tasks.driver"

_OPTIONS = "--marker-size=%L -L %X -L %S -L %Y"
DRIVER = (
    # Without a program, git would leave a file without the other branch and without markers.
    f"command -v aos-check >/dev/null || exec git merge-file {_OPTIONS} %A %O %B; "
    f"exec aos-check merge-tasks {_OPTIONS} %O %A %B"
)
_HEAD = '[merge "aos-check-tasks"]'
_SECTION = (
    f"{_HEAD}\n\tname = aos-check joins the ticks of two branches\n"
    f'\tdriver = "{DRIVER}"\n'  # without quotes, a semicolon begins a comment
)
_ENDING = f"/**/*.md {ATTRIBUTE}"
_LEFT = "the merge driver was changed: remove it by hand"


def with_attributes(text: str | None, homes: Iterable[str]) -> str:
    """The attributes with a line for each home that has none."""
    before = text or ""
    for pattern in map(_pattern, homes):
        named = (line for line in lines_of(before) if ATTRIBUTE in line)
        if not any(line.startswith(f"{pattern}/") for line in named):
            before = put_in(before, len(lines_of(before)), f"{pattern}{_ENDING}\n")
            before += "\n" if text is None and not before.endswith("\n") else ""
    return before


def _pattern(home: str) -> str:
    """The home as a pattern, in which a star stands for signs that would need quotes."""
    return re.sub(r"[^\w./-]+", "*", home)


def without_attributes(text: str) -> Removal:
    """The attributes without the lines that `with_attributes` adds."""
    after = text
    for line in lines_of(text):
        if line.rstrip("\r\n").endswith(_ENDING):
            after = _without(after, line)
    left = _LEFT if ATTRIBUTE in after else ""
    return Removal(None if not after and text.endswith("\n") else after, left)


def with_driver(text: str) -> str:
    """The configuration with the merge driver."""
    return text if _HEAD in text else put_in(text, len(lines_of(text)), _SECTION)


def without_driver(text: str) -> Removal:
    """The configuration without what `with_driver` adds."""
    section = ended_like(text, _SECTION)
    after = _without(text, section if section in text else section.rstrip())
    return Removal(after, _LEFT if _HEAD in after else "")


def _without(text: str, lines: str) -> str:
    at = text.find(lines)
    return take_out(text, at, at + len(lines)) if at >= 0 else text
