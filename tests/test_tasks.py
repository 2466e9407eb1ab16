from __future__ import annotations

import pytest

from aos_check.reading.task_line import named_dependencies, read_title
from tests.reading import page, states, tasks

from aos_check.finding import Place  # isort: skip


@pytest.mark.parametrize(
    ("text", "identity", "title"),
    [
        ("1. Sign-in form", "1", "Sign-in form"),
        ("1.1 Write tests", "1.1", "Write tests"),
        ("1.0 Complete the layer", "1.0", "Complete the layer"),
        ("**Task 2.3**: Build the API", "2.3", "Build the API"),
        ("Task 1-1: Old form", "1.1", "Old form"),
        ("**Slice 4: Show the board**", "4", "Show the board"),
        ("**1.2** Bold number", "1.2", "Bold number"),
        ("15.4.7.1.1 Deep", "15.4.7.1.1", "Deep"),
        ("T001 [P] [US1] Create", "T001", "[P] [US1] Create"),
        ("TASK-012: Ship", "TASK-012", "Ship"),
        ("✅ 3.1 Ticked before", "3.1", "Ticked before"),
        ("10 component tests", None, "10 component tests"),
        ("70% chance", None, "70% chance"),
        ("1-4: speed", None, "1-4: speed"),
        ("Step by step guide", None, "Step by step guide"),
        ("2025 report", None, "2025 report"),
        ("3D model", None, "3D model"),
    ],
)
def test_an_id_stands_in_an_ids_place(text: str, identity: str | None, title: str) -> None:
    found = read_title(text)
    assert (found.id, found.text) == (identity, title)


def test_agent_effort_and_requirements() -> None:
    found = read_title("Task: Add the form (FR-001) **[Agent: react-expert]**")
    assert (found.agent, found.requirements) == ("react-expert", ("FR-001",))
    assert read_title("Build it `XL`").effort == "XL"
    assert read_title("Fetch S").effort is None


def test_numbered_lists_nest() -> None:
    found = states("""
        - [x] 1. Form
          - [x] 1.1 Tests
          - [ ] 1.2 Code
        - [~] 2. Mail
        - [-] 3. Fax
    """)
    assert found == {
        "1": "done", "1.1": "done", "1.2": "open", "2": "deferred", "3": "cancelled",
    }  # fmt: skip


def test_a_number_finds_its_parent_at_the_margin() -> None:
    found = tasks("- [x] 1.0 Layer\n- [x] 1.1 Tests\n- [ ] 1.10 More\n")
    assert [(task.id, task.parent) for task in found.all_tasks()] == [
        ("1.0", None), ("1.1", "1.0"), ("1.10", "1.0"),
    ]  # fmt: skip


def test_tasks_without_a_number_are_named_by_their_place() -> None:
    found = states("""
        ## Slice 1: Clock
        - [x] Add the clock
        - [ ] Verify

        ## Slice 2: Pier
        - [ ] Add the name
          - [ ] Draw it
    """)
    assert found == {"~1.1": "done", "~1.2": "open", "~2.1": "open", "~2.1.1": "open"}


def test_a_boxed_slice_is_a_task_and_its_childrens_group() -> None:
    found = tasks("""
        - [x] **Slice 1: Clock**
          - [x] Add the clock
        - [ ] **Slice 2: Pier**
          - [ ] Add the name
          - [ ] Verify
    """)
    assert [(task.id, task.parent, task.group) for task in found.all_tasks()] == [
        ("1", None, ""),
        ("~1.1", "1", "Clock"),
        ("2", None, ""),
        ("~2.1", "2", "Pier"),
        ("~2.2", "2", "Pier"),
    ]


def test_headings_are_tasks_when_they_say_so() -> None:
    found = states("""
        ## Phase 1: Base

        ### Task 1.1: Frame
        **Acceptance Criteria:**
        - [x] It stands

        ### Task 1.2: Roof
        **Acceptance Criteria:**
        - [x] It is dry
        - [ ] It is warm

        ### Task 1.3: Door
        - **Status**: ✅ Completed

        ### [x] Paint

        #### 1.4 Bell ✅ **COMPLETE**

        ### Task 1 Implementation Details
        Words.
    """)
    assert found == {
        "1.1": "done", "1.2": "in-progress", "1.3": "done", "~1.4": "done", "1.4": "done",
    }  # fmt: skip


def test_a_heading_and_a_box_of_the_same_number_are_one_task() -> None:
    assert states("### Task 1: Frame\n- [x] 1. Frame\n  - [x] 1.1 Wood\n") == {
        "1": "done", "1.1": "done",
    }  # fmt: skip


