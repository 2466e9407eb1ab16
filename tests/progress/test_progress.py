"""The progress of a spec: its next step, and the choice of the active spec."""

from __future__ import annotations

import pytest

from aos_check.model.approval import Approval, ApprovalLevel, ApprovalRecord, StaleApproval
from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.progress import (
    NextStep,
    SpecProgress,
    StepKind,
    TaskProgress,
    active,
    all_progress,
    approval_in_brief,
    approval_in_words,
)
from aos_check.progress.next_step import approve
from aos_check.progress.step import StepContext
from aos_check.reading.layouts.loading import shipped
from tests.support.reading import projects

LOGIN = "agent-os/specs/2025-10-08-login"
REQUIREMENTS = "# Spec Requirements: Login\n\nVisitors sign in with their e-mail.\n"
AWOS = "context/spec/001-login"
FUNCTIONAL = """\
# Functional Specification: Login

- **Status:** {status}

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password. {mark}

## 3. Scope and Boundaries

- Passkeys are out of scope.
"""
PRAXIS = ".praxis-os/specs/approved/2025-10-08-login"


def every(files: dict[str, str]) -> list[SpecProgress]:
    return all_progress(projects(dict(files)), shipped())


def only(files: dict[str, str]) -> SpecProgress:
    (spec_progress,) = every(files)
    return spec_progress


def login(tasks: str, **more: str) -> dict[str, str]:
    """The files of an Agent OS 2 spec with requirements and these tasks."""
    files = {f"{LOGIN}/planning/requirements.md": REQUIREMENTS, f"{LOGIN}/tasks.md": tasks}
    return files | {f"{LOGIN}/{name}.md": text for name, text in more.items()}


def step(tasks: str) -> NextStep:
    return only(login(tasks)).step


def awos(*, status: str = "Approved", mark: str = "", tasks: str | None = None) -> dict[str, str]:
    files = {f"{AWOS}/functional-spec.md": FUNCTIONAL.format(status=status, mark=mark)}
    if tasks is not None:
        files[f"{AWOS}/tasks.md"] = tasks
        files[f"{AWOS}/technical-considerations.md"] = "# Technical Considerations\n\nA form.\n"
    return files


def praxis(tasks: str) -> dict[str, str]:
    names = ("README", "srd", "specs", "implementation")
    files = {f"{PRAXIS}/{name}.md": f"# Login: {name}\n\nVisitors sign in.\n" for name in names}
    return files | {f"{PRAXIS}/tasks.md": tasks}


