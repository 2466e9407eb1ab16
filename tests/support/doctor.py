"""A repository, a home and a path for `aos-check doctor`, which must not change them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.git_repo import Repo, contents, put_on_path
from tests.support.hooks import SCRIPTS
from tests.support.sample_project import project

HOOKS = ("pre-commit", "pre-merge-commit", "commit-msg", "prepare-commit-msg", "pre-push")


class DoctorResult(NamedTuple):
    """The output and the exit code of doctor."""

    code: int
    results: list[dict[str, Any]]
    complaint: str

    def of(self, subject: str) -> tuple[str, str, str]:
        """State, text and remedy of the first result about this subject."""
        found = next(each for each in self.results if each["subject"] == subject)
        return found["state"], found["text"], found["remedy"]

    def states(self) -> dict[str, str]:
        """The first state of each subject."""
        return {each["subject"]: each["state"] for each in reversed(self.results)}


class DoctorRepo(Repo):
    """A repository, an empty home, and a path with aos-check."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.home, self.bin, self.temporary = folder / "home", folder / "bin", folder / "temporary"
        for each in (self.home, self.bin, self.temporary):
            each.mkdir(parents=True)
        super().__init__(folder / "repo", *options)
        self.env = {
            "HOME": str(self.home),
            **put_on_path(self.bin),
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        }

    def doctor(
        self,
        *only: str,
        env: dict[str, str] | None = None,
        code: int | None = None,
        online: bool = False,
    ) -> DoctorResult:
        """Run doctor; assert that it changed nothing, and its exit code if one is given."""
        before = self.everything()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(tempfile, "tempdir", str(self.temporary))
            arguments = ["--format", "json", *(("--only", ",".join(only)) if only else ())]
            arguments += ["--online"] if online else []
            result = self.run("doctor", *arguments, env=self.env | (env or {}))
        assert self.everything() == before
        assert not list(self.temporary.iterdir())
        assert not list(self.home.rglob(".cache"))
        assert code in (None, result.exit_code), result.output
        found = json.loads(result.stdout)["results"] if result.stdout else []
        return DoctorResult(result.exit_code, found, result.stderr)

    def everything(self) -> dict[str, str]:
        """Every file, including git's and the user's."""
        return contents(self.top) | contents(self.home)

    def hook(self, name: str, text: str, mode: int = 0o755) -> Path:
        """Write a git hook; return its path."""
        file = self.top / ".git" / "hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        file.chmod(mode)
        return file

    def native(self, *names: str) -> None:
        """Install the scripts of hooks/git with these names, or all."""
        for name in names or HOOKS:
            self.hook(name, (SCRIPTS / name).read_text())


def repo_with_changes(folder: Path) -> DoctorRepo:
    """A repository with a spec, a commit and uncommitted changes."""
    found = DoctorRepo(folder)
    found.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    found.write({"src/app.py": "x = 1\n", "new.md": "a\n"})
    found.git("add", "src/app.py")
    return found
