"""The product documents of a home: its mission and its roadmap, where they are."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import Role
from aos_check.reading.discovery import Home
from aos_check.reading.layouts import Layout, Product
from aos_check.reading.snapshot import Snapshot


def products(layout: Layout) -> Iterator[tuple[Role, Product]]:
    """The product documents that a layout has."""
    if layout.mission:
        yield Role.MISSION, layout.mission
    if layout.roadmap:
        yield Role.ROADMAP, layout.roadmap


def product_files(home: Home) -> Iterator[tuple[Role, Product, str]]:
    """The product documents that are there, each the first of its places."""
    for layout in home.layouts:
        for role, product in products(layout):
            paths = (f"{home.path}/{path}" for path in product.paths)
            if path := next((path for path in paths if path in home.files), None):
                yield role, product, path


def roadmaps_of(snapshot: Snapshot) -> frozenset[str]:
    """The paths of all roadmaps."""
    files = (file for home in snapshot.found.homes for file in product_files(home))
    return frozenset(path for role, _, path in files if role is Role.ROADMAP)
