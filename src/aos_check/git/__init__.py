"""Runs git: repositories, their trees, changes and commits."""

from __future__ import annotations

from aos_check.git.environment import expect_no_link, find_top, runs_in_commit
from aos_check.git.merging import Merged
from aos_check.git.repository import Repository
from aos_check.git.revisions import USUAL_TRUNKS
from aos_check.git.trees import GitTree
from aos_check.git.watched import WatchedFolder
from aos_check.git.worktree import NO_GIT, Worktree, open_worktree

__all__ = [
    "NO_GIT",
    "USUAL_TRUNKS",
    "GitTree",
    "Merged",
    "Repository",
    "WatchedFolder",
    "Worktree",
    "expect_no_link",
    "find_top",
    "open_worktree",
    "runs_in_commit",
]
