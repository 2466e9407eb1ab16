"""Commits that rewrite, move or lose task lists, with real git."""

from __future__ import annotations

import re

import pytest

from tests.support.git_repo import Repo

KIRO = ".kiro/specs/csv"
TASKS = f"{KIRO}/tasks.md"
CHANGE = "openspec/changes/add-csv"
ARCHIVE = "openspec/changes/archive/2026-11-30-add-csv"


def tasks(*lines: str) -> str:
    return "# Implementation Plan\n\n" + "".join(f"- [{line}\n" for line in lines)


BEFORE = tasks("x] 1. Read a file", "x] 2. Write all rows", " ] 3. Document the format")
OPENSPEC = {
    "proposal.md": "# Proposal\n\n## Why\n\nA.\n\n## What Changes\n\nB.\n",
    "tasks.md": "## 1. CSV\n\n- [x] 1.1 Read a file\n- [x] 1.2 Write all rows\n",
}


@pytest.fixture
def kiro(repo: Repo) -> Repo:
    """A spec with two done tasks."""
    documents = {f"{KIRO}/requirements.md": "# Requirements\n\n## Introduction\n\nA.\n"}
    repo.commit("docs: plan", {**documents, TASKS: BEFORE})
    return repo


def lost(repo: Repo) -> list[int]:
    """The number of related places of each finding."""
    found = repo.report("check", "--commit", "HEAD", "--select", "TASK012,GIT006,GIT007")
    return [len(finding["related"]) for finding in found["findings"]]


@pytest.mark.parametrize(
    ("after", "message", "found"),
    [
        (tasks(" ] 1. Choose a queue", "x] 2. Deploy it"), "docs: tidy", [2]),
        (tasks(" ] 1. Choose a queue", "x] 2. Deploy it"), "docs: plan csv again", []),
        (tasks(" ] 1. Choose a queue", "x] 2. Write all rows"), "docs: tidy", [0]),
        (tasks(" ] 1. Queue", "x] 2. Read a file", "x] 3. Write all rows"), "docs: tidy", []),
        (tasks("x] 1. Read a CSV file", "x] 2. Write all rows, sorted"), "docs: tidy", []),
        (BEFORE.replace("\n", "\r\n").replace("- [", "* ["), "docs: tidy", []),
        (BEFORE.replace("[x]", "[ ]"), "feat(csv): more", [2]),
        (re.sub(r"\[x\] (.*)", r"[ ] ~~\1~~", BEFORE), "docs: tidy", []),
        (BEFORE.replace("- [x] 2.", "## 2.") + "\n- [x] 2.1 Rows\n", "docs: tidy", []),
    ],
)
def test_a_rewritten_list(kiro: Repo, after: str, message: str, found: list[int]) -> None:
    kiro.commit(message, {TASKS: after})
    assert lost(kiro) == found


def test_an_id_with_another_title_is_not_ticked(kiro: Repo) -> None:
    kiro.commit("docs: plan", {TASKS: tasks(" ] 1. Read a file", " ] 2. Write all rows")})
    kiro.commit("docs: tidy", {TASKS: tasks("x] 1. Choose a queue", "x] 2. Deploy it")})
    assert lost(kiro) == []


def test_tasks_that_move_to_another_spec(kiro: Repo) -> None:
    other = {f"{KIRO}-rows/requirements.md": "# Requirements\n\n## Introduction\n\nA.\n"}
    moved = tasks("x] 7. Write all rows")
    left = tasks("x] 1. Read a file", " ] 3. Document the format")
    kiro.commit("docs: split", {**other, f"{KIRO}-rows/tasks.md": moved, TASKS: left})
    assert lost(kiro) == []


def test_a_renamed_folder(kiro: Repo) -> None:
    kiro.git("mv", KIRO, ".kiro/specs/tables")
    kiro.commit("docs: rename", {".kiro/specs/tables/tasks.md": BEFORE + "- [ ] 4. Mail it\n"})
    assert lost(kiro) == []


@pytest.mark.parametrize(("boxes", "found"), [("[x]", []), ("[ ]", [2])])
def test_an_archived_change(repo: Repo, boxes: str, found: list[int]) -> None:
    repo.commit("docs: plan", {f"{CHANGE}/{name}": text for name, text in OPENSPEC.items()})
    gone = {f"{CHANGE}/{name}": None for name in OPENSPEC}
    there = {f"{ARCHIVE}/{name}": text.replace("[x]", boxes) for name, text in OPENSPEC.items()}
    repo.commit("docs: archive", {**gone, **there})
    assert lost(repo) == found


@pytest.mark.parametrize("strategy", ["ours", "theirs"])
def test_a_merge_that_takes_an_older_list(kiro: Repo, strategy: str) -> None:
    kiro.commit("docs: reopen csv#1 and csv#2", {TASKS: BEFORE.replace("[x]", "[ ]")})
    kiro.git("checkout", "-qb", "csv")
    kiro.commit("feat: read\n\nTask: csv#1", {TASKS: BEFORE, "src/a.py": "a\n"})
    kiro.git("checkout", "-q", "main")
    kiro.commit("docs: unrelated", {"README.md": "a\n"})
    old, new = ("main", "csv") if strategy == "ours" else ("csv", "main")
    kiro.git("checkout", "-q", "--detach", old)
    kiro.git("merge", "-q", "--no-ff", "--no-commit", new)
    older = {TASKS: BEFORE.replace("[x]", "[ ]")}
    kiro.commit(f"Merge branch '{new}'", older)
    assert len(kiro.git("log", "-1", "--format=%P").split()) == 2
    assert lost(kiro) == [2]
    assert "TASK012" in kiro.codes("check", "--range", f"{old}..HEAD", "--select", "TASK012")


def test_a_squash_that_loses_the_tick(kiro: Repo) -> None:
    start = kiro.git("rev-parse", "HEAD")
    older = tasks(" ] 3. Document the format")
    kiro.git("checkout", "-qb", "csv")
    kiro.commit(
        "feat: more\n\nTask: csv#3", {TASKS: older.replace("[ ]", "[x]"), "src/a.py": "a\n"}
    )
    kiro.git("checkout", "-q", "main")
    kiro.git("merge", "-q", "--squash", "csv")
    kiro.commit("feat: more\n\nTask: csv#3", {TASKS: BEFORE})
    assert kiro.codes("check", "--range", f"{start}..HEAD", "--select", "GIT") == ["GIT003"]
