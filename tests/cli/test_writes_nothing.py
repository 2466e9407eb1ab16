"""A check writes nothing: no file, index, object or reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import Repo, contents
from tests.support.sample_project import SPEC, project, tasks


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a merge, a staged change and an unstaged change."""
    found = Repo(tmp_path / "repo")
    found.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    found.git("checkout", "-qb", "topic")
    found.commit("a\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1"), "src/app.py": "x = 1\n"})
    found.git("checkout", "-q", "main")
    found.commit("docs: more", {"README.md": "a\n"})
    found.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    found.git("revert", "--no-edit", "-m", "1", "HEAD")
    found.write({f"{SPEC}/tasks.md": tasks("2"), "src/app.py": "x = 2\n"})
    found.git("add", "--all")
    found.write({"src/app.py": "x = 3\n", "new.md": "a\n"})
    (found.top / "MESSAGE").write_text("b\n\nTask: login#2\n")
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--staged"),
        ("check", "--staged", "--message-file", "MESSAGE"),
        ("check", "--commit", "HEAD"),
        ("check", "--range", "HEAD~3..HEAD", "--config-from", "HEAD~3"),
        ("commit-msg", "MESSAGE"),
        ("status",),
        ("next",),
        ("export",),
        ("decisions",),
        ("decisions", "--brief"),
        ("report", "--output", "-"),
        ("replay",),
    ],
    ids=" ".join,
)
def test_what_only_looks_leaves_every_byte(repo: Repo, arguments: tuple[str, ...]) -> None:
    before = contents(repo.top)
    assert repo.run(*arguments).exit_code in (0, 1)
    assert contents(repo.top) == before