class TestBeforeWork:
    def test_what_is_cancelled_asks_for_nothing(self) -> None:
        found = only(awos(status="Cancelled", tasks="- [ ] **Slice 1: Form**\n"))
        assert (found.step.kind, found.step.why) == (StepKind.NONE, "it is cancelled")
        assert found.rest == "cancelled"

    def test_tasks_without_requirements_wait_for_them(self) -> None:
        found = only({f"{LOGIN}/tasks.md": "- [ ] 1.0 Form\n"}).step
        assert found == NextStep(
            StepKind.WRITE,
            "write planning/requirements.md",
            "the layout requires the requirements by now",
            how=f"write {LOGIN}/planning/requirements.md",
            at=Place(f"{LOGIN}/planning/requirements.md"),
        )

    def test_an_idea_becomes_requirements(self) -> None:
        found = only({f"{LOGIN}/planning/raw-idea.md": "# Idea\n\nSign in.\n"}).step
        assert (found.kind, found.text) == (StepKind.WRITE, "write planning/requirements.md")
        assert found.why == "no document says what to build"

    @pytest.mark.parametrize("tasks", [None, "- [ ] **Slice 1: Form**\n"])
    def test_a_question_is_answered_first(self, tasks: str | None) -> None:
        asking = awos(status="Draft", mark="[NEEDS CLARIFICATION: how long?]", tasks=tasks)
        found = only(asking).step
        assert (found.kind, found.text) == (StepKind.CLARIFY, 'answer "how long?"')
        assert found.at is not None
        assert (found.at.path, found.at.line) == (f"{AWOS}/functional-spec.md", 11)

    def test_requirements_are_approved_by_a_person(self) -> None:
        other = {
            "context/spec/002-mail/functional-spec.md": FUNCTIONAL.format(
                status="Approved", mark=""
            )
        }
        found = every(awos(status="Draft") | other)[0].step
        assert (found.kind, found.why) == (StepKind.APPROVE, 'the status is "Draft"')
        assert "`aos-check approve login`" in found.how
        assert "sets the status to Approved" in found.how

    def test_a_draft_of_a_story_moves_on(self) -> None:
        story = "# Story 1.1: Sign in\n\nStatus: drafted\n\n## Tasks\n\n- [ ] Form\n"
        found = only({"_bmad-output/implementation-artifacts/1-1-sign-in.md": story}).step
        assert found.kind is StepKind.APPROVE
        assert found.how.endswith('or sets the status that comes after "drafted"')

    def test_approved_requirements_become_tasks(self) -> None:
        found = only(awos()).step
        assert (found.kind, found.text) == (StepKind.WRITE, "write tasks.md")
        assert found.at == Place(f"{AWOS}/tasks.md")

    def test_where_nobody_asks_for_an_approval_tasks_come_next(self) -> None:
        found = only({f"{LOGIN}/planning/requirements.md": REQUIREMENTS})
        assert (found.step.kind, found.step.text) == (StepKind.WRITE, "write tasks.md")
        assert approval_in_brief(found.spec.approval) == "not required"

    def test_a_spec_in_one_file_gets_its_tasks_there(self) -> None:
        found = only({"agent-os/specs/2025-10-08-login.md": REQUIREMENTS}).step
        assert found.how == "add the tasks to agent-os/specs/2025-10-08-login.md"

    def test_a_layout_without_a_task_list_asks_for_none(self) -> None:
        (spec_progress,) = all_progress(
            projects({f"{LOGIN}/planning/requirements.md": REQUIREMENTS})
        )
        assert (spec_progress.step.why, spec_progress.rest) == (
            "its layout has no task list",
            "without a task list",
        )

    def test_tasks_without_states_get_boxes(self) -> None:
        found = step("# Tasks\n\n### Task 1.1: Form\n\n### Task 1.2: Mail\n")
        assert (found.kind, found.text) == (StepKind.WRITE, "add boxes to the tasks in tasks.md")


