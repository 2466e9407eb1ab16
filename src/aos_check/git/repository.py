"""A repository: its revisions, trees, changes, history and merges."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import final

from aos_check.git import log
from aos_check.git.blobs import Contents
from aos_check.git.conflict_resolution import is_choice
from aos_check.git.differences import Differences
from aos_check.git.environment import LocatedRepository, explore
from aos_check.git.fetching import Remote
from aos_check.git.files import read_if_there
from aos_check.git.merging import Merges, Side
from aos_check.git.message_file import MessageFiles
from aos_check.git.provenance import Provenance
from aos_check.git.reverting import undoes
from aos_check.git.revisions import USUAL_TRUNKS, Revisions
from aos_check.git.trees import GitTree, is_file, list_tree
from aos_check.model.change import CommitRecord
from aos_check.model.object_ids import is_object_id
from aos_check.model.tree import Tree

_MISSED_RENAMES = (
    "contents are missing from this partial clone, so a file that was renamed and edited counts as "
    "deleted and added"
)
_MAX_FETCHED = 1024 * 1024  # bytes of FETCH_HEAD
_MAX_MERGED = 2 * 1024 * 1024  # bytes of a file whose conflicts are examined


@final
class Repository(Revisions):
    """Reads only the object store, and writes to it only to fetch.

    All methods raise CannotCheckError if git cannot answer.
    """

    def __init__(self, around: LocatedRepository) -> None:
        super().__init__(around)
        git, shallow = self._git, self.shallow
        self._contents = Contents(git)
        self._differences = Differences(git, shallow=shallow)
        self._merges = Merges(git, self, self._contents)
        provenance = Provenance(git, self, self._contents, self._differences)
        messages, remote = MessageFiles(git), Remote(git)
        self.changes = self._differences.between
        self.staged = self._differences.staged
        self.changes_of = self._differences.of_each
        self.automerge = self._merges.automerge
        self.parse_message = messages.parse
        self.comment_prefix = messages.comment_prefix
        self.author = provenance.author
        self.touching = provenance.touching
        self.blob = provenance.blob
        self.signer = provenance.signer
        self.deepen = remote.deepen
        self.fetch = remote.fetch
        self.fetch_branch = remote.fetch_branch

    @classmethod
    def open(cls, here: Path) -> Repository:
        """The repository around `here`. Raises CannotCheckError if there is none."""
        return cls(explore(here))

    def close(self) -> None:
        """End the child process and delete the merges that were made."""
        self._contents.close()
        self._merges.close()

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Trees

    def commit_tree(self, rev: str) -> GitTree:
        """The tree of a commit, or the tree with this id."""
        wanted = self._id(rev)
        return GitTree(lambda: list_tree(self._git, wanted), self._contents)

    def index_tree(self) -> GitTree:
        """The index, which is about to be committed."""
        return GitTree(self._differences.index, self._contents)

    def tree_of(self, listing: Mapping[str, str]) -> GitTree:
        """A tree of files with known paths and ids."""
        return GitTree(lambda: listing, self._contents)

    def listing_of(self, tree: Tree) -> Mapping[str, str]:
        """The paths and ids of a tree of this repository; empty for any other tree."""
        return tree.listing if isinstance(tree, GitTree) else {}

    @property
    def gaps(self) -> tuple[str, ...]:
        """What was not found so far because contents are missing."""
        return (_MISSED_RENAMES,) if self._differences.missed_renames else ()

    # History

    def commits(
        self, wanted: Sequence[str], unwanted: Sequence[str] = ()
    ) -> Iterator[CommitRecord]:
        """The commits reachable from `wanted` and not from `unwanted`, parents first."""
        return log.commits(self._git, list(map(self._id, wanted)), list(map(self._id, unwanted)))

    def last_before(self, day: date, tip: str) -> str | None:
        """The last commit on the main line of `tip` before that day; None if there is none."""
        return log.last_before(self._git, day, self._id(tip))

    def touched(self, tip: str) -> Iterator[tuple[str, date]]:
        """Each file that a commit up to `tip` touched, with the day, for each commit."""
        return log.touched(self._git, self._id(tip))

    def trees(self, tip: str) -> frozenset[str]:
        """The ids of the trees of all commits up to `tip`."""
        return frozenset(log.trees(self._git, self._id(tip)))

    def tree_id(self, rev: str) -> str:
        """The id of a commit's tree."""
        return next(log.trees(self._git, self._id(rev), "--no-walk"))

    def commit(self, rev: str) -> CommitRecord:
        """One commit."""
        return log.commit(self._git, self.resolve(rev))

    def unmerged(self) -> list[CommitRecord]:
        """The commits below HEAD that no default branch of a remote has."""
        head = self.head()
        trunks = [
            it for name in ("HEAD", *USUAL_TRUNKS) for it in self.tips(f"refs/remotes/*/{name}")
        ]
        return list(self.commits([head], trunks)) if head else []

    def without_new(self, known: Sequence[str]) -> str | None:
        """HEAD without the commits that were made here since `known`; None without any other.

        Commits that were fetched are not new. If new commits join several others, the result is
        the tree of git's merge of these.
        """
        head, others = self.head(), self.and_fetched(known)
        new = {it.id: it.parents for it in self.commits([head], others)} if head else {}
        if not new:
            return head
        below = {parent for parents in new.values() for parent in parents if parent not in new}
        bases = self.independent(sorted(below))
        merged = self.automerge(bases[0], bases[1]) if len(bases) == 2 else None  # noqa: PLR2004
        return merged.tree if merged else next(iter(bases), None)

    def and_fetched(self, known: Sequence[str]) -> list[str]:
        """The `known` commits, and those that a fetch or a pull brought."""
        last = read_if_there(self.git_path("FETCH_HEAD"), _MAX_FETCHED) or b""
        return [*known, *log.fetched(self._git, last)]

    def pushed(self) -> list[str]:
        """The commits that were pushed from here, by the logs of refs."""
        return log.pushed(self._git)

    def tips_since(self, known: Sequence[str]) -> dict[str, str]:
        """The last commits of the work here since `known`, with the names of their branches.

        In addition to `own_tips`, these are commits that were pushed, and those made on HEAD that
        a ref has. A commit that was dropped and never pushed does not count.
        """
        own, elsewhere = self.own_tips(), self.tips_elsewhere()
        stashed, pushed = self.tips("refs/stash"), self.pushed()
        kept = [*(tip for tip in self.tips("refs") if tip not in stashed), *pushed]
        new = {it.id for it in self.commits(kept, [*known, *own])}
        theirs = {it.id for it in self.commits(elsewhere, known)}
        here = new & {*log.made(self._git), *(it for it in pushed if it not in theirs)}
        names = self.tracked_branches() if here else {}
        return {**{tip: names.get(tip, "") for tip in self.independent([*here])}, **own}

    def made_again(self, tip: str, known: Sequence[str]) -> frozenset[str]:
        """The commits below `tip` with the patch of a known one, as a rebase makes them."""
        return log.made_again(self._git, tip, known)

    def _id(self, rev: str) -> str:
        return rev if is_object_id(rev) else self.resolve(rev)

    def uncommitted(self) -> list[str]:
        """The tracked files that differ from HEAD, in the worktree or in the index."""
        options = ("--porcelain", "-z", "--no-renames", "--untracked-files=no")
        output = self._git.run("status", *options, "--ignore-submodules=none")
        return [os.fsdecode(line[3:]) for line in output.split(b"\0")[:-1]]

    # Merges and reverts

    def merged(self, parents: Sequence[str], result: str | None) -> tuple[str, frozenset[str]]:
        """The tree to compare a merge's result (None: the index) with, and the paths to ignore.

        The tree is git's own merge of two commits, or else a merge by whole files.
        """
        first, *others = parents
        if merged := self.automerge(first, others[0]) if len(others) == 1 else None:
            return merged.tree, self.resolved(parents, result, merged.conflicted)
        # A shallow history cannot prove that there is no merge base, so it must have one.
        base = self.merge_base if self.shallow else self.common
        sides = [Side(other, base(first, other)) for other in others]
        return self._merges.file_by_file(self._differences, first, sides, result)

    def resolved(
        self, parents: Sequence[str], result: str | None, conflicted: Collection[str]
    ) -> frozenset[str]:
        """The conflicts that were resolved only with content of the parents."""
        if not conflicted:
            return frozenset()
        made = self.index_tree() if result is None else self.commit_tree(result)
        sides = [self.commit_tree(parent).listing for parent in parents]
        merged = self.automerge(parents[0], parents[1])
        draft = self.commit_tree(merged.tree) if merged else None
        return frozenset(
            path
            for path in conflicted
            if any(side.get(path) == made.listing.get(path) for side in sides)
            or (draft and self._is_choice(path, draft, made, parents))
        )

    def _is_choice(self, path: str, draft: GitTree, made: GitTree, parents: Sequence[str]) -> bool:
        if not all(is_file(tree.listing.get(path, "")) for tree in (draft, made)):
            return False
        before, after = (tree.read(path, _MAX_MERGED + 1) for tree in (draft, made))
        if len(before) > _MAX_MERGED or len(after) > _MAX_MERGED:
            return False
        return is_choice(before, after, parents[0], parents[1])

    def inverse(self, reverted: str, result: str | None, paths: Collection[str]) -> bool:
        """True if the result (None: the index) undoes `reverted` in these paths."""
        undone = self._differences.plain(self._first_parent(reverted), self.resolve(reverted))
        before = self.head() if result is None else self._first_parent(result)
        made = self._differences.plain(before, result)
        return undoes(self._git, self._contents, made, undone, paths)

    def _first_parent(self, commit: str) -> str | None:
        return self.find(f"{commit}^1")
