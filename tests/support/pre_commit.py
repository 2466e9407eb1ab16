"""The real pre-commit, which installs this package from a commit."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.git_repo import environment
from tests.support.hooks import CommandResult, HookedRepo, copy_of_this_checkout

CONFIG = """\
default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg, prepare-commit-msg, pre-push]
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: aos-check
      - id: aos-check-commit-msg
      - id: aos-check-prepare-commit-msg
      - id: aos-check-pre-push
      - id: aos-check-range
"""
STAGES = {"pre-commit", "pre-merge-commit", "commit-msg", "prepare-commit-msg", "pre-push"}


@dataclass(frozen=True, slots=True)
class Installed:
    """The package as pre-commit has installed it, in a folder."""

    folder: Path

    @property
    def home(self) -> str:
        """The folder where pre-commit keeps its installations."""
        return str(self.folder / "home")

    @property
    def config(self) -> str:
        """The configuration that names the package."""
        return (self.folder / "config.yaml").read_text("utf-8")

    def run(self, top: Path, *arguments: str) -> CommandResult:
        """Run pre-commit with these arguments."""
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments], cwd=top,
            env=environment() | {"PRE_COMMIT_HOME": self.home},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False,
        )  # fmt: skip
        return CommandResult(done.returncode, done.stdout.decode("utf-8", "backslashreplace"))

    def into(self, top: Path) -> HookedRepo:
        """Make a new repository with the hooks."""
        found = HookedRepo(top, env={"PRE_COMMIT_HOME": self.home})
        found.write({".pre-commit-config.yaml": self.config})
        found.git("add", "--all")
        assert self.run(top, "install").code == 0
        return found


def expect_installed(code: int, screen: str) -> None:
    """Assert that pip or pre-commit installed something; skip the test without a package index."""
    if code and "No matching distribution found" in screen:
        pytest.skip(f"no index to install from: {screen[-300:]}")
    assert code == 0, screen


def install(folder: Path) -> None:
    """Install the package, or skip the tests if no package index is available."""
    pytest.importorskip("pre_commit")
    revision = copy_of_this_checkout(folder / "source")
    config = CONFIG.format(repo=folder / "source", rev=revision)
    (folder / "config.yaml").write_text(config, "utf-8")
    found = Installed(folder)
    first = found.into(folder / "first")
    answer = found.run(first.top, "install", "--install-hooks")
    expect_installed(answer.code, answer.screen)
    assert {file.name for file in (first.top / ".git/hooks").iterdir()} >= STAGES
