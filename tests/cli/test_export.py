"""The export: every field of the model, as published."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from aos_check.cli.schema import NAMES, schema_of
from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Box, BoxKind, Document, Mark, Role, State, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Dependency, Gate, Group, Task, TaskList
from aos_check.reporters.export import export

FOLDER = "agent-os/specs/2025-10-08-user-auth"
TASKS = f"{FOLDER}/tasks.md"
SPEC = f"{FOLDER}/spec.md"


def box(kind: BoxKind, state: State) -> Box:
    return Box(kind, state, "text", Place(SPEC, 40))


def task(number: str, line: int, **facts: Any) -> Task:
    facts.setdefault("state", State.OPEN)
    return Task(id=number, title=f"Task {number}", at=Place(TASKS, line, 3), **facts)


def spec(**facts: Any) -> Spec:
    facts.setdefault("id", "2025-10-08-user-auth")
    facts.setdefault("slug", "user-auth")
    return Spec(path=FOLDER, layout="agent-os-2", **facts)


def project(*specs: Spec, **facts: Any) -> Project:
    return Project(root=".", layouts=("agent-os-2",), specs=specs, **facts)


def exported(one: Spec) -> dict[str, Any]:
    found: dict[str, Any] = export([project(one)]).model_dump()["projects"][0]["specs"][0]
    return found


WHOLE = project(
    spec(
        title="User authentication",
        status=StatusLine(Status.IN_PROGRESS, "Active", Place(SPEC, 4)),
        approval=Approval(
            approved=True, marks=(Mark("Approved", Place(SPEC, 4)),), level=ApprovalLevel.STATUS
        ),
        documents=(Document(SPEC, Role.REQUIREMENTS), Document(TASKS, Role.TASKS)),
        requirements=(Requirement("FR-001", "A user can sign in.", Place(SPEC, 30)),),
        criteria=(
            box(BoxKind.CRITERION, State.DONE),
            box(BoxKind.CRITERION, State.OPEN),
            box(BoxKind.CRITERION, State.DEFERRED),
        ),
        tasks=TaskList(
            path=TASKS,
            groups=(
                Group(
                    word="task group",
                    id="1",
                    title="Database",
                    at=Place(TASKS, 8),
                    tasks=(
                        task(
                            "1",
                            10,
                            group="Database",
                            state=State.IN_PROGRESS,
                            agent="db-engineer",
                            subtasks=(
                                task(
                                    "1.1",
                                    12,
                                    parent="1",
                                    group="Database",
                                    state=State.DONE,
                                    depends_on=(Dependency("", "0", Place(TASKS, 12)),),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            gates=(
                Gate(
                    title="Validation gate",
                    phase="1",
                    at=Place(TASKS, 80),
                    boxes=(
                        box(BoxKind.GATE, State.DONE),
                        box(BoxKind.GATE, State.DONE),
                        box(BoxKind.GATE, State.OPEN),
                    ),
                ),
            ),
        ),
    ),
    mission=Document("agent-os/product/mission.md", Role.MISSION),
    roadmap=Document("agent-os/product/roadmap.md", Role.ROADMAP),
    milestones=(
        Milestone(
            title="Sign-in",
            state=State.DONE,
            at=Place("agent-os/product/roadmap.md", 9),
            phase="Phase 1",
            effort="M",
            specs=("2025-10-08-user-auth",),
        ),
        Milestone("Later", State.OPEN, Place("agent-os/product/roadmap.md", 20)),
    ),
    decisions=(
        Decision(
            id="DEC-001",
            number=1,
            title="Use one database",
            status=DecisionStatus.SUPERSEDED,
            status_text="Superseded by DEC-002",
            at=Place("agent-os/product/decisions.md", 12),
            form="agent-os",
            date="2025-07-25",
            superseded_by="DEC-002",
        ),
    ),
)

EXPORTED = {
    "schema": 1,
    "projects": [
        {
            "root": ".",
            "layouts": ["agent-os-2"],
            "mission": {"path": "agent-os/product/mission.md"},
            "roadmap": {
                "path": "agent-os/product/roadmap.md",
                "items": [
                    {
                        "title": "Sign-in",
                        "state": "done",
                        "line": 9,
                        "phase": "Phase 1",
                        "effort": "M",
                        "specs": ["2025-10-08-user-auth"],
                    },
                    {
                        "title": "Later",
                        "state": "open",
                        "line": 20,
                        "phase": "",
                        "effort": None,
                        "specs": [],
                    },
                ],
            },
            "decisions": [
                {
                    "path": "agent-os/product/decisions.md",
                    "line": 12,
                    "id": "DEC-001",
                    "title": "Use one database",
                    "status": "superseded",
                    "status_text": "Superseded by DEC-002",
                    "date": "2025-07-25",
                    "superseded_by": "DEC-002",
                }
            ],
            "specs": [
                {
                    "id": "2025-10-08-user-auth",
                    "slug": "user-auth",
                    "path": "agent-os/specs/2025-10-08-user-auth",
                    "layout": "agent-os-2",
                    "title": "User authentication",
                    "status": "in-progress",
                    "status_text": "Active",
                    "status_path": "agent-os/specs/2025-10-08-user-auth/spec.md",
                    "status_line": 4,
                    "approval": {"level": "status", "stale": False, "by": []},
                    "artifacts": {
                        "requirements": "agent-os/specs/2025-10-08-user-auth/spec.md",
                        "design": None,
                        "tasks": "agent-os/specs/2025-10-08-user-auth/tasks.md",
                    },
                    "requirements": [
                        {
                            "id": "FR-001",
                            "text": "A user can sign in.",
                            "path": "agent-os/specs/2025-10-08-user-auth/spec.md",
                            "line": 30,
                        }
                    ],
                    "tasks": [
                        {
                            "id": "1",
                            "address": "user-auth#1",
                            "title": "Task 1",
                            "state": "in-progress",
                            "path": "agent-os/specs/2025-10-08-user-auth/tasks.md",
                            "line": 10,
                            "parent": None,
                            "group": "Database",
                            "depends_on": [],
                            "requirements": [],
                            "agent": "db-engineer",
                            "optional": False,
                        },
                        {
                            "id": "1.1",
                            "address": "user-auth#1.1",
                            "title": "Task 1.1",
                            "state": "done",
                            "path": "agent-os/specs/2025-10-08-user-auth/tasks.md",
                            "line": 12,
                            "parent": "1",
                            "group": "Database",
                            "depends_on": ["0"],
                            "requirements": [],
                            "agent": None,
                            "optional": False,
                        },
                    ],
                    "criteria": {"done": 1, "open": 1},
                    "gates": [
                        {
                            "title": "Validation gate",
                            "path": "agent-os/specs/2025-10-08-user-auth/tasks.md",
                            "line": 80,
                            "done": 2,
                            "open": 1,
                        }
                    ],
                }
            ],
        }
    ],
}


def test_every_field_as_published() -> None:
    assert export([WHOLE]).model_dump(by_alias=True) == EXPORTED


def test_it_satisfies_its_published_schema() -> None:
    Draft202012Validator(schema_of("export")).validate(EXPORTED)


def test_nothing_is_known_of_an_empty_spec() -> None:
    found = exported(spec())
    assert (found["status"], found["status_text"]) == ("unset", "")
    assert (found["status_path"], found["status_line"]) == (None, None)
    assert found["approval"] == {"level": "none", "stale": False, "by": []}
    assert found["artifacts"] == {"requirements": None, "design": None, "tasks": None}
    assert found["tasks"] == []
    assert found["criteria"] == {"done": 0, "open": 0}


def test_a_status_nobody_knows_is_unset_and_keeps_its_words() -> None:
    found = exported(spec(status=StatusLine(Status.UNKNOWN, "Purple", Place(SPEC, 4))))
    assert (found["status"], found["status_text"], found["status_line"]) == ("unset", "Purple", 4)


def test_a_veto_takes_an_approval_away() -> None:
    objection = Mark("not-user-reviewed", Place(SPEC, 1))
    found = exported(spec(approval=Approval(approved=True, vetoes=(objection,))))
    assert found["approval"]["level"] == "none"


def test_a_slug_that_fits_two_specs_gives_way_to_the_whole_id() -> None:
    def with_task(name: str) -> Spec:
        group = Group("", None, "", Place(TASKS), tasks=(task("2.1", 3),))
        return spec(id=name, tasks=TaskList(TASKS, groups=(group,)))

    both = project(with_task("2025-10-08-user-auth"), with_task("2026-01-02-user-auth"))
    addresses = [
        found["tasks"][0]["address"]
        for found in export([both]).model_dump()["projects"][0]["specs"]
    ]
    assert addresses == ["2025-10-08-user-auth#2.1", "2026-01-02-user-auth#2.1"]


def test_tasks_of_a_list_without_states_are_open() -> None:
    group = Group("", None, "", Place(TASKS), tasks=(task("1", 3, state=State.DONE),))
    found = exported(spec(tasks=TaskList(TASKS, groups=(group,), tracked=False)))
    assert [each["state"] for each in found["tasks"]] == ["open"]


RECORD = {
    "schema": 1,
    "approvals": [
        {
            "artifact": "spec.md",
            "by": "Ada Lovelace <ada@example.org>",
            "at": "2026-01-02T10:00:00+01:00",
            "digest": "aos2:sha256:" + "0" * 64,
            "sections": [{"id": "FR-001", "digest": "aos2:sha256:" + "f" * 64}],
            "note": "with the change of Monday",
        }
    ],
}


def test_an_approval_record_satisfies_its_published_schema() -> None:
    Draft202012Validator(schema_of("approval")).validate(RECORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "Ada"},
        {"at": "yesterday"},
        {"digest": "sha256:" + "0" * 64},
        {"artifact": ""},
        {"mood": "good"},
        {"sections": [{"id": "FR-001"}]},
    ],
)
def test_a_wrong_approval_record_does_not(wrong: dict[str, object]) -> None:
    record = {"schema": 1, "approvals": [{**RECORD["approvals"][0], **wrong}]}  # type: ignore[index]
    with pytest.raises(ValidationError):
        Draft202012Validator(schema_of("approval")).validate(record)


@pytest.mark.parametrize("document", NAMES)
def test_every_published_schema_is_one(document: str) -> None:
    Draft202012Validator.check_schema(schema_of(document))


def test_the_schema_of_the_configuration_has_the_keys_as_they_are_written() -> None:
    schema = schema_of("config")
    assert "enforce-since" in schema["properties"]
    assert "max-ticks" in schema["$defs"]["CommitsTable"]["properties"]
    assert "homes" in schema["$defs"]["Layout"]["properties"]
    Draft202012Validator(schema).validate({"commits": {"max-ticks": 3}})
