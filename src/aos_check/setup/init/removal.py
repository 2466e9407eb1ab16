"""The result of taking out what `init` put into a file."""

from __future__ import annotations

from typing import NamedTuple


class Removal(NamedTuple):
    """The remaining text, None to delete the file. `left` says what of ours is left, and why."""

    text: str | None
    left: str = ""
