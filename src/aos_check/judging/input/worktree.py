"""The worktree as the input of a check, with its own configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aos_check.git import WatchedFolder, find_top, open_worktree
from aos_check.judging.check_input import CheckInput, Subject, no_history
from aos_check.judging.input.expectations import expect_configured, expect_judged, expect_something
from aos_check.judging.input.head import Approving, CurrentHead, Head, approving
from aos_check.judging.input.rules_in_force import Trees, configuration_on_disk, rules_in_force
from aos_check.judging.input.sources import settled_at, witness_for
from aos_check.judging.plugins import rules_of
from aos_check.judging.request import CheckRequest, Console
from aos_check.judging.settings import Config
from aos_check.judging.spec_verdicts import SpecVerdicts
from aos_check.model.change import Change, Commit, PathChange
from aos_check.model.errors import CannotCheckError
from aos_check.model.history import History
from aos_check.model.rule import Rule
from aos_check.model.tree import MemoryTree, Overlay, Tree
from aos_check.reading.project import projects_of
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES

NO_CHANGE = "nothing to compare with: pass --staged, --commit or --range"


def open_projects(request: CheckRequest) -> CheckInput:
    """Read the worktree. Raises CannotCheckError, for example if there is nothing to check."""
    return WorktreeReader(request).read(_standard_input(request) if request.stdin else {})


class _Basis(NamedTuple):
    """Everything that the last snapshot was read from, except the files on disk."""

    config: Config
    approving: Approving
    whole: bool
    unsaved: Mapping[str, bytes]


class WorktreeReader:
    """Reads a worktree again and again, each time only the files that changed."""

    def __init__(self, request: CheckRequest) -> None:
        self._request = request
        self._disk = WatchedFolder()
        self._head = CurrentHead(request.console)
        self._verdicts = SpecVerdicts()
        self._touched: set[str] = set()
        self._basis: _Basis | None = None
        self._snapshot = Snapshot(MemoryTree({}))

    def read(self, unsaved: Mapping[str, bytes]) -> CheckInput:
        """Read the worktree with these texts, by path, in place of the files on disk.

        The input is valid until the next call. Raises CannotCheckError, for example if there is
        nothing to check.
        """
        request, console = self._request, self._request.console
        worktree = open_worktree(Path.cwd(), request.root)
        folder = worktree.top / worktree.below
        self._touched |= self._disk.update(worktree.top, worktree.tree)
        tree = Overlay(self._disk, unsaved)
        rules = rules_in_force(Trees(tree, top=worktree.top), request, worktree.below)
        if worktree.note:
            console.note(worktree.note)
        console.detail(f"root {folder}")
        console.detail(f"configuration {rules.path or 'none, the defaults'}")
        needs_head = rules.sources.policy.configured or bool(rules.sources.phases)
        head = self._head.at(worktree.top) if needs_head else None
        basis = _Basis(
            rules.config,
            approving(rules, head, tree, worktree.below),
            # A folder outside of git may be a part of something larger.
            whole=find_top(worktree.top) is not None,
            unsaved=dict(unsaved),
        )
        snapshot = self._after(basis, tree, head)
        projects = projects_of(snapshot)
        console.finish_progress()
        if request.live:
            from aos_check.judging.input.live import read_live

            projects = read_live(projects, rules.config.peer)
        expect_configured(rules.config, projects, tree, worktree.below)
        if request.stdin and not request.allow_empty:
            remedy = "name the path of an artifact with --stdin, or pass --allow-empty"
            expect_judged(next(iter(unsaved)), projects, remedy)
        if not request.allow_empty:
            expect_something(projects, folder, snapshot.found, snapshot.sources.known)
        self._touched.clear()
        self._basis, self._snapshot = basis, snapshot
        return CheckInput(
            tree,
            rules.config,
            tuple(snapshot.sources.known),
            projects,
            Subject(
                projects,
                unjudged={Change: NO_CHANGE, Commit: NO_CHANGE},
                today=request.clock(),
                history=cache(lambda: self._history(worktree.top, tree)),
                verdicts=self._verdicts,
            ),
            snapshot.sources,
            mode="stdin" if request.stdin else "worktree",
            top=worktree.top,
            baseline=rules.baseline,
            snapshot=None if request.stdin else snapshot,
        )

    def _after(self, basis: _Basis, tree: Tree, head: Head | None) -> Snapshot:
        """The snapshot of the tree. It shares what did not change with the one before."""
        known, before = self._basis, self._snapshot
        same = known is not None and known[:3] == basis[:3]
        sources = before.sources if same else basis.approving.sources
        if head and not same:
            sources = settled_at(sources, basis.config, head.repository, head.commit)
        witness = witness_for(sources, head.repository, tree) if head else None
        kept = before.cache if same else ReadCache()
        kept.keep(tree)
        if known and same and before.files == frozenset(tree.paths()):
            overlaid = known.unsaved.items() ^ basis.unsaved.items()
            touched = self._touched.union(path for path, _ in overlaid)
            return before.after(tree, [PathChange(it, it) for it in touched], witness)
        kept.forget_links()
        return Snapshot(
            tree,
            sources,
            whole=basis.whole,
            witness=witness,
            progress=self._request.console.progress,
            cache=kept,
        )

    def _history(self, top: Path, tree: Tree) -> History:
        """The history up to HEAD."""
        head = self._head.at(top)
        return head.past.of(tree) if head else no_history()


def rules_here(console: Console) -> tuple[Rule, ...]:
    """Return the shipped rules and those of the worktree's plugins.

    If the configuration is broken, return the shipped ones and print a note.
    """
    try:
        worktree = open_worktree(Path.cwd())
        config, _ = configuration_on_disk(worktree.top, worktree.below, CheckRequest())
        return rules_of(config)
    except CannotCheckError as error:
        console.note(f"only the shipped rules are listed: {error.message}")
        return RULES


def _standard_input(request: CheckRequest) -> dict[str, bytes]:
    """The text from standard input, by the path that --stdin names."""
    here, path = Path.cwd(), request.stdin or Path()
    top = open_worktree(here, request.root).top
    place = place_of(top, here, path, "--stdin")
    if (top / place).is_dir():
        raise CannotCheckError(f"{path} is a folder", "name a file of it with --stdin")
    if sys.stdin is None:
        raise CannotCheckError("standard input is closed", "pipe the file's text into --stdin")
    return {place: sys.stdin.buffer.read()}


def place_of(top: Path, here: Path, path: Path, option: str = "--path") -> str:
    """The path below the top, as `option` names it. A link is not resolved to its target."""
    full = Path(os.path.abspath(here.resolve() / path))  # noqa: PTH100
    if not full.is_relative_to(top):
        raise CannotCheckError(
            f"{path} is not below {top}", f"name a file of this repository with {option}"
        )
    return full.relative_to(top).as_posix()
