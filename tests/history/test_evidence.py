"""The evidence of done tasks in real histories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

TASKS = f"{SPEC}/tasks.md"
CODE = "src/app.py"
TEST = "tests/test_app.py"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    found = Repo(tmp_path / "work")
    found.commit("docs: specify", {**project(), CODE: "x = 0\n"})
    return found


def evidence(repo: Repo) -> dict[str, dict[str, Any]]:
    """The evidence that `status` prints, by the id of the task."""
    result = repo.run("status", "login", "--format", "json")
    assert result.exit_code == 0, result.output
    return {it["task"]: it for it in json.loads(result.stdout)["evidence"]}


def test_the_commit_that_ticks_shows_its_work(repo: Repo) -> None:
    files = {TASKS: tasks("1"), CODE: "x = 1\n", TEST: "assert True\n"}
    commit = repo.commit("feat: one", files)
    found = evidence(repo)["1"]
    assert (found["ticked"], found["appeared"]) == (commit, False)
    assert (found["work"], found["tests"]) == ([CODE, TEST], [TEST])
    assert found["approval"] == "status"
    assert found["text"] == (
        f"ticked in {commit[:10]}, 2 code files, 1 of them a test, approved · status"
    )


def test_the_work_may_be_in_an_earlier_commit_that_names_the_task(repo: Repo) -> None:
    repo.commit("feat: one\n\nTask: login#1", {CODE: "x = 1\n"})
    repo.commit("docs: other", {"README.md": "a\n"})
    tick = repo.commit("docs: tick", {TASKS: tasks("1")})
    found = evidence(repo)["1"]
    assert (found["ticked"], found["work"]) == (tick, [CODE])


@pytest.mark.parametrize("message", ["feat: near", "feat: near\n\nTask: login#2"])
def test_code_that_is_only_near_is_no_evidence(repo: Repo, message: str) -> None:
    repo.commit(message, {CODE: "x = 1\n"})
    repo.commit("docs: tick", {TASKS: tasks("1")})
    repo.commit(message, {CODE: "x = 2\n"})
    assert evidence(repo)["1"]["work"] == []


def test_a_task_that_was_never_open(repo: Repo) -> None:
    row = "- [x] 4. Extra\n"
    commit = repo.commit("feat: four", {TASKS: tasks() + row, "src/b.py": "x = 1\n"})
    found = evidence(repo)["4"]
    assert (found["ticked"], found["appeared"]) == (commit, True)
    assert found["text"].startswith(f"appeared done in {commit[:10]}, 1 code file")


def test_a_task_that_was_reopened_starts_anew(repo: Repo) -> None:
    repo.commit("feat: one\n\nTask: login#1", {TASKS: tasks("1"), CODE: "x = 1\n"})
    repo.commit("docs: it is not done", {TASKS: tasks()})
    tick = repo.commit("docs: tick", {TASKS: tasks("1")})
    found = evidence(repo)["1"]
    assert (found["ticked"], found["work"]) == (tick, [])


def test_reverted_code_is_no_evidence(repo: Repo) -> None:
    work = repo.commit("feat: one\n\nTask: login#1", {CODE: "x = 1\n"})
    repo.git("revert", "--no-edit", work)
    repo.commit("docs: tick", {TASKS: tasks("1")})
    assert evidence(repo)["1"]["work"] == []


def test_work_on_a_parent_is_work_on_its_subtasks_and_the_other_way_round(repo: Repo) -> None:
    text = "- [{0}] 1. Form\n  - [{1}] 1.1 Mail\n  - [{1}] 1.2 Password\n"
    repo.commit("docs: plan", {TASKS: text.format(" ", " ")})
    repo.commit("feat: form\n\nTask: login#1", {CODE: "x = 1\n"})
    repo.commit("feat: mail\n\nTask: login#1.1", {"src/mail.py": "x = 1\n"})
    repo.commit("docs: tick", {TASKS: text.format("x", "x")})
    found = evidence(repo)
    assert found["1"]["work"] == [CODE, "src/mail.py"]
    assert found["1.1"]["work"] == [CODE, "src/mail.py"]
    assert found["1.2"]["work"] == [CODE]


@pytest.mark.parametrize(
    ("title", "files", "expected"),
    [
        ("Write docs/login.md", ["docs/login.md"], True),
        ("Write `login.md`, e.g. for visitors", ["docs/login.md"], True),
        ("Write docs/login.md and docs/mail.md", ["docs/login.md", "docs/mail.md"], True),
        ("Write docs/login.md and docs/mail.md", ["docs/login.md"], False),
        ("Write docs/login.md", ["docs/mail.md"], False),
        ("Write docs/login.md for src/app.py", ["docs/login.md"], False),
        ("Update tasks.md", [], False),
        ("Say how to sign in", ["docs/login.md"], False),
    ],
)
def test_documents_are_the_work_of_a_task_that_names_only_documents(
    repo: Repo, title: str, files: list[str], expected: bool
) -> None:
    row = f"- [x] 4. {title}\n"
    repo.commit("docs: four", {TASKS: tasks() + row, **dict.fromkeys(files, "a\n")})
    assert ("its documents" in evidence(repo)["4"]["text"]) == expected


def test_a_moved_spec_keeps_its_evidence(repo: Repo) -> None:
    tick = repo.commit("feat: one", {TASKS: tasks("1"), CODE: "x = 1\n"})
    repo.git("mv", SPEC, "context/spec/007-login")
    repo.commit("docs: move")
    found = evidence(repo)["1"]
    assert (found["ticked"], found["work"]) == (tick, [CODE])


def test_a_merge_counts_by_its_commits_and_a_squash_as_one(repo: Repo) -> None:
    repo.git("checkout", "-qb", "topic")
    repo.commit("feat: one\n\nTask: login#1", {CODE: "x = 1\n"})
    tick = repo.commit("docs: tick", {TASKS: tasks("1")})
    repo.git("checkout", "-q", "main")
    repo.commit("docs: other", {"README.md": "a\n"})
    repo.git("branch", "squashed")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    found = evidence(repo)["1"]
    assert (found["ticked"], found["work"]) == (tick, [CODE])
    repo.git("checkout", "-q", "squashed")
    repo.git("merge", "-q", "--squash", "topic")
    squash = repo.commit("feat: one (#1)")
    found = evidence(repo)["1"]
    assert (found["ticked"], found["work"]) == (squash, [CODE])


def test_a_shallow_history_says_that_it_does_not_show_the_tick(repo: Repo, tmp_path: Path) -> None:
    repo.commit("feat: one", {TASKS: tasks("1"), CODE: "x = 1\n"})
    repo.commit("docs: other", {"README.md": "a\n"})
    Repo(tmp_path).git("clone", "-q", "--depth=1", repo.top.as_uri(), "shallow")
    found = evidence(Repo(tmp_path / "shallow"))["1"]
    assert found["ticked"] is None
    assert found["text"] == "not in the history that is read, no code"


def test_a_shallow_history_is_no_reason_to_refuse_a_tick(repo: Repo, tmp_path: Path) -> None:
    repo.commit("chore: rules", {"aos-check.toml": '[evidence]\nrequire = ["work"]\n'})
    repo.commit("feat: one\n\nTask: login#1", {CODE: "x = 1\n"})
    repo.commit("docs: other", {"README.md": "a\n"})
    repo.commit("docs: tick", {TASKS: tasks("1")})
    Repo(tmp_path).git("clone", "-q", "--depth=2", repo.top.as_uri(), "shallow")
    asked = ("check", "--range", "HEAD~1..HEAD", "--select", "TASK015", "--verbose")
    result = Repo(tmp_path / "shallow").run(*asked)
    assert result.exit_code == 0, result.output
    assert "TASK015" in result.output
    assert "does not reach back to the start of the spec" in result.output
    assert repo.run(*asked).exit_code == 0


def test_a_long_history_is_read_in_part(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aos_check.history.timeline.evidence.MAX_COMMITS", 2)
    repo.commit("feat: one", {TASKS: tasks("1"), CODE: "x = 1\n"})
    for number in (1, 2):
        repo.commit("docs: other", {"README.md": f"{number}\n"})
    assert evidence(repo)["1"]["ticked"] is None
    assert repo.run("status", "login").output.count("not in the history that is read") == 1


def test_without_commits_the_reason_is_given(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(project("Approved", "1"))
    assert (
        "the evidence is not known: there are no commits yet" in repo.run("status", "login").output
    )
