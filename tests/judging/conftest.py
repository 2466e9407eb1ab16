"""The repository that the tests of checking start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import project


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one approved spec of three open tasks, and some code."""
    found = Repo(tmp_path / "repo")
    found.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    return found