class TestWork:
    def test_the_first_open_task_by_its_address(self) -> None:
        found = step("- [x] 1.0 Form\n- [ ] 2.0 Mail\n- [ ] 3.0 Session\n")
        assert found == NextStep(
            StepKind.WORK,
            "Mail",
            "it is the first open task, and it depends on nothing",
            how="Task: login#2.0",
            at=Place(f"{LOGIN}/tasks.md", 2),
            task="2.0",
            address="login#2.0",
        )

    @pytest.mark.parametrize(
        ("tasks", "address", "why"),
        [
            (
                "- [ ] 1.0 Form\n  - [x] 1.1 Tests\n  - [ ] 1.2 Validate\n",
                "1.2",
                "it is the first open task, and it depends on nothing",
            ),
            (
                "- [ ] 1.0 Form\n  - [x] 1.1 Tests\n- [ ] 2.0 Mail\n",
                "1.0",
                "no task below it is open: finish it, or mark it as done",
            ),
            ("- [ ] 1.0 Form\n- [/] 2.0 Mail\n", "2.0", "it is in progress"),
            (
                "- [ ] 1.0 Form\n- [/] 2.0 Mail\n  - [ ] 2.1 Text\n",
                "2.1",
                "task 2.0, which it is part of, is in progress",
            ),
            (
                "- [/] 1.0 Form\n  - [ ] 1.1 Tests\n  - [/] 1.2 Validate\n",
                "1.2",
                "it is in progress",
            ),
            (
                "- [ ] 1.0 Form (depends on 2.0)\n- [ ] 2.0 Mail\n",
                "2.0",
                "it is the first open task that is free: task 1.0 waits for task 2.0",
            ),
            (
                "- [x] 1.0 Form\n- [ ] 2.0 Mail (depends on 1.0)\n",
                "2.0",
                "it is the first open task, and everything it depends on is done",
            ),
            (
                "- [/] 1.0 Form\n  - [ ] 1.1 Tests (depends on 2.0)\n- [ ] 2.0 Mail\n",
                "2.0",
                "it is the first open task that is free: task 1.1 waits for task 2.0",
            ),
            (
                "- [ ] 1.0 Form (deferred: no designer)\n  - [ ] 1.1 Draw\n- [ ] 2.0 Mail\n",
                "2.0",
                "it is the first open task, and it depends on nothing",
            ),
        ],
    )
    def test_which_task(self, tasks: str, address: str, why: str) -> None:
        found = step(tasks)
        assert (found.kind, found.task, found.why) == (StepKind.WORK, address, why)

    def test_a_group_waits_as_a_whole(self) -> None:
        found = step("""\
            #### Task Group 1: Form
            **Dependencies:** Task Group 2

            - [ ] 1.0 Form
              - [ ] 1.1 Tests

            #### Task Group 2: Mail
            **Dependencies:** None

            - [ ] 2.0 Mail
            """)
        assert found.task == "2.0"
        assert "task 1.1 waits, as part of group 1, for group 2 (2.0)" in found.why

    def test_tasks_that_wait_for_each_other(self) -> None:
        found = step("- [ ] 1.0 Form (depends on 2.0)\n- [ ] 2.0 Mail (depends on 1.0)\n")
        assert (found.kind, found.text) == (StepKind.WAIT, "wait for task 2.0")
        assert found.how == "finish 2.0, or drop the dependency"

    def test_a_gate_stands_before_the_next_phase(self) -> None:
        found = only(
            praxis("""\
            # Login: Tasks

            ## Phase 1: Form

            - [x] **Task 1.1**: Add the form

            ### Validation Gate

            - [x] The tests pass
            - [ ] Ada has signed in once

            ## Phase 2: Mail

            - [ ] **Task 2.1**: Send a mail
            """)
        )
        assert (found.step.kind, found.step.text) == (
            StepKind.GATE,
            'pass the gate "Validation Gate"',
        )
        assert found.step.why == "task 2.1 comes after it, and one criterion is open"
        assert "Ada has signed in once" in found.step.how
        assert found.gate is not None
        assert found.gate.title == "Validation Gate"

    def test_what_stands_behind_a_gate_is_passed_over(self) -> None:
        found = step("""\
            ## Phase 2: Mail

            - [ ] 2.1 Send a mail

            ## Phase 1: Form

            - [ ] 1.1 Add the form

            ### Validation Gate

            - [ ] The tests pass
            """)
        assert found.task == "1.1"
        assert found.why.endswith(': task 2.1 comes after the gate "Validation Gate"')

    def test_work_before_the_gate_goes_on(self) -> None:
        found = only(
            praxis("""\
            # Login: Tasks

            ## Phase 1: Form

            - [ ] **Task 1.1**: Add the form

            ### Validation Gate

            - [ ] The tests pass

            ## Phase 2: Mail

            - [ ] **Task 2.1**: Send a mail
            """)
        )
        assert (found.step.kind, found.step.task, found.gate) == (StepKind.WORK, "1.1", None)

    def test_nothing_is_next_when_all_is_put_aside(self) -> None:
        found = only(login("- [ ] 1.0 Form (deferred: no designer)\n"))
        assert (found.step.kind, found.rest) == (StepKind.NONE, "put aside")


