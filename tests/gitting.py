"""A real repository for one test, written and committed to in few words."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from aos_check.cli import cli

SPEC = "context/spec/001-login"
FUNCTIONAL = """\
# Functional Specification: Login

- **Status:** {status}

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
"""
TECHNICAL = "# Technical Specification: Login\n\n- **Status:** Approved\n"
PRODUCT = """\
# Product Definition

## The Big Picture

A small shop.

## Users

Visitors.

## Problem

Nobody can buy.
"""


def tasks(*done: str, count: int = 3) -> str:
    """A task list of which these ids are done."""
    rows = (f"- [{'x' if str(n) in done else ' '}] {n}. Part {n}" for n in range(1, count + 1))
    return "# Tasks: Login\n\n" + "\n".join(rows) + "\n"


def roadmap(*, done: bool = False) -> str:
    """A roadmap with one item."""
    return f"# Product Roadmap\n\n## Phase 1\n\n- [{'x' if done else ' '}] **Login**: to sign in\n"


def project(status: str = "Approved", *done: str) -> dict[str, str]:
    """A project in the AWOS layout with one spec."""
    return {
        "context/product/product-definition.md": PRODUCT,
        "context/product/roadmap.md": roadmap(),
        f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status=status),
        f"{SPEC}/technical-considerations.md": TECHNICAL,
        f"{SPEC}/tasks.md": tasks(*done),
    }


class Repo:
    """A repository, and aos-check run in it."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top.resolve()
        self.top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, env: dict[str, str] | None = None, check: bool = True) -> str:
        """What git prints."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment() | (env or {}),
            capture_output=True, text=True, check=False, encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"git {arguments}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def write(self, files: dict[str, str | bytes | None]) -> None:
        """Write files; None deletes one."""
        for path, text in files.items():
            file = self.top / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(
        self, message: str, files: dict[str, str | bytes | None] | None = None, by: str = "Ada"
    ) -> str:
        """Commit everything; the id."""
        self.write(files or {})
        self.git("add", "--all")
        mail = f"{by.lower()}@example.org"
        author = {"GIT_AUTHOR_NAME": by, "GIT_AUTHOR_EMAIL": mail}
        self.git("commit", "--quiet", "--allow-empty", "-m", message, env=author)
        return self.git("rev-parse", "HEAD")

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


def environment() -> dict[str, str]:
    """This one without what speaks of another repository, of other settings or of an agent."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "PRE_COMMIT", "CLAUDE", "AI_AGENT", "CODEX", "CURSOR"))
    }
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_EDITOR": "true",
    }
