"""The history of real repositories: progress, the age of findings, and the commits of a spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from aos_check.git import Repository, open_worktree
from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.commit_reader import CommitReader
from aos_check.history.snapshots import Snapshots
from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.main_line import CurrentState
from aos_check.history.timeline.record import Age, Contribution, Count, Timeline, spread
from aos_check.history.timeline.summary import summarize
from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection
from aos_check.model.change import CommitRecord, Person
from aos_check.model.finding import Finding
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import Sources
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES
from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

TASKS = f"{SPEC}/tasks.md"


def on_day(day: int, hour: int = 12) -> dict[str, str]:
    """The environment in which git commits on this day of May 2026."""
    when = f"2026-05-{day:02}T{hour:02}:00:00 +0000"
    return {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}


def commit(repo: Repo, day: int, message: str, files: Mapping[str, str | None]) -> str:
    repo.write(dict(files))
    repo.git("add", "--all")
    repo.git("commit", "-q", "--allow-empty", "-m", message, env=on_day(day))
    return repo.git("rev-parse", "HEAD")


def found_in(projects: Sequence[Project], tree: Tree) -> tuple[Finding, ...]:
    return check(Subject(projects), Selection(RULES), tree=tree).findings


def history_of(top: Path, since: str | None = None) -> tuple[Timeline, tuple[Finding, ...]]:
    """The timeline of the repository, and the findings of its worktree."""
    tree = open_worktree(top).tree
    projects = projects_of(Snapshot(tree))
    findings = found_in(projects, tree)
    with Repository.open(top) as repository:
        reader = CommitReader(Snapshots(repository, Sources()), CommitPolicy(), date(2026, 5, 31))
        present = CurrentState(projects, tree, findings, found_in)
        return summarize(reader, present, since), findings


def gaps_of(timeline: Timeline) -> list[str]:
    return list(map(str, timeline.gaps))


def age_of(code: str, history: tuple[Timeline, tuple[Finding, ...]]) -> Age:
    timeline, findings = history
    (finding,) = (finding for finding in findings if finding.code == code)
    return timeline.ages[finding.fingerprint]


def contributions_of(timeline: Timeline) -> Mapping[str, Sequence[Contribution]]:
    """The contributions by the path of the spec."""
    assert timeline.work is not None
    return timeline.work.contributions


class TestProgress:
    def test_tasks_known_and_done_at_each_commit_that_touched_a_document(self, repo: Repo) -> None:
        commit(repo, 1, "begin", {"README.md": "a\n"})
        commit(repo, 2, "specify", {**project(), "src/app.py": "x = 0\n"})
        commit(repo, 3, "code alone", {"src/app.py": "x = 1\n"})
        commit(repo, 4, "two at once", {TASKS: tasks("1", "2")})
        head = commit(repo, 5, "one more", {TASKS: tasks("1", "2", count=4)})
        timeline, _ = history_of(repo.top)
        assert [(it.when.day, *it.total) for it in timeline.samples] == [
            (1, 0, 0),
            (2, 0, 3),
            (4, 2, 3),
            (5, 2, 4),
        ]
        assert timeline.samples[-1].specs == {"001-login": Count(2, 4)}
        assert (timeline.samples[-1].commit, timeline.touching) == (head, 4)
        assert timeline.gaps == ()

    def test_the_main_line_alone_is_followed(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        repo.git("checkout", "-qb", "topic")
        commit(repo, 2, "a", {TASKS: tasks("1")})
        commit(repo, 3, "b", {TASKS: tasks("1", "2")})
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic", env=on_day(4))
        timeline, _ = history_of(repo.top)
        assert [(it.when.day, it.total.done) for it in timeline.samples] == [(1, 0), (4, 2)]

    def test_many_commits_are_read_in_part_with_a_note(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        for number in range(1, 70):
            commit(repo, 2, "more", {TASKS: tasks(count=number + 3)})
        timeline, _ = history_of(repo.top)
        assert (len(timeline.samples), timeline.touching) == (60, 70)
        assert [timeline.samples[place].total.known for place in (0, -1)] == [3, 72]
        (gap,) = gaps_of(timeline)
        assert "at 60 of the 70 commits" in gap

    def test_time_never_goes_back_nor_beyond_the_last_commit(self, repo: Repo) -> None:
        for day, count in ((10, 3), (5, 4), (28, 5), (20, 6)):
            commit(repo, day, "more", {**project(), TASKS: tasks(count=count)})
        timeline, _ = history_of(repo.top)
        assert [it.when.day for it in timeline.samples] == [10, 10, 20, 20]

    def test_without_commits_there_is_nothing_to_tell(self, repo: Repo) -> None:
        repo.write({**project()})
        timeline, _ = history_of(repo.top)
        assert (timeline.head, timeline.samples, timeline.work) == (None, (), None)
        assert gaps_of(timeline) == ["there are no commits yet, so there is no history"]


SUBTASKS = "- [{whole}] 1. Form\n  - [{part}] 1.1 Mail\n"
WRONG = SUBTASKS.format(whole="x", part=" ")


class TestAges:
    def test_since_the_last_time_that_it_came(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        commit(repo, 2, "wrong", {TASKS: WRONG})
        commit(repo, 3, "right", {TASKS: SUBTASKS.format(whole="x", part="x")})
        commit(repo, 4, "wrong again", {TASKS: WRONG})
        commit(repo, 5, "lines above it", {TASKS: f"# Tasks\n\nBelow.\n\n{WRONG}"})
        assert age_of("TASK001", history_of(repo.top)) == Age(date(2026, 5, 4))

    def test_what_is_not_committed_yet(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        repo.write({TASKS: WRONG})
        timeline, findings = history_of(repo.top)
        assert age_of("TASK001", (timeline, findings)) == Age(None)
        assert timeline.differing == (TASKS,)

    def test_what_was_there_from_the_first_commit(self, repo: Repo) -> None:
        commit(repo, 1, "wrong", {**project(), TASKS: WRONG})
        commit(repo, 2, "more", {"context/product/roadmap.md": "# Product Roadmap\n"})
        assert age_of("TASK001", history_of(repo.top)) == Age(date(2026, 5, 1))

    def test_a_broken_reference_is_as_old_as_the_loss_of_its_target(self, repo: Repo) -> None:
        linked = "# Product Roadmap\n\nSee [the code](../../src/app.py).\n"
        roadmap = {"context/product/roadmap.md": linked, "src/app.py": "x = 0\n"}
        commit(repo, 1, "specify", {**project(), **roadmap})
        commit(repo, 2, "more", {TASKS: tasks("1")})
        commit(repo, 3, "drop it", {"src/app.py": None})
        # That commit touches no document, so the next commit that does shows the change.
        commit(repo, 4, "more", {TASKS: tasks("1", "2")})
        commit(repo, 5, "more", {TASKS: tasks("1", "2", "3")})
        assert age_of("DOC003", history_of(repo.top)) == Age(date(2026, 5, 4))

    def test_in_a_shallow_history_it_may_be_older(self, repo: Repo, tmp_path: Path) -> None:
        commit(repo, 1, "wrong", {**project(), TASKS: WRONG})
        for day in (2, 3):
            commit(repo, day, "docs\n\nTask: login#1", {TASKS: f"Day {day}.\n\n{WRONG}"})
        Repo(tmp_path).git("clone", "-q", "--depth=2", repo.top.as_uri(), "shallow")
        timeline, findings = history_of(tmp_path / "shallow")
        assert age_of("TASK001", (timeline, findings)) == Age(date(2026, 5, 2), at_least=True)
        (gap,) = gaps_of(timeline)
        assert "shallow" in gap
        assert "git fetch --unshallow" in gap
        (contributions,) = contributions_of(timeline).values()
        assert [time_of(contribution.commit).day for contribution in contributions] == [3]


class TestDeeds:
    def test_what_is_named_what_is_finished_and_how_much_code(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        files = {TASKS: tasks("1"), "a.py": "", "b.py": ""}
        first = commit(repo, 2, "one\n\nTask: login#1", files)
        second = commit(repo, 3, "begin two\n\nTask: login#2", {"a.py": "x = 1\n"})
        third = commit(repo, 4, "three, unnamed", {TASKS: tasks("1", "3")})
        commit(repo, 5, "chore: nothing of it", {"README.md": "a\n"})
        timeline, _ = history_of(repo.top)
        (contributions,) = contributions_of(timeline).values()
        assert [(it.commit.id, it.named, it.finished, it.code) for it in contributions] == [
            (third, (), ("3",), 0),
            (second, ("2",), (), 1),
            (first, ("1",), ("1",), 2),
        ]

    def test_specs_and_tasks_are_found_where_they_are_now(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        commit(repo, 2, "one\n\nTask: login#1", {TASKS: tasks("1")})
        repo.git("mv", SPEC, "context/spec/007-login")
        renumbered = "- [ ] 1. Another\n- [x] 2. Part 1\n"
        commit(repo, 3, "move", {"context/spec/007-login/tasks.md": renumbered})
        timeline, _ = history_of(repo.top)
        contributions = contributions_of(timeline)["context/spec/007-login"]
        assert [(it.named, it.finished) for it in contributions] == [(("2",), ("2",))]

    def test_of_a_merge_the_commits_that_it_merges_tell(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        repo.git("checkout", "-qb", "topic")
        only = commit(repo, 2, "one\n\nTask: login#1", {TASKS: tasks("1")})
        repo.git("checkout", "-q", "main")
        commit(repo, 3, "other", {"README.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "-m", "Merge\n\nTask: login#1", "topic", env=on_day(4))
        timeline, _ = history_of(repo.top)
        (contributions,) = contributions_of(timeline).values()
        assert [it.commit.id for it in contributions] == [only]

    @pytest.mark.parametrize("by_day", [True, False])
    def test_since_the_gate_was_adopted(self, repo: Repo, by_day: bool) -> None:
        commit(repo, 1, "specify", project())
        early = commit(repo, 2, "one\n\nTask: login#1", {TASKS: tasks("1")})
        late = commit(repo, 3, "two\n\nTask: login#2", {TASKS: tasks("1", "2")})
        since = "2026-05-03" if by_day else early
        timeline, _ = history_of(repo.top, since)
        (contributions,) = contributions_of(timeline).values()
        assert [it.commit.id for it in contributions] == [late]
        (gap,) = gaps_of(timeline)
        assert f"older than enforce-since ({since[:10]})" in gap

    def test_a_revision_that_is_not_there_takes_only_the_commits_away(self, repo: Repo) -> None:
        commit(repo, 1, "specify", project())
        timeline, _ = history_of(repo.top, "v9")
        assert (timeline.work, len(timeline.samples)) == (None, 1)
        assert "the work of each commit is not known: v9 is not a commit" in gaps_of(timeline)[0]


def test_of_a_long_history_the_newest_commits_are_looked_at(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aos_check.history.timeline.main_line.MAX_COMMITS", 2)
    commit(repo, 1, "wrong", {**project(), TASKS: WRONG})
    for day in (2, 3, 4):
        commit(repo, day, "more\n\nTask: login#1", {TASKS: f"Day {day}.\n\n{WRONG}"})
    timeline, findings = history_of(repo.top)
    assert [it.when.day for it in timeline.samples] == [3, 4]
    assert age_of("TASK001", (timeline, findings)) == Age(date(2026, 5, 3), at_least=True)
    (contributions,) = contributions_of(timeline).values()
    assert [time_of(contribution.commit).day for contribution in contributions] == [4, 3]
    assert gaps_of(timeline) == ["only the newest 2 commits of the main line are read"]


class TestSpread:
    @pytest.mark.parametrize(
        ("number", "most", "places"),
        [
            (0, 5, []),
            (3, 5, [0, 1, 2]),
            (5, 5, [0, 1, 2, 3, 4]),
            (9, 5, [0, 2, 4, 6, 8]),
            (1000, 3, [0, 500, 999]),
        ],
    )
    def test_the_first_the_last_and_evenly_between(
        self, number: int, most: int, places: list[int]
    ) -> None:
        assert spread(number, most) == places


def test_no_clock_is_too_wrong() -> None:
    nobody = Person("", "")
    zones = (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), timezone.utc)
    for zone in zones:
        for when in (datetime(1, 1, 1, tzinfo=zone), datetime(9999, 12, 31, 23, tzinfo=zone)):
            record = CommitRecord("", (), nobody, nobody, when, "")
            assert time_of(record).tzinfo is timezone.utc
            assert time_of(record).year in (1970, 9000)


class TestMaintenance:
    def test_its_share_of_the_commits_with_code(self, repo: Repo) -> None:
        commit(repo, 1, "specify", {**project(), "src/app.py": "x = 0\n"})
        commit(repo, 2, "docs: a\n\nTask: none only documents", {"README.md": "a\n"})
        commit(repo, 3, "fix: a\n\nTask: none a slip", {"src/app.py": "x = 1\n"})
        done = {"src/app.py": "x = 2\n", TASKS: tasks("1")}
        commit(repo, 4, "feat: b\n\nTask: login#1\nTask: none b", done)
        commit(repo, 5, "fix: c\n\nTask: none", {"src/app.py": "x = 3\n"})
        commit(repo, 6, "fix: d\n\nTask: none the bell", {"src/app.py": "x = 4\n"})
        timeline, _ = history_of(repo.top)
        assert timeline.work is not None
        assert [it.reason for it in timeline.work.maintenance] == ["the bell", "a slip"]
        assert timeline.work.code == 5
