"""Rules that ask the history, in real repositories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.git_repo import Repo

CHANGE = "openspec/changes/add-lamp"
DONE, OPEN = "- [x] 1.1 Build it\n", "- [ ] 1.1 Build it\n"


def at(day: str) -> dict[str, str]:
    return {"GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def found(repo: Repo, code: str, *arguments: str) -> list[str]:
    """The severity of each finding."""
    report = repo.report("check", "--select", code, *arguments)
    return [finding["severity"] for finding in report["findings"]]


def reasons(repo: Repo, code: str, *arguments: str) -> list[str]:
    report = repo.report("check", "--select", code, *arguments)
    return [each["reason"] for each in report["not_evaluated"] if each["code"] == code]


class TestFinishedNotArchived:
    """SPEC013 counts from the last edit of the tasks."""

    def test_two_weeks_after_the_last_edit(self, repo: Repo) -> None:
        repo.commit("Finish it", {f"{CHANGE}/tasks.md": DONE}, env=at("2020-01-01"))
        assert found(repo, "SPEC013") == ["warning"]

    def test_a_recent_edit(self, repo: Repo) -> None:
        repo.commit("Start it", {f"{CHANGE}/tasks.md": OPEN}, env=at("2020-01-01"))
        repo.commit("Finish it", {f"{CHANGE}/tasks.md": DONE})
        assert found(repo, "SPEC013") == []

    def test_ticks_that_are_not_committed(self, repo: Repo) -> None:
        repo.commit("Start it", {f"{CHANGE}/tasks.md": OPEN}, env=at("2020-01-01"))
        repo.add({f"{CHANGE}/tasks.md": DONE})
        assert found(repo, "SPEC013") == found(repo, "SPEC013", "--staged") == []
        repo.write({f"{CHANGE}/tasks.md": OPEN.replace("\n", "\r\n")})
        assert found(repo, "SPEC013") == []

    def test_line_ends_of_windows_are_no_edit(self, repo: Repo) -> None:
        repo.commit("Finish it", {f"{CHANGE}/tasks.md": DONE}, env=at("2020-01-01"))
        repo.write({f"{CHANGE}/tasks.md": DONE.replace("\n", "\r\n")})
        assert found(repo, "SPEC013") == ["warning"]

    def test_a_range_is_asked_for_what_it_brings(self, repo: Repo) -> None:
        other = {"openspec/changes/add-oil/tasks.md": DONE}
        repo.commit("Start it", {f"{CHANGE}/tasks.md": OPEN, **other})
        repo.commit("Finish it", {f"{CHANGE}/tasks.md": DONE})
        report = repo.report("check", "--select", "SPEC013", "--range", "HEAD~1..HEAD")
        assert [each["spec"] for each in report["findings"]] == ["add-lamp"]
        assert found(repo, "SPEC013", "--commit", "HEAD") == []

    def test_archived_in_the_same_range(self, repo: Repo) -> None:
        repo.commit("Start it", {f"{CHANGE}/tasks.md": OPEN})
        archive = "openspec/changes/archive/2026-07-01-add-lamp"
        repo.commit("Finish it", {f"{CHANGE}/tasks.md": None, f"{archive}/tasks.md": DONE})
        assert found(repo, "SPEC013", "--range", "HEAD~1..HEAD") == []

    def test_only_a_layout_with_an_archive_asks(self, repo: Repo) -> None:
        tasks = {".agent-os/specs/2019-10-08-login/tasks.md": DONE}
        repo.commit("Finish it", tasks, env=at("2020-01-01"))
        assert found(repo, "SPEC013") == []


class TestNamedFileMissing:
    """TASK014 accuses only with the whole history."""

    def tasks(self, *names: str) -> dict[str, str]:
        lines = (f"- [x] 1.{n} Create `src/{name}.py`\n" for n, name in enumerate(names, 1))
        return {f"{CHANGE}/tasks.md": "".join(lines), "src/main.py": ""}

    def test_one_is_a_warning_and_three_are_errors(self, repo: Repo) -> None:
        repo.commit("Say so", self.tasks("lamp", "wick"))
        assert found(repo, "TASK014") == ["warning"] * 2
        repo.commit("Say more", self.tasks("lamp", "wick", "glass"))
        assert found(repo, "TASK014") == ["error"] * 3
        assert found(repo, "TASK014", "--commit", "HEAD") == ["error"] * 3
        built = {f"src/part{n}.py": "" for n in range(4)}
        names = ("lamp", "wick", "glass", "part0", "part1", "part2", "part3")
        repo.commit("Build the rest", self.tasks(*names) | built)
        assert found(repo, "TASK014") == ["warning"] * 3

    def test_a_file_that_was_renamed_deleted_or_merged_away(self, repo: Repo) -> None:
        repo.commit("Build them", {"src/lamp.py": "a = 1\n" * 9, "src/wick.py": "b = 2\n"})
        repo.git("mv", "src/lamp.py", "src/light.py")
        repo.commit("Rename and delete", {"src/wick.py": None})
        repo.git("checkout", "--quiet", "-b", "side")
        repo.commit("Build on the side", {"src/glass.py": ""})
        repo.commit("Drop it", {"src/glass.py": None})
        repo.git("checkout", "--quiet", "main")
        repo.commit("Go on", self.tasks("lamp", "wick", "glass"))
        repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side")
        assert found(repo, "TASK014") == []

    def test_a_file_that_is_not_committed_yet(self, repo: Repo) -> None:
        repo.commit("Say so", self.tasks("lamp"))
        repo.write({"src/lamp.py": ""})
        assert found(repo, "TASK014") == []

    def test_without_the_whole_history_it_is_not_evaluated(
        self, repo: Repo, tmp_path: Path
    ) -> None:
        repo.commit("Start", self.tasks("main"))
        repo.commit("Say so", self.tasks("lamp"))
        path = tmp_path / "shallow"
        repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(path))
        shallow = Repo(path)
        assert found(shallow, "TASK014") == []
        assert "shallow" in reasons(shallow, "TASK014")[0]
        shutil.rmtree(path / ".git")
        assert reasons(shallow, "TASK014") == ["there is no git history here"]
        shallow.write({"src/lamp.py": ""})
        assert reasons(shallow, "TASK014") == []

    def test_a_tree_of_documents_is_not_evaluated(self, repo: Repo) -> None:
        repo.commit("Say so", {f"{CHANGE}/tasks.md": self.tasks("lamp")[f"{CHANGE}/tasks.md"]})
        assert found(repo, "TASK014") == []
        assert reasons(repo, "TASK014") == ["the tree does not have the code that done tasks name"]
