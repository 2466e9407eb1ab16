"""The fixes of files in memory."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.judging.check_input import CheckInput, Subject
from aos_check.judging.input.sources import sources_for
from aos_check.judging.judge import judge
from aos_check.judging.settings import Config
from aos_check.model.edit import edited
from aos_check.model.finding import Report
from aos_check.model.tree import MemoryTree
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot


def report_of(files: Mapping[str, str | bytes]) -> Report:
    """The report of the files as a worktree, with its fixes."""
    tree, config = MemoryTree(files), Config()
    sources = sources_for(config, "", tree)
    snapshot = Snapshot(tree, sources)
    projects = projects_of(snapshot)
    return judge(
        CheckInput(
            tree, config, tuple(sources.known), projects, Subject(projects), sources,
            snapshot=snapshot,
        )
    )  # fmt: skip


def fixed(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files after all fixes, which are also made one by one."""
    before = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()
    }
    fixes, one_by_one = report_of(files).fixes, dict(before)
    for finding, edit in fixes.made:
        content = edited(one_by_one[edit.path], [edit])
        assert content is not None, finding
        one_by_one[edit.path] = content
    after = before | {path: it.after for path, it in fixes.files.items()}
    assert after == one_by_one
    assert all(before[path] == it.before for path, it in fixes.files.items())
    return after
