"""The files and folders that a user names, as places below the top of the repository."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from aos_check.git import Repository, expect_no_link, find_top
from aos_check.judging.input.worktree import place_of
from aos_check.model.addresses import suggestion
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree


def places_of(paths: Sequence[Path], here: Path, top: Path, tree: Tree) -> list[str]:
    """The paths relative to `top`; "." is everything.

    Raises CannotCheckError for one that is neither on disk nor in the tree, the index or HEAD, and
    for one below a link, because nothing is found there.
    """
    places = {place_of(top, here, path, "PATH"): path for path in paths}
    for place, path in places.items():
        full = top / place
        if place != ".":
            expect_no_link(full if full.is_dir() else full.parent)
        if not (os.path.lexists(here / path) or any(place in _all(it) for it in _trees(top, tree))):
            near = _near(place, here, top, tree)
            raise CannotCheckError(
                f"there is no file or folder {path}",
                suggestion(str(path), near, "`git ls-files` lists the files"),
            )
    return list(places)


def _trees(top: Path, tree: Tree) -> Iterator[Tree]:
    yield tree
    if find_top(top):
        with Repository.open(top) as repository, contextlib.suppress(CannotCheckError):
            yield repository.index_tree()
            if head := repository.head():
                yield repository.commit_tree(head)


def _all(tree: Tree) -> set[str]:
    """The files of the tree and all folders around them."""
    return {*tree.paths(), *_folders(tree.paths())}


def _folders(paths: Iterable[str]) -> Iterator[str]:
    return (str(folder) for path in paths for folder in PurePosixPath(path).parents[:-1])


def _near(place: str, here: Path, top: Path, tree: Tree) -> Iterator[str]:
    """The existing places as a user here names them, those in the same folder first."""
    around = os.path.dirname(place)  # noqa: PTH120 - a place, not a path on disk
    ordered = sorted(_all(tree), key=lambda it: (os.path.dirname(it) != around, it))  # noqa: PTH120
    return (Path(os.path.relpath(top / it, here)).as_posix() for it in ordered)
