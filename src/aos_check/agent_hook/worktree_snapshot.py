"""The worktree at the start of a session, and the changes since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aos_check.agent_hook.facts_cache import look
from aos_check.git import Repository
from aos_check.model.change import PathChange
from aos_check.model.tree import MemoryTree, Overlay, Tree
from aos_check.model.tree import content as read

MOST_FILES = 50_000
"""In a larger repository, only documents are compared."""

_LARGEST = 2 * 1024 * 1024


class SessionStart(NamedTuple):
    """The state of the worktree when the session started.

    `head` is the commit, `looks` the size and times of each file. `texts` are the documents that
    differ from the commit, None for a deleted one. Unless `whole`, only documents are compared.
    `tips` are the commits that any ref had, except a stash: no commit has checked it; and those
    that were pushed. `accepted` are the findings in the baseline.
    """

    head: str | None
    looks: Mapping[str, list[Any]]
    texts: Mapping[str, str | None]
    whole: bool = True
    tips: Sequence[str] = ()
    accepted: Sequence[str] = ()

    @classmethod
    def take(
        cls,
        repository: Repository,
        top: str,
        tree: Tree,
        documents: Collection[str],
        accepted: Sequence[str],
    ) -> SessionStart:
        """Record the worktree."""
        head = repository.head()
        listing = repository.commit_tree(head).listing if head else {}
        paths = set(tree.paths())
        whole = len(paths) <= MOST_FILES
        followed = paths if whole else paths.intersection(documents)
        looks = {path: _look(os.path.join(top, path)) for path in followed}
        texts: dict[str, str | None] = {}
        for path in documents:
            content = read(tree, path, _LARGEST + 1)
            if content is not None and not _is(content, listing.get(path)):
                texts[path] = content.decode("utf-8", "surrogateescape")
        texts |= {path: None for path in listing if path.endswith(".md") and path not in paths}
        stashed = repository.tips("refs/stash")
        tips = [tip for tip in repository.tips("refs") if tip not in stashed]
        tips = list(dict.fromkeys([*tips, *repository.pushed()]))
        return cls(head, looks, texts, whole, tips, accepted)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> SessionStart:
        """Read a record, which may be of an earlier version."""
        return cls(**{name: data[name] for name in cls._fields if name in data})

    @property
    def known(self) -> list[str]:
        """The commits that were there."""
        return [*self.tips, *filter(None, [self.head])]


class WorktreeChanges:
    """The changes of a worktree since a session started, except those of fetched commits."""

    def __init__(
        self, snapshot: SessionStart, repository: Repository, top: str, tree: Tree
    ) -> None:
        self._snapshot = snapshot
        self._top = top
        self._tree = tree
        # What a pull or another branch brings is not this session's work.
        base = repository.without_new(snapshot.known)
        self._base = repository.commit_tree(base) if base else None
        # A rebase makes the commits before the session again.
        former, head = snapshot.head, repository.head()
        rebased = former and head and not repository.is_ancestor(former, head)
        self._former = repository.commit_tree(former).listing if former and rebased else {}

    @property
    def _listing(self) -> Mapping[str, str]:
        return self._base.listing if self._base else {}

    def before(self) -> Tree:
        """The tree at the start. Files other than documents are empty in it."""
        known = self._listing
        files: dict[str, bytes | None] = {
            path: b"" for path in self._snapshot.looks if path not in known
        }
        for path, text in self._snapshot.texts.items():
            files[path] = text.encode("utf-8", "surrogateescape") if text is not None else None
        below: Tree = self._base or MemoryTree({})
        return Overlay(below, files)

    def changes(self) -> Iterator[PathChange]:
        """The paths whose content differs."""
        looks, listing, now = self._snapshot.looks, self._listing, set(self._tree.paths())
        if not self._snapshot.whole:
            now &= {*looks, *(path for path in now if path.endswith(".md"))}
        for path in sorted(now | looks.keys()):
            if path in now and not self._is_same(path):
                yield PathChange(path if path in looks or path in listing else None, path)
            elif path not in now and path in listing:
                yield PathChange(path, None)

    def _is_same(self, path: str) -> bool:
        look = self._snapshot.looks.get(path)
        if look and _look(os.path.join(self._top, path)) == look:
            return True
        ids, text = (
            (self._listing.get(path), self._former.get(path)),
            self._snapshot.texts.get(path),
        )
        if not any(ids) and text is None:
            return False
        content = read(self._tree, path, _LARGEST + 1)
        if content is None or len(content) > _LARGEST:
            return False
        old = text.encode("utf-8", "surrogateescape") if text is not None else None
        return content == old or any(_is(content, known) for known in ids)


def _look(file: str) -> list[Any]:
    return look(file)[1:]


def _is(content: bytes, known: str | None) -> bool:
    """True if this is git's id of the content."""
    sha256 = len(known or "") > 40  # noqa: PLR2004 - the length of a SHA-1 in hex
    digest = hashlib.sha256() if sha256 else hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest() == known
