"""Checking the name of a layout."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from aos_check.model.errors import CannotCheckError


def expect_layout(name: str, names: Collection[str]) -> None:
    """Raise CannotCheckError for a layout that is not one of these."""
    if name not in names:
        near = get_close_matches(name, names, 1)
        raise CannotCheckError(
            f"there is no layout {name}",
            f"the nearest is {near[0]}" if near else f"choose from {', '.join(sorted(names))}",
        )
