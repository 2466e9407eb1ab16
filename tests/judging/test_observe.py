"""A project that observes: everything is reported, and nothing fails in any ring."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.git_repo import Repo, put_on_path
from tests.support.sample_project import SPEC, project

ENFORCE = '[commits]\nreferences = ["trailer"]\n'
OBSERVE = f'observe = "2020-01-01"\n{ENFORCE}'
WRONG = {f"{SPEC}/tasks.md": "# Tasks\n\n- [x] 1. A\n  - [ ] 1.1 B\n"}
"""An error of a document (TASK001)."""
CODE = {"src/app.py": "x = 1\n"}
"""Code, which needs a task (GIT001)."""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    found = Repo(tmp_path / "repo")
    found.commit("docs: specify", {**project(), "aos-check.toml": OBSERVE, "src/app.py": "x = 0\n"})
    return found


class TestRings:
    """Each ring passes, and fails again without the key."""

    @pytest.mark.parametrize("observing", [True, False])
    def test_all(self, repo: Repo, *, observing: bool) -> None:
        if not observing:
            repo.commit("chore: enforce", {"aos-check.toml": ENFORCE})
        start = repo.git("rev-parse", "HEAD")
        failing = 0 if observing else 1
        repo.add({**WRONG, **CODE})
        assert repo.run("check").exit_code == failing
        assert repo.run("check", "--strict").exit_code == failing
        assert repo.run("check", "--staged").exit_code == failing
        (repo.top / ".git" / "MESSAGE").write_text("feat: a\n")
        assert repo.run("commit-msg", ".git/MESSAGE").exit_code == failing
        repo.commit("feat: a")
        assert repo.run("check", "--commit", "HEAD").exit_code == failing
        assert repo.run("check", "--range", f"{start}..HEAD").exit_code == failing
        assert repo.run("ci", "--range", f"{start}..HEAD").exit_code == failing

    @pytest.mark.parametrize("observing", [True, False])
    def test_a_push(self, repo: Repo, tmp_path: Path, *, observing: bool) -> None:
        if not observing:
            repo.commit("chore: enforce", {"aos-check.toml": ENFORCE})
        server = Repo(tmp_path / "server", "--bare")
        repo.git("push", "--quiet", str(server.top), "HEAD:main")
        hook = server.top / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        path = put_on_path(tmp_path)["PATH"]
        hook.write_text(f'#!/bin/sh\nPATH="{path}" exec aos-check pre-receive\n')
        hook.chmod(0o755)
        head = repo.commit("feat: a", {**WRONG, **CODE})
        repo.git("push", "--quiet", str(server.top), "HEAD:main", check=False)
        assert (server.git("rev-parse", "main") == head) is observing

    @pytest.mark.parametrize("config", [{"aos-check.toml": ENFORCE}, {}])
    def test_a_pull_request_cannot_begin_it(self, tmp_path: Path, config: dict[str, str]) -> None:
        repo = Repo(tmp_path / "repo")
        base = repo.commit("docs: specify", {**project(), **config, "src/app.py": "x = 0\n"})
        repo.commit("feat: a", {**WRONG, **CODE, "aos-check.toml": OBSERVE})
        result = repo.run("check", "--range", f"{base}..HEAD", "--config-from", base)
        assert result.exit_code == 1
        assert "the checked one changes observe" in result.stdout

    def test_what_cannot_be_checked_is_still_an_error(self, repo: Repo) -> None:
        repo.write({"aos-check.toml": f"{OBSERVE}unknown = 1\n"})
        assert repo.run("check").exit_code == 2


class TestReports:
    def test_the_summary_counts_what_would_have_failed(self, repo: Repo) -> None:
        repo.write(WRONG)
        said = repo.run("check").stdout
        assert " error TASK001 " in said
        assert "(would fail)" in said
        assert "\nobserving since 2020-01-01: 1 finding would have failed\n" in said
        repo.write({"aos-check.toml": ENFORCE})
        said = repo.run("check").stdout
        assert "would" not in said

    @pytest.mark.parametrize(
        ("form", "shown", "hidden"),
        [
            ("github", "::notice file=", "::error"),
            ("gitlab", '"severity": "info"', '"severity": "major"'),
            ("rdjson", '"severity": "INFO"', '"severity": "ERROR"'),
            ("markdown", "(would fail)", "## ❌"),
        ],
    )
    def test_platforms_get_information(
        self, repo: Repo, form: str, shown: str, hidden: str
    ) -> None:
        repo.write(WRONG)
        said = repo.run("check", "--format", form).stdout
        assert shown in said
        assert hidden not in said
        assert "(would fail)" in said

    def test_sarif(self, repo: Repo) -> None:
        repo.write(WRONG)
        (run,) = json.loads(repo.run("check", "--format", "sarif").stdout)["runs"]
        assert {result["level"] for result in run["results"]} == {"note"}
        assert run["properties"]["observing"] == "2020-01-01"

    def test_junit(self, repo: Repo) -> None:
        repo.write(WRONG)
        root = ET.fromstring(repo.run("check", "--format", "junit").stdout)  # noqa: S314 - our own
        assert root.get("failures") == "0"
        assert not list(root.iter("failure"))
        assert "TASK001" in "".join(root.itertext())

    def test_json_keeps_the_severity(self, repo: Repo) -> None:
        repo.write(WRONG)
        report = repo.report("check", "--select", "TASK001")
        assert report["observing"] == "2020-01-01"
        assert [(it["severity"], it["observed"]) for it in report["findings"]] == [("error", True)]

    def test_older_commits_are_not_judged(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        tomorrow = datetime.now(timezone.utc).date() + timedelta(days=1)
        repo.commit("feat: a", {**CODE, "aos-check.toml": f'observe = "{tomorrow}"\n'})
        report = repo.report("check", "--range", f"{start}..HEAD", "--select", "GIT001")
        assert report["findings"] == []
        assert any("older than observe" in each["reason"] for each in report["not_evaluated"])


@pytest.mark.parametrize("value", ['"soon"', "true", '""', '"main"', '"2999-01-01"'])
def test_the_value_is_a_day(repo: Repo, value: str) -> None:
    repo.write({"aos-check.toml": f"observe = {value}\n"})
    result = repo.run("check")
    assert result.exit_code == 2
    assert "aos-check.toml:1" in result.stderr
