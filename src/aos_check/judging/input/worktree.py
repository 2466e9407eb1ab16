"""The worktree as the input of a check, with its own configuration."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from aos_check.git import Repository, Worktree, find_top, open_worktree
from aos_check.judging.check_input import CheckInput, Subject, no_history
from aos_check.judging.input.expectations import expect_configured, expect_judged, expect_something
from aos_check.judging.input.git_history import history_up_to
from aos_check.judging.input.rules_in_force import Trees, configuration_on_disk, rules_in_force
from aos_check.judging.input.sources import settled_at, with_approvers, witness_for
from aos_check.judging.plugins import rules_of
from aos_check.judging.request import CheckRequest, Console
from aos_check.model.change import Change, Commit
from aos_check.model.errors import CannotCheckError
from aos_check.model.history import History
from aos_check.model.rule import Rule
from aos_check.model.tree import Overlay, Tree
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES

NO_CHANGE = "nothing to compare with: pass --staged, --commit or --range"


def open_projects(request: CheckRequest) -> CheckInput:
    """Read the worktree. Raises CannotCheckError, for example if there is nothing to check."""
    here, console = Path.cwd(), request.console
    worktree = open_worktree(here, request.root)
    folder = worktree.top / worktree.below
    tree = _with_standard_input(worktree, here, request.stdin)
    rules = rules_in_force(Trees(tree, top=worktree.top), request, worktree.below)
    if worktree.note:
        console.note(worktree.note)
    console.detail(f"root {folder}")
    console.detail(f"configuration {rules.path or 'none, the defaults'}")
    sources, witness = rules.sources, None
    if (sources.policy.configured or sources.phases) and find_top(worktree.top):
        repository = Repository.open(worktree.top)
        console.on_exit(repository.close)
        sources = settled_at(sources, rules.config, repository, repository.head())
        sources = with_approvers(sources, rules.config, repository, tree, worktree.below)
        witness = witness_for(sources, repository, tree)
    # A folder outside of git may be a part of something larger.
    whole = find_top(worktree.top) is not None
    snapshot = Snapshot(tree, sources, whole=whole, witness=witness, progress=console.progress)
    projects = projects_of(snapshot)
    console.finish_progress()
    if request.live:
        from aos_check.judging.input.live import read_live

        projects = read_live(projects, rules.config.peer)
    expect_configured(rules.config, projects, tree, worktree.below)
    if request.stdin and not request.allow_empty:
        expect_judged(place_of(worktree.top, here, request.stdin, "--stdin"), projects)
    if not request.allow_empty:
        expect_something(projects, folder, snapshot.found, sources.known)
    return CheckInput(
        tree,
        rules.config,
        tuple(sources.known),
        projects,
        Subject(
            projects,
            unjudged={Change: NO_CHANGE, Commit: NO_CHANGE},
            today=request.clock(),
            history=cache(lambda: _history(worktree, tree, console)),
        ),
        sources,
        mode="stdin" if request.stdin else "worktree",
        top=worktree.top,
        baseline=rules.baseline,
        snapshot=None if request.stdin else snapshot,
    )


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


def _history(worktree: Worktree, tree: Tree, console: Console) -> History:
    """The history up to HEAD."""
    if find_top(worktree.top) is None:
        return no_history()
    repository = Repository.open(worktree.top)
    console.on_exit(repository.close)
    return history_up_to(repository, repository.head(), tree)


def _with_standard_input(worktree: Worktree, here: Path, path: Path | None) -> Tree:
    if path is None:
        return worktree.tree
    place = place_of(worktree.top, here, path, "--stdin")
    if (worktree.top / place).is_dir():
        raise CannotCheckError(f"{path} is a folder", "name a file of it with --stdin")
    if sys.stdin is None:
        raise CannotCheckError("standard input is closed", "pipe the file's text into --stdin")
    content = sys.stdin.buffer.read()
    return Overlay(worktree.tree, {place: content})


def place_of(top: Path, here: Path, path: Path, option: str = "--path") -> str:
    """The path below the top, as `option` names it. A link is not resolved to its target."""
    full = Path(os.path.abspath(here.resolve() / path))  # noqa: PTH100
    if not full.is_relative_to(top):
        raise CannotCheckError(
            f"{path} is not below {top}", f"name a file of this repository with {option}"
        )
    return full.relative_to(top).as_posix()
