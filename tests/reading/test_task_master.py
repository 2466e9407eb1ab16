"""The tasks of task-master: tags, ids, statuses, dependencies, and data of a wrong form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection
from aos_check.model.document import Role
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.progress.work_queue import WorkQueue
from aos_check.reading.project import read_projects
from aos_check.rules import RULES
from tests.support.reading import project, projects, spec

PATH = ".taskmaster/tasks/tasks.json"
FORMS = {
    "tagged": lambda tasks: {"master": {"tasks": tasks, "metadata": {}}},
    "older": lambda tasks: {"tasks": tasks, "metadata": {"projectName": "x"}},
}


def read(value: object) -> Spec:
    return spec({PATH: json.dumps(value, indent=2)})


def only(*tasks: dict[str, Any]) -> Spec:
    return read({"master": {"tasks": list(tasks)}})


def needs(found: Spec) -> dict[str, list[str]]:
    return {task.id: [need.id for need in task.depends_on] for task in found.all_tasks()}


def unread(found: Spec) -> list[tuple[int, str]]:
    return [(mark.at.line, mark.text) for mark in found.documents[0].unread]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_main_list_has_plain_ids(form: Any) -> None:
    found = read(form([{"id": 1, "title": "A", "status": "done", "subtasks": [{"id": 1}]}]))
    assert [task.id for task in found.all_tasks()] == ["1", "1.1"]
    assert not unread(found)


def test_each_further_tag_is_in_front_of_its_ids() -> None:
    task = {"id": 1, "subtasks": [{"id": 1}, {"id": 2, "dependencies": [1, "1.1"]}]}
    other = {"id": 2, "dependencies": [1]}
    assert needs(read({"a": {"tasks": [{"id": 1}]}})) == {"a:1": []}
    found = read({"a": {"tasks": [task, other]}, "master": {"tasks": [task]}})
    assert needs(found) == {
        "a:1": [], "a:1.1": [], "a:1.2": ["a:1.1", "a:1.1"], "a:2": ["a:1"],
        "1": [], "1.1": [], "1.2": ["1.1", "1.1"],
    }  # fmt: skip


def ranked(tasks: list[dict[str, Any]], **files: str) -> list[str]:
    value = {"master": {"tasks": tasks}, "a": {"tasks": [{"id": 1, "priority": "high"}]}}
    found = spec({PATH: json.dumps(value), **files})
    assert found.tasks
    return [task.id for task in WorkQueue(found.tasks).left]


def test_the_next_task_has_the_highest_priority_in_the_current_tag() -> None:
    tasks: list[dict[str, Any]] = [
        {"id": 1, "priority": "low"},
        {"id": 2},
        {"id": 3, "priority": "HIGH", "subtasks": [{"id": 1}, {"id": 2, "status": "review"}]},
        {"id": 4, "priority": 7},
    ]
    assert ranked(tasks) == ["3.1", "a:1", "2", "4", "1", "3.2"]
    main = {".taskmaster/state.json": '{"currentTag": "master"}'}
    assert ranked(tasks, **main) == ["3.1", "2", "4", "1", "a:1", "3.2"]
    other = {".taskmaster/state.json": '{"currentTag": "a"}'}
    assert ranked(tasks, **other) == ["a:1", "3.1", "2", "4", "1", "3.2"]
    for text in ("{}", "[]", '{"currentTag": 3}', '{"currentTag": "gone"}'):
        assert ranked(tasks, **{".taskmaster/state.json": text})[0] == "3.1"


def test_tasks_beside_the_tags_are_reported() -> None:
    found = read({"tasks": [{"id": 1}], "master": {"tasks": [{"id": 2}]}})
    assert needs(found) == {"2": []}
    assert unread(found) == [(2, "these tasks have no tag, and other tasks in this file do")]


def reported(*tasks: dict[str, Any]) -> list[tuple[str, str, str]]:
    tree = MemoryTree({PATH: json.dumps({"tasks": list(tasks)})})
    report = check(Subject(read_projects(tree)), Selection(RULES), tree=tree)
    return [(it.code, it.severity.value, it.problem.help) for it in report.findings]


def test_a_task_in_review_waits_for_no_subtask() -> None:
    task = {"id": 1, "subtasks": [{"id": 1, "status": "done"}]}
    help_ = "mark 1 as done, or add the subtask that is missing"
    assert reported(task) == [("TASK002", "warning", help_)]
    assert reported({**task, "status": "review"}) == []


@pytest.mark.parametrize("name", ["prd.txt", "prd.md", "PRD-kiosk.txt", "kiosk_prd.md"])
def test_the_prd_has_the_requirements(name: str) -> None:
    text = "# Overview\n\nStatus: Draft\n\n- FR-1: It sells tickets.\n"
    files: dict[str, str | bytes] = {
        PATH: json.dumps({"master": {"tasks": [{"id": 1, "status": "done"}]}}),
        f".taskmaster/docs/{name}": text,
        ".taskmaster/docs/research/notes.txt": "FR-2: no",
        ".taskmaster/reports/task-complexity-report.json": "{}",
    }
    found = spec(files)
    roles = {document.path: document.role for document in found.documents}
    assert roles == {PATH: Role.TASKS, f".taskmaster/docs/{name}": Role.REQUIREMENTS}
    assert [it.id for it in found.requirements] == ["FR-1"]
    assert (found.title, found.status) == ("taskmaster", None)


@pytest.mark.parametrize(
    "mark",
    [".taskmasterconfig", "scripts/prd.txt", "tasks/task_001.txt", "scripts/example_prd.txt"],
)
@pytest.mark.parametrize("root", ["", "web/"])
def test_the_tasks_of_older_releases_are_at_the_root(mark: str, root: str) -> None:
    old: dict[str, str | bytes] = {
        f"{root}tasks/tasks.json": '{"tasks": [{"id": 1}]}',
        f"{root}{mark}": "",
    }
    found = spec(old)
    assert (found.path, found.layout) == (f"{root}tasks", "task-master-legacy")
    assert [task.id for task in found.all_tasks()] == ["1"]
    for new in (PATH, ".taskmaster/config.json"):
        kept: dict[str, str | bytes] = {**old, f"{root}{new}": '{"tasks": []}'}
        assert [it.path for each in projects(kept) for it in each.specs] == (
            [f"{root}.taskmaster"] if new == PATH else []
        )


@pytest.mark.parametrize(
    "files",
    [
        {"tasks/tasks.json": '{"tasks": []}'},
        {"tasks/celery.py": "", ".taskmasterconfig": "{}"},
        {"tasks/task_001.txt": ""},
        {"app/tasks/tasks.json": "{}", ".taskmasterconfig": "{}"},
    ],
)
def test_any_other_folder_of_tasks_is_no_project(files: dict[str, str | bytes]) -> None:
    assert not projects(files)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", "open"),
        ("in-progress", "in-progress"),
        ("in_progress", "in-progress"),
        ("In Progress", "in-progress"),
        ("review", "in-progress"),
        ("done", "done"),
        ("Done", "done"),
        ("completed", "done"),
        ("deferred", "deferred"),
        ("cancelled", "cancelled"),
        ("canceled", "cancelled"),
        ("blocked", "blocked"),
        (None, "open"),
    ],
)
def test_statuses(status: str | None, state: str) -> None:
    found = only({"id": 1, "title": "A", "status": status})
    assert [task.state.value for task in found.all_tasks()] == [state]
    assert not unread(found)


@pytest.mark.parametrize("status", ["banana", "", 7, ["done"], {"a": 1}, True])
def test_an_unknown_status_is_open_and_reported(status: object) -> None:
    found = only({"id": 1, "status": status})
    assert [task.state.value for task in found.all_tasks()] == ["open"]
    assert [line for line, _ in unread(found)] == [6]


def test_ids_may_be_text_and_a_number_of_a_subtask_names_a_sibling_first() -> None:
    found = only(
        {"id": "1", "subtasks": [{"id": "1", "dependencies": ["2"]}, {"id": 2}]},
        {"id": 5, "dependencies": ["1", 1], "subtasks": [{"id": "5.1", "dependencies": [1]}]},
        {"id": 6, "subtasks": [{"id": 1, "dependencies": [5, 9, "1.2"]}]},
    )
    assert needs(found) == {
        "1": [], "1.1": ["1.2"], "1.2": [], "5": ["1", "1"], "5.1": ["1"],
        "6": [], "6.1": ["5", "6.9", "1.2"],
    }  # fmt: skip


def test_the_lines_are_those_of_the_objects() -> None:
    text = '{"tasks":\n[\n{"id": 1},\n {"title": "A",\n"id": 2, "dependencies":\n [1,\n 3]}]}'
    found = spec({PATH: text})
    assert [task.at.line for task in found.all_tasks()] == [3, 4]
    assert [need.at.line for task in found.all_tasks() for need in task.depends_on] == [6, 7]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ([], 1),
        (3, 1),
        ({}, 1),
        ({"tasks": {"1": {}}}, 1),
        ({"master": []}, 1),
        ({"master": {"tasks": "x"}}, 3),
        ({"tasks": [3]}, 3),
        ({"tasks": [{"title": "A"}]}, 3),
        ({"tasks": [{"id": True}]}, 3),
        ({"tasks": [{"id": "9" * 5000}]}, 3),
        ({"tasks": [{"id": 1, "subtasks": 3}]}, 5),
        ({"tasks": [{"id": 1, "dependencies": [None]}]}, 6),
        ({"tasks": [{"id": 1, "dependencies": "2"}]}, 5),
    ],
)
def test_a_wrong_form_is_reported_and_nothing_crashes(value: object, line: int) -> None:
    assert line in [at for at, _ in unread(read(value))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ('{"tasks": [\n', 2),
        ('{"tasks": [\n{"id": 1},\n{"id" 2}]}', 3),
        ("[" * 5000, 1),
        ('{"a":' * 200 + "1" + "}" * 200, 1),
        ("{" + " " * 3_000_000 + "}", 1),
        ('{"tasks": [' + "1," * 200_000 + "1]}", 1),
    ],
)
def test_data_that_cannot_be_read_is_named(text: str, line: int) -> None:
    found = project({PATH: text})
    assert [mark.at.line for mark in found.unreadable] == [line]
    assert not found.specs[0].documents


def test_the_markers_of_a_merge_and_repeated_keys() -> None:
    [mark] = project({PATH: '{\n<<<<<<< a\n"tasks": []\n=======\n>>>>>>> b\n}'}).unreadable
    assert (mark.at.line, mark.conflict) == (2, True)
    [document] = spec({PATH: '{"tasks": [\n{"id": 1,\n"id": 2}]}'}).documents
    assert [(key.text, key.at.line) for key in document.repeated_keys] == [("id", 3)]


def test_deep_subtasks_are_cut_and_reported() -> None:
    value: dict[str, Any] = {"id": 1}
    for _ in range(40):
        value = {"id": 1, "subtasks": [value]}
    found = only(value)
    assert len(list(found.all_tasks())) < 20
    assert "nested too deep" in unread(found)[0][1]


def test_a_folder_without_tasks_is_no_project() -> None:
    assert not projects({".taskmaster/config.json": "{}", ".taskmaster/docs/prd.txt": "x"})
