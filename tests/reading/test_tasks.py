"""Task files: ids, states, groups and dependencies."""

from __future__ import annotations

import pytest

from aos_check.model.document import Role
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, TaskList
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.spec_progress import TaskProgress, progress_of
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.task_dependencies import named_dependencies
from aos_check.reading.task_line import named_requirements, read_title
from aos_check.reading.tasks import read_tasks
from tests.support.reading import page, spec, states, tasks


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
        ("_Requirements: 1.1, 7.3_", ["1.1", "7.3"]),
        ("**Validates: Requirements 1.1 and 2**", ["1.1", "2"]),
        ("_需求：1.1、1.2_", ["1.1", "1.2"]),
        ("_요구사항: 3.1_", ["3.1"]),
        ("Install the requirements: 3 packages", []),
        ("Requirements: see 1.1 above", []),
        ("**Traceability:** NFR-Sc1, nfr-co2", ["NFR-Sc1", "nfr-co2"]),
        ("**Traceability:** All FRs, All NFRs", ["FR-*", "NFR-*"]),
        ("- **Traces to:** srd.md (All Requirements), FR-2", ["*", "FR-2"]),
        ("_Requirements: All_", ["*"]),
        ("_Requirements: all functional requirements_", ["FR-*"]),
        ("Satisfies: all 14 non-functional requirements", ["NFR-*"]),
        ("Verify all requirements of the form", []),
        ("Requirements: all tests pass", []),
        ("Requirements: call the server", []),
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
        ("- [ ] 1. Deferred: mail", "deferred"),
        ("- [ ] 1. Mail: postponed, no server", "deferred"),
        ("- [ ] 1. Mail DEFERRED to phase 2", "deferred"),
        ("- [ ] **1.** Mail ⏸️ later", "deferred"),
        ("- [ ] 1. Mail (moved to spec 4)", "deferred"),
        ("- [ ] 1. Mail → deferred to v2", "deferred"),
        ("- [ ] 1. Mail -> moved to spec 4", "deferred"),
        ("- [ ] 1. Mail ❌ Cancelled", "cancelled"),
        ("- [ ] 1. Handle deferred mail", "open"),
        ("- [ ] 1. Mail: show future dates", "open"),
        ("- [ ] 1. Future dates in the form", "open"),
        ("- [ ] 1. Form: optional fields, later mail", "open"),
        ("- [ ] 1. Scheduler - deferred jobs run at night", "open"),
        ("- [ ] 1. Show the states (deferred, blocked or done)", "open"),
        ("- [ ] 1. List old mail (removed items too)", "open"),
        ("- [ ] 1. Add DEFERRED to the states", "open"),
        ("- [ ] 1. Set the state to CANCELLED", "open"),
        ("- [ ] 1. Show `(deferred)` after the name", "open"),
        ("- [ ] 1. Rename allow_optional", "open"),
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
        ("**Dependencies:** Task 1. Task 3 uses what it writes.", ["task 1"]),
        (
            "**Dependencies:** Task 1.1. Tasks 1.2, 1.3. And T004.",
            ["task 1.1", "task 1.2", "task 1.3", "task T004"],
        ),
        ("**Dependencies:** Task 1; Task 2; see Task 3", ["task 1", "task 2"]),
        ("**Dependencies:** see Task 3", ["task 3"]),
        ("- Depends on: the tables. Then phase 2 begins", []),
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
    text = "#### Task Group 60\n**Dependencies:** Task Groups 1-50\n- [ ] 60.0 a\n" * 3
    text += "\nTask Group 60 depends on Task Groups 1-50\n" * 3
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **Subtask 1.1.1**: [x] Form\n", {"1.1.1": "done"}),
        ("- **Subtask 1.1.1: Form**: [ ] in HTML\n", {"1.1.1": "open"}),
        ("- **Task 2.1** – [x] Form\n", {"2.1": "done"}),
        ("- T004: [x] Form\n", {"T004": "done"}),
        ("- TASK-1.2: [ ] Form\n", {"TASK-1.2": "open"}),
        ("- Step 3: mark it with [x] when done\n", {}),
        ("- 3 files need [x] marks\n", {}),
        ("- 1.1 [P] Form\n", {}),
        ("### Task 1.1: A ✅\n\n- **Subtask 1.1.1**: Form\n", {"1.1": "done", "1.1.1": "done"}),
        ("### [ ] Task 1.1: A\n\n- Subtask 1.1.1: Form\n", {"1.1": "open", "1.1.1": "open"}),
        ("### Task 1.1: A\n\n- **Subtask 1.1.1**: Form\n", {"1.1": "open"}),
    ],
)
def test_the_label_of_a_task_may_be_before_its_box(text: str, expected: dict[str, str]) -> None:
    assert states(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("heading", "state"),
    [
        ("## Pending", "open"),
        ("## ✅ Completed (2)", "done"),
        ("### **In Progress**", "in-progress"),
        ("## Completed Tasks", "done"),
        ("## Deferred", "deferred"),
        ("## 已完成", "done"),
        ("## Pendientes", "open"),
    ],
)
def test_a_heading_may_state_the_state_of_its_list(heading: str, state: str, end: str) -> None:
    text = f"# Tasks\n\n{heading}\n\n- 1.1 Form\n  - in HTML\n1. Mail\n\n## Why\n\n- Words\n"
    assert states(text.replace("\n", end)) == {"1.1": state, "~1.2": state}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "heading",
    [
        "## 5. Follow-ups (Optional, not in this change)", "## Out of scope", "## Deferred",
        "## 🚀 Future work", "### Nice-to-have", "## 5. Stretch goals", "## Post-archive",
        "## **Later**", "## Phase 5: Future Enhancements", "## Phase 5: Search — DEFERRED",
        "## Future Enhancements (Out of Scope)", "## Deferred to v2", "## ⏸️ Phase 5: Search",
        "## 5. Search (deferred until June)", "## Deferred / Out of scope",
    ],
)  # fmt: skip
def test_a_heading_defers_the_open_work_below_it(heading: str, end: str) -> None:
    text = f"# Tasks\n\n{heading}\n\n- [ ] 5.1 Form\n- [x] 5.2 Mail\n- [ ] Fax\n"
    found = states(f"{text}\n## 6. Bell\n\n- [ ] 6.1 Tone\n".replace("\n", end))
    assert list(found.values()) == ["deferred", "done", "deferred", "open"]


