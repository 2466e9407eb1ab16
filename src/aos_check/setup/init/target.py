"""The files that each part of `init` adds, changes and removes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aos_check.ci import platform_of, platforms
from aos_check.ci.platform import Platform
from aos_check.git import Repository
from aos_check.judging import config as configuration
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.rules_in_force import on_disk
from aos_check.setup.file_edits import FileEdit, text_at
from aos_check.setup.init import claude_code, pre_commit
from aos_check.setup.init import configuration as settings

_PLAIN = re.compile(r"[\w./-]+")
"""The names of branches that need no quotes in a configuration."""


@dataclass(frozen=True, slots=True)
class RepositoryTarget:
    """The repository to set up. `ask` asks the user for a layout."""

    top: Path
    opened: CheckInput
    repository: Repository
    layout: str | None
    ask: Callable[[], str]

    def text(self, path: str) -> str | None:
        """The text of a file."""
        return text_at(self.top, path)

    @property
    def branch(self) -> str:
        """The name of the main branch; `main` if it is not known."""
        usual = (name for name in ("main", "master", "trunk") if self._has(name))
        branch = next(usual, None) or self.repository.branch()
        return branch if _PLAIN.fullmatch(branch) else "main"

    def _has(self, branch: str) -> bool:
        here = self.repository.find(f"refs/heads/{branch}")
        return bool(here or self.repository.remote_branch(branch))

    @property
    def platform(self) -> Platform:
        """The CI platform that the repository uses."""
        return platform_of(self.opened.tree.paths())

    @property
    def checks_in_ci(self) -> bool:
        """True if the configuration of the platform already names the check."""
        platform, tree = self.platform, self.opened.tree
        for path in filter(platform.configured_by, tree.paths()):
            try:
                text = tree.read(path, configuration.MAX_SIZE).decode("utf-8", "replace")
            except OSError:
                continue
            if platform.checks(text):
                return True
        return False


# Add


def additions(target: RepositoryTarget, parts: Sequence[str]) -> list[FileEdit]:
    """The changes that the parts need."""
    edits = [edit for part in parts for edit in _ADDING[part](target)]
    return [edit for edit in edits if edit.after != edit.before]


def _configuration(target: RepositoryTarget) -> Iterator[FileEdit]:
    roots = [project.root for project in target.opened.projects]
    if configuration.find(lambda path: on_disk(target.top, path), [".", *roots])[1] is None:
        # A check finds the layout of existing documents by itself.
        layout = target.layout or ("" if roots else target.ask())
        after = settings.written(layout, target.repository.head() or "")
        yield FileEdit(settings.FILE, target.text(settings.FILE), after)


def _pre_commit(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(pre_commit.FILE)
    yield FileEdit(pre_commit.FILE, before, pre_commit.with_entry(before))


def _workflow(target: RepositoryTarget) -> Iterator[FileEdit]:
    platform = target.platform
    if platform.file and target.text(platform.file) is None and not target.checks_in_ci:
        yield FileEdit(platform.file, None, platform.written(target.branch))


def _agents(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(claude_code.FILE)
    yield FileEdit(claude_code.FILE, before, claude_code.with_hooks(before))


_ADDING: Mapping[str, Callable[[RepositoryTarget], Iterator[FileEdit]]] = {
    "config": _configuration,
    "pre-commit": _pre_commit,
    "workflow": _workflow,
    "agents": _agents,
}

# Remove

_REMOVING: Mapping[str, Mapping[str, Callable[[str], tuple[str | None, str]]]] = {
    "config": {settings.FILE: settings.without},
    "pre-commit": {pre_commit.FILE: pre_commit.without_entry},
    "workflow": {each.file: each.without for each in platforms() if each.file},
    "agents": {claude_code.FILE: claude_code.without_hooks},
}


def removals(top: Path, parts: Sequence[str]) -> Iterator[tuple[FileEdit, str]]:
    """The change that removes each part, and why some of it stays ("" if nothing does)."""
    for path, without in (each for part in parts for each in _REMOVING[part].items()):
        before = text_at(top, path)
        if before is not None:
            after, left = without(before)
            yield FileEdit(path, before, after), left
