"""Kiro and cc-sdd: waves, references to requirements, approvals, and specs without requirements."""

from __future__ import annotations

import json

import pytest

from aos_check.model.document import Mark, Role, Status
from aos_check.model.task import TaskList
from aos_check.progress import all_progress
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.task_line import named_requirements, read_title
from aos_check.reading.tasks import read_tasks
from tests.support.reading import page, project, projects, spec

KILN = ".kiro/specs/kiln"
TASKS = """# Implementation Plan

- [ ] 1. Ring
  - [x] 1.1 Wire
  - [ ] 1.2 Test
- [ ] 2. Shine
  - [ ] 2.1 Wire
  - [ ] 2.2 Test
- [ ] 3. Checkpoint
"""


def kiro(text: str) -> TaskList:
    layout = next(each for each in shipped() if each.name == "kiro")
    artifact = layout.artifact(Role.TASKS)
    assert artifact is not None
    return read_tasks(page(text), artifact)


# Waves


def graph(value: object, fence: str = "```") -> str:
    text = value if isinstance(value, str) else json.dumps(value, indent=2)
    return f"{TASKS}\n## Task Dependency Graph\n\n{fence}json\n{text}\n{fence}\n"


def waves(text: str) -> list[tuple[str, list[str], tuple[int, ...]]]:
    return [(it.id, [need.id for need in it.tasks], it.after) for it in kiro(text).waves]


@pytest.mark.parametrize(
    "items",
    [
        [{"id": 0, "tasks": ["1.1"]}, {"id": 1, "tasks": ["1.2", "2.1"]}],
        [{"id": 0, "tasks": ["Task 1.1"]}, {"id": 1, "tasks": ["1.2*", " 2.1."]}],
        [{"wave": 0, "tasks": [1.1], "description": "x"}, {"wave": 1, "tasks": [1.2, 2.1]}],
        [{"id": "0", "tasks": ["1.1"]}, {"id": "1", "tasks": ["1.2", "2.1"], "depends_on": ["0"]}],
    ],
)
@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_forms_of_waves(items: list[object], fence: str) -> None:
    expected = [("0", ["1.1"], ()), ("1", ["1.2", "2.1"], (0,))]
    assert waves(graph({"waves": items}, fence)) == expected
    assert waves(graph({"waves": items}, fence).replace("\n", "\r\n")) == expected


def test_waves_as_lists_and_with_their_own_needs() -> None:
    assert waves(graph({"waves": [["1"], ["2"]]})) == [("1", ["1"], ()), ("2", ["2"], (0,))]
    items = [
        {"id": "a", "tasks": ["1.1"]},
        {"id": "b", "tasks": ["1.2"], "depends_on": []},
        {"id": "c", "tasks": ["2.1"], "depends_on": ["a", "z"]},
    ]
    assert [after for _, _, after in waves(graph({"waves": items}))] == [(), (), (0,)]
    twice = [{"id": 1, "tasks": ["1"]}, {"id": 1, "tasks": ["2"]}, {"id": 1, "tasks": ["3"]}]
    assert [after for _, _, after in waves(graph({"waves": twice}))] == [(), (0,), (1,)]
    assert waves(graph('{"waves": [{"id": 0, "tasks": [1.10]}]}')) == [("0", ["1.10"], ())]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ('{\n"waves": []\n"a": 1}', (16, "the waves cannot be read: it is not JSON: ")),
        ('{\n"waves": {}}', (15, "the waves are not a list")),
        ('{"waves": [\n{"id": 0}]}', (15, "this wave has no list of tasks")),
        ('{"waves": [["1",\nnull]]}', (15, "a wave names a task by something that is not an id")),
        ('{"waves": [["1", "a b"]]}', (14, "a wave names a task by something that is not an id")),
        ("T1 --> T2", None),
        ('{"wave": 1}', None),
    ],
)
def test_broken_waves(text: str, unread: tuple[int, str] | None) -> None:
    found = kiro(graph(text)).unread
    assert len(found) == (unread is not None)
    if unread:
        assert found[0].at.line == unread[0]
        assert found[0].text.startswith(unread[1])


def test_another_layout_has_no_waves() -> None:
    text = graph({"waves": [["1.1"]]})
    other = next(each for each in shipped() if each.name == "agent-os-2").artifact(Role.TASKS)
    assert other is not None
    assert read_tasks(page(text), other).waves == ()


