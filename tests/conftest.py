"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from aos_check.git import Repository
from tests.support.client import CLIENT
from tests.support.forge import Forge
from tests.support.git_repo import Repo, neutral_environment
from tests.support.pre_commit import Installed, install
from tests.support.sample_project import project
from tests.support.shared import made_once

# A process that shares its core with others may be halted for longer than the usual 0.2 seconds.
settings.register_profile("parallel", deadline=10_000)
settings.load_profile("parallel")

# Hundreds of tests start `aos-check`: it is compiled once, as where it is installed.
os.environ["PYTHONDONTWRITEBYTECODE"] = ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a client that is not here."""
    if item.get_closest_marker("client") and not CLIENT:
        pytest.skip("Claude Code is not installed: set CLAUDE, or put `claude` on the path")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository without commits."""
    return Repo(tmp_path / "repo")


@pytest.fixture
def opened(repo: Repo) -> Iterator[Repository]:
    """That repository, as the product sees it."""
    with repo.open() as found:
        yield found


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A server with one approved spec of three open tasks, and some code."""
    found = Forge(tmp_path / "forge")
    found.desk.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    found.push()
    return found


@pytest.fixture
def neutral(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this process speaks of a repository, of a user's settings or of an agent."""
    wanted = neutral_environment()
    for name in os.environ.keys() - wanted.keys():
        monkeypatch.delenv(name)
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the commands run in; no environment of the developer's reaches them."""
    for name in list(os.environ):
        if name.startswith("GIT_") or "COLOR" in name:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package as pre-commit installs it, once for all."""
    return Installed(made_once(tmp_path_factory, "pre-commit", install))
