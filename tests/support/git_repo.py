"""A real git repository for one test, with short methods to write, commit and check."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aos_check.cli import cli
from aos_check.git import Repository

Files = Mapping[str, str | bytes | None]
"""The contents of files, by path. None deletes a file."""
Variables = Mapping[str, str]

_FOREIGN = ("GIT", "EMAIL", "PRE_COMMIT", "CLAUDE", "AI_AGENT", "CODEX", "CURSOR", "NATS")
_ADA = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


def neutral_environment() -> dict[str, str]:
    """The current environment without variables about repositories, user settings and agents."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def environment() -> dict[str, str]:
    """The neutral environment, with Ada as author and committer."""
    return neutral_environment() | _ADA | {"GIT_EDITOR": "true"}


def author(name: str) -> dict[str, str]:
    """The variables that make this person the author and committer of a commit."""
    return {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name), ("EMAIL", f"{name.lower()}@example.org"))
    }


def ssh_key(folder: Path, name: str) -> Path:
    """Make an SSH key, or skip the test if `ssh-keygen` is not installed."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("there is no ssh-keygen")
    key = folder / name
    command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key))
    subprocess.run(command, check=True)
    return key


def allowed_signer(mail: str, key: Path) -> str:
    """A line of an allowed-signers file."""
    return f"{mail} {key.with_suffix('.pub').read_text()}"


def put_on_path(folder: Path) -> dict[str, str]:
    """Write the program `aos-check` to the folder; return the variable PATH with the folder."""
    program = folder / "aos-check"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aos_check "$@"\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def write_files(folder: Path, files: Files) -> None:
    """Write files into the folder, and delete those without text."""
    for path, text in files.items():
        file = folder / path
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)


class Repo:
    """A repository, and aos-check to run in it."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top.resolve()
        self.top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(
        self, *arguments: str, env: Variables | None = None, give: bytes = b"", check: bool = True
    ) -> str:
        """Run git; return its output."""
        local = {"GIT_ALLOW_PROTOCOL": "file"}  # git refuses submodules from a path by default
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment() | local | dict(env or {}),
            input=give, capture_output=True, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"git {arguments}: {os.fsdecode(done.stdout + done.stderr)}")
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Files) -> None:
        """Write files, and delete those without text."""
        write_files(self.top, files)

    def add(self, files: Files) -> None:
        """Write and stage files."""
        self.write(files)
        self.git("add", "--all")

    def commit(
        self,
        message: str = "work",
        files: Files | None = None,
        by: str = "Ada",
        env: Variables | None = None,
    ) -> str:
        """Commit everything with exactly this message; return the id."""
        self.add(files or {})
        options = ("--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        given = message.encode("utf-8", "surrogateescape")
        self.git("commit", *options, "-F", "-", env={**author(by), **(env or {})}, give=given)
        return self.git("rev-parse", "HEAD")

    def open(self) -> Repository:
        """Open the repository with the product's own class."""
        return Repository.open(self.top)

    def run(
        self, *arguments: str, env: dict[str, str] | None = None, give: str | None = None
    ) -> Result:
        """Run aos-check with these arguments in the repository."""
        here = Path.cwd()
        before, wanted = dict(os.environ), environment() | (env or {})
        os.environ.clear()
        os.environ.update(wanted)
        os.chdir(self.top)
        try:
            return CliRunner().invoke(cli, arguments, input=give)
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)

    def report(self, *arguments: str, env: dict[str, str] | None = None) -> dict[str, Any]:
        """Run a check; return its JSON report."""
        result = self.run(*arguments, "--format", "json", env=env)
        assert result.exit_code in (0, 1), result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def codes(self, *arguments: str, env: dict[str, str] | None = None) -> list[str]:
        """The codes of all findings."""
        return [finding["code"] for finding in self.report(*arguments, env=env)["findings"]]

    def message(self, text: str, *arguments: str, env: dict[str, str] | None = None) -> list[str]:
        """The codes that `commit-msg` gives for what is staged now."""
        file = self.top / ".git" / "MESSAGE"
        file.write_text(text, "utf-8")
        return self.codes("commit-msg", str(file), *arguments, env=env)

    def status(self) -> list[dict[str, Any]]:
        """The status of each spec, as JSON."""
        found = json.loads(self.run("status", "--format", "json").stdout)
        return list(found["specs"])

    def export(self) -> list[dict[str, Any]]:
        """The exported projects, as JSON."""
        return list(json.loads(self.run("export").stdout)["projects"])


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file in the folder, including git's own files."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
