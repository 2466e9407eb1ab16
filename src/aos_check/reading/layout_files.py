"""The files of the shipped layouts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "layouts"


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the shipped layouts in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def read_layout(name: str) -> str:
    """The TOML text of a shipped layout."""
    return (_FOLDER / f"{name}.toml").read_text("utf-8")
