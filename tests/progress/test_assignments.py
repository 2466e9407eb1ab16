"""Assignments: reading them, the groups that they cover, and the standards that they name."""

from __future__ import annotations

import pytest

from aos_check.model.assignment import Assignment
from aos_check.model.document import Mark
from aos_check.model.finding import NotEvaluated, Place
from aos_check.model.project import Project
from aos_check.model.rule import Rule
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.progress import all_progress
from aos_check.progress.assignments import assigned, assignment_of, matching, standards_of
from aos_check.reading.project import read_projects
from aos_check.rules.misassigned_group import misassigned_group
from aos_check.rules.unknown_standard import unknown_standard
from aos_check.rules.unknown_subagent import unknown_subagent

FOLDER = "agent-os/specs/2025-10-08-login"
FILE = f"{FOLDER}/orchestration.yml"
TASKS = """\
# Task Breakdown: Login

## Task List

### Database Layer

#### Task Group 1: Data Models and Migrations
**Dependencies:** None

- [ ] 1.0 Complete database layer
  - [ ] 1.1 Create the table

### Web Layer

#### Task Group 2: Sign-in API
- [ ] 2.0 Complete the API

#### Task Group 3: Sign-in & Sign-out Form
- [ ] 3.0 Complete the form
"""
ORCHESTRATION = """\
task_groups:
  - name: data-models-and-migrations
    claude_code_subagent: backend-specialist
    standards:
      - global/*
      - backend/models.md
  - name: 3
    standards: all
"""
STANDARDS = {
    "global/style.md": "agent-os/standards/global/style.md",
    "global/errors.md": "agent-os/standards/global/errors.md",
    "backend/models.md": "agent-os/standards/backend/models.md",
}


def project(files: dict[str, str]) -> Project:
    (found,) = read_projects(MemoryTree({f"{FOLDER}/tasks.md": TASKS, **files}))
    return found


def spec(orchestration: str, path: str = FILE) -> Spec:
    (found,) = project({path: orchestration}).specs
    return found


def at(line: int, path: str = FILE) -> Place:
    return Place(path, line)


def test_an_assignment_has_the_place_of_each_of_its_parts() -> None:
    assert spec(ORCHESTRATION).assignments == (
        Assignment(
            "data-models-and-migrations",
            at(2),
            Mark("backend-specialist", at(3)),
            (Mark("global/*", at(5)), Mark("backend/models.md", at(6))),
        ),
        Assignment("3", at(7), None, (Mark("all", at(8)),)),
    )


def test_version_2_0_keeps_the_assignments_in_planning() -> None:
    path = f"{FOLDER}/planning/task-assignments.yml"
    entry = '- task_group: "Task Group 1: Data"\n    assigned_subagent: api-engineer'
    text = f"task_assignments:\n  {entry}\n"
    agent = Mark("api-engineer", at(3, path))
    assert spec(text, path).assignments == (Assignment("Task Group 1: Data", at(2, path), agent),)


NO_LIST = "this file has no list task_groups or task_assignments"
NO_NAME = "this entry does not name a task group"


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("", [Mark(NO_LIST, at(1))]),
        ("task_groups: all\n", [Mark(NO_LIST, at(1))]),
        ("task_groups:\n  - name: [task-group-name]\n", [Mark(NO_NAME, at(2))]),
        (
            "task_groups:\n  - login\n\n  - standards: all\n",
            [Mark(NO_NAME, at(2)), Mark(NO_NAME, at(4))],
        ),
        ("task_groups: []\n", []),
    ],
)
def test_a_part_that_cannot_be_read_is_reported(text: str, unread: list[Mark]) -> None:
    found = spec(text)
    assert found.assignments == ()
    assert [mark for document in found.documents for mark in document.unread] == unread


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("Data Models and Migrations", "1"),
        ("Task Group 1: Data Models and Migrations", "1"),
        ("data_models_migrations", "1"),
        ("task-group-1", "1"),
        ("Group 1: an older title", "1"),
        ("1", "1"),
        ("Web Layer", "23"),
        ("sign-in-and-sign-out-form", "3"),
        ("complete-the-api", "2"),
        ("migrations", "1"),
        ("the-sign-in-api-of-the-shop", "2"),
        ("sign-in", "2"),  # the other title has more words
        ("data-model-migrations", "1"),  # most of its words
        ("payments", ""),
        ("Task Group", ""),
        ("4", ""),
    ],
)
def test_a_group_is_found_by_any_of_its_names(name: str, groups: str) -> None:
    (found,) = assigned(spec(f'task_groups:\n  - name: "{name}"\n'))
    assert [group.id for group in found.groups] == list(groups)


def test_the_assignment_of_a_task_is_that_of_its_group() -> None:
    found = spec(ORCHESTRATION)
    names = [
        (task.id, it.group if (it := assignment_of(task, found)) else None)
        for task in found.all_tasks()
    ]
    group = "data-models-and-migrations"
    assert names == [("1.0", group), ("1.1", group), ("2.0", None), ("3.0", "3")]


