"""The stages, approvals and owners of specs, the trend of findings, and the months of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from aos_check.history.timeline.durations import quartiles
from aos_check.history.timeline.life import Life, Owner
from aos_check.history.timeline.record import FactKind, FindingCounts, MaintenanceMonth, Timeline
from aos_check.model.approval import ApprovalLevel
from tests.history.test_timeline import TASKS, WRONG, commit, gaps_of, history_of
from tests.support.git_repo import Repo
from tests.support.sample_project import FUNCTIONAL, SPEC, project, tasks

FORM = f"{SPEC}/functional-spec.md"


def draft() -> dict[str, str]:
    return {**project(), FORM: FUNCTIONAL.format(status="Draft")}


def approved() -> dict[str, str]:
    return {FORM: FUNCTIONAL.format(status="Approved")}


def life_of(timeline: Timeline) -> Life:
    assert timeline.work is not None
    return timeline.work.lives[SPEC]


def stages_of(timeline: Timeline) -> list[tuple[int, bool] | None]:
    """The days of the stages, and whether it may have been another day."""
    life = life_of(timeline)
    stages = (life.approved, life.begun, life.done)
    return [(it.day.day, it.at_least) if it else None for it in stages]


class TestStages:
    def test_approved_begun_and_done(self, repo: Repo) -> None:
        commit(repo, 1, "specify", draft())
        commit(repo, 3, "approve", approved())
        commit(repo, 5, "begin\n\nTask: login#1", {"src/app.py": "x = 1\n"})
        commit(repo, 8, "two\n\nTask: login#1", {TASKS: tasks("1", "2")})
        done = commit(repo, 12, "three", {TASKS: tasks("1", "2", "3")})
        commit(repo, 20, "words", {TASKS: f"Words.\n\n{tasks('1', '2', '3')}"})
        timeline, _ = history_of(repo.top)
        life = life_of(timeline)
        assert stages_of(timeline) == [(3, False), (5, False), (12, False)]
        assert (life.waiting, life.cycle, life.lead, life.cut) == (2, 7, 9, False)
        assert life.done
        assert life.done.commit.id == done

    def test_a_stage_that_is_not_reached_is_none(self, repo: Repo) -> None:
        commit(repo, 1, "specify", draft())
        timeline, _ = history_of(repo.top)
        life = life_of(timeline)
        assert life == Life()
        assert (life.waiting, life.cycle, life.lead) == (None, None, None)

    def test_an_end_that_was_taken_back_is_none(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        commit(repo, 2, "all", {TASKS: tasks("1", "2", "3")})
        commit(repo, 3, "reopen", {TASKS: tasks("1", "2")})
        timeline, _ = history_of(repo.top)
        assert stages_of(timeline) == [(1, False), (2, False), None]
        commit(repo, 4, "again", {TASKS: tasks("1", "2", "3")})
        assert stages_of(history_of(repo.top)[0])[2] == (4, False)

    def test_work_before_the_approval_has_no_wait(self, repo: Repo) -> None:
        commit(repo, 1, "specify", draft())
        commit(repo, 2, "one", {TASKS: tasks("1")})
        commit(repo, 4, "approve", approved())
        commit(repo, 7, "rest", {TASKS: tasks("1", "2", "3")})
        life = life_of(history_of(repo.top)[0])
        assert (life.waiting, life.cycle, life.lead) == (None, 5, 3)

    def test_a_merge_is_not_the_end_of_the_work_on_its_branch(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        repo.git("checkout", "-qb", "topic")
        commit(repo, 2, "all", {TASKS: tasks("1", "2", "3")})
        repo.git("checkout", "-q", "main")
        commit(repo, 3, "other", {"README.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
        assert stages_of(history_of(repo.top)[0])[2] == (2, False)

    def test_in_a_shallow_history_the_first_work_may_be_earlier(
        self, repo: Repo, tmp_path: Path
    ) -> None:
        commit(repo, 1, "specify", project())
        for day in (2, 3, 4):
            commit(repo, day, "more", {TASKS: tasks(*"123"[: day - 1])})
        Repo(tmp_path).git("clone", "-q", "--depth=2", repo.top.as_uri(), "shallow")
        timeline, _ = history_of(tmp_path / "shallow")
        assert stages_of(timeline) == [None, (4, True), (4, False)]
        assert life_of(timeline).cut
        assert life_of(timeline).cycle is None
        assert [gap.fact for gap in timeline.gaps] == [FactKind.HISTORY]

    def test_in_a_partial_clone_nothing_is_certain(self, repo: Repo, tmp_path: Path) -> None:
        commit(repo, 1, "specify", project())
        for day in (2, 3, 4):
            commit(repo, day, "more", {TASKS: tasks(*"123"[: day - 1])})
        repo.git("config", "uploadpack.allowFilter", "true")
        url = repo.top.as_uri()
        Repo(tmp_path).git("clone", "-q", "--filter=blob:none", url, "partial")
        timeline, _ = history_of(tmp_path / "partial")
        life = life_of(timeline)
        assert life.cut
        assert not [it for it in (life.approved, life.begun, life.done) if it and not it.at_least]
        facts = {gap.fact for gap in timeline.gaps}
        assert facts == {FactKind.PROGRESS, FactKind.FINDINGS, FactKind.WORK}
        assert all(gap.remedy for gap in timeline.gaps)
        assert "missing from this partial clone" in gaps_of(timeline)[0]


class TestApprovals:
    def test_a_status_is_of_the_commit_that_set_it(self, repo: Repo) -> None:
        commit(repo, 1, "specify", draft())
        by = commit(repo, 3, "approve", approved())
        commit(repo, 4, "one", {TASKS: tasks("1")})
        (given,) = life_of(history_of(repo.top)[0]).approvals
        assert given.commit
        assert given.commit.id == by
        assert (given.document, given.by, given.holds) == (FORM, "", True)
        assert given.level is ApprovalLevel.STATUS

    def test_an_approval_that_is_not_committed_has_no_commit(self, repo: Repo) -> None:
        commit(repo, 1, "specify", draft())
        repo.write(approved())
        (given,) = life_of(history_of(repo.top)[0]).approvals
        assert (given.commit, given.level) == (None, ApprovalLevel.STATUS)

    @pytest.mark.parametrize("since", [None, "2026-05-05"])
    def test_a_record_is_of_the_commit_that_added_it(self, since: str | None, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        assert repo.run("approve", "login").exit_code == 0
        by = commit(repo, 2, "approve", {})
        commit(repo, 6, "one", {TASKS: tasks("1")})
        life = life_of(history_of(repo.top, since)[0])
        (given,) = life.approvals
        assert given.commit
        assert (given.commit.id, life.cut) == (by, since is not None)
        assert (given.document, given.level) == (FORM, ApprovalLevel.PINNED)
        assert given.by.startswith("Ada")

    def test_a_changed_document_is_held_by_no_record(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        repo.run("approve", "login")
        commit(repo, 2, "approve", {})
        commit(repo, 3, "change", {FORM: project()[FORM].replace("e-mail", "phone")})
        (given,) = life_of(history_of(repo.top)[0]).approvals
        assert not given.holds


class TestOwner:
    def test_the_author_of_most_contributions(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        for number, name in enumerate(("Ada", "Bob", "Ada"), 1):
            repo.git("config", "user.name", name)
            repo.git("config", "user.email", f"{name}@example.org")
            commit(repo, 1 + number, "more", {TASKS: tasks(*"123"[:number])})
        repo.git("config", "user.name", "Cy")
        commit(repo, 9, "not a task", {"README.md": "a\n"})
        assert life_of(history_of(repo.top)[0]).owner == Owner("Ada", by_document=False)

    @pytest.mark.parametrize(
        ("written", "owner"),
        [
            ("Grace", Owner("Grace", by_document=True)),
            ("TBD", None),
            ("[name]", None),
        ],
    )
    def test_the_document_names_another(
        self, written: str, owner: Owner | None, repo: Repo
    ) -> None:
        text = project()[FORM].replace("\n\n## 1.", f"\n- **Owner:** {written}\n\n## 1.", 1)
        commit(repo, 1, "specify", {**project(), FORM: text})
        assert life_of(history_of(repo.top)[0]).owner == owner


def test_the_findings_at_each_sample(repo: Repo) -> None:
    commit(repo, 1, "begin", {"README.md": "a\n"})
    commit(repo, 2, "wrong", {**project(), TASKS: WRONG})
    commit(repo, 3, "right", {TASKS: tasks("1")})
    timeline, _ = history_of(repo.top)
    errors = [it.findings.errors if it.findings else None for it in timeline.samples]
    assert errors == [0, 1, 0]
    assert timeline.samples[0].findings == FindingCounts()


def test_the_maintenance_of_each_month(repo: Repo) -> None:
    commit(repo, 1, "specify", {**project(), "src/app.py": "x = 0\n"})
    commit(repo, 2, "fix: a\n\nTask: none a slip", {"src/app.py": "x = 1\n"})
    commit(repo, 3, "feat: b\n\nTask: login#1", {"src/app.py": "x = 2\n", TASKS: tasks("1")})
    timeline, _ = history_of(repo.top)
    assert timeline.work is not None
    assert timeline.work.months == (MaintenanceMonth(date(2026, 5, 1), 1, 3),)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([None], None),
        ([5], (5, 5, 5, 5, 5, 1, 0)),
        ([1, 3], (1, 1, 2, 3, 3, 2, 0)),
        ([9, None, 1, 4, 2], (1, 1.5, 3, 6.5, 9, 4, 1)),
    ],
)
def test_the_spread_of_durations(days: Sequence[int | None], expected: object) -> None:
    assert quartiles(days) == expected
