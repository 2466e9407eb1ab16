"""`aos-check init --enforce`: the end of the observation. It yields the texts to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from aos_check.git import Repository
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.observation import would_have_failed
from aos_check.judging.request import closing_request
from aos_check.model.finding import Finding
from aos_check.model.wording import counted
from aos_check.setup.file_edits import NOTHING_WRITTEN, FileEdit, apply, text_at
from aos_check.setup.init import configuration as settings
from aos_check.setup.init import pre_commit
from aos_check.setup.init.run import committing, listed, recording
from aos_check.setup.init.target import configurations

_RINGS = (
    "from now on, an error fails a check, a commit, a push and CI.\n"
    "Errors that stood before a change do not fail it.\n"
)


def enforce(top: Path, *, dry_run: bool, confirm: Callable[[], bool]) -> Iterator[str]:
    """Take `observe` out of each configuration, and set `enforce-since` to the present commit.

    Otherwise, commits of the observation that are not pushed or merged yet would fail from now on.
    """
    with closing_request() as request:
        opened = open_projects(request)
        found, standing = configurations(top, opened.projects), list(recording(opened))
    observing = {path: config for path, config in found.items() if config.observe}
    if not observing:
        yield "nothing to do: the project enforces already\n"
        return
    first = next(iter(observing.values()))
    yield f"since {first.observe}, {_in_words(would_have_failed(first))}\n{_RINGS}\n"
    with Repository.open(top) as repository:
        head = repository.head() or ""
    edits = [*(_edit(top, path, head) for path in observing), *_hooks(top)]
    text = ""
    for text in apply(top, edits, dry_run=dry_run, confirm=confirm):
        yield text
    if not dry_run and text != NOTHING_WRITTEN:
        yield listed([*standing, committing([edit.path for edit in edits])])


def _edit(top: Path, path: str, since: str) -> FileEdit:
    before = text_at(top, path) or ""
    after = settings.enforcing(before, path)
    return FileEdit(path, before, settings.adopted(after, path, since) if since else after)


def _hooks(top: Path) -> Iterator[FileEdit]:
    before = text_at(top, pre_commit.FILE) or ""
    after = pre_commit.without_verbose(before)
    if after != before:
        yield FileEdit(pre_commit.FILE, before, after)


def _in_words(found: Sequence[Finding]) -> str:
    """The findings by rule, the most frequent first."""
    rules = Counter(f"{finding.code} {finding.name}" for finding in found).most_common()
    rows = "".join(f"\n  {number:>4}  {rule}" for rule, number in rules)
    return f"{counted(len(found), 'finding')} would have failed{':' if rules else ''}{rows}"
