"""The words for the status of a spec and the state of a task."""

from __future__ import annotations

import pytest

from aos_check.model.document import State, Status
from aos_check.reading.status import is_template, normalise, task_state


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", Status.UNSET),
        ("Draft | In Review | Approved | Completed", Status.UNSET),
        ("{Draft/In Review/Approved/In Progress/Complete}", Status.UNSET),
        ("[STATUS]", Status.UNSET),
        ("N/A", Status.UNSET),
        ("_____________", Status.UNSET),
        ("Planning", Status.DRAFT),
        ("Design Phase", Status.DRAFT),
        ("Draft - Pending Approval", Status.DRAFT),
        ("Not approved", Status.DRAFT),
        ("unapproved", Status.DRAFT),
        ("Requires approval from the board", Status.DRAFT),
        ("not started", Status.DRAFT),
        ("🟡 In Review", Status.REVIEW),
        ("Pending review", Status.REVIEW),
        ("Ready for review", Status.REVIEW),
        ("Ready for Implementation", Status.READY),
        ("✅ Complete - Ready for Implementation", Status.READY),
        ("Design Complete", Status.READY),
        ("Clarified", Status.READY),
        ("✅ SPECIFICATION COMPLETE", Status.READY),
        ("Approved", Status.APPROVED),
        ("✅ Approved for Implementation", Status.APPROVED),
        ("**Confirmed**", Status.APPROVED),
        ("Aprovado", Status.APPROVED),
        ("已批准", Status.APPROVED),
        ("Active", Status.IN_PROGRESS),
        ("Implementation In Progress (Simplified v1)", Status.IN_PROGRESS),
        ("Incomplete", Status.IN_PROGRESS),
        ("Partially implemented", Status.IN_PROGRESS),
        ("Completed", Status.DONE),
        ("✅ COMPLETED - Issue #80 Resolved (PR #81 merged)", Status.DONE),
        ("Production ready", Status.DONE),
        ("frozen / complete", Status.DONE),
        ("concluído", Status.DONE),
        ("✅", Status.DONE),
        ("Superseded by the next one", Status.CANCELLED),
        ("Cancelled", Status.CANCELLED),
        ("実装準備完了", Status.READY),
        ("EmploymentStatus", Status.UNKNOWN),
    ],
)
def test_a_status_means(text: str, status: Status) -> None:
    assert normalise(text) is status


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Draft | In Review | Approved", True),
        ("{Draft/In Review/Approved}", True),
        ("[STATUS]", True),
        ("N/A", False),
        ("", False),
        ("Draft [see below]", False),
    ],
)
def test_a_status_as_the_template_has_it(text: str, template: bool) -> None:
    assert is_template(text) is template


def test_a_project_may_add_words() -> None:
    words = {"signed by the board": Status.APPROVED}
    assert normalise("Signed by the board", words) is Status.APPROVED


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("✅ Completed", State.DONE),
        ("[x] Completed", State.DONE),
        ("[ ] Completed", State.OPEN),
        ("in progress", State.IN_PROGRESS),
        ("todo", State.OPEN),
        ("Deferred to phase 2", State.DEFERRED),
        ("Blocked by the vendor", State.BLOCKED),
        ("cancelled", State.CANCELLED),
        ("", None),
    ],
)
def test_the_state_of_a_task(text: str, state: State | None) -> None:
    assert task_state(text) is state