def next_task(text: str) -> tuple[str | None, str]:
    files = {f"{KILN}/requirements.md": "# Requirements Document\n\nA bell.\n"}
    (found,) = all_progress(projects({**files, f"{KILN}/tasks.md": text}), shipped())
    return found.step.task, found.step.why


@pytest.mark.parametrize(
    ("items", "task"),
    [
        ([["1.1", "2.1"], ["1.2", "2.2"]], "2.1"),
        ([["1.1"], ["1.2"], ["2.1"]], "1.2"),
        ([["1", "2.2"], ["2.1"]], "1.2"),
        # A checkpoint comes after the tasks above it, and a parent after its subtasks.
        ([["1.1"], ["2.2"], ["1.2", "2.1"]], "2.2"),
        ([["2"], ["1", "1.2"]], "2.1"),
        ([["9.9"], ["1.2"]], "1.2"),
    ],
)
def test_the_next_task_is_in_the_first_open_wave(items: list[list[str]], task: str) -> None:
    assert next_task(graph({"waves": items}))[0] == task


def test_why_a_task_waits_for_a_wave() -> None:
    _, why = next_task(graph({"waves": [{"id": 0, "tasks": ["2.1"]}, {"id": 1, "tasks": ["1.2"]}]}))
    assert why == "it is the first open task that is free: task 1.2 waits for wave 0 (2.1)"


@pytest.mark.parametrize("mark", ["- [ ]* 2.1 Wire", "- [ ]\\* 2.1 Wire", "- [ ] ~~2.1 Wire~~"])
def test_optional_and_cancelled_tasks_hold_up_no_wave(mark: str) -> None:
    text = graph({"waves": [["2.1"], ["1.2"]]}).replace("- [ ] 2.1 Wire", mark)
    assert next_task(text)[0] == "1.2"


# Lines of a task


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("_Requirements: 1.1, 2_", ["1.1", "2"]),
        ("_Requirements: 1.1–3.2 (all)_", ["1.1", "2.*", "3.2"]),
        ("_Requirements: 1.1-1.4_", ["1.1", "1.4"]),
        ("_Requirements: 1 to 3_", ["1", "2.*", "3"]),
        ("_Requirements: 4.x, 5.*_", ["4.*", "5.*"]),
        ("_要件: 1.1、2.3_", ["1.1", "2.3"]),
        ("_Requirements: all correctness properties_", ["*"]),
        ("_Requirements: 全要件_", ["*"]),
        ("_Requirements: Todos os requisitos_", ["*"]),
        ("_Requirements: todo list_", []),
        ("_Requirements: allow three users_", []),
        ("**Validates: Requirements 2.1**", ["2.1"]),
    ],
)
def test_requirements_that_a_line_names(line: str, names: list[str]) -> None:
    assert list(named_requirements(line)) == names


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2.1 (P) Wire it", "Wire it"),
        ("2.1 Wire it (P)", "Wire it"),
        ("2. **(P) Wire it**", "Wire it"),
        ("2.1 Wire (P) to ground", "Wire (P) to ground"),
        ("2.1 Wire it (p)", "Wire it (p)"),
    ],
)
def test_the_mark_of_a_parallel_task(text: str, title: str) -> None:
    assert read_title(text).text == title


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("  - _Depends: 1.1, 1.2_", ["1.1", "1.2"]),
        ("  _Depends: 1.1_", ["1.1"]),
        ("  - *Depends:* 1.1", ["1.1"]),
        ("  - _Depends: -_", []),
        ("  - _Depends: none_", []),
        ("  - It depends: 1.1 of the lamps are broken", []),
    ],
)
def test_dependencies_of_cc_sdd(line: str, needs: list[str]) -> None:
    found = kiro(f"- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.2 C\n- [ ] 2.1 D\n{line}\n")
    (task,) = (it for it in found.all_tasks() if it.id == "2.1")
    assert [need.id for need in task.depends_on] == needs


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [x] ~~1.2 Wire~~ **取り下げ**", "cancelled"),
        ("- [x] ~~1.2 Wire~~ (deferred: no copper)", "cancelled"),
        ("- [x] ~~1.2 Wire~~", "done"),
        ("- [x] ~~1.2 Wire~~ done", "done"),
        ("- [x] 1.2 Wire the deferred lamp", "done"),
        ("- [ ] 1.2 Wire\n  - _Status: Deferred to spring_", "deferred"),
        ("- [ ] 1.2 Wire\n  - _Blocked: no copper_", "blocked"),
        ("- [ ]\\* 1.2 Wire", "open"),
    ],
)
def test_states_of_tasks(line: str, state: str) -> None:
    (task,) = kiro(f"{line}\n").all_tasks()
    assert (task.id, task.state.value, task.optional) == ("1.2", state, "*" in line[:7])


