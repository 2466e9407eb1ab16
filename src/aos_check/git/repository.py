"""A repository as git sees it: its index, commits and history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import final

from aos_check.git import fetching, log
from aos_check.git.blobs import Contents
from aos_check.git.conflict_resolution import is_choice
from aos_check.git.differences import Differences
from aos_check.git.environment import LocatedRepository, explore
from aos_check.git.merging import Merged, Merges, Side
from aos_check.git.message_file import MessageFiles, Trailers
from aos_check.git.names import RevisionNames, is_id
from aos_check.git.provenance import Provenance
from aos_check.git.reverting import Reverts
from aos_check.git.trees import GitTree, is_file, list_tree
from aos_check.model.change import CommitRecord, PathChange, Person
from aos_check.model.tree import Tree

_LONGEST = 2 * 1024 * 1024  # bytes of a file whose conflicts are looked into


@final
class Repository:
    """Answers from the object store alone, and never writes to it unless told to fetch.

    `top` is None in a bare repository. Whatever git cannot answer raises CannotCheckError.
    """

    def __init__(self, around: LocatedRepository) -> None:
        self.top = around.top
        self.git_dir = around.git_dir
        self.bare = around.bare
        self.shallow = around.shallow
        self._git = around.git
        self._names = RevisionNames(self._git, shallow=self.shallow)
        self._contents = Contents(self._git)
        self._differences = Differences(self._git, shallow=self.shallow)
        self._merges = Merges(self._git, self._names, self._contents)
        self._messages = MessageFiles(self._git)
        self._provenance = Provenance(self._git, self._names, self._contents, self._differences)

    @classmethod
    def open(cls, here: Path) -> Repository:
        """The repository around `here`. Raises CannotCheckError where there is none."""
        return cls(explore(here))

    def close(self) -> None:
        """End the child process and throw away the merges that were made."""
        self._contents.close()
        self._merges.close()

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # What commits are called

    def head(self) -> str | None:
        """The commit that the next one builds on; None before the first."""
        return self._names.head()

    def branch(self) -> str:
        """The branch checked out; "" for none."""
        return self._names.branch()

    def chosen_spec(self) -> str:
        """The spec that `git config aos-check.spec` chooses to be worked on; "" for none."""
        return self._names.setting("aos-check.spec")

    def find(self, rev: str) -> str | None:
        """The full id of the commit that a user names; None where there is none."""
        return self._names.find(rev)

    def resolve(self, rev: str) -> str:
        """The full id of the commit that a user names."""
        return self._names.resolve(rev)

    def merge_base(self, one: str, other: str) -> str:
        """The best common ancestor of two revisions."""
        return self._names.merge_base(one, other)

    def common(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits; None where there is none."""
        return self._names.common(one, other)

    def is_ancestor(self, one: str, other: str) -> bool:
        """True where `one` is reachable from `other`."""
        return self._names.is_ancestor(one, other)

    def tips(self, prefix: str) -> list[str]:
        """What the refs below `prefix` point to."""
        return self._names.tips(prefix)

    def merge_heads(self) -> tuple[str, ...]:
        """The commits that are being merged into HEAD; none when nothing is."""
        return self._names.merge_heads(self.git_dir)

    def hooks(self) -> Path:
        """The folder in which git looks for hooks."""
        return self._names.hooks()

    def git_path(self, name: str) -> Path:
        """Where git keeps the file `name` of its own."""
        return self._names.path(name)

    # Trees

    def commit_tree(self, rev: str) -> GitTree:
        """What a commit (or the tree of a merge that was made) holds."""
        wanted = rev if is_id(rev) else self.resolve(rev)
        return GitTree(lambda: list_tree(self._git, wanted), self._contents)

    def index_tree(self) -> GitTree:
        """The index that is about to be committed."""
        return GitTree(self._differences.index, self._contents)

    def tree_of(self, listing: Mapping[str, str]) -> GitTree:
        """The tree of files whose paths and ids are known already."""
        return GitTree(lambda: listing, self._contents)

    def listing_of(self, tree: Tree) -> Mapping[str, str]:
        """The paths and ids of a tree of this repository; of any other, nothing."""
        return tree.listing if isinstance(tree, GitTree) else {}

    # Changes

    def changes(self, before: str | None, after: str) -> tuple[PathChange, ...]:
        """What differs from a commit or tree (None: from nothing) to another."""
        return self._differences.between(before, after)

    def staged(self, before: str | None) -> tuple[PathChange, ...]:
        """What differs from a commit or tree (None: from nothing) to the index."""
        return self._differences.staged(before)

    def changes_of(
        self, commits: Iterable[tuple[str, str | None]]
    ) -> Iterator[tuple[PathChange, ...]]:
        """What each commit changes of its first parent (None: of nothing), in order."""
        return self._differences.of_each(commits)

    # History

    def commits(
        self, wanted: Sequence[str], unwanted: Sequence[str] = ()
    ) -> Iterator[CommitRecord]:
        """What is reachable from the first and not from the others, parents before children."""
        return log.commits(self._git, list(map(self._id, wanted)), list(map(self._id, unwanted)))

    def commit(self, rev: str) -> CommitRecord:
        """One commit."""
        return log.commit(self._git, self.resolve(rev))

    def new_commits(self, tip: str, remote: str | None) -> Iterator[CommitRecord]:
        """What a push of `tip` brings to a remote ("": to any; None: to this repository)."""
        known = "refs" if remote is None else f"refs/remotes/{remote}"
        return self.commits([tip], self.tips(known))

    def brought_since(self, when: float) -> str | None:
        """Where HEAD was last moved, since then, by anything but a commit made here.

        A pull, a change of the branch and a rebase bring what others did.
        """
        moves = log.moves(self._git)
        since = int(when)  # git counts whole seconds
        return next((it.to for it in moves if it.when >= since and not it.is_commit), None)

    def is_ignored(self, path: str) -> bool:
        """True for a file that git is told to leave alone."""
        return self._names.is_ignored(path)

    def unpushed(self) -> list[CommitRecord]:
        """The commits below HEAD that no remote has."""
        head = self.head()
        return list(self.new_commits(head, "")) if head else []

    def _id(self, rev: str) -> str:
        return rev if is_id(rev) else self.resolve(rev)

    # What a remote has

    def deepen(self, tip: str, remedy: str) -> None:
        """Fetch all that came before `tip` in a shallow clone; open the repository anew then."""
        fetching.deepen(self._git, tip, remedy)

    def bring(self, commit: str) -> bool:
        """Fetch a commit; False where the remote does not give it."""
        return fetching.bring(self._git, commit)

    def bring_branch(self, branch: str) -> bool:
        """Fetch a branch of the remote to where `remote_branch` finds it."""
        return fetching.bring(self._git, f"+refs/heads/{branch}:{_tracked(branch)}")

    def remote_branch(self, branch: str) -> str | None:
        """The last commit of a branch as the remote has it; None where that is not known."""
        return self.find(_tracked(branch))

    # Merges and reverts

    def automerge(self, first: str, second: str) -> Merged | None:
        """The merge that git would make of two commits; None where it cannot say."""
        return self._merges.automerge(first, second)

    def merged(self, parents: Sequence[str], result: str | None) -> tuple[str, frozenset[str]]:
        """The tree of the merge to compare the result (None: the index) with, and what may differ.

        It is the one that git would make of two commits; else it takes each file whole.
        """
        first, *others = parents
        if merged := self.automerge(first, others[0]) if len(others) == 1 else None:
            return merged.tree, self.resolved(parents, result, merged.conflicted)
        # A shallow history cannot tell whether there is no merge base.
        base = self.merge_base if self.shallow else self.common
        sides = [Side(other, base(first, other)) for other in others]
        return self._merges.file_by_file(self._differences, first, sides, result)

    def resolved(
        self, parents: Sequence[str], result: str | None, conflicted: Collection[str]
    ) -> frozenset[str]:
        """Those of the conflicts that were settled by what the parents have, and nothing else."""
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
        before, after = (tree.read(path, _LONGEST + 1) for tree in (draft, made))
        if len(before) > _LONGEST or len(after) > _LONGEST:
            return False
        return is_choice(before, after, parents[0], parents[1])

    def inverse(self, reverted: str, result: str | None, paths: Collection[str]) -> bool:
        """True when, as far as the paths go, the result (None: the index) undoes `reverted`."""
        undone = self._differences.plain(self._first_parent(reverted), self.resolve(reverted))
        before = self.head() if result is None else self._first_parent(result)
        made = self._differences.plain(before, result)
        return Reverts(self._git, self._contents).undoes(made, undone, paths)

    def _first_parent(self, commit: str) -> str | None:
        return self.find(f"{commit}^1")

    # Messages and people

    def parse_message(self, message: bytes, *, edited: bool = True) -> tuple[str, Trailers]:
        """What git will keep of a message: its text, and its trailers.

        One that was `edited` in a file of git's may hold comments.
        """
        return self._messages.parse(message, edited=edited)

    def comment_prefix(self, message: bytes) -> bytes:
        """What begins a comment in a message file."""
        return self._messages.comment_prefix(message)

    def author(self) -> Person:
        """Who would be the author of the next commit."""
        return self._provenance.author()

    def touching(self, rev: str, path: str) -> list[tuple[CommitRecord, str]]:
        """The commits up to `rev` that touched the file, newest first, with its path there."""
        return self._provenance.touching(rev, path)

    def blob(self, rev: str, path: str, at_most: int) -> bytes | None:
        """The first bytes of a file at `rev`; None where there is no such file."""
        return self._provenance.blob(rev, path, at_most)

    def signer(self, commit: str, allowed_signers: bytes | None = None) -> str | None:
        """The mail address of who signed the commit, if the signature is valid."""
        return self._provenance.signer(commit, allowed_signers)


def _tracked(branch: str) -> str:
    return f"refs/remotes/{fetching.REMOTE}/{branch}"
