"""User stories of Spec Kit: their headings, and the labels of tasks."""

from __future__ import annotations

import pytest

from aos_check.model.spec import Requirement
from aos_check.reading.task_line import named_requirements
from tests.support.reading import spec

HOMES = ["specs/001-horn", ".specify/specs/001-horn"]


def stories(text: str, home: str = HOMES[0]) -> list[Requirement]:
    found = spec({f"{home}/spec.md": text, f"{home}/plan.md": "# P\n"})
    return [each for each in found.requirements if each.id.startswith("US")]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_story_is_a_requirement(home: str, ends: str) -> None:
    text = (
        "# Feature Specification: Horn\n\n## User Scenarios & Testing *(mandatory)*\n\n"
        "### User Story 1 - Blow (Priority: P1)\n\nA story.\n\n"
        "### User Story 2: Rest\n\n## Requirements\n\n- **FR-001**: It MUST blow\n\n"
        "## Success Criteria\n\n- **SC-001**: It is heard\n"
    ).replace("\n", ends)
    found = spec({f"{home}/spec.md": text, f"{home}/plan.md": "# P\n"}).requirements
    assert [(each.id, each.text, each.at.line) for each in found] == [
        ("FR-001", "It MUST blow", 13),
        ("SC-001", "It is heard", 17),
        ("US1", "Blow (Priority: P1)", 5),
        ("US2", "Rest", 9),
    ]


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("### User Story 1 - Blow (P1)", "US1"),
        ("#### **User Story 12**: Blow", "US12"),
        ("### 🎯 User Story #3", "US3"),
        ("### US-4: Blow", "US-4"),
        ("### US4 – Blow", "US4"),
        ("### Story 1a - Blow", "US1a"),
        ("## Historia de Usuario 2 - Soplar (Prioridad: P2)", "US2"),
        ("### História de Usuário 2 – Soprar", "US2"),
        ("### 用户故事 3 - 吹 (优先级: P3)", "US3"),
        ("### ユーザーストーリー3 - 吹く", "US3"),
        ("### Пользовательская история 5: дуть", "US5"),
        ("### User Story", ""),
        ("### User Stories 1-3", ""),
        ("### User Story 1.2: Blow", ""),
        ("### Notes on User Story 1", ""),
        ("### Scenario 1: Fog", ""),
        ("**User Story 1**: Blow", ""),
        ("```\n### User Story 1 - Blow\n```", ""),
    ],
)
def test_headings(heading: str, number: str) -> None:
    assert [each.id for each in stories(f"# Horn\n\n{heading}\n\nIt blows.\n")][:1] == (
        [number] if number else []
    )


@pytest.mark.parametrize(
    ("text", "deferred"),
    [
        ("### User Story 1 - Blow (Priority: P3)\n", False),
        ("### User Story 1 - Blow (Priority: P3) - DEFERRED\n", True),
        ("### User Story 1 - Blow (Priority: P3, deferred)\n", True),
        ("### User Story 1 - Blow (P3 - Future)\n", True),
        ("### ~~User Story 1 - Blow~~\n", True),
        ("## Out of Scope\n\n### User Story 1 - Blow\n", True),
        ("## Out of Scope\n\n## Stories\n\n### User Story 1 - Blow\n", False),
        ("### User Story 1 - Show deferred mail\n", False),
    ],
)
def test_a_story_may_be_put_aside(text: str, deferred: bool) -> None:
    assert [each.deferred for each in stories(text)] == [deferred]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("T001 [P] [US1] Blow", ["US1"]),
        ("T001 [US1, US2] Blow", ["US1", "US2"]),
        ("T001 [US1/US3] Blow", ["US1", "US3"]),
        ("T001 [US1][US2] Blow", ["US1", "US2"]),
        ("T001 [US2-US4] Blow", ["US2", "US3", "US4"]),
        ("T001 [us1a] Blow", ["US1a"]),
        ("T001 [US01] Blow (FR-001)", ["US01", "FR-001"]),
        ("T001 Blow as US1/AC2 says", []),
        ("T001 Ship it to the [US] and [USA] [US-EAST-1]", []),
        ("T001 [US1 is done] Blow", []),
        ("T001 [US1-US9999] Blow", []),
        ("T001 [Story] Blow per SC-002", ["SC-002"]),
    ],
)
def test_labels(text: str, names: list[str]) -> None:
    assert list(named_requirements(text)) == names
