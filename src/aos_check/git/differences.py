"""What differs between two trees, or between a tree and the index: paths and ids, no contents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aos_check.git.blobs import lacking
from aos_check.git.program import FETCH, Git
from aos_check.git.trees import SUBMODULE, entry, unmerged
from aos_check.model.change import PathChange
from aos_check.model.errors import CannotCheckError

_RAW = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
_RENAMES = ("-M", "-l1000")
# Of `git add -N` only the name is in the index: it is no part of the commit to come.
_CACHED = ("--cached", "--ita-invisible-in-index")


class Row(NamedTuple):
    """One difference: ids as listings hold them, modes apart."""

    status: str
    modes: tuple[str, str]
    ids: tuple[str, str]
    paths: tuple[str, str]

    def change(self) -> PathChange:
        """The difference as rules know it."""
        before, after = self.ids
        return PathChange(
            self.paths[0] if before else None, self.paths[1] if after else None, before, after
        )


class Differences:
    """Compares what git stores."""

    def __init__(self, git: Git, *, shallow: bool) -> None:
        self._git = git
        self._shallow = shallow
        self._cut: frozenset[str] | None = None
        self._empty = ""

    def between(self, before: str | None, after: str) -> tuple[PathChange, ...]:
        """The changes from a commit or tree to another; renames are followed."""
        return tuple(row.change() for row in self._trees(before, after, *_RENAMES))

    def staged(self, before: str | None) -> tuple[PathChange, ...]:
        """The changes from a commit or tree to the index; renames are followed."""
        return tuple(row.change() for row in self._index(before, *_RENAMES))

    def plain(self, before: str | None, after: str | None) -> dict[str, Row]:
        """What differs by path, a rename as both of its halves; without `after`, in the index."""
        if after is None:
            rows = self._index(before, "--no-renames")
        else:
            rows = self._trees(before, after, "--no-renames")
        return {row.paths[1]: row for row in rows}

    def index(self) -> dict[str, str]:
        """The ids of what the index holds."""
        rows = self._index(None, "--no-renames")
        return {row.paths[1]: row.ids[1] for row in rows if row.modes[1] != SUBMODULE}

    def of_each(
        self, commits: Iterable[tuple[str, str | None]]
    ) -> Iterator[tuple[PathChange, ...]]:
        """The change that each commit makes to its first parent, in order, as one stream."""
        pairs = list(commits)
        if not pairs:
            return
        for commit, parent in pairs:
            self._expect_whole(parent, commit)
        lines = (f"{commit} {parent or ''}".rstrip() for commit, parent in pairs)
        options = ("--stdin", "-r", "--root", "--always", *_RAW, *_RENAMES)
        fields = self._git.stream("diff-tree", *options, lines=lines)
        header = next(fields, b"")
        for commit, _ in pairs:
            if header.decode("ascii") != commit:
                raise lacking(commit)
            header, found = b"", []
            for field in fields:
                if not field.startswith(b":"):
                    header = field
                    break
                found.append(_row(field, fields).change())
            yield tuple(found)

    def _trees(self, before: str | None, after: str, *options: str) -> Iterator[Row]:
        self._expect_whole(before, after)
        trees = (before or self.empty, after)
        output = self._git.run("diff-tree", "-r", *_RAW, *options, *trees)
        return _rows(output)

    def _index(self, before: str | None, *options: str) -> Iterator[Row]:
        output = self._git.run("diff-index", *_CACHED, *_RAW, *options, before or self.empty)
        for row in _rows(output):
            if row.status == "U":
                raise unmerged(row.paths[1])
            yield row

    @property
    def empty(self) -> str:
        """The id of the tree that holds nothing, which git knows without being told."""
        if not self._empty:
            known = self._git.ask("rev-parse", "--show-object-format") or b""
            algorithm = hashlib.sha256 if known.strip() == b"sha256" else hashlib.sha1
            self._empty = algorithm(b"tree 0\0").hexdigest()
        return self._empty

    def _expect_whole(self, before: str | None, after: str) -> None:
        """A commit whose parents were not fetched only looks as if it added everything."""
        if before is None and self._shallow and after in self._boundary():
            raise CannotCheckError(
                f"the history is shallow: what came before {after[:10]} is not there", FETCH
            )

    def _boundary(self) -> frozenset[str]:
        if self._cut is None:
            name = os.fsdecode(self._git.run("rev-parse", "--git-path", "shallow").rstrip(b"\n"))
            try:
                text = (self._git.folder / name).read_text("ascii")
            except FileNotFoundError:
                text = ""
            self._cut = frozenset(text.split())
        return self._cut


def _rows(output: bytes) -> Iterator[Row]:
    fields = iter(output.split(b"\0")[:-1])
    return (_row(field, fields) for field in fields)


def _row(facts: bytes, fields: Iterator[bytes]) -> Row:
    """`:mode mode id id status`, and the path, or two of a rename, from the fields that follow."""
    old_mode, new_mode, old, new, status = facts[1:].decode("ascii").split(" ")
    before = os.fsdecode(next(fields))
    after = os.fsdecode(next(fields)) if status[0] in "RC" else before
    ids = (entry(old_mode, old), entry(new_mode, new))
    return Row(status[0], (old_mode, new_mode), ids, (before, after))
