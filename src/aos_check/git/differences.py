"""Compares two trees, or a tree and the index, by paths and ids without contents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from aos_check.git.blobs import missing_object
from aos_check.git.program import FETCH, Git
from aos_check.git.trees import SUBMODULE, entry, unmerged
from aos_check.model.change import PathChange
from aos_check.model.errors import CannotCheckError, MissingObjectError

_RAW = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
_RENAMES = ("-M", "-l1000")
_EXACT_RENAMES = ("-M100%", "-l1000")  # by ids, so that no content is read
_MAX_RESTARTS = 20
# After `git add -N` only the name is in the index, and the file will not be committed.
_CACHED = ("--cached", "--ita-invisible-in-index")


class Row(NamedTuple):
    """One difference; the ids are as in listings."""

    status: str
    modes: tuple[str, str]
    ids: tuple[str, str]
    paths: tuple[str, str]

    def change(self) -> PathChange:
        """The difference as rules read it."""
        before, after = self.ids
        return PathChange(
            self.paths[0] if before else None,
            self.paths[1] if after else None,
            before,
            after,
            *self.modes,
        )


class Differences:
    """Compares stored trees.

    Git compares contents to find the renames of edited files. `missed_renames` tells that contents
    were missing, and that only the renames of unedited files were found.
    """

    def __init__(self, git: Git, *, shallow: bool) -> None:
        self._git = git
        self._shallow = shallow
        self.missed_renames = False
        self._cut: frozenset[str] | None = None
        self._empty = ""

    def between(self, before: str | None, after: str) -> tuple[PathChange, ...]:
        """The changes from a commit or tree (None: the empty tree) to another, with renames."""
        return self._renamed(lambda renames: self._trees(before, after, *renames))

    def staged(self, before: str | None) -> tuple[PathChange, ...]:
        """The changes from a commit or tree (None: the empty tree) to the index, with renames."""
        return self._renamed(lambda renames: self._index(before, *renames))

    def _renamed(self, rows: Callable[[Sequence[str]], Iterator[Row]]) -> tuple[PathChange, ...]:
        """The changes with renames, as far as contents are there."""
        try:
            return tuple(row.change() for row in rows(_RENAMES))
        except MissingObjectError:
            found = tuple(row.change() for row in rows(_EXACT_RENAMES))
            self.missed_renames = True
            return found

    def plain(self, before: str | None, after: str | None) -> dict[str, Row]:
        """The differences to `after` (None: the index) by path; a rename counts as two."""
        if after is None:
            rows = self._index(before, "--no-renames")
        else:
            rows = self._trees(before, after, "--no-renames")
        return {row.paths[1]: row for row in rows}

    def index(self) -> dict[str, str]:
        """The ids of the files in the index."""
        rows = self._index(None, "--no-renames")
        return {row.paths[1]: row.ids[1] for row in rows if row.modes[1] != SUBMODULE}

    def of_each(
        self, commits: Iterable[tuple[str, str | None]]
    ) -> Iterator[tuple[PathChange, ...]]:
        """The changes of each (commit, parent), in order; a parent of None is the empty tree."""
        pairs = list(commits)
        for commit, parent in pairs:
            self._expect_whole(parent, commit)
        restarts, renames = 0, _RENAMES
        while pairs:
            done = 0
            try:
                for found in self._stream(pairs, renames):
                    done += 1
                    yield found
            except MissingObjectError:
                if renames is _EXACT_RENAMES:
                    raise
                self.missed_renames = True
                yield self._alone(pairs[done])
                done += 1
                restarts += 1
                renames = _RENAMES if restarts < _MAX_RESTARTS else _EXACT_RENAMES
            pairs = pairs[done:]

    def _alone(self, pair: tuple[str, str | None]) -> tuple[PathChange, ...]:
        """The changes of one pair. It may be the one before the gap, and miss nothing."""
        try:
            (found,) = self._stream([pair], _RENAMES)
        except MissingObjectError:
            (found,) = self._stream([pair], _EXACT_RENAMES)
        return found

    def _stream(
        self, pairs: Sequence[tuple[str, str | None]], renames: Sequence[str]
    ) -> Iterator[tuple[PathChange, ...]]:
        """The changes of each pair, from one process."""
        lines = (f"{commit} {parent or ''}".rstrip() for commit, parent in pairs)
        options = ("--stdin", "-r", "--root", "--always", *_RAW, *renames)
        fields = self._git.stream("diff-tree", *options, lines=lines)
        header = next(fields, b"")
        for commit, _ in pairs:
            if header.decode("ascii") != commit:
                raise missing_object(commit)
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
        """The id of the empty tree, which git knows in every repository."""
        if not self._empty:
            known = self._git.ask("rev-parse", "--show-object-format") or b""
            algorithm = hashlib.sha256 if known.strip() == b"sha256" else hashlib.sha1
            self._empty = algorithm(b"tree 0\0").hexdigest()
        return self._empty

    def _expect_whole(self, before: str | None, after: str) -> None:
        """Raise CannotCheckError for a commit whose parents are missing from a shallow clone."""
        if before is None and self._shallow and after in self._boundary():
            raise CannotCheckError(
                f"the history is shallow: the parents of {after[:10]} are missing", FETCH
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
    """The row from `:mode mode id id status` and the next field; a rename has two fields."""
    old_mode, new_mode, old, new, status = facts[1:].decode("ascii").split(" ")
    before = os.fsdecode(next(fields))
    after = os.fsdecode(next(fields)) if status[0] in "RC" else before
    ids = (entry(old_mode, old), entry(new_mode, new))
    return Row(status[0], (old_mode, new_mode), ids, (before, after))
