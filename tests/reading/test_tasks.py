"""Task files: ids, states, groups and dependencies."""

from __future__ import annotations

import pytest

from aos_check.reading.task_dependencies import named_dependencies
from aos_check.reading.task_line import named_requirements, read_title
from tests.support.reading import page, states, tasks

from aos_check.model.finding import Place  # isort: skip


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
        ("**T1.2: Sail**", "T1.2", "Sail"),
        ("9.4b.1 Between", "9.4b.1", "Between"),
        ("✅ 3.1 Ticked before", "3.1", "Ticked before"),
        ("10 component tests", None, "10 component tests"),
        ("70% chance", None, "70% chance"),
        ("1-4: speed", None, "1-4: speed"),
        ("Step by step guide", None, "Step by step guide"),
        ("2025 report", None, "2025 report"),
        ("3D model", None, "3D model"),
    ],
)
def test_the_id_and_the_title_of_a_task(text: str, identity: str | None, title: str) -> None:
    found = read_title(text)
    assert (found.id, found.text) == (identity, title)


def test_agent_effort_and_requirements() -> None:
    found = read_title("Task: Add the form (FR-001) **[Agent: react-expert]**")
    assert (found.agent, found.requirements) == ("react-expert", ("FR-001",))
    assert read_title("Build it `XL`").effort == "XL"
    assert read_title("Fetch S").effort is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Traces to: FR-001, NFR-P2", ["FR-001", "NFR-P2"]),
        ("FR-008 through FR-010", ["FR-008", "FR-009", "FR-010"]),
        ("NFR-P1 - NFR-P3", ["NFR-P1", "NFR-P2", "NFR-P3"]),
        ("FR-1 - 3 retries", ["FR-1"]),
        ("FR-9 through NFR-11", ["FR-9", "NFR-11"]),
    ],
)
def test_requirements_are_named_one_by_one_or_as_a_range(text: str, names: list[str]) -> None:
    assert list(named_requirements(text)) == names


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


@pytest.mark.parametrize(
    ("heading", "identity", "state"),
    [
        ("## TASK-001 — Frame ✅", "TASK-001", "done"),
        ("## T1.2: Frame ✅", "T1.2", "done"),
        ("### Task 3 ✅ Great progress (4/9)", "3", "in-progress"),
        ("### Task 3 ✅ **SHIPPED**", "3", "done"),
    ],
)
def test_headings_with_codes_and_marks(heading: str, identity: str, state: str) -> None:
    assert states(f"{heading}\n") == {identity: state}


