"""The repository that `init` sets up: what each part would put in, and what it would take out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aos_check.git import Repository
from aos_check.judging import config as configuration
from aos_check.judging.check_input import CheckInput
from aos_check.judging.rules_in_force import on_disk
from aos_check.setup.file_edits import FileEdit, text_at
from aos_check.setup.init import claude_code, pre_commit, workflow
from aos_check.setup.init import configuration as settings
from aos_check.setup.init.removal import Removal

GITLAB = ".gitlab-ci.yml"
"""Where a project on GitLab says what its pipelines do."""


@dataclass(frozen=True, slots=True)
class RepositoryTarget:
    """The repository as it is found, and the layout that is to be its own, if one is named."""

    top: Path
    opened: CheckInput
    repository: Repository
    layout: str | None
    ask: Callable[[], str]

    def text(self, path: str) -> str | None:
        """The text of a file there."""
        return text_at(self.top, path)

    @property
    def branch(self) -> str:
        """The name of the main branch, as far as it can be told."""
        usual = (name for name in ("main", "master", "trunk") if self._has(name))
        branch = next(usual, None) or self.repository.branch()
        return branch if workflow.fits(branch) else "main"

    def _has(self, branch: str) -> bool:
        here = self.repository.find(f"refs/heads/{branch}")
        return bool(here or self.repository.remote_branch(branch))

    @property
    def workflows(self) -> dict[str, str]:
        """The workflows that are there, as far as they can be read."""
        paths = [path for path in self.opened.tree.paths() if _is_workflow(path)]
        found = {}
        for path in sorted(paths):
            try:
                content = self.opened.tree.read(path, configuration.MAX_SIZE)
            except OSError:
                continue
            found[path] = content.decode("utf-8", "replace")
        return found

    @property
    def is_elsewhere(self) -> bool:
        """True for a project on GitLab, which no workflow would run for."""
        paths = self.opened.tree.paths()
        return GITLAB in paths and not any(path.startswith(".github/") for path in paths)


def _is_workflow(path: str) -> bool:
    return path.startswith(f"{workflow.FOLDER}/") and path.endswith((".yml", ".yaml"))


# Put in


def additions(target: RepositoryTarget, parts: Sequence[str]) -> list[FileEdit]:
    """What each of the parts changes; nothing is said of what is there already."""
    edits = [edit for part in parts for edit in _ADDING[part](target)]
    return [edit for edit in edits if edit.after != edit.before]


def _configuration(target: RepositoryTarget) -> Iterator[FileEdit]:
    roots = [project.root for project in target.opened.projects]
    if configuration.find(lambda path: on_disk(target.top, path), [".", *roots])[1] is None:
        # Among artifacts the layout is found, and need not be named.
        layout = target.layout or ("" if roots else target.ask())
        after = settings.written(layout, target.repository.head() or "")
        yield FileEdit(settings.FILE, target.text(settings.FILE), after)


def _pre_commit(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(pre_commit.FILE)
    yield FileEdit(pre_commit.FILE, before, pre_commit.with_entry(before))


def _workflow(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(workflow.FILE)
    if before is None and not workflow.running(target.workflows) and not target.is_elsewhere:
        yield FileEdit(workflow.FILE, None, workflow.written(target.branch))


def _agents(target: RepositoryTarget) -> Iterator[FileEdit]:
    before = target.text(claude_code.FILE)
    yield FileEdit(claude_code.FILE, before, claude_code.with_hooks(before))


_ADDING: Mapping[str, Callable[[RepositoryTarget], Iterator[FileEdit]]] = {
    "config": _configuration,
    "pre-commit": _pre_commit,
    "workflow": _workflow,
    "agents": _agents,
}

# Taken out

_REMOVING: Mapping[str, tuple[str, Callable[[str], Removal]]] = {
    "config": (settings.FILE, settings.without),
    "pre-commit": (pre_commit.FILE, pre_commit.without_entry),
    "workflow": (workflow.FILE, workflow.without),
    "agents": (claude_code.FILE, claude_code.without_hooks),
}


def removals(top: Path, parts: Sequence[str]) -> Iterator[tuple[FileEdit, str]]:
    """What taking each of the parts out changes, and why something of ours stays."""
    for part in parts:
        path, without = _REMOVING[part]
        before = text_at(top, path)
        if before is not None:
            after, left = without(before)
            yield FileEdit(path, before, after), left
