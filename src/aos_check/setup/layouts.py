"""Checking the name of a layout."""

from __future__ import annotations

from collections.abc import Collection

from aos_check.model.addresses import suggestion
from aos_check.model.errors import CannotCheckError


def expect_layout(name: str, names: Collection[str]) -> None:
    """Raise CannotCheckError for a layout that is not one of these."""
    if name not in names:
        listing = f"choose from {', '.join(sorted(names))}"
        raise CannotCheckError(f"there is no layout {name}", suggestion(name, names, listing))