def test_headings_beside_those_with_a_state_are_tasks_as_well() -> None:
    assert states("""
        ### 1. Base

        #### 1.1 Frame ✅ COMPLETE
        - [x] Saw

        #### 1.2 Roof
        - [x] Nail
        - [ ] Paint
    """) == {
        "1.1": "done", "~1.1.1": "done",
        "1.2": "in-progress", "~1.2.1": "done", "~1.2.2": "open",
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
        ("- [ ] 1. Mail\n  - ⏸️ NOT EXECUTED - no server yet", "deferred"),
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


def test_a_task_put_in_between_is_no_subtask() -> None:
    found = tasks("""
        - [x] 5. Frame
          - [x] 5.1 Saw
        - [x] 5.5. Crack in the frame
        - [x] 6. Roof
    """)
    assert [(task.id, task.parent) for task in found.all_tasks()] == [
        ("5", None), ("5.1", "5"), ("5.5", None), ("6", None),
    ]  # fmt: skip


def test_an_indented_list_under_a_label_at_the_margin_belongs_to_the_task_above() -> None:
    (task,) = tasks("""
        - [x] **Task 1.1**: Frame

        It took a week.

        **Acceptance Criteria:**
          - [x] It stands (FR-001)
          - [ ] It is dry
    """).all_tasks()
    assert len(task.criteria) == 2
    assert task.requirements == ("FR-001",)


def test_a_gate_may_be_a_label_and_work_on_a_gate_is_none() -> None:
    found = tasks("""
        ## Phase 1: Base

        ### Task 1.1: Frame ✅

        **Phase 1 Validation Gate:**

        Before advancing to Phase 2:
        - [ ] Walked around it

        ## Slice 2: Page and decision gate
        - [x] Draw the gate

        ## 3. Opening gate
        - [x] 3.1 Hinges
    """)
    assert [(gate.phase, len(gate.boxes)) for gate in found.gates] == [("1", 1)]
    assert [task.id for task in found.all_tasks()] == ["1.1", "~2.1", "3.1"]


def test_a_summary_of_criteria_and_of_the_order_repeats_no_phase() -> None:
    found = tasks("""
        ## Phase 1: Base
        - [x] 1.1 Frame

        ## Phase 2: Roof
        - [ ] 2.1 Tiles

        ## Dependencies

        ### Phase 1 → Phase 2
        Tiles need a frame. Phase 2 (Roof) depends on Phase 1.

        ## Acceptance Criteria Summary

        ### Phase 1: Base
        - [ ] The frame stands

        ## Project Completion
        - [ ] Everybody is happy
    """)
    assert [(group.word, group.id) for group in found.groups] == [("phase", "1"), ("phase", "2")]
    assert [task.id for task in found.all_tasks()] == ["1.1", "2.1"]


def test_what_is_said_elsewhere_of_a_task_or_phase() -> None:
    found = tasks("""
        ## Phase 1: Base
        - [x] **Task 1.1**: Frame
        - [x] **Task 1.2**: Glue

        ## Phase 2: Roof
        - [ ] **Task 2.1**: Tiles
        - [ ] **Task 2.2**: Paint (depends on Task 2.1)

        ## Order
        - **Phase 2 (Roof)**: Depends on Phase 1 (all of it)
        - **Task 2.1** (tiles) depends on Tasks 1.1-1.2
        - Task 2.2 depends on Task 2.1
        - Task 7.1 depends on Task 1.1
        - Everything that depends on Task 1.1 waits

        | Requirement | Done by |
        |---|---|
        | FR-7 | Task 1.2, 2.1 |
    """)
    needs = {task.id: [need.id for need in task.depends_on] for task in found.all_tasks()}
    assert needs == {"1.1": [], "1.2": [], "2.1": ["1.1", "1.2"], "2.2": ["2.1"]}
    assert [[need.id for need in group.depends_on] for group in found.groups] == [[], ["1"]]
    assert [task.id for task in found.all_tasks() if task.requirements] == ["1.2", "2.1"]


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
        ("**Dependencies:** Tasks 1.1-1.3", ["task 1.1", "task 1.2", "task 1.3"]),
        ("**Dependencies:** Task Groups 1, 2, and 3", ["group 1", "group 2", "group 3"]),
        ("**Dependencies:** T008–T010", ["task T008", "task T009", "task T010"]),
        ("**Dependencies:** Tasks 1.1-2.3", ["task 1.1", "task 2.3"]),
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


def test_a_chain_of_numbers_longer_than_an_id_is_text() -> None:
    ten, eleven = (".".join(["1"] * count) for count in (10, 11))
    assert read_title(f"{ten} a").id == ten
    assert read_title(f"Sub-task {ten}: a").id == ten
    assert read_title(f"{eleven} a").id is None
    assert read_title(f"Task {eleven}: a").id is None
    found = tasks(f"### Task {eleven}: a ✅\n\n#### {eleven} a ✅\n\n- [ ] 1. b\n")
    assert [task.id for task in found.all_tasks()] == ["1"]


def test_numbers_and_indentation_together_nest_no_deeper_than_can_be_followed() -> None:
    text = "".join(
        f"{'  ' * depth}- [ ] {'.'.join(['1'] * count) if depth in (0, 89) else 'b'} a\n"
        for count in range(1, 11)
        for depth in range(90)
    )
    depths: dict[int, int] = {}
    for task in tasks(text).all_tasks():
        depths[id(task)] = depths.get(id(task), 0)
        depths |= {id(subtask): depths[id(task)] + 1 for subtask in task.subtasks}
    assert len(depths) == 900
    assert max(depths.values()) <= 120


def test_a_dependency_named_again_is_the_same_one() -> None:
    text = "#### Task Group 2\n**Dependencies:** Task Groups 1-50\n- [ ] 2.0 a\n" * 3
    text += "\nTask Group 2 depends on Task Groups 1-50\n" * 3
    needs = [[need.id for need in group.depends_on] for group in tasks(text).groups]
    assert needs == [[str(number) for number in range(1, 51)]] * 3


def test_dependencies_without_end_are_cut_short() -> None:
    ranges = ", ".join(f"{start}-{start + 49}" for start in range(1, 1001, 50))
    found = tasks(f"- [ ] {{}}. a\n  - Depends on: tasks {ranges}\n" * 300)
    counts = [len(task.depends_on) for task in found.all_tasks()]
    assert counts == [100] * 200 + [0] * 100


def test_a_table_that_traces_without_end_is_cut_short() -> None:
    rows = "| FR-001 through FR-050 | Tasks 1-50 |\n" * 1000
    found = tasks(f"- [ ] 1. a\n\n| a | b |\n|---|---|\n{rows}")
    (task,) = found.all_tasks()
    assert len(task.requirements) == 50
