"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from aos_check.git import Repository
from tests.support.forge import Forge
from tests.support.git_repo import Repo, neutral_environment
from tests.support.pre_commit import Installed, install
from tests.support.sample_project import project
from tests.support.scripted_model import CLIENT
from tests.support.shared_folders import made_once

# A process that shares its core may pause for longer than the default 0.2 seconds.
settings.register_profile("parallel", deadline=10_000)
settings.load_profile("parallel")

# Hundreds of tests start `aos-check`, so let Python cache its bytecode.
os.environ["PYTHONDONTWRITEBYTECODE"] = ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests that need a client that is not installed."""
    if item.get_closest_marker("client") and not CLIENT:
        pytest.skip("Claude Code is not installed: set CLAUDE, or put `claude` on the path")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository without commits."""
    return Repo(tmp_path / "repo")


@pytest.fixture
def opened(repo: Repo) -> Iterator[Repository]:
    """That repository, opened with the product's own class."""
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
    """Remove variables about repositories, user settings and agents from the environment."""
    wanted = neutral_environment()
    for name in os.environ.keys() - wanted.keys():
        monkeypatch.delenv(name)
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of the commands, without the developer's GIT and COLOR variables."""
    for name in list(os.environ):
        if name.startswith("GIT_") or "COLOR" in name:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package as pre-commit installs it, once for all tests."""
    return Installed(made_once(tmp_path_factory, "pre-commit", install))
