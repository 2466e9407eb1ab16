"""Histories for the tests of the git package, and a hook that prints what it sees."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from aos_check.git import Repository
from aos_check.model.change import CommitRecord
from tests.support.git_repo import Files, Repo

SRC = Path(__file__).parents[2] / "src"


def add_hook(repo: Repo, name: str, code: str, folder: Path | None = None) -> Path:
    """Install a hook that runs this code on `repo`; return the file with its output."""
    hooks = folder or repo.top / ".git" / "hooks"
    hooks.mkdir(parents=True, exist_ok=True)
    said = repo.top.parent / f"{name}-said"
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
    """Commit to `main` and `side` from one base, stay on `main`, and return both commits."""
    repo.commit("base", base)
    repo.git("checkout", "--quiet", "-b", "side")
    second = repo.commit("theirs", theirs)
    repo.git("checkout", "--quiet", "main")
    return repo.commit("ours", ours), second


def lines(*numbers: object) -> str:
    """A text with one item on each line."""
    return "".join(f"{number}\n" for number in numbers)


def objects(repo: Repo) -> Sequence[Path]:
    """Every file of the object store."""
    return sorted(path for path in (repo.top / ".git/objects").rglob("*") if path.is_file())


def first_commit_with(opened: Repository, rev: str, path: str, text: str) -> CommitRecord | None:
    """The oldest commit that added the text to the file, or None."""
    for commit, there in reversed(opened.touching(rev, path)):
        if text.encode() in (opened.blob(commit.id, there, 1_000_000) or b""):
            return commit
    return None
