"""`aos-check doctor`: versions, output and exit codes."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from aos_check import __version__
from aos_check.ci.github import workflow
from aos_check.cli.doctor import GATES as KNOWN_GATES
from aos_check.model.source import Source
from aos_check.reporters.style import Style
from aos_check.setup.doctor import GATES, Result, ResultState, exit_code
from aos_check.setup.doctor.running import run
from aos_check.setup.doctor.text import as_text
from aos_check.setup.init import pre_commit
from tests.support.doctor import DoctorRepo, repo_with_changes
from tests.support.git_repo import Repo, environment
from tests.support.installation import (
    COMMIT,
    FROM_GIT,
    FROM_INDEX,
    PUBLISHED,
    URL,
    VERSION,
    write_wheel,
)
from tests.support.refusing_server import refusing_server


@pytest.fixture
def repo(tmp_path: Path) -> DoctorRepo:
    """A repository with a spec, a commit and uncommitted changes."""
    return repo_with_changes(tmp_path)


class TestBypasses:
    @pytest.mark.parametrize("path", ["backlog.config.yml", "backlog/config.yml"])
    @pytest.mark.parametrize(
        ("text", "state", "words"),
        [
            ("bypass_git_hooks: true\nauto_commit: true\n", "open", "commit with --no-verify"),
            ("bypass_git_hooks: true\n", "note", "--no-verify once auto_commit is true"),
            ("bypass_git_hooks: false\nauto_commit: true\n", None, ""),
            ("auto_commit: true\n", None, ""),
            ("- a\n", None, ""),
            ("bypass_git_hooks: [true\n", None, ""),
            ("", None, ""),
        ],
    )
    def test_settings_of_backlog_md(
        self, repo: DoctorRepo, path: str, text: str, state: str | None, words: str
    ) -> None:
        repo.write({path: text})
        results = repo.doctor("git-hooks").results
        found = [(it["state"], it["text"]) for it in results if it["subject"] == path]
        assert [state for state, _ in found] == ([state] if state else [])
        assert all(words in said for _, said in found)


# Versions


class TestTrust:
    @pytest.mark.parametrize(("since", "dated"), [("2026-01-01", True), ("refs/tags/v1", False)])
    def test_a_date_to_enforce_since(self, repo: DoctorRepo, since: str, *, dated: bool) -> None:
        repo.write({"aos-check.toml": f'enforce-since = "{since}"\n'})
        seen = repo.run("doctor", "--only", "trust", env=repo.env).output
        assert (f"enforce-since is a date ({since})" in seen) is dated

    @pytest.mark.parametrize(
        ("level", "claim"),
        [
            ("status", "anyone who changes a document's status approves it"),
            ("pinned", "anyone who commits a record approves the document"),
            ("separate", "it compares names in git, which anyone may write"),
            ("listed", "it compares names in git, which anyone may write"),
        ],
    )
    def test_a_level_that_trusts_claims(self, repo: DoctorRepo, level: str, claim: str) -> None:
        repo.write({"aos-check.toml": f'approval.level = "{level}"\n'})
        (seen,) = repo.doctor("trust", code=0).results
        assert (seen["state"], seen["subject"]) == ("note", "aos-check.toml")
        assert seen["text"] == f"the approval level is {level}: {claim}"
        assert 'set approval.level to "signed"' in seen["remedy"]

    @pytest.mark.parametrize("text", ["approval.level = 'none'", "approval.level = 'signed'", "?"])
    def test_nothing_to_say(self, repo: DoctorRepo, text: str) -> None:
        repo.write({"aos-check.toml": text})
        assert repo.doctor("trust", code=0).results == []

    def test_a_severity_that_refuses_nothing(self, repo: DoctorRepo) -> None:
        levels = '[severity]\nGIT001 = "warning"\nTASK = "info"\nTASK008 = "error"\n'
        repo.write({"aos-check.toml": f"approval.level = 'signed'\n{levels}"})
        (seen,) = repo.doctor("trust", code=0).results
        assert "GIT001, TASK from refusing anything" in seen["text"]
        assert "one line of severity at a time" in seen["remedy"]

    def test_the_default_level(self, repo: DoctorRepo) -> None:
        (seen,) = repo.doctor("trust", code=0).results
        assert seen["subject"] == "no configuration"
        assert seen["text"].startswith("the approval level is status: ")

    def test_a_bare_repository(self, tmp_path: Path) -> None:
        assert DoctorRepo(tmp_path, "--bare").doctor("trust", code=0).results == []


class TestVersions:
    def test_the_same_everywhere(self, repo: DoctorRepo) -> None:
        entry = pre_commit.with_entry(None, PUBLISHED)
        repo.write({workflow.FILE: workflow.written(PUBLISHED), pre_commit.FILE: entry})
        seen = repo.doctor("versions", code=0)
        assert set(seen.states().values()) == {"ok"}
        assert seen.of("path")[1] == f"{repo.bin / 'aos-check'} is {__version__}"
        assert seen.of(pre_commit.FILE)[1] == f"it names v{__version__}, this version"
        python = ".".join(map(str, sys.version_info[:3]))
        assert seen.of("aos-check")[1] == f"{__version__}, on Python {python}"

    def test_different_ones(self, repo: DoctorRepo) -> None:
        (repo.bin / "aos-check").write_text("#!/bin/sh\necho aos-check 9.8.7\n")
        entry = pre_commit.with_entry(None, PUBLISHED).replace(f"v{__version__}", "v0.0.9")
        repo.write({pre_commit.FILE: entry, workflow.FILE: workflow.written(FROM_GIT)})
        seen = repo.doctor("versions", code=0)
        assert seen.of("path")[:2] == (
            "note",
            f"{repo.bin / 'aos-check'} is 9.8.7, and this is {__version__}",
        )
        assert seen.of(pre_commit.FILE)[:2] == (
            "note",
            f"it names v0.0.9, and this is v{__version__}",
        )
        assert seen.of(workflow.FILE)[1] == f"it names {COMMIT}, this version"
        other = workflow.written(FROM_GIT).replace(COMMIT, "a" * 40)
        repo.write({workflow.FILE: other})
        seen = repo.doctor("versions", code=0)
        assert "a revision that is not a version" in seen.of(workflow.FILE)[1]

    @pytest.mark.parametrize("source", [FROM_GIT, FROM_INDEX])
    def test_a_source_that_is_not_filled_in(self, repo: DoctorRepo, source: Source) -> None:
        entry, job = pre_commit.with_entry(None, source), workflow.written(source)
        for old, new in (
            ("com/acme/", "com/OWNER/"),
            ("uses: acme/", "uses: OWNER/"),
            (COMMIT, "<commit>"),
            (f"=={VERSION}", "==<version>"),
        ):
            entry, job = entry.replace(old, new), job.replace(old, new)
        repo.write({pre_commit.FILE: entry, workflow.FILE: job})
        for gate, file in (("pre-commit", pre_commit.FILE), ("ci", workflow.FILE)):
            results = repo.doctor(gate, code=1).results
            (found,) = [each for each in results if "not filled in" in each["text"]]
            assert (found["subject"], found["state"]) == (file, "open")
            assert re.search("OWNER|<version>", found["text"])

    def test_sources_in_git(self, repo: DoctorRepo, tmp_path: Path) -> None:
        there = Repo(tmp_path / "there")
        head = there.commit("docs: begin", {"a": "b\n"})
        for revision, state in ((head, "ok"), ("main", "ok"), (COMMIT, "open"), ("--x", "open")):
            source = Source(git=f"file://{there.top}", revision=revision)
            repo.write({pre_commit.FILE: pre_commit.with_entry(None, source)})
            assert not any("resolve" in it["text"] for it in repo.doctor("versions").results)
            found = repo.doctor("versions", online=True).results[-1]
            assert (found["state"], found["subject"]) == (state, pre_commit.FILE)
            assert " resolve" in found["text"]

    @pytest.mark.parametrize(
        "url", ["ext::sh -c touch% {0}", "--upload-pack=touch {0}", "file://{0}"]
    )
    def test_an_address_that_means_harm(self, repo: DoctorRepo, url: str, tmp_path: Path) -> None:
        made = tmp_path / "made"
        entry = pre_commit.with_entry(None, FROM_GIT)
        repo.write({pre_commit.FILE: entry.replace(URL, repr(url.format(made)))})
        found = repo.doctor("versions", online=True, code=1).results[-1]
        assert "does not resolve: fatal: " in found["text"]
        assert not made.exists()

    @pytest.mark.parametrize("revision", ["+refs/heads/*:refs/heads/*", "HEAD:a", "--all", ""])
    def test_a_pin_that_is_no_revision(self, repo: DoctorRepo, revision: str) -> None:
        entry = pre_commit.with_entry(None, FROM_GIT._replace(git=f"file://{repo.top}", tag=""))
        repo.write({pre_commit.FILE: entry.replace(COMMIT, repr(revision))})
        found = repo.doctor("versions", online=True, code=1).results[-1]
        assert "is not a revision" in found["text"]

    def test_no_program_asks_for_a_password(self, repo: DoctorRepo, tmp_path: Path) -> None:
        asking = tmp_path / "ask"
        asking.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n")
        asking.chmod(0o755)
        with refusing_server() as url:
            entry = pre_commit.with_entry(None, FROM_GIT._replace(git=url))
            repo.write({pre_commit.FILE: entry})
            env = {"GIT_ASKPASS": str(asking), "SSH_ASKPASS": str(asking)}
            found = repo.doctor("versions", env=env, online=True, code=1).results[-1]
        assert "does not resolve" in found["text"]
        assert not (tmp_path / "asked").exists()

    @pytest.mark.parametrize(
        ("version", "state"), [("9.8.7", "ok"), ("9.8.6", "open"), ("1;x", "open")]
    )
    def test_a_version_in_an_index(self, repo: DoctorRepo, version: str, state: str) -> None:
        write_wheel(repo.home, "9.8.7")
        entry = pre_commit.with_entry(None, Source(version=version))
        repo.write({pre_commit.FILE: entry})
        # Without rustc, which pip would start, and which may write to the home.
        path = f"{repo.bin}:/usr/bin:/bin"
        env = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(repo.home), "PATH": path}
        found = repo.doctor("versions", env=env, online=True).results[-1]
        assert found["state"] == state, found
        assert f"aos-check=={version} " in found["text"]

    @pytest.mark.parametrize(
        ("said", "state", "text"),
        [
            ("git version 2.29.3", "open", "2.29.3 is too old: aos-check needs at least 2.30"),
            ("git version 2.30.0", "ok", "2.30.0 works; with 2.38 or later"),
            ("git version 2.38.1.windows.1", "ok", "2.38.1"),
        ],
    )
    def test_of_git(self, repo: DoctorRepo, said: str, state: str, text: str) -> None:
        real = shutil.which("git")
        (repo.bin / "git").write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "{said}" || exec {real} "$@"\n'
        )
        (repo.bin / "git").chmod(0o755)
        seen = repo.doctor("versions")
        assert seen.code == (1 if state == "open" else 0)
        assert seen.of("git")[0] == state
        assert seen.of("git")[1].startswith(text)


# The whole output

JUDGES = "it checks each pull request; whether it is required cannot be seen from here"
EVIL = "\x1b[31m\u202e::error::x\ud800\n##[error]"


class TestOutput:
    def test_as_text(self, repo: DoctorRepo) -> None:
        repo.write({workflow.FILE: workflow.written(PUBLISHED)})
        result = repo.run("doctor", "--only", "ci,versions", env=repo.env)
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert lines[:2] == ["CI", f"  ok             {workflow.FILE}: {JUDGES}"]
        assert lines[-1] == "every installed gate holds"

    def test_in_colour(self, repo: DoctorRepo) -> None:
        result = repo.run("doctor", "--only", "ci", "--color", "always", env=repo.env)
        assert "\x1b[2mnot installed\x1b[0m" in result.stdout

    def test_text_that_means_harm(self) -> None:
        found = [Result("ci", EVIL, state, EVIL, EVIL) for state in ResultState]
        written = as_text(found, Style(colour=False))
        assert "\x1b" not in written
        assert "\u202e" not in written
        assert written.count("\n") == len(written.splitlines())
        assert not any(line.startswith("::") for line in written.splitlines())

    def test_names_that_mean_harm(self, repo: DoctorRepo) -> None:
        elsewhere = workflow.written(PUBLISHED).replace("  pull_request:", "  issues:")
        name = EVIL.replace("\ud800", os.fsdecode(b"\xff"))
        repo.write({f".github/workflows/{name}.yml": elsewhere})
        for form in ("text", "json"):
            result = repo.run("doctor", "--only", "ci", "--format", form, env=repo.env)
            assert result.exit_code == 1, result.output
            assert "it does not run for pull requests" in result.stdout
            assert not {"\x1b", "\u202e", "\udcff"} & set(result.output)
            assert "##[" not in result.output

    def test_outside_of_a_repository(self, tmp_path: Path) -> None:
        repo = DoctorRepo(tmp_path)
        shutil.rmtree(repo.top / ".git")
        result = repo.run("doctor", env=repo.env)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "is not inside a repository" in result.stderr
        assert "help: " in result.stderr

    def test_a_gate_that_there_is_not(self, repo: DoctorRepo) -> None:
        result = repo.run("doctor", "--only", "moat", env=repo.env)
        assert result.exit_code == 2
        assert "there is no gate 'moat'" in result.stderr

    def test_the_rule_is_in_the_help(self, repo: DoctorRepo) -> None:
        said = repo.run("doctor", "--help").stdout
        assert "1: a gate is open" in said
        assert "runs your own git hooks" in said
        assert KNOWN_GATES == GATES


def test_the_exit_codes() -> None:
    def code(
        *states: tuple[str, ResultState, bool], examined: Mapping[str, bool] | None = None
    ) -> int:
        found = [Result(gate, "a", state, "a", blocks=blocks) for gate, state, blocks in states]
        return exit_code(found, examined or dict.fromkeys(GATES, True))

    stands = ("ci", ResultState.OK, True)
    assert code(stands, ("git-hooks", ResultState.ABSENT, False)) == 0
    assert code(stands, ("git-hooks", ResultState.UNJUDGED, False)) == 0
    assert code(stands, ("agents", ResultState.OPEN, False)) == 1
    assert code(("git-hooks", ResultState.ABSENT, False), ("ci", ResultState.ABSENT, False)) == 1
    assert code(("git-hooks", ResultState.UNJUDGED, False), ("ci", ResultState.ABSENT, False)) == 2
    assert code(("agents", ResultState.ABSENT, False), examined={"agents": True}) == 0


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    ended = run([str(tmp_path / "none")], tmp_path, {}, 5)
    assert ended.code == 126
    assert "none" in ended.screen


def test_of_long_output_the_end_is_kept(tmp_path: Path) -> None:
    said: Callable[[int], list[str]] = lambda count: [  # noqa: E731
        sys.executable, "-c", f"print('x' * {count}); print('end')",
    ]  # fmt: skip
    ended = run(said(1_000_000), tmp_path, environment(), 60)
    assert (ended.code, ended.last_words) == (0, "end")
    assert len(ended.output) < 300_000
