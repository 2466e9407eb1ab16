"""What taking out what was put in comes to."""

from __future__ import annotations

from typing import NamedTuple


class Removal(NamedTuple):
    """The text that is left (None: the file goes), and what of ours stays in it, and why."""

    text: str | None
    left: str = ""
