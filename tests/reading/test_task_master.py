"""The tasks of task-master: tags, ids, statuses, dependencies, and data of a wrong form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aos_check.model.spec import Spec
from tests.support.reading import project, projects, spec

PATH = ".taskmaster/tasks/tasks.json"
FORMS = {
    "tagged": lambda tasks: {"master": {"tasks": tasks, "metadata": {}}},
    "another tag": lambda tasks: {"feature": {"tasks": tasks}},
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
def test_the_only_list_has_plain_ids(form: Any) -> None:
    found = read(form([{"id": 1, "title": "A", "status": "done", "subtasks": [{"id": 1}]}]))
    assert [task.id for task in found.all_tasks()] == ["1", "1.1"]
    assert not unread(found)


def test_each_further_tag_is_in_front_of_its_ids() -> None:
    task = {"id": 1, "subtasks": [{"id": 1}, {"id": 2, "dependencies": [1, "1.1"]}]}
    other = {"id": 2, "dependencies": [1]}
    found = read({"a": {"tasks": [task, other]}, "master": {"tasks": [task]}})
    assert needs(found) == {
        "a:1": [], "a:1.1": [], "a:1.2": ["a:1.1", "a:1.1"], "a:2": ["a:1"],
        "1": [], "1.1": [], "1.2": ["1.1", "1.1"],
    }  # fmt: skip


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
        "1": [], "1.1": ["1.2"], "1.2": [], "5": ["1", "1"], "5.1": ["5.1"],
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
