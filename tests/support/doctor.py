"""A repository, its user and their path: examined by `aos-check doctor`, and not touched."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.git_repo import Repo, contents
from tests.support.hooks import SCRIPTS
from tests.support.sample_project import project

HOOKS = ("pre-commit", "pre-merge-commit", "commit-msg", "prepare-commit-msg", "pre-push")


class Seen(NamedTuple):
    """What doctor says, and how it ends."""

    code: int
    results: list[dict[str, Any]]
    complaint: str

    def of(self, subject: str) -> tuple[str, str, str]:
        """State, text and remedy of the first result about something."""
        found = next(each for each in self.results if each["subject"] == subject)
        return found["state"], found["text"], found["remedy"]

    def states(self) -> dict[str, str]:
        """Each subject's first state."""
        return {each["subject"]: each["state"] for each in reversed(self.results)}


class Home(Repo):
    """A repository, a path with aos-check and a home of the user's with nothing in it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.home, self.bin, self.temporary = folder / "home", folder / "bin", folder / "temporary"
        for each in (self.home, self.bin, self.temporary):
            each.mkdir(parents=True)
        program = self.bin / "aos-check"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aos_check "$@"\n')
        program.chmod(0o755)
        super().__init__(folder / "repo", *options)
        self.env = {
            "HOME": str(self.home),
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        }

    def doctor(self, *only: str, env: dict[str, str] | None = None) -> Seen:
        """Examine it; what it finds, after a look at whether anything has changed."""
        before = self.everything()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(tempfile, "tempdir", str(self.temporary))
            arguments = ["--format", "json", *(("--only", ",".join(only)) if only else ())]
            result = self.run("doctor", *arguments, env=self.env | (env or {}))
        assert self.everything() == before
        assert not list(self.temporary.iterdir())
        assert not list(self.home.rglob(".cache"))
        found = json.loads(result.stdout)["results"] if result.stdout else []
        return Seen(result.exit_code, found, result.stderr)

    def everything(self) -> dict[str, str]:
        """Every file, those of git and of the user too."""
        return contents(self.top) | contents(self.home)

    def hook(self, name: str, text: str, mode: int = 0o755) -> Path:
        """A hook of its own."""
        file = self.top / ".git" / "hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        file.chmod(mode)
        return file

    def native(self, *names: str) -> None:
        """The scripts of hooks/git."""
        for name in names or HOOKS:
            self.hook(name, (SCRIPTS / name).read_text())


def begun(folder: Path) -> Home:
    """A repository with a spec, a commit, and something under way."""
    found = Home(folder)
    found.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    found.write({"src/app.py": "x = 1\n", "new.md": "a\n"})
    found.git("add", "src/app.py")
    return found