def test_the_state_may_stand_behind_the_id() -> None:
    assert states("1.1 [x] Tests\n1.2 [ ] Code\n\n- **Subtask 2.1**: [x] More\n") == {
        "1.1": "done", "1.2": "open", "2.1": "done",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ ] 1. Mail *(Deferred - no server)*", "deferred"),
        ("- [ ] 1. Mail (skipped: no server)", "deferred"),
        ("- [ ] 1. Mail - BLOCKED", "blocked"),
        ("- [ ] 1. ~~Mail~~", "cancelled"),
        ("- [ ] 1. Mail (not needed)", "cancelled"),
        ("- [ ] 1. Mail\n⚠️ Blocking issue: no server", "blocked"),
        ("- [ ] 1. Mail\n  - Deferred: no server", "deferred"),
        ("- [ ] 1. Mail\n  **Status:** Blocked", "blocked"),
        ("- [ ] 1. Handle deferred mail", "open"),
        ("- [ ] 1. Unblock the skipped tests", "open"),
        ("- [x] 1. Mail (deferred part removed)", "done"),
        ("- [🔄] 1. Mail", "in-progress"),
        ("- [✅] 1. Mail", "done"),
        ("- [] 1. Mail", "open"),
    ],
)
def test_work_put_aside_with_a_word_is_not_open(line: str, state: str) -> None:
    assert states(line + "\n") == {"1": state}


def test_criteria_and_gates_are_no_tasks() -> None:
    found = tasks("""
        ## Phase 1: Base
        - [x] **Task 1.1**: Frame

          **Acceptance Criteria:**
          - [x] It stands
          - [ ] It is dry

        ### Phase 1 Validation Gate
        - [x] All tasks done
        - [ ] Walked around it

        ## Phase 2: Roof
        - [ ] **Task 2.1**: Tiles

        ## Deliverables
        - [ ] A house

        ```
        - [ ] an example
        ```
    """)
    assert [(task.id, len(task.criteria)) for task in found.all_tasks()] == [("1.1", 2), ("2.1", 0)]
    (gate,) = found.gates
    assert (gate.phase, len(gate.boxes), len(gate.open_boxes)) == ("1", 2, 1)


def test_a_label_at_the_margin_ends_where_numbered_tasks_resume() -> None:
    found = tasks("""
        - [x] 1. Frame
        **Acceptance Criteria:**
        - [x] It stands

        - [ ] 2. Roof
    """)
    assert [task.id for task in found.all_tasks()] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("**Dependencies:** None", []),
        ("**Dependencies:** None (can run parallel with Group 2)", []),
        ("**Dependencies:** Task Group 1", ["group 1"]),
        ("**Dependencies:** Task Groups 1-3, 5", ["group 1", "group 2", "group 3", "group 5"]),
        ("- **Depends on:** Task 2.1 (data), Task 2.2 (logic)", ["task 2.1", "task 2.2"]),
        ("**Depends on**: Tasks 5.1 and 5.2", ["task 5.1", "task 5.2"]),
        ("Dependencies: Phase 2 complete", ["phase 2"]),
        ("**Dependencies:** All previous tasks", []),
        ("**Dependencies:** Groups 1-2 + user confirmation", ["group 1", "group 2"]),
        ("**Depends on:** —", []),
        ("**Depends on:** TASK-001, TASK-003", ["task TASK-001", "task TASK-003"]),
        ("**Depends on:** 1.1, 1.2", [" 1.1", " 1.2"]),
        ("**Dependencies:** 3 weeks of work", []),
        ("**Dependencies:** Phase 1 of the roadmap", []),
    ],
)
def test_dependencies(text: str, needs: list[str]) -> None:
    found = named_dependencies(text, Place("a"), inline=False)
    assert [f"{need.word} {need.id}" for need in found] == needs


def test_a_dependency_belongs_to_what_contains_it() -> None:
    found = tasks("""
        #### Task Group 1: Models
        **Dependencies:** None
        - [x] 1.0 Layer

        #### Task Group 2: API
        **Dependencies:** Task Group 1
        - [ ] 2.0 Layer (depends on 1.0)
    """)
    first, second = found.groups
    assert first.depends_on == ()
    assert [need.id for need in second.depends_on] == ["1"]
    assert [need.id for need in second.tasks[0].depends_on] == ["1.0"]


def test_a_file_that_says_nothing_of_done_is_not_tracked() -> None:
    assert not tasks("## Task 1: Save\n\n## Task 2: List\n").tracked
    assert tasks("## Task 1: Save ✅\n\n## Task 2: List\n").tracked


def test_windows_line_ends_change_nothing() -> None:
    text = "- [x] 1. A\n  - [ ] 1.1 B\n"
    assert page(text.replace("\n", "\r\n")).lines == page(text).lines
