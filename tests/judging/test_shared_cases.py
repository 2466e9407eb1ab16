"""Small repositories made after public bug reports, each with what a right tool says about it.

They are in the folder `cases` of the shared material; without it, these tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.git_repo import Repo

CASES = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")

Open = Callable[[str], Repo]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Make a repository of a case."""

    def make(name: str) -> Repo:
        [folder] = CASES.glob(f"{name}-*")
        shutil.copytree(folder, tmp_path / "repo", ignore=shutil.ignore_patterns("EXPECT.md"))
        repo = Repo(tmp_path / "repo")
        repo.commit("start")
        return repo

    return make


def findings(repo: Repo, *words: str) -> list[tuple[str, str | None]]:
    """Code and task of each finding, without those of the `words`."""
    found = repo.report("check")["findings"]
    return [(it["code"], it["task"]) for it in found if it["code"] not in words]


def failing(repo: Repo) -> list[tuple[str, str | None]]:
    found = repo.report("check")["findings"]
    return [(it["code"], it["task"]) for it in found if it["severity"] != "info"]


def states(repo: Repo) -> dict[str, str]:
    """The state of each task by its id, in all specs."""
    specs = (spec for project in repo.export() for spec in project["specs"])
    return {task["id"]: task["state"] for spec in specs for task in spec["tasks"]}


def decisions(repo: Repo) -> list[str]:
    return [it["status"] for project in repo.export() for it in project["decisions"]]


def test_boxes_in_fences_are_no_tasks(opened: Open) -> None:
    repo = opened("01")
    assert states(repo) == {"T001": "done", "T002": "done"}
    assert not failing(repo)


def test_open_work_in_an_archived_change(opened: Open) -> None:
    repo = opened("03")
    assert states(repo) == {"1.1": "done", "1.1.1": "open", "1.1.2": "done", "1.2": "done"}
    assert {code for code, _ in findings(repo)} == {"TASK001", "SPEC010"}


def test_the_schema_of_a_change_names_its_task_list(opened: Open) -> None:
    repo = opened("04")
    specs = [spec for project in repo.export() for spec in project["specs"]]
    assert [len(spec["tasks"]) for spec in specs] == [2, 2]
    assert "SPEC010" in {code for code, _ in findings(repo)}


def test_a_task_list_without_boxes(opened: Open) -> None:
    assert findings(opened("05")) == [("DOC001", None)]


def test_deltas_of_requirements_that_do_not_exist(opened: Open) -> None:
    assert [code for code, _ in findings(opened("08"))] == ["SPEC014", "SPEC014"]


def test_line_ends_change_nothing(opened: Open) -> None:
    repo = opened("09")
    assert states(repo) == {"1.1": "done", "1.1.1": "open", "1.2": "done"}
    assert sorted(decisions(repo)) == ["accepted", "accepted", "superseded"]
    found = repo.report("check")["findings"]
    assert {it["code"] for it in found} == {"TASK001", "SPEC010"}
    for file in repo.top.rglob("*.md"):
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n"))
    assert repo.report("check")["findings"] == found


def test_decisions_named_by_date(opened: Open) -> None:
    repo = opened("12")
    assert len(decisions(repo)) == 3
    assert "superseded" in decisions(repo)
    assert not failing(repo)


def test_headings_over_boxes_are_groups(opened: Open) -> None:
    repo = opened("13")
    assert states(repo) == {"1.1": "done", "1.2": "open", "2.1": "open"}
    assert ("TASK011", "1.2") in findings(repo)


def test_optional_tasks_and_tasks_in_progress(opened: Open) -> None:
    repo = opened("14")
    found = states(repo)
    assert [found["2"], found["2.2"]] == ["in-progress", "in-progress"]
    assert found["3"] == "open"
    codes = findings(repo)
    assert not [code for code, _ in codes if code in ("TASK001", "TASK002", "TASK006")]
    assert "TASK011" in {code for code, _ in codes}


def test_a_done_task_whose_file_does_not_exist(opened: Open) -> None:
    assert ("TASK014", "T001") in findings(opened("16"))


def test_nothing_to_check_is_not_green(opened: Open) -> None:
    result = opened("17").run("check")
    assert result.exit_code == 2
    assert "help:" in result.stderr


def test_criteria_and_dependencies_of_backlog_md(opened: Open) -> None:
    repo = opened("18")
    assert states(repo) == {"TASK-1": "done", "TASK-2": "in-progress"}
    assert sorted(findings(repo)) == [
        ("TASK002", "TASK-2"), ("TASK006", "TASK-1"), ("TASK009", "TASK-1"),
    ]  # fmt: skip
    found = repo.report("check")["findings"]
    assert [it["severity"] for it in found if it["code"] == "TASK002"] == ["warning"]


def test_two_ledgers_of_bmad(opened: Open) -> None:
    repo = opened("19")
    assert sorted(findings(repo), key=str) == [
        ("SPEC007", None), ("SPEC015", None), ("SPEC015", None), ("TASK011", "2"),
    ]  # fmt: skip
    found = repo.report("check")["findings"]
    lines = [(it["path"].rpartition("/")[2], it["line"]) for it in found]
    assert {("sprint-status.yaml", 7), ("sprint-status.yaml", 8), ("1.2.story.md", 5)} < {*lines}