@pytest.mark.parametrize(
    "heading",
    [
        "## 5. Handle optional fields", "## Out-of-scope errors are logged", "## Future dates",
        "## 5. Apply future state", "## 5. Later stages of the form", "## Review follow-ups",
        "## 5. Dates (future and past)", "## 5. Scheduler: deferred jobs", "## Optional fields",
        "## Future-proof names",
    ],
)  # fmt: skip
def test_such_words_in_a_title_defer_nothing(heading: str) -> None:
    text = f"# Future work\n\n{heading}\n\n- [ ] 5.1 Form\n- [x] 5.2 Mail\n- [ ] Fax\n"
    assert list(states(text).values()) == ["open", "done", "open"]


def test_a_heading_defers_tasks_in_headings_and_gates_as_well() -> None:
    found = tasks("""
        ## Phase 1: Base
        - [x] 1.1 Frame

        ## Future work

        ### Task 2: Roof
        **Acceptance Criteria:**
        - [ ] It is dry

        ### Validation Gate
        - [ ] Everybody is dry
    """)
    assert [(it.id, it.state.value) for it in found.all_tasks()] == [
        ("1.1", "done"), ("2", "deferred"),
    ]  # fmt: skip
    assert [gate.open_boxes for gate in found.gates] == [()]


@pytest.mark.parametrize(
    "title",
    [
        "Optional: a helper", "Form (optional)", "**Optional** - form", "Form (post-archive)",
        "Form (if available)", "Update the badge if needed", "Form, if applicable.",
        "Test the form after merge to main", "Form (nice to have)", "(optional) Form",
        "Tell everybody after the release", "Form - optional", "Form (optional but recommended)",
    ],
)  # fmt: skip
def test_nothing_waits_for_a_conditional_task(title: str) -> None:
    found = tasks(f"- [ ] 1. {title}\n  - [ ] 1.1 Part\n- [x] 2. {title}\n")
    assert [(it.id, it.state.value, it.optional) for it in found.all_tasks()] == [
        ("1", "open", True), ("1.1", "open", True), ("2", "done", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "Accept optional fields",
        "Form (optional fields)",
        "Handle a missing name if needed",
        "Write test: the name is kept after merge",
        "Create it if needed by the form",
        "Run the checks after merge conflicts",
        "Optional fields: read them",
        "Show `(optional)`",
    ],
)
def test_a_condition_in_a_sentence_makes_no_task_optional(title: str) -> None:
    found = tasks(f"- [ ] 1. {title}\n")
    assert [(it.state.value, it.optional) for it in found.all_tasks()] == [("open", False)]


