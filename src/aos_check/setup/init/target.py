"""The files that each part of `init` adds, changes and removes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aos_check.ci import platform_of, platforms
from aos_check.ci.platform import Platform
from aos_check.git import Repository
from aos_check.judging import config as configuration
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.rules_in_force import on_disk
from aos_check.judging.settings import Config
from aos_check.model.project import Project
from aos_check.model.source import Source
from aos_check.reading.homes import find_homes
from aos_check.setup.file_edits import FileEdit, text_at
from aos_check.setup.init import claude_code, merge_driver, pre_commit
from aos_check.setup.init import configuration as settings
from aos_check.setup.installing import expect_lasting

_PLAIN = re.compile(r"[\w./-]+")
"""The names of branches that need no quotes in a configuration."""


@dataclass(frozen=True, slots=True)
class RepositoryTarget:
    """The repository to set up, and the source of aos-check. `ask` asks the user for a layout.

    With a day to `observe` since, nothing fails until the project enforces.
    """

    top: Path
    opened: CheckInput
    repository: Repository
    source: Source
    layout: str | None
    ask: Callable[[], str]
    observe: str = ""

    def text(self, path: str) -> str | None:
        """The text of a file."""
        return text_at(self.top, path)

    @property
    def observes(self) -> bool:
        """True if the project observes already, or begins to."""
        found = configurations(self.top, self.opened.projects)
        return bool(self.observe) or any(config.observe for config in found.values())

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


def owns_config(top: Path) -> bool:
    """False in a linked worktree or a submodule, whose configuration is outside of it."""
    return (top / merge_driver.CONFIG).is_file()


# Add

PARTS = {
    "pre-commit": "git hooks, through pre-commit",
    "workflow": "a workflow in CI",
    "claude-code": "hooks of Claude Code",
    "merge": "a merge driver, which joins the ticks of two branches",
}
"""The parts to choose from, each with what it adds."""


def additions(target: RepositoryTarget, parts: Iterable[str]) -> list[FileEdit]:
    """The changes that the configuration and the parts need."""
    edits = [edit for part in ("", *parts) for edit in _ADDING[part](target)]
    return [edit for edit in edits if edit.after != edit.before]


def _configuration(target: RepositoryTarget) -> Iterator[FileEdit]:
    found = configurations(target.top, target.opened.projects)
    governed = any("/" not in path for path in found) if target.observe else bool(found)
    if not governed:
        # A check finds the layout of existing documents by itself.
        layout = target.layout or ("" if target.opened.projects else target.ask())
        since = "" if target.observe else target.repository.head() or ""
        after = settings.written(layout, since=since, observe=target.observe)
        yield FileEdit(settings.FILE, target.text(settings.FILE), after)
    for path, config in found.items() if target.observe else ():
        if not config.observe:
            before = target.text(path) or ""
            yield FileEdit(path, before, settings.observing(before, path, target.observe))


def configurations(top: Path, projects: Iterable[Project]) -> dict[str, Config]:
    """The configurations of the repository and of its projects, by their paths."""
    folders = dict.fromkeys(["", *(it.root.removeprefix(".") for it in projects)])
    found = [configuration.find(lambda path: on_disk(top, path), [folder]) for folder in folders]
    return {path: config for config, path in found if path}


def _pre_commit(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(pre_commit.FILE)
    after = pre_commit.with_entry(before, target.source)
    if after != before and not (target.source.git or target.source.version):
        expect_lasting()
    shown = pre_commit.with_verbose(after) if target.observes else after
    yield FileEdit(pre_commit.FILE, before, shown)


def _workflow(target: RepositoryTarget) -> Iterator[FileEdit]:
    platform = target.platform
    if platform.file and target.text(platform.file) is None and not target.checks_in_ci:
        yield FileEdit(platform.file, None, platform.written(target.branch, target.source))


def _claude_code(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(claude_code.FILE)
    yield FileEdit(claude_code.FILE, before, claude_code.with_hooks(before))


def _merge(target: RepositoryTarget) -> Iterator[FileEdit]:
    homes = [home.path for home in find_homes(target.opened.tree.paths(), target.opened.layouts)]
    if not homes:
        return
    before = target.text(merge_driver.ATTRIBUTES)
    after = merge_driver.with_attributes(before, homes)
    yield FileEdit(merge_driver.ATTRIBUTES, before, after)
    if owns_config(target.top):
        config = target.text(merge_driver.CONFIG) or ""
        yield FileEdit(merge_driver.CONFIG, config, merge_driver.with_driver(config))


_ADDING: Mapping[str, Callable[[RepositoryTarget], Iterator[FileEdit]]] = {
    "": _configuration,
    "pre-commit": _pre_commit,
    "workflow": _workflow,
    "claude-code": _claude_code,
    "merge": _merge,
}

# Remove

_REMOVING: Mapping[str, Callable[[str], tuple[str | None, str]]] = {
    settings.FILE: settings.without,
    pre_commit.FILE: pre_commit.without_entry,
    **{each.file: each.without for each in platforms() if each.file},
    claude_code.FILE: claude_code.without_hooks,
    merge_driver.ATTRIBUTES: merge_driver.without_attributes,
    merge_driver.CONFIG: merge_driver.without_driver,
}


def removals(top: Path) -> Iterator[tuple[FileEdit, str]]:
    """The change that removes each part, and why some of it stays ("" if nothing does)."""
    for path, without in _REMOVING.items():
        if path == merge_driver.CONFIG and not owns_config(top):
            continue
        before = text_at(top, path)
        if before is not None:
            after, left = without(before)
            yield FileEdit(path, before, after), left