class TestAfterWork:
    ROADMAP = "# Product Roadmap\n\n## Phase 1\n\n- [{}] **Login**\n"

    @pytest.mark.parametrize(("mark", "kind"), [(" ", "close"), ("x", "none")])
    def test_the_roadmap_item_is_ticked(self, mark: str, kind: str) -> None:
        files = awos(status="Completed", tasks="- [x] **Slice 1: Form**\n")
        found = only({**files, "context/product/roadmap.md": self.ROADMAP.format(mark)})
        assert found.step.kind.value == kind
        assert found.milestone is not None
        assert found.milestone.title == "Login"

    def test_the_status_is_brought_up_to_date(self) -> None:
        found = only(awos(status="Draft", tasks="- [x] **Slice 1: Form**\n")).step
        assert (found.kind, found.text) == (StepKind.CLOSE, "update the status")

    def test_but_not_where_nobody_does(self) -> None:
        files = {
            ".agent-os/specs/2025-10-08-login/spec.md": "# Login\n\n> Status: Planning\n",
            ".agent-os/specs/2025-10-08-login/tasks.md": "- [x] 1. Form\n",
        }
        assert only(files).rest == "finished"

    def test_what_is_finished_is_history(self) -> None:
        found = only({f"{LOGIN}/tasks.md": "- [x] 1.0 Form\n"})
        assert (found.step.kind, found.rest) == (StepKind.NONE, "finished")

    def test_what_is_said_to_be_done_needs_no_tasks(self) -> None:
        assert only(awos(status="Completed")).rest == "finished"


def test_tasks_are_counted_by_their_state() -> None:
    found = only(login("- [x] 1. A\n- [/] 2. B\n- [ ] 3. C (blocked: no server)\n- [ ] 4. D\n"))
    assert found.tasks == TaskProgress(done=1, in_progress=1, aside=1, total=4)


class TestApproval:
    RECORD = ApprovalRecord("spec.md", "Ada <ada@example.org>", "aos2:…", Place("approval.json"))
    STALE = StaleApproval(RECORD, Place("x/spec.md"), (("FR-002", Place("x/spec.md", 9)),))

    @pytest.mark.parametrize(
        ("approval", "brief", "whole"),
        [
            (Approval(), "not required", "not required"),
            (Approval(vetoes=(Mark("Draft", Place("a")),)), "not required", "not required"),
            (Approval(asked=ApprovalLevel.STATUS), "not approved", "not approved"),
            (
                Approval(asked=ApprovalLevel.STATUS, vetoes=(Mark("Draft", Place("a")),)),
                "not approved",
                "not approved: Draft",
            ),
            (
                Approval(asked=ApprovalLevel.PINNED, level=ApprovalLevel.SEPARATE),
                "approved · separate",
                "approved · separate",
            ),
            (
                Approval(asked=ApprovalLevel.SIGNED, level=ApprovalLevel.STATUS),
                "approved · status",
                "approved · status, not signed",
            ),
            (Approval(stale=(STALE,)), "stale: FR-002", "stale: FR-002"),
            (Approval(stale=(STALE._replace(changed=()),)), "stale: spec.md", "stale: spec.md"),
        ],
    )
    def test_in_words(self, approval: Approval, brief: str, whole: str) -> None:
        assert (approval_in_brief(approval), approval_in_words(approval)) == (brief, whole)

    @pytest.mark.parametrize(
        ("facts", "why", "how"),
        [
            (
                {"stale": (STALE,), "level": ApprovalLevel.STATUS},
                "FR-002 changed since Ada <ada@example.org> approved it",
                "a person reads them and runs `aos-check approve 'sign in'`",
            ),
            (
                {"own": (Mark("Ada both wrote and approved it", Place("approval.json", 3)),)},
                "Ada both wrote and approved it",
                "a person who did not write them runs `aos-check approve 'sign in'`",
            ),
            (
                {"unproved": "the approval is not committed yet"},
                "the approval is not committed yet",
                "the person who approved them commits the record",
            ),
            (
                {"level": ApprovalLevel.STATUS},
                "separate is required, but only status is proved",
                "a person reads them and runs `aos-check approve 'sign in'`",
            ),
        ],
    )
    def test_what_it_lacks(self, facts: dict[str, object], why: str, how: str) -> None:
        approval = Approval(asked=ApprovalLevel.SEPARATE)._replace(**facts)  # type: ignore[arg-type]
        spec = Spec("sign in", "sign in", "specs/sign in", "awos", approval=approval)
        found = approve(StepContext(spec, "sign in"))
        assert found is not None
        assert (found.why, found.how) == (why, how)


