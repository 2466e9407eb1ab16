"""The baseline: existing findings do not count, new ones do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

BAD = "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"
WORSE = BAD + "- [x] 2. C\n  - [ ] 2.1 D\n"
FILE = ".aos-check-baseline.json"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one finding."""
    found = Repo(tmp_path / "repo")
    found.commit("docs: specify", {**project(), f"{SPEC}/tasks.md": BAD})
    return found


def failing(repo: Repo, *arguments: str) -> list[str]:
    report = repo.report("check", *arguments)
    return [it["message"] for it in report["findings"] if not it["baselined"]]


def test_what_was_there_does_not_count_and_what_is_new_does(repo: Repo) -> None:
    assert repo.run("check").exit_code == 1
    result = repo.run("baseline")
    assert (result.exit_code, result.output) == (0, f"wrote 1 finding to {FILE}\n")
    assert repo.run("check").exit_code == 0
    assert "1 more in the baseline" in repo.run("check").stdout
    assert repo.report("check")["findings"][0]["baselined"] is True
    repo.write({f"{SPEC}/tasks.md": WORSE})
    assert failing(repo) == ["task 2 is done, but its subtask 2.1 is open"]
    assert repo.run("check").exit_code == 1


def test_moved_lines_are_still_known(repo: Repo) -> None:
    repo.run("baseline")
    repo.write({f"{SPEC}/tasks.md": BAD.replace("# T\n", "# T\n\nA word before.\n")})
    assert failing(repo) == []


def test_pruning_only_takes_out(repo: Repo) -> None:
    repo.run("baseline")
    repo.write({f"{SPEC}/tasks.md": WORSE})
    assert repo.run("baseline", "--prune").output == f"removed 0 from {FILE}\n"
    assert len(json.loads((repo.top / FILE).read_text())["findings"]) == 1
    repo.write({f"{SPEC}/tasks.md": tasks()})
    assert repo.run("baseline", "--prune").output == f"removed 1 from {FILE}\n"
    assert json.loads((repo.top / FILE).read_text()) == {"schema": 1, "findings": []}


def test_it_knows_more_findings_than_are_listed(repo: Repo) -> None:
    many = "".join(f"- [x] {n}. A\n  - [ ] {n}.1 B\n" for n in range(1, 260))
    repo.write({f"{SPEC}/tasks.md": f"# T\n\n{many}"})
    repo.run("baseline")
    assert len(json.loads((repo.top / FILE).read_text())["findings"]) >= 259
    assert failing(repo) == []
    repo.write({f"{SPEC}/tasks.md": f"# T\n\n{many}- [x] 260. A\n  - [ ] 260.1 B\n"})
    assert failing(repo) == ["task 260 is done, but its subtask 260.1 is open"]


def test_the_index_and_ranges_know_it_too(repo: Repo) -> None:
    repo.run("baseline")
    repo.commit("chore: begin", {})
    assert failing(repo, "--staged") == []
    repo.commit("docs: more", {"README.md": "a\n"})
    assert failing(repo, "--range", "HEAD~1..HEAD") == []


def test_a_branch_cannot_bring_its_own(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.write({f"{SPEC}/tasks.md": WORSE})
    repo.run("baseline")
    repo.commit("docs: hide", {})
    assert failing(repo, "--range", f"{base}..HEAD", "--ignore", "GIT") == []
    judged = failing(repo, "--range", f"{base}..HEAD", "--ignore", "GIT", "--config-from", base)
    assert len(judged) == 2


def test_a_branch_cannot_name_its_own(repo: Repo, tmp_path: Path) -> None:
    repo.run("baseline")
    (repo.top / FILE).rename(repo.top / "old.json")
    base = repo.commit("chore: begin", {})
    repo.write({f"{SPEC}/tasks.md": WORSE})
    repo.run("baseline")
    (repo.top / FILE).rename(repo.top / "old.json")
    repo.commit("docs: hide", {})
    judged = ("--since", base, "--ignore", "GIT", "--config-from", base)
    assert len(failing(repo, *judged)) == 2
    assert len(failing(repo, *judged, "--baseline", "old.json")) == 1
    # A file outside the repository cannot come from the branch.
    outside = tmp_path / "outside.json"
    outside.write_bytes((repo.top / "old.json").read_bytes())
    assert failing(repo, *judged, "--baseline", str(outside)) == []
    (repo.top / "old.json").rename(repo.top / "new.json")
    repo.commit("docs: hide more", {})
    report = repo.report("check", *judged, "--baseline", "new.json")
    assert len([it for it in report["findings"] if it["severity"] == "error"]) == 2
    assert f"the baseline new.json is not in {base}: it excuses nothing" in report["notes"]


def test_another_file(repo: Repo) -> None:
    repo.run("baseline")
    (repo.top / FILE).rename(repo.top / "old.json")
    assert len(failing(repo)) == 1
    assert failing(repo, "--baseline", "old.json") == []
    result = repo.run("check", "--baseline", "none.json")
    assert (result.exit_code, result.stdout) == (2, "")
    repo.write({"aos-check.toml": 'baseline = "old.json"\n'})
    assert failing(repo) == []


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 2, "findings": []}', '{"findings": 3}', "\0"]
)
def test_what_is_no_baseline_is_refused(repo: Repo, text: str) -> None:
    repo.write({FILE: text})
    result = repo.run("check")
    assert result.exit_code == 2
    assert "is not a baseline" in result.stderr
    assert "aos-check baseline" in result.stderr


def test_it_is_written_inside_the_repository_only(repo: Repo, tmp_path: Path) -> None:
    repo.write({"aos-check.toml": 'baseline = "../out.json"\n'})
    result = repo.run("baseline")
    assert result.exit_code == 2
    assert not (tmp_path / "out.json").exists()
    repo.write({"aos-check.toml": 'baseline = "link.json"\n'})
    (tmp_path / "target").write_text("mine")
    (repo.top / "link.json").symlink_to(tmp_path / "target")
    assert repo.run("baseline").exit_code == 2
    assert (tmp_path / "target").read_text() == "mine"


def test_pruning_what_is_not_there(repo: Repo) -> None:
    result = repo.run("baseline", "--prune")
    assert result.exit_code == 2
    assert "there is no baseline" in result.stderr
