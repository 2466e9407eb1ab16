"""Real repositories for tests of the door to git."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.model.change import CommitRecord

SRC = Path(__file__).parents[1] / "src"
Files = Mapping[str, str | bytes | None]


def environment() -> dict[str, str]:
    """The variables of this process, less what speaks of a repository or of a user's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT")}
    kept.pop("EMAIL", None)
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process those variables."""
    wanted = environment()
    for key in os.environ.keys() - wanted.keys():
        monkeypatch.delenv(key)
    for key, value in wanted.items():
        monkeypatch.setenv(key, value)


class Repo:
    """A repository made for one test."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top.resolve()
        self.top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, give: bytes = b"", check: bool = True, **env: str) -> str:
        """What git prints."""
        return self._git(arguments, env, give, check=check)

    def _git(
        self,
        arguments: Sequence[str],
        env: dict[str, str],
        give: bytes = b"",
        *,
        check: bool = True,
    ) -> str:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        allowed = ("-c", "protocol.file.allow=always")
        done = subprocess.run(
            ["git", *who, *allowed, *arguments],
            cwd=self.top,
            env=environment() | env,
            input=give,
            capture_output=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"git {arguments}: {os.fsdecode(done.stderr)}")
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Files) -> None:
        """Write files; None deletes one."""
        for path, text in files.items():
            file = self.top / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def add(self, files: Files) -> None:
        """Write and stage files."""
        self.write(files)
        self.git("add", "--all")

    def commit(self, message: str = "work", files: Files | None = None, **env: str) -> str:
        """Commit everything; the id."""
        self.add(files or {})
        message_file = self.top.parent / f"{self.top.name}-message"
        message_file.write_bytes(message.encode("utf-8", "surrogateescape"))
        options = ("--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        self._git(("commit", *options, "-F", str(message_file)), env)
        return self.git("rev-parse", "HEAD")

    def open(self) -> Repository:
        """The repository as the product sees it."""
        return Repository.open(self.top)

    def hook(self, name: str, code: str, folder: Path | None = None) -> Path:
        """Install a hook that runs this code on `repo`; the file that takes what it prints."""
        hooks = folder or self.top / ".git" / "hooks"
        hooks.mkdir(parents=True, exist_ok=True)
        said = self.top.parent / f"{name}-said"
        program = (
            "from pathlib import Path\n"
            "from aos_check.git import Repository\n"
            "with Repository.open(Path.cwd()) as repo:\n"
            f"    print({code})\n"
        )
        (hooks / f"{name}.py").write_text(program)
        start = f"PYTHONPATH='{SRC}' '{sys.executable}' '{hooks}/{name}.py'"
        (hooks / name).write_text(f"#!/bin/sh\n{start} > '{said}'\n")
        (hooks / name).chmod(0o755)
        return said


def diverged(repo: Repo, base: Files, ours: Files, theirs: Files) -> tuple[str, str]:
    """Two commits on one: the one of `main`, which is checked out, and the one of `side`."""
    repo.commit("base", base)
    repo.git("checkout", "--quiet", "-b", "side")
    second = repo.commit("theirs", theirs)
    repo.git("checkout", "--quiet", "main")
    return repo.commit("ours", ours), second


def lines(*numbers: object) -> str:
    """A file of one line each."""
    return "".join(f"{number}\n" for number in numbers)


def objects(repo: Repo) -> Sequence[Path]:
    """Every file of the object store."""
    return sorted(path for path in (repo.top / ".git/objects").rglob("*") if path.is_file())


def adder(opened: Repository, rev: str, path: str, text: str) -> CommitRecord | None:
    """The oldest commit that brought the text into the file; None where none did."""
    for commit, there in reversed(opened.touching(rev, path)):
        if text.encode() in (opened.blob(commit.id, there, 1_000_000) or b""):
            return commit
    return None