class TestActive:
    ROADMAP = "# Product Roadmap\n\n## Phase 1\n\n- [ ] **Mail**\n- [ ] **Login**\n"

    @staticmethod
    def specs(**tasks: str) -> dict[str, str]:
        files = {}
        for slug, text in tasks.items():
            folder = f"agent-os/specs/2025-10-08-{slug}"
            files[f"{folder}/planning/requirements.md"] = f"# Spec Requirements: {slug}\n\nSo.\n"
            files[f"{folder}/tasks.md"] = text
        return files

    def found(self, branch: str = "", roadmap: str = "", **tasks: str) -> tuple[str | None, str]:
        files = self.specs(**tasks)
        if roadmap:
            files["agent-os/product/roadmap.md"] = roadmap
        spec_progress, why = active(every(files), branch)
        return (spec_progress.name if spec_progress else None), why

    @pytest.mark.parametrize("branch", ["feature/mail", "mail", "ada/2025-10-08-mail"])
    def test_the_branch_decides(self, branch: str) -> None:
        name, why = self.found(branch, login="- [/] 1. A\n", mail="- [x] 1. A\n")
        assert (name, why) == ("mail", f"the branch {branch} is named after it")

    def test_the_only_one_with_open_tasks(self) -> None:
        name, why = self.found("main", login="- [x] 1. A\n", mail="- [ ] 1. A\n")
        assert (name, why) == ("mail", "it is the only spec with open tasks")

    @pytest.mark.parametrize("begun", ["- [/] 1. A\n", "- [x] 1. A\n- [ ] 2. B\n"])
    def test_the_only_one_that_is_begun(self, begun: str) -> None:
        name, why = self.found(login="- [ ] 1. A\n", mail=begun)
        assert (name, why) == ("mail", "it is the only spec with tasks begun and not finished")

    def test_the_first_on_the_roadmap(self) -> None:
        name, why = self.found(
            roadmap=self.ROADMAP, chat="- [ ] 1. A\n", login="- [ ] 1. A\n", mail="- [ ] 1. A\n"
        )
        assert (name, why) == ("mail", "it is the first on the roadmap with a free task")

    def test_a_ticked_item_is_no_plan(self) -> None:
        roadmap = self.ROADMAP.replace("[ ] **Mail**", "[x] **Mail**")
        name, _ = self.found(roadmap=roadmap, login="- [ ] 1. A\n", mail="- [ ] 1. A\n")
        assert name == "login"

    def test_the_first_by_its_path(self) -> None:
        name, why = self.found(login="- [ ] 1. A\n", mail="- [ ] 1. A\n")
        assert (name, why) == ("login", "it is the first by path with a free task")

    def test_the_first_that_asks_for_anything(self) -> None:
        waits = "- [ ] 1. A (depends on 2)\n- [ ] 2. B (depends on 1)\n"
        name, why = self.found(login=waits, mail=waits)
        assert (name, why) == ("login", "no task is free, and it is the first by path")

    def test_what_is_said_to_be_done_comes_last(self) -> None:
        files = self.specs(mail="- [ ] 1. A\n") | awos(
            status="Completed", tasks="- [ ] **Slice 1: Form**\n"
        )
        spec_progress, why = active(every(files))
        assert spec_progress is not None
        assert (spec_progress.name, why) == ("mail", "it is the only spec with open tasks")

    def test_none(self) -> None:
        assert self.found(login="- [x] 1. A\n") == (None, "no spec has a next step")
        assert active([]) == (None, "there are no specs")