_TWO_PHASES = """
## Phase 1: Base

- [ ] 1.1 Frame

### Validation Gate
- [ ] It stands

## Phase 2: Roof

### Task Group 3: Tiles
- [ ] 2.1 Tiles
  - [ ] 2.1.1 Red ones
- [x] 2.2 Nails

### Phase 2 Validation Gate
- [ ] It is dry

## Summary

"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        "| Phase | State |\n|---|---|\n| Phase 2 Complete | ⏳ Deferred |", "Phase 2 deferred",
        "Phase 2: DEFERRED", "- [x] All phases are done (Phase 1 complete; Phase 2 deferred)",
        "**Phase 2**: postponed until June", "- Deferred: Phase 2", "Phase 2 (Roof) was skipped.",
    ],
)  # fmt: skip
def test_a_line_elsewhere_defers_a_phase(line: str, end: str) -> None:
    found = tasks((_TWO_PHASES + line + "\n").replace("\n", end))
    assert [(it.id, it.state.value) for it in found.all_tasks()][:4] == [
        ("1.1", "open"), ("2.1", "deferred"), ("2.1.1", "deferred"), ("2.2", "done"),
    ]  # fmt: skip
    assert [len(gate.open_boxes) for gate in found.gates] == [1, 0]


@pytest.mark.parametrize(
    ("note", "deferred"),
    [
        ("2.1-2.2 deferred", {"2.1", "2.1.1"}),
        ("Deferred tasks: 1.1, 2.1.1", {"1.1", "2.1.1"}),
        ("Some subtasks (1.1, 2.1) were marked as deferred or skipped", {"1.1", "2.1", "2.1.1"}),
        ("| 1.1 | Frame | Deferred |", {"1.1"}),
        ("If Phase 2 is deferred, the frame gets wet", set()),
        ("Phase 2 deferred jobs run at night", set()),
        ("Phase 2 was not deferred", set()),
        ("| Phase 2 | Done | the deferred nails |", set()),
        ("Deferred: 1.1 must be done first", set()),
        ("All tests of version 2.1 are skipped tests", set()),
    ],
)
def test_a_note_defers_the_tasks_that_it_names(note: str, deferred: set[str]) -> None:
    table = "| Task | What | State |\n|---|---|---|\n" if note.startswith("|") else ""
    found = states(f"{_TWO_PHASES}{table}{note}\n")
    assert {it for it, state in found.items() if state == "deferred"} == deferred


def test_the_parts_of_a_deferred_task_are_deferred() -> None:
    assert states("- [ ] 3. Walls (deferred)\n  - [ ] 3.1 Bricks\n  - [x] 3.2 Door\n") == {
        "3": "deferred", "3.1": "deferred", "3.2": "done",
    }  # fmt: skip


@pytest.mark.parametrize(
    "inner",
    [
        "**Phase 1 Success:**",
        "### Phase 1 Success",
        "### 1. Speed",
        "#### Task Group 1",
        "### Epic 2",
    ],
)
def test_what_is_below_criteria_introduces_criteria(inner: str) -> None:
    text = f"## Phase 1\n- [x] 1.1 Form\n\n## Success Criteria\n\n{inner}\n- [ ] Fast\n"
    assert states(text) == {"1.1": "done"}
    assert states(f"## Tasks\n\n{inner.replace('Success', 'Form')}\n- [ ] 1.1 Form\n") == {
        "1.1": "open",
    }  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["## Completed", "## Shipped ✅", "## Done", "## Phase 1: DONE means measured", "## Cancelled"],
)
def test_no_heading_changes_the_state_of_a_box(heading: str) -> None:
    text = f"# Tasks\n\n{heading}\n\n- [ ] 1. Form\n- a note\n- [x] 2. Mail\n"
    assert states(text) == {"1": "open", "2": "done"}


@pytest.mark.parametrize("heading", ["## Open questions", "## Pending approval of Ada", "## Words"])
def test_words_in_other_headings_state_nothing(heading: str) -> None:
    assert states(f"# Tasks\n\n{heading}\n\n- Form\n") == {}


def test_a_heading_in_the_notes_is_no_second_task() -> None:
    notes = "## Implementation Notes\n\n### Task 1: Form\n\nUse HTML.\n"
    assert states(f"- [x] 1. Form\n- [ ] 2. Mail\n\n{notes}") == {"1": "done", "2": "open"}
    assert states(f"# Tasks\n\n{notes}\n### Task 2: Mail ✅\n") == {"1": "open", "2": "done"}


@pytest.mark.parametrize(
    ("note", "state"),
    [
        ("IGNORED - the server does it", "deferred"),
        ("**IGNORED** by decision 4", "deferred"),
        ("Skipped for now", "deferred"),
        ("Note: ignored until we have a server", "deferred"),
        ("*Deferred because the server is old*", "deferred"),
        ("Ignored files are listed below", "open"),
        ("Skipped tests must run again", "open"),
    ],
)
def test_a_note_below_a_task_defers_it(note: str, state: str) -> None:
    assert states(f"- [ ] 1. Form\n  - {note}\n") == {"1": state}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. Write `__init__.py`", "Write `__init__.py`"),
        ("1. **Write** `a__b` and `**kwargs`", "Write `a__b` and `**kwargs`"),
        ("1. Write src/__init__.py", "Write src/__init__.py"),
        ("1. Call __main__()", "Call __main__()"),
        ("1. Rename snake__case__names", "Rename snake__case__names"),
        ("1. __Write__ the form", "Write the form"),
        ("1. Clear `~~/cache`", "Clear `~~/cache`"),
    ],
)
def test_names_keep_their_underscores(text: str, title: str) -> None:
    assert read_title(text).text == title
    assert [task.title for task in tasks(f"### Task {text}\n").all_tasks()] == [title]


def test_dependencies_on_codes_with_dots() -> None:
    found = tasks("""
        - [ ] TASK-1.1: Form
        - [x] TASK-1.2: Mail
          - **Dependencies**: TASK-1.1
        - [ ] T2.1 Fax (depends on TASK-1.2)
    """)
    assert [(it.id, [on.id for on in it.depends_on]) for it in found.all_tasks()] == [
        ("TASK-1.1", []), ("TASK-1.2", ["TASK-1.1"]), ("T2.1", ["TASK-1.2"]),
    ]  # fmt: skip


def test_the_word_before_a_number_may_be_part_of_its_code() -> None:
    names = DependencyNames(tasks("### Task 1.1: Form ✅\n\n### TASK-2.1: Mail\n"))
    at = Place("tasks.md")
    for word, identity, title in (("task", "TASK-1.1", "Form"), ("task", "TASK-2.1", "Mail")):
        work = names.resolve(Dependency(word, identity, at))
        assert work is not None
        assert work.title == title


def test_a_phase_does_not_depend_on_itself_or_its_own_tasks() -> None:
    found = tasks("""
        ## Phase 1: Base
        - [x] T001 Form

        ## Phase 2: Mail
        - [ ] T002 Text

        ## Dependencies
        - **Phase 1**: depends on nothing. T001 is written first
        - **Phase 2**: depends on Phase 1, Phase 2 and T002
    """)
    assert [(it.id, [on.id for on in it.depends_on]) for it in found.groups if it.tasks] == [
        ("1", []), ("2", ["1"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        "### Model (Prerequisite for US2)", "#### Audit (checklist before the build)",
        "## Success Criteria Verification", "## Validation Gate", "## Notes", "## Ideas",
        "**Acceptance Criteria:**", "## Approvals",
    ],
)  # fmt: skip
def test_a_code_of_spec_kit_is_a_task_below_any_heading(heading: str) -> None:
    text = f"# Tasks\n\n{heading}\n\n- [ ] T001 [P] [US1] Form\n- [x] **T002a**: Mail\n"
    assert states(text) == {"T001": "open", "T002a": "done"}
    assert states(text.replace(heading, "## Future ideas")) == {"T001": "deferred", "T002a": "done"}


def kiro(text: str) -> TaskList:
    layout = next(each for each in shipped() if each.name == "kiro")
    artifact = layout.artifact(Role.TASKS)
    assert artifact is not None
    return read_tasks(page(text), artifact)


def test_marks_and_optional_tasks_of_kiro() -> None:
    found = kiro("""
        - [x] 1. Form
          - [ ]* 1.1 Property test
            - [ ] 1.1.1 Generator
        - [-] 2. Mail
        - [~] 3. Fax
        - [ ]*4. Telex
    """)
    assert [(it.id, it.state.value, it.optional) for it in found.all_tasks()] == [
        ("1", "done", False), ("1.1", "open", True), ("1.1.1", "open", True),
        ("2", "in-progress", False), ("3", "open", False), ("4", "open", True),
    ]  # fmt: skip
    assert states("- [-] 2. Mail\n- [~] 3. Fax\n") == {"2": "cancelled", "3": "deferred"}


def test_headings_of_kiro_over_boxes_are_groups() -> None:
    found = kiro("## Task 1: Form\n- [x] 1.1 HTML\n\n## Task 2: Mail\n- [ ] 2.1 Text\n")
    assert [(it.id, it.group) for it in found.all_tasks()] == [
        ("1.1", "Task 1: Form"), ("2.1", "Task 2: Mail"),
    ]  # fmt: skip
    assert [it.id for it in kiro("## Task 1: Form ✅\n\n## Task 2: Mail\n").all_tasks()] == [
        "1",
        "2",
    ]


def test_a_spec_is_finished_without_its_optional_tasks() -> None:
    files: dict[str, str | bytes] = {
        ".kiro/specs/login/requirements.md": "# Requirements Document\n\n**Status:** Completed\n",
        ".kiro/specs/login/tasks.md": "- [x] 1. Form\n  - [x] 1.1 HTML\n  - [ ]* 1.2 Test\n",
    }
    found = spec(files)
    assert found.finished
    assert found.open_tasks() == []
    assert progress_of(found.all_tasks()) == TaskProgress(done=2, aside=1, total=3)
    assert [it.id for it in found.requirements] == []