def test_the_next_step_says_who_does_it() -> None:
    gathered = {f"{FOLDER}/planning/requirements.md": "# Requirements\n\nA form.\n"}
    (progress,) = all_progress([project({FILE: ORCHESTRATION, **gathered})])
    assert progress.step.assigned == (
        "backend-specialist, with the standards global/* and backend/models.md"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("all", [*STANDARDS]),
        ("none", []),
        ("global/*", ["global/style.md", "global/errors.md"]),
        ("backend/**/*", ["backend/models.md"]),
        ("Backend/Models", ["backend/models.md"]),
        ("@agent-os/standards/backend/models.md", ["backend/models.md"]),
        ("backend/api.md", []),
    ],
)
def test_standards_by_name(name: str, found: list[str]) -> None:
    assert matching(name, STANDARDS) == [STANDARDS[it] for it in found]


def test_the_standards_and_subagents_of_a_project() -> None:
    found = project(
        {
            FILE: ORCHESTRATION,
            **dict.fromkeys(STANDARDS.values(), "# Standard\n"),
            "agent-os/standards/index.yml": "global: {}\n",
            ".claude/agents/agent-os/implementer.md": "---\nname: Implementer-One\n---\n",
            "agent-os/roles/implementers.yml": "implementers:\n  - id: api-engineer\n",
        }
    )
    assert dict(found.standards) == STANDARDS
    assert set(found.agents or ()) == {"implementer", "implementer-one", "api-engineer"}
    (spec,) = found.specs
    named = ["global/errors.md", "global/style.md", "backend/models.md"]
    assert standards_of(spec.assignments[0], found.standards) == [STANDARDS[it] for it in named]


def test_the_subagents_are_not_read_without_an_assignment() -> None:
    assert project({".claude/agents/implementer.md": "# Implementer\n"}).agents is None


REAL = {
    "slugs that leave words out": (
        """\
### Task Group 0: Confirm NHDLine / NHDArea structure FType codes against a real GDB
- [ ] 0.0 Confirm structure FType codes
### Taxonomy & loader seam (Item 65)
#### Task Group 1: Hydro-structure taxonomy + NHDLine loader seam
- [ ] 1.0 Complete the classification
### QA & regression gate
#### Task Group 2: Complementarity review, determinism, and full-suite regression
- [ ] 2.0 Validate the item
""",
        [
            "confirm-structure-ftype-codes",
            "hydro-structure-taxonomy-and-line-loader",
            "qa-and-regression-gate",
        ],
    ),
    "phases with several groups each": (
        """\
## PHASE 1: Foundation (Week 1)
### 1.1 Project Setup
- [x] **Task 1.1.1:** Initialize the project
### 1.2 Database Models
- [ ] **Task 1.2.1:** Create database models (TDD)
## PHASE 2: Calculation Engine (Week 2)
### 2.1 Lye Calculations
- [ ] **Task 2.1.1:** Implement the calculation
""",
        ["Phase 1 - Foundation", "Phase 2 - Calculation Engine"],
    ),
    "other words after the number": (
        """\
### Phase 1: Data Seeding - Complete National Coverage
- [ ] 1. Seed
### Phase 2: UI/UX Bug Fixes
- [ ] 2. Fix
### Phase 3: Validation & Code Review
- [ ] 3. Review
""",
        [
            "Phase 1 - Complete National Address Data Seed",
            "Phase 2 - UI Bug Fixes (Birth Date, ID Type, Privacy Text)",
            "Phase 3 - Comprehensive Testing & Code Review",
        ],
    ),
    "slugs of phases": (
        """\
## Phase 1: Pre-Deployment Validation (5 minutes)
- [ ] Check
## Phase 2: Key Generation and Configuration (3 minutes)
- [ ] Generate
## Phase 3: Verification and Testing (5 minutes)
- [ ] Verify
""",
        ["pre-deployment-validation", "key-generation-config", "verification-testing"],
    ),
}


@pytest.mark.parametrize(("tasks", "names"), REAL.values(), ids=REAL)
def test_names_that_real_files_use(tasks: str, names: list[str]) -> None:
    entries = "".join(f'  - name: "{name}"\n' for name in names)
    found = project(
        {f"{FOLDER}/tasks.md": f"# Tasks: Login\n\n{tasks}", FILE: f"task_groups:\n{entries}"}
    )
    assert list(misassigned_group.check(found)) == []


@pytest.mark.parametrize("rule", [unknown_subagent, unknown_standard])
def test_what_the_repository_does_not_show_is_not_evaluated(rule: Rule) -> None:
    (found,) = rule.check(project({FILE: ORCHESTRATION}))
    assert isinstance(found, NotEvaluated)


@pytest.mark.parametrize("rule", [misassigned_group, unknown_subagent, unknown_standard])
def test_a_finished_spec_is_not_checked(rule: Rule) -> None:
    done = {f"{FOLDER}/tasks.md": "# Tasks: Login\n\n- [x] 1. Form\n", FILE: ORCHESTRATION}
    assert list(rule.check(project(done))) == []


def test_thousands_of_names_take_no_time() -> None:
    tasks = "".join(f"## Group of task {n}\n- [ ] {n}. Form\n" for n in range(3000))
    entries = "".join(f"- name: other {n} form\n" for n in range(3000))
    found = project({f"{FOLDER}/tasks.md": tasks, FILE: f"task_groups:\n{entries}"})
    assert len(assigned(found.specs[0])) == 3000
