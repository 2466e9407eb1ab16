"""The worktree as it was: enough of it to tell later what has changed since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from aos_check.change import PathChange
from aos_check.repo import Repository
from aos_check.tree import MemoryTree, Overlay, Tree

MOST_FILES = 50_000
"""Of more files, only documents are followed."""

_LARGEST = 2 * 1024 * 1024


class Snapshot(NamedTuple):
    """What was there: the commit, how every file looked, and the texts that are not the commit's.

    A text is None where the commit has a document that was gone. What is not `whole` follows
    documents only.
    """

    head: str | None
    looks: Mapping[str, list[int]]
    texts: Mapping[str, str | None]
    whole: bool = True

    @classmethod
    def take(
        cls, repository: Repository, top: str, tree: Tree, papers: Collection[str]
    ) -> Snapshot:
        """The worktree as it is now."""
        head = repository.head()
        listing = repository.commit_tree(head).listing if head else {}
        paths = set(tree.paths())
        whole = len(paths) <= MOST_FILES
        followed = paths if whole else paths.intersection(papers)
        looks = {path: look for path in followed if (look := _look(os.path.join(top, path)))}
        texts: dict[str, str | None] = {}
        for path in papers:
            content = _read(tree, path)
            if content is not None and _id(content, listing.get(path, "")) != listing.get(path):
                texts[path] = content.decode("utf-8", "surrogateescape")
        texts |= {path: None for path in listing if path.endswith(".md") and path not in paths}
        return cls(head, looks, texts, whole)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Snapshot:
        """What `data` says that was taken."""
        return cls(data["head"], data["looks"], data["texts"], data["whole"])

    def tree(self, repository: Repository) -> Tree:
        """The documents as they were; of other files, that they were there."""
        below: Tree = MemoryTree({})
        known: Mapping[str, str] = {}
        if self.head:
            below, known = (tree := repository.commit_tree(self.head)), tree.listing
        files: dict[str, bytes | None] = {path: b"" for path in self.looks if path not in known}
        for path, text in self.texts.items():
            files[path] = text.encode("utf-8", "surrogateescape") if text is not None else None
        return Overlay(below, files)

    def changes(self, repository: Repository, top: str, tree: Tree) -> Iterator[PathChange]:
        """What is not as it was; a file that was only touched is."""
        listing = repository.commit_tree(self.head).listing if self.head else {}
        now = set(tree.paths()) if self.whole else self.looks.keys() & set(tree.paths())
        for path in sorted(now | self.looks.keys()):
            there, was = path in now, path in self.looks
            if there and was and _look(os.path.join(top, path)) == self.looks[path]:
                continue
            if there and (was or path in listing) and self._is_same(tree, path, listing):
                continue
            if there or was:
                yield PathChange(path if was else None, path if there else None)

    def _is_same(self, tree: Tree, path: str, listing: Mapping[str, str]) -> bool:
        content = _read(tree, path)
        if content is None:
            return False
        if (text := self.texts.get(path)) is not None:
            return content == text.encode("utf-8", "surrogateescape")
        return _id(content, listing.get(path, "")) == listing.get(path)


def _look(file: str) -> list[int]:
    try:
        found = os.lstat(file)
    except OSError:
        return []
    return [found.st_mtime_ns, found.st_size]


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        content = tree.read(path, _LARGEST + 1)
    except OSError:
        return None
    return content if len(content) <= _LARGEST else None


def _id(content: bytes, like: str) -> str:
    """What git calls the content, with an id of the same length."""
    sha256 = len(like) > 40  # noqa: PLR2004 - the length of a SHA-1 in hex
    digest = hashlib.sha256() if sha256 else hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()
