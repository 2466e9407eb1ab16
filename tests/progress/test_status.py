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
        ("実装完了", Status.DONE),
        ("未実装", Status.IN_PROGRESS),
        ("未批准", Status.DRAFT),
        ("承認待ち", Status.DRAFT),
        ("承認済み", Status.APPROVED),
        ("aceito", Status.APPROVED),
        ("proposto", Status.DRAFT),
        ("não aprovado", Status.DRAFT),
        ("nicht genehmigt", Status.DRAFT),
        ("pas encore approuvé", Status.DRAFT),
        ("genehmigt", Status.APPROVED),
        ("abgeschlossen", Status.DONE),
        ("Completed planning", Status.READY),
        ("Research Complete", Status.READY),
        ("ready_for_implementation", Status.READY),
        ("ready-for-dev", Status.READY),
        ("in_progress", Status.IN_PROGRESS),
        ("Ready for QA", Status.IN_PROGRESS),
        ("90% complete", Status.IN_PROGRESS),
        ("100% complete", Status.DONE),
        ("Complete (90% coverage)", Status.DONE),
        ("Completed - 3 of 5 tasks", Status.IN_PROGRESS),
        ("Phase 1 of 3 complete", Status.IN_PROGRESS),
        ("Done, 2/5 tasks", Status.IN_PROGRESS),
        ("5 of 5 tasks complete", Status.DONE),
        ("Completed 10/08/2025", Status.DONE),
        ("All requirements met (27/27)", Status.DONE),
        ("✅ Implemented - awaiting review", Status.IN_PROGRESS),
        ("Complete (pending deployment)", Status.IN_PROGRESS),
        ("Pending completion", Status.DRAFT),
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
