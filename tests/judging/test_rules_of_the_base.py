"""The rules of the base apply: a branch cannot evade them by breaking, moving or linking files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

CODE = "src/app.py"
BAD = "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"


def judged(base: str, *more: str) -> tuple[str, ...]:
    """The arguments that check everything after the base by the rules of the base."""
    return ("check", "--since", base, "--config-from", base, "--ignore", "GIT,DOC,TASK012", *more)


class TestBroken:
    def test_a_branch_that_breaks_the_configuration_is_refused(self, repo: Repo) -> None:
        base = repo.commit("chore: rules", {"aos-check.toml": "ignore = []\n"})
        repo.commit("chore: break", {"aos-check.toml": "ignore = [\n"})
        result = repo.run(*judged(base))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "aos-check.toml" in result.stderr

    def test_a_branch_that_mends_it_goes_through(self, repo: Repo) -> None:
        base = repo.commit("chore: break", {"aos-check.toml": "ignore = [\n"})
        repo.commit("chore: mend", {"aos-check.toml": "ignore = []\n"})
        report = repo.report(*judged(base))
        assert report["findings"] == []
        assert any("is broken, the defaults are in force" in note for note in report["notes"])

    def test_the_baseline_as_well(self, repo: Repo) -> None:
        sound = '{"schema": 1, "findings": []}\n'
        base = repo.commit("chore: begin", {".aos-check-baseline.json": sound})
        broken = repo.commit("chore: break", {".aos-check-baseline.json": "{"})
        assert repo.run(*judged(base)).exit_code == 2
        repo.commit("chore: mend", {".aos-check-baseline.json": sound})
        report = repo.report(*judged(broken))
        assert any("it excuses nothing" in note for note in report["notes"])


class TestMoved:
    def files(self, folder: str, text: str | None = None) -> dict[str, str | bytes | None]:
        found: dict[str, str | bytes | None] = {}
        for path, content in project().items():
            found[f"{folder}/{path}"] = content
        found[f"{folder}/{SPEC}/tasks.md"] = text or tasks()
        return found

    def test_a_project_is_judged_where_it_went(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "shop")
        rules: dict[str, str | bytes | None] = {"aos-check.toml": 'projects = ["a"]\n'}
        base = repo.commit("docs: specify", {**self.files("a"), **rules})
        repo.git("mv", "a", "b")
        repo.commit("chore: move", {"aos-check.toml": 'projects = ["b"]\n'})
        assert repo.codes(*judged(base)) == []
        repo.commit("docs: break", {f"b/{SPEC}/tasks.md": BAD})
        assert "TASK001" in repo.codes(*judged(base))

    def test_what_the_branch_names_must_be_there(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "shop")
        rules: dict[str, str | bytes | None] = {"aos-check.toml": 'projects = ["a"]\n'}
        base = repo.commit("docs: specify", {**self.files("a"), **rules})
        repo.commit("chore: name", {"aos-check.toml": 'projects = ["c"]\n'})
        result = repo.run(*judged(base))
        assert result.exit_code == 2
        assert "names c" in result.stderr

    def test_a_folder_of_decisions(self, repo: Repo) -> None:
        record = "# 1. A\n\nDate: 2026-11-01\n\n## Status\n\nAccepted\n\n## Context\n\nA.\n\n"
        record += "## Decision\n\nB.\n\n## Consequences\n\nC.\n"
        rules = {"aos-check.toml": 'decisions = ["old"]\n', "old/0001-a.md": record}
        base = repo.commit("docs: decide", {**rules})
        repo.git("mv", "old", "new")
        repo.commit("chore: move", {"aos-check.toml": 'decisions = ["new"]\n'})
        report = repo.report(*judged(base))
        assert report["checked"]["decisions"] == 1


class TestLinks:
    def test_a_checkout_behind_a_link_has_no_say_either(self, repo: Repo, tmp_path: Path) -> None:
        base = repo.commit("chore: begin", {"ci/rules.toml": "ignore = []\n"})
        repo.commit(
            "docs: break", {f"{SPEC}/tasks.md": BAD, "ci/rules.toml": 'ignore = ["TASK"]\n'}
        )
        link = tmp_path / "link"
        link.symlink_to(repo.top, target_is_directory=True)
        assert "TASK001" in repo.codes(*judged(base, "--config", f"{link}/ci/rules.toml"))

    def test_a_link_of_the_checkout_leads_nowhere(self, repo: Repo, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "rules.toml").write_text('ignore = ["TASK"]\n')
        base = repo.commit("docs: a word", {"README.md": "a\n"})
        (repo.top / "ci").symlink_to(outside)
        repo.commit("docs: break", {f"{SPEC}/tasks.md": BAD})
        assert "TASK001" in repo.codes(*judged(base, "--config", "ci/rules.toml"))

    @pytest.mark.parametrize("mode", ["worktree", "range"])
    def test_a_folder_that_became_a_link_is_not_judged_as_another(
        self, tmp_path: Path, mode: str
    ) -> None:
        repo = Repo(tmp_path / "shop")
        files = {f"{name}/{path}": text for name in "ab" for path, text in project().items()}
        base = repo.commit("docs: specify", {**files})
        repo.git("mv", "a", "c")
        (repo.top / "a").symlink_to("b")
        repo.commit("chore: hide")
        given = ("--since", base) if mode == "range" else ()
        result = repo.run("check", "--root", "a", *given)
        assert result.exit_code == 2
        assert "a is a symbolic link" in result.stderr

    @pytest.mark.parametrize("folder", [False, True])
    def test_no_report_is_written_through_a_link_of_the_checkout(
        self, repo: Repo, tmp_path: Path, folder: bool
    ) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "report.json").write_text("mine")
        name = "out" if folder else "report.json"
        (repo.top / name).symlink_to(outside / ("" if folder else "report.json"))
        repo.commit("chore: link")
        asked = "out/report.json" if folder else name
        result = repo.run("check", "--format", "json", "--output", asked)
        assert result.exit_code == 2
        assert "symbolic link" in result.stderr
        assert (outside / "report.json").read_text() == "mine"
        link = tmp_path / "mine.json"
        link.symlink_to(outside / "report.json")
        assert repo.run("check", "--format", "json", "--output", str(link)).exit_code == 0
        assert (outside / "report.json").read_text().startswith("{")
