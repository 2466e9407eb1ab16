"""Asking for no approval of the specs that have finished work by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from aos_check.cli.approval import expect_person
from aos_check.cli.output import emit
from aos_check.cli.terminal import request_of
from aos_check.git import Repository, open_worktree
from aos_check.judging.input.rules_in_force import configuration_on_disk
from aos_check.judging.input.sources import begun_at
from aos_check.judging.input.worktree import open_projects
from aos_check.model.errors import CannotCheckError
from aos_check.model.spec import Spec
from aos_check.model.wording import counted
from aos_check.setup.file_edits import FileEdit, apply, text_at
from aos_check.setup.init import configuration as settings


def leave_finished(given: dict[str, Any]) -> None:
    """Set `enforce-since` to the present commit, and list the specs that this leaves alone."""
    expect_person("--all-finished")
    if given["config_file"]:
        raise CannotCheckError(
            "--all-finished changes the configuration of the repository", "leave --config out"
        )
    request = request_of({**given, "quiet": True})
    opened, worktree = open_projects(request), open_worktree(Path.cwd(), request.root)
    config, path = configuration_on_disk(worktree.top, worktree.below, request)
    with Repository.open(worktree.top) as repository:
        head = repository.head()
        if head is None:
            raise CannotCheckError("there is no commit yet", "commit the project first")
        begun = begun_at(head, opened.sources, repository)
    alone = [spec for spec in begun if not spec.approval.records]
    for line in _told(alone, configured=config.approval.level is not None):
        emit(f"{line}\n")
    for text in apply(worktree.top, _edits(worktree.top, path, head)):
        emit(text)


def _told(alone: Sequence[Spec], *, configured: bool) -> Iterator[str]:
    yield f"{counted(len(alone), 'spec')} with finished work will need no approval:"
    yield from (f"  {spec.id}" for spec in alone)
    if not configured:
        yield "approval.level is not set, so nothing asks for their approval yet"


def _edits(top: Path, path: str | None, head: str) -> list[FileEdit]:
    """The change of the configuration, or a new one; none if it names this commit already."""
    if path is None:
        return [FileEdit(settings.FILE, None, settings.written(since=head))]
    before = text_at(top, path) or ""
    after = settings.adopted(before, path, head)
    return [FileEdit(path, before, after)] if after != before else []