def test_the_group_of_tasks_below_a_plain_heading() -> None:
    text = "# Plan\n\n## Overview\n\nSmall.\n\n## Tasks\n\n- [ ] 1. A\n"
    assert [it.group for it in kiro(text).all_tasks()] == [""]
    assert [it.group for it in kiro(text.replace("Overview", "Phase 1: A")).all_tasks()] == [
        "Phase 1: A"
    ]


# Approvals of cc-sdd


def cc_sdd(data: object, requirements: str = "# Requirements Document\n") -> dict[str, str]:
    return {
        f"{KILN}/requirements.md": requirements,
        f"{KILN}/tasks.md": TASKS,
        f"{KILN}/spec.json": data if isinstance(data, str) else json.dumps(data, indent=2),
    }


def flag(value: object) -> object:
    return {"approvals": {"requirements": {"generated": True, "approved": value}}}


@pytest.mark.parametrize(
    ("value", "status", "level", "asked"),
    [
        (True, Status.APPROVED, "status", True),
        (False, Status.REVIEW, "none", True),
        (None, Status.REVIEW, "none", True),
        ("yes", Status.REVIEW, "none", True),
        (1, Status.REVIEW, "none", True),
    ],
)
def test_the_flag_of_cc_sdd(value: object, status: Status, level: str, *, asked: bool) -> None:
    found = spec(dict(cc_sdd(flag(value))))
    assert found.status is not None
    assert (found.status.value, found.status.at.line) == (status, 5)
    assert found.status.text == f"approvals.requirements.approved: {json.dumps(value)}"
    assert (found.approval.level.value, found.approval.asked is not None) == (level, asked)


@pytest.mark.parametrize(
    "data",
    [{}, [], {"approvals": {"requirements": True}}, {"approvals": []}, {"status": "approved"}],
)
def test_without_the_flag_nothing_asks_for_an_approval(data: object) -> None:
    found = spec(dict(cc_sdd(data, "# Requirements Document\n\n**Status:** Draft\n")))
    assert found.status is not None
    assert (found.status.value, found.approval.asked) == (Status.DRAFT, None)


def test_a_broken_file_of_cc_sdd() -> None:
    found = project(dict(cc_sdd('{"approvals": ')))
    assert [(it.at.path, it.at.line) for it in found.unreadable] == [(f"{KILN}/spec.json", 1)]


# Processes of Kiro


@pytest.mark.parametrize(
    ("config", "missing"),
    [
        ('{"workflowType": "fast-task"}', False),
        ('{\n\t"specType": "feature",\n\t"workflowType": "fast-task"\n}', False),
        ('{"workflowType": "design-first"}', True),
        ('{"workflowType": ["fast-task"]}', True),
        ("{}", True),
        ("[]", True),
        ("{", True),
    ],
)
def test_a_spec_without_requirements(config: str, *, missing: bool) -> None:
    files: dict[str, str | bytes] = {f"{KILN}/tasks.md": TASKS, f"{KILN}/.config.kiro": config}
    found = project(files)
    assert [bool(it.missing) for it in found.specs] == [missing]
    assert len(found.unreadable) == (config == "{")


def test_titles_in_other_languages_and_of_bug_fixes() -> None:
    for title in ("要件定義", "需求文档", "Bugfix Requirements Document", "요구사항 문서"):
        assert spec(dict(cc_sdd({}, f"# {title}\n"))).title == "kiln"
        assert spec(dict(cc_sdd({}, f"# {title}: Bell\n"))).title == "Bell"


def test_marks_say_what_is_unread() -> None:
    found = spec({f"{KILN}/tasks.md": graph('{"waves": 1}')})
    document = found.document(Role.TASKS)
    assert document is not None
    assert [type(mark) for mark in document.unread] == [Mark]
