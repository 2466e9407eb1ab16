"""Sentences about the dependencies of other tasks, phases and stories, as Spec Kit has them."""

from __future__ import annotations

import time

import pytest

from tests.support.reading import tasks

PHASES = (
    "## Phase 1: Setup (Shared Infrastructure)\n- [x] T001 Bend\n- [x] T002 [P] Oil\n"
    "## Phase 2: Foundational (Blocking Prerequisites)\n- [ ] T003 Weld\n"
    "## Phase 3: User Story 1 - Blow (Priority: P1) 🎯 MVP\n- [ ] T004 [US1] Blow\n"
    "### Tests for User Story 1\n- [ ] T005 [US1] Listen\n"
    "## Phase 4: User Story 2 - Rest (Priority: P2)\n"
    "- [ ] T006 [US2] Rest\n- [ ] T007a [US2] Wake\n"
    "## Phase 5: Polish & Cross-Cutting Concerns\n- [ ] T008 Shine\n\n"
    "## Dependencies & Execution Order\n\n"
)


def needs(line: str, ends: str = "\n") -> dict[str, list[str]]:
    """The dependencies of each phase and task that has some."""
    found = tasks(f"{PHASES}{line}\n".replace("\n", ends))
    works = [(it.id, it.depends_on) for it in found.groups]
    works += [(it.id, it.depends_on) for it in found.all_tasks()]
    return {str(name): [on.id for on in depends_on] for name, depends_on in works if depends_on}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- **Setup (Phase 1)**: No dependencies - can start immediately", {}),
        ("- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all", {"2": ["1"]}),
        ("- **Foundational (Phase 2)**: Depends on Setup (T001, T002) — BLOCKS all", {"2": ["1"]}),
        (
            "- **User Stories (Phase 3+)**: All depend on Foundational phase completion",
            {"3": ["2"], "4": ["2"], "5": ["2"]},
        ),
        (
            "- **User Stories (Phase 3–4)**: All depend on Foundational (Phase 2). US2 follows",
            {"3": ["2"], "4": ["2"]},
        ),
        ("- **Phases 3-4 (Stories)**: All depend on Phase 2 (the weld)", {"3": ["2"], "4": ["2"]}),
        ("* **Phase 2: Foundational**: Depends on Phase 1", {"2": ["1"]}),
        ("1. **US2 (Phase 4)**: Depends on Phase 2 — can run in parallel with US1", {"4": ["2"]}),
        ("- **US2 (Phase 4)**: Depends on US1 (it extends the horn)", {"4": ["3"]}),
        ("- **User Story 2 (P2)**: Depends on User Story 1 (needs a horn)", {"4": ["3"]}),
        ("- **User Story 2 (P2)**: Depends on Foundational and User Story 1", {"4": ["3", "2"]}),
        ("US2 depends on US1.", {"4": ["3"]}),
        ("- US1 and US2 depend on Foundational", {"3": ["2"], "4": ["2"]}),
        ("- **Polish (Phase 5)**: Depends on Phases 3, 4 all being complete", {"5": ["3", "4"]}),
        ("- **Polish (Phase 5)**: Depends on User Stories 1-2 completion", {"5": ["3", "4"]}),
        ("- **Polish (Phase 5)**: Depends on US1, US2 all complete", {"5": ["3", "4"]}),
        ("- **Polish (Phase 5)**: Depends on T007a; T008 may wait", {"5": ["T007a"]}),
        ("- T004 depends on T003", {"T004": ["T003"]}),
        (
            "- T004, T005 depend on T003 and T002",
            {"T004": ["T003", "T002"], "T005": ["T003", "T002"]},
        ),
        ("- T003 before T004-T006.", {"T004": ["T003"], "T005": ["T003"], "T006": ["T003"]}),
        ("- T001, T002 (the bend) before T003", {"T003": ["T001", "T002"]}),
        ("- T004 blocks T005, T007a (no sound)", {"T005": ["T004"], "T007a": ["T004"]}),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_forms(line: str, expected: dict[str, list[str]], ends: str) -> None:
    assert needs(line, ends) == expected


@pytest.mark.parametrize(
    "line",
    [
        "- **Polish (Final Phase)**: Depends on all desired user stories being complete",
        "- **User Story 2 (P2)**: Can start after Foundational (Phase 2) - No dependencies on US1",
        "- **User Story 2 (P2)**: Can start after Foundational - May integrate with US1 but alone",
        "- **Phase 4 (US2)**: No dependency on Phase 3 — can run in parallel",
        "- **Foundational (Phase 2)**: Depends on Setup only loosely (T003 needs no bend)",
        "- **Phase 3**: T004 is written first. T008 is last",
        "- **Setup (Phase 1)**: Depends on nothing. T003 follows",
        "- **US2 (Phase 4)**: Depends on the team - Uses US1 but is alone",
        "- Note (see Phase 3): depends on T001",
        "- Tests in Phase 3 depend on T001",
        "- Everything that depends on US1 waits",
        "- Tests (T004, T005) before implementation (T006)",
        "- Verify that tests fail (T004 before T005)",
        "- T001 → T002 → T003 is a good order",
        "- Models before services",
    ],
)
def test_innocent_lines(line: str) -> None:
    assert needs(line) == {}


def test_a_story_in_two_phases_names_neither() -> None:
    again = "## Phase 6: User Story 1 - More\n- [ ] T009 Blow again\n"
    found = tasks(f"{PHASES}- US2 depends on US1\n- US2 depends on T001\n{again}")
    assert [[on.id for on in group.depends_on] for group in found.groups if group.id == "4"] == [
        ["T001"]
    ]


def test_labels_name_the_phase_of_a_story_in_any_language() -> None:
    text = PHASES.replace("User Story", "用户故事").replace(
        "- [ ] T005 [US1]", "- [ ] T005 [P] [US1]"
    )
    found = tasks(f"{text}- US2 depends on US1\n- US7 depends on US1\n")
    assert {group.id: [on.id for on in group.depends_on] for group in found.groups} == {
        "1": [], "2": [], "3": [], "4": ["3"], "5": [],
    }  # fmt: skip


def test_long_files_are_read_in_linear_time() -> None:
    text = "".join(f"## Phase {n}: US{n}\n- [ ] T{n:04} A\n" for n in range(3000))
    text += "- **Stories (Phase 1+)**: All depend on Setup, Phase 1\n" * 3000
    started = time.process_time()
    assert tasks(text).cut_at
    assert time.process_time() - started < 5
