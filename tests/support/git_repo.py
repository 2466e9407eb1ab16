"""A real repository for one test, written and committed to in few words."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from aos_check.cli import cli
from aos_check.git import Repository

Files = Mapping[str, str | bytes | None]
"""What files hold, by path; None deletes one."""
Variables = Mapping[str, str]

_FOREIGN = ("GIT", "EMAIL", "PRE_COMMIT", "CLAUDE", "AI_AGENT", "CODEX", "CURSOR")
_ADA = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


def neutral_environment() -> dict[str, str]:
    """This one without what speaks of a repository, of a user's settings or of an agent."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def environment() -> dict[str, str]:
    """The same, with Ada at work."""
    return neutral_environment() | _ADA | {"GIT_EDITOR": "true"}


class Repo:
    """A repository, and aos-check run in it."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top.resolve()
        self.top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(
        self,
        *arguments: str,
        env: Variables | None = None,
        give: bytes = b"",
        check: bool = True,
    ) -> str:
        """What git prints."""
        local = {"GIT_ALLOW_PROTOCOL": "file"}  # for submodules, which git has not from a path
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment() | local | dict(env or {}),
            input=give, capture_output=True, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"git {arguments}: {os.fsdecode(done.stdout + done.stderr)}")
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Files) -> None:
        """Write files, and delete those without text."""
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

    def commit(
        self,
        message: str = "work",
        files: Files | None = None,
        by: str = "Ada",
        env: Variables | None = None,
    ) -> str:
        """Commit everything, with the message as it is; the id."""
        self.add(files or {})
        author = {"GIT_AUTHOR_NAME": by, "GIT_AUTHOR_EMAIL": f"{by.lower()}@example.org"}
        options = ("--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        given = message.encode("utf-8", "surrogateescape")
        self.git("commit", *options, "-F", "-", env={**author, **(env or {})}, give=given)
        return self.git("rev-parse", "HEAD")

    def open(self) -> Repository:
        """The repository as the product sees it."""
        return Repository.open(self.top)

    def run(
        self, *arguments: str, env: dict[str, str] | None = None, give: str | None = None
    ) -> Result:
        """aos-check with these arguments, in the repository."""
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
        """The report of a check as JSON; the codes of GIT, TASK012 and so on are in it."""
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
        """Where each spec stands, as JSON."""
        found: list[dict[str, Any]] = json.loads(self.run("status", "--format", "json").stdout)[
            "specs"
        ]
        return found


def contents(folder: Path) -> dict[str, str]:
    """Every file with what it holds, those of git too."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
