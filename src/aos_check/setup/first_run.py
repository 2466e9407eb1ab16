"""The next step after a check in a repository that is not set up yet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from aos_check.git import Repository, find_top
from aos_check.git.files import read_if_there
from aos_check.judging.check_input import CheckInput
from aos_check.judging.config import FileConfig
from aos_check.judging.input.rules_in_force import configuration_on_disk
from aos_check.judging.request import CheckRequest
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report
from aos_check.model.tree import content

LONG = 50
"""The commits of a history that is worth a replay."""

_NAME = b"aos-check"
_MAX_READ = 256 * 1024
_GATES = (".pre-commit-config.y*ml", "lefthook.y*ml", ".husky/*", ".claude/settings*.json")


def next_step(report: Report, opened: CheckInput) -> str:
    """The one next step; "" in a repository with a configuration or a gate, or outside of git."""
    top = opened.top
    if isinstance(opened.config, FileConfig) or top is None or find_top(top) is None:
        return ""
    if any(_NAME in text for text in _gates(opened)):
        return ""
    with Repository.open(top) as repository:
        if any(_NAME in text for text in _hooks(repository.hooks())):
            return ""
        is_long = repository.find(f"HEAD~{LONG}") is not None
    if is_long and report.fails(strict=False):
        return "aos-check replay  # shows what the rules would have stopped, and changes nothing"
    return "aos-check init  # sets up the check of every commit"


def first_document(here: Path) -> str:
    """The next step in a repository without documents; "" outside of git."""
    top = find_top(here)
    if top is None:
        return ""
    try:
        _, path = configuration_on_disk(top, here.relative_to(top).as_posix(), CheckRequest())
    except CannotCheckError:
        return ""
    if path:
        return "aos-check new spec NAME  # writes the draft of a spec"
    return "aos-check init --layout NAME  # the name of your framework, such as kiro or spec-kit"


def _gates(opened: CheckInput) -> Iterator[bytes]:
    """The files of the repository that usually run a check."""
    from aos_check.ci import platforms

    for path in opened.tree.paths():
        usual = any(fnmatchcase(path, glob) for glob in _GATES)
        if usual or any(platform.configured_by(path) for platform in platforms()):
            yield content(opened.tree, path, _MAX_READ) or b""


def _hooks(folder: Path) -> Iterator[bytes]:
    """The installed git hooks."""
    for hook in ("pre-commit", "commit-msg", "pre-push"):
        with contextlib.suppress(OSError):
            yield read_if_there(folder / hook, _MAX_READ) or b""
