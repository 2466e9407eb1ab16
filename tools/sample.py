"""A small repository with fixed dates, and what commands print in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
HOME = "agent-os"
SPEC = f"{HOME}/specs/2026-01-05-login"

FILES = {
    f"{HOME}/product/mission.md": "# Product Mission\n\n## Pitch\n\nA shop for bread.\n\n"
    "## Users\n\nBakers.\n\n## The Problem\n\nQueues.\n",
    f"{HOME}/product/roadmap.md": "# Product Roadmap\n\n1. [ ] Login: customers sign in `M`\n",
    f"{HOME}/product/decisions.md": "# Product Decisions Log\n\n"
    "## 2026-01-04: Sign in with a password\n\n"
    "**ID:** DEC-002\n**Status:** Accepted\n**Category:** Product\n**Supersedes:** DEC-001\n\n"
    "### Decision\n\nCustomers choose a password. We send no codes.\n\n"
    "### Context\n\nSome have no phone.\n\n### Consequences\n\nWe store hashes.\n\n"
    "## 2026-01-03: Sign in with a code\n\n"
    "**ID:** DEC-001\n**Status:** Superseded by DEC-002\n**Category:** Product\n\n"
    "### Decision\n\nWe send a code by text message.\n\n"
    "### Context\n\nCodes are easy.\n\n### Consequences\n\nEvery message costs.\n",
    f"{SPEC}/spec.md": "# Specification: Login\n\n## Goal\n\nCustomers sign in.\n",
    f"{SPEC}/tasks.md": "# Task Breakdown: Login\n\n"
    "- [x] 1. Check the password\n- [ ] 2. Build the sign-in form\n",
}

_NAME, _DAY = ("Ada", "ada@example.org"), "2026-01-06T09:00:00Z"


@contextmanager
def sample() -> Iterator[Sample]:
    """A fresh repository with one commit of FILES, deleted at the end."""
    with TemporaryDirectory() as folder:
        made = Sample(Path(folder).resolve())
        made.run("git init --quiet --initial-branch=main")
        for path, text in FILES.items():
            made.write(path, text)
        made.run("git add --all && git commit --quiet --message 'Plan the login'")
        yield made


class Sample:
    """The repository, and the programs that run in it."""

    def __init__(self, folder: Path) -> None:
        self._top = folder / "shop"
        program = folder / "bin" / "aos-check"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aos_check "$@"\n', "utf-8")
        program.chmod(0o755)
        self._environment = {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{role}_{part}": value
                for role in ("AUTHOR", "COMMITTER")
                for part, value in zip(("NAME", "EMAIL", "DATE"), (*_NAME, _DAY), strict=True)
            },
        }
        self._top.mkdir()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = self._top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def read(self, path: str) -> str:
        """Read a file."""
        return (self._top / path).read_text("utf-8")

    def use_hooks(self) -> None:
        """Install the hooks that git runs at a commit."""
        self.run(f"cp {ROOT}/hooks/git/*commit* .git/hooks")

    def run(self, command: str, **variables: str) -> str:
        """Run a line of the shell; return what it prints, on both streams in their order."""
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self._top, env=self._environment | variables,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.stdout.decode()