def test_subtasks_and_dependencies_of_task_master(opened: Open) -> None:
    repo = opened("29")
    assert states(repo) == {"1": "done", "1.1": "open", "1.2": "done", "2": "in-progress"}
    found = repo.report("check")["findings"]
    assert sorted((it["code"], it["task"], it["line"]) for it in found) == [
        ("TASK001", "1", 2), ("TASK004", "1.2", 4), ("TASK006", "1", 2),
    ]  # fmt: skip


def test_a_phase_of_gsd_ticked_too_early(opened: Open) -> None:
    repo = opened("26")
    assert states(repo) == {"01-01": "done", "01-02": "open", "01-VERIFICATION": "open"}
    assert findings(repo) == [("ROAD002", None)]


def test_tasks_and_steps_of_superpowers(opened: Open) -> None:
    repo = opened("27")
    [spec] = repo.export()[0]["specs"]
    tasks = [task for task in spec["tasks"] if not task["parent"]]
    assert [(it["title"], it["state"]) for it in tasks] == [
        ("Switch", "in-progress"), ("Lamp", "open"),
    ]  # fmt: skip
    assert (len(spec["tasks"]), spec["status"]) == (6, "approved")
    assert not findings(repo)


def test_a_track_of_conductor_ticked_too_early(opened: Open) -> None:
    codes = [code for code, _ in findings(opened("28"))]
    assert sorted(codes) == ["ROAD002", "SPEC007", "TASK001", "TASK007"]


MESSAGES = [
    "feat: a\n\nGates: 33 of 33\nTask: see the plan\n\nMore.\n\nTask: csv#1\n",
    "feat: a\nTask: csv#1\n",
    "feat: a\n\nTask: csv#1\n\nCo-Authored-By: x <x@example.org>\n",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_trailer_is_read_or_refused_with_the_reason(opened: Open, message: str) -> None:
    repo = opened("20")
    repo.add({"src/a.py": "a = 1\n"})
    file = repo.top / ".git" / "MESSAGE"
    file.write_text(message)
    result = repo.run("commit-msg", str(file))
    assert "see the plan" not in result.output
    assert result.exit_code == 0 or "last paragraph" in result.output


def test_doctor_finds_the_gate_open_in_a_second_worktree(opened: Open, tmp_path: Path) -> None:
    repo = opened("21")
    repo.git("config", "core.hooksPath", ".husky/_")
    hook = repo.top / ".husky" / "_" / "commit-msg"
    hook.parent.mkdir(parents=True)
    hook.write_text('#!/bin/sh\nexec aos-check commit-msg "$1"\n')
    hook.chmod(0o755)
    (repo.top / ".husky" / "_" / ".gitignore").write_text("*\n")
    repo.git("worktree", "add", "--quiet", str(tmp_path / "second"))
    repo.top = tmp_path / "second"
    result = repo.run("doctor")
    assert result.exit_code == 1, result.output


def test_a_clarification_in_a_fence_is_no_question(opened: Open) -> None:
    repo = opened("22")
    assert list(states(repo)) == ["T001", "T002", "T003"]
    assert "DOC006" not in {code for code, _ in findings(repo)}


def test_spec_kit_in_spanish(opened: Open) -> None:
    found = states(opened("23"))
    assert list(found) == ["T001", "T002", "T010", "T011", "T012a", "T013", "T014"]
    assert found["T011"] == "cancelled"


def test_archiving_cannot_tick_its_own_box(opened: Open) -> None:
    assert not failing(opened("24"))


def test_words_in_headings_close_nothing(opened: Open) -> None:
    assert set(states(opened("31")).values()) == {"open"}


def test_tasks_that_converge_appends(opened: Open) -> None:
    repo = opened("32")
    assert list(states(repo).values()) == ["done", "done", "open", "open"]
    assert not findings(repo)


def test_a_tick_that_a_squash_loses(opened: Open) -> None:
    repo = opened("34")
    start = repo.git("rev-parse", "HEAD")
    message = "feat: lamp\n\nTask: lantern#T001\n"
    repo.commit(message, {"src/lamp.py": "lamp = 1\n"})
    assert "GIT003" in repo.codes("check", "--range", f"{start}..HEAD")


def test_an_older_list_put_over_a_newer_one(opened: Open) -> None:
    repo = opened("34")
    [tasks] = repo.top.glob("specs/*/tasks.md")
    path = str(tasks.relative_to(repo.top))
    older = tasks.read_text()
    repo.commit("docs: tick", {path: older.replace("[ ] T001", "[x] T001")})
    start = repo.git("rev-parse", "HEAD")
    repo.commit("docs: older", {path: older})
    assert "TASK012" in repo.codes("check", "--range", f"{start}..HEAD")


def test_a_number_names_a_task_under_any_heading(opened: Open) -> None:
    repo = opened("37")
    assert len(states(repo)) == 4
    assert not {code for code, _ in findings(repo)} & {"TASK004", "TASK005", "TASK006"}
    repo.commit("feat: b\n\nTask: lantern#T002\n", {"src/b.py": "b = 1\n"})
    assert "GIT002" not in repo.codes("check", "--commit", "HEAD")
