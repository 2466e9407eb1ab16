"""From each kind of source to an accepted commit, with the real pip and the real pre-commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aos_check import __version__
from tests.support.git_repo import Repo
from tests.support.hooks import CODE, HookedRepo, copy_of_this_checkout
from tests.support.pre_commit import expect_installed
from tests.support.sample_project import project
from tests.support.shared_folders import made_once

pytestmark = pytest.mark.pre_commit
HOOKS = ".pre-commit-config.yaml"


def gather(folder: Path) -> None:
    """Make a repository with the package, and a folder with its wheel and all that it needs."""
    copy_of_this_checkout(folder / "source")
    Repo(folder / "source").git("tag", f"v{__version__}")
    # pre-commit makes an empty package for hooks of a local entry, and setuptools builds it.
    wanted = (str(folder / "source"), "hatchling>=1.26", "setuptools", "wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "-w", folder / "wheels", *wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    expect_installed(done.returncode, done.stderr)


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository `source` and the folder `wheels`."""
    pytest.importorskip("pre_commit")
    return made_once(tmp_path_factory, "gathered", gather)


class User:
    """A user with a project, who installs aos-check in an empty environment."""

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.programs = folder / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        env = {
            "PATH": f"{self.programs}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONPATH": "",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheels),
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
            "HOME": str(folder),
        }
        self.repo = HookedRepo(folder / "work", env=env)
        self.repo.commit_unchecked("docs: specify", {**project(), CODE: "x = 0\n"})

    def types(self, *command: str) -> str:
        """Run a program, which must succeed; return its output."""
        program = self.programs / command[0]
        name = str(program) if program.exists() else command[0]
        found = self.repo.runs(name, *command[1:])
        assert found.code == 0, found.screen
        return found.screen

    def adopts(self, source: str) -> str:
        """Install aos-check, look, and set up the hooks; return pre-commit's configuration."""
        self.types("pip", "install", "--quiet", source)
        assert "checked 1 project" in self.types("aos-check")
        self.types("aos-check", "init", "--with", "pre-commit")
        self.types("pre-commit", "install")
        self.repo.git("add", "--all")
        self.repo.accepted("commit", "--quiet", "-m", "chore: aos-check")
        return (self.repo.top / HOOKS).read_text("utf-8")

    def is_refused_and_accepted(self) -> None:
        """Commit code without its task, then with it."""
        self.repo.write({CODE: "x = 1\n"})
        refused = self.repo.refused("commit", "-am", "feat: part 1")
        assert "error GIT001 commit-without-task" in refused.screen
        self.repo.finish("1")
        self.repo.accepted("commit", "-am", "feat: part 1")
        assert self.repo.last_message() == "feat: part 1\n\nTask: login#1"
        assert "every installed gate holds" in self.types("aos-check", "doctor", "--online")
        self.types("aos-check", "init", "--remove")
        assert not (self.repo.top / HOOKS).exists()


def test_from_a_wheel(gathered: Path, tmp_path: Path) -> None:
    (wheel,) = (gathered / "wheels").glob("aos_check-*.whl")
    user = User(tmp_path, gathered / "wheels")
    assert "language: system\n" in user.adopts(str(wheel))
    user.is_refused_and_accepted()


def test_from_a_repository(gathered: Path, tmp_path: Path) -> None:
    url = f"file://{gathered}/source"
    commit = Repo(gathered / "source").git("rev-parse", "HEAD")
    user = User(tmp_path, gathered / "wheels")
    entry = f"- repo: {url}\n    rev: {commit}  # frozen: v{__version__}\n"
    assert entry in user.adopts(f"git+{url}@v{__version__}")
    user.is_refused_and_accepted()


def test_from_an_index(gathered: Path, tmp_path: Path) -> None:
    user = User(tmp_path, gathered / "wheels")
    entry = f"additional_dependencies: [aos-check=={__version__}]\n"
    assert entry in user.adopts("aos-check")
    user.is_refused_and_accepted()
