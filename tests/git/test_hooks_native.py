"""The scripts of hooks/git, run by git itself: commits, pushes and a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.git_repo import environment
from tests.support.hooks import (
    BAD,
    CODE,
    SCRIPTS,
    TASKS,
    Commits,
    Hooked,
    second_spec,
    specified,
)
from tests.support.sample_project import project, roadmap, tasks

DONE_1 = "feat: part 1\n\nTask: login#1"


@pytest.fixture(scope="session")
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables with which `aos-check` is found."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "aos-check"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aos_check "$@"\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def fresh(tmp_path: Path, on_path: dict[str, str]) -> Hooked:
    """A repository before its first commit, with all hooks."""
    found = Hooked(tmp_path / "fresh", env=on_path)
    found.git("config", "core.hooksPath", str(SCRIPTS))
    return found


@pytest.fixture
def repo(fresh: Hooked) -> Hooked:
    """A repository with one approved spec of three open tasks, and all hooks."""
    return specified(fresh)


class TestCommits(Commits):
    """What every kind of hook must do."""


class TestPrePush:
    @pytest.fixture
    def repo(self, repo: Hooked, tmp_path: Path) -> Hooked:
        """The repository, which a remote already has."""
        Hooked(tmp_path / "remote.git", "--bare")
        repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        return repo

    def test_of_two_branches_the_second_is_bad(self, repo: Hooked) -> None:
        repo.finish("1")
        repo.slip(DONE_1)
        repo.git("branch", "good")
        bad = repo.slip("feat: more", {CODE: "x = 2\n"})
        repo.git("branch", "bad")
        refused = repo.attempt("push", "origin", "good", "bad")
        assert refused.code == 1
        assert f"commit {bad[:10]}:1:1: error GIT001" in refused.screen
        assert "  help: " in refused.screen
        assert "1 error in 1 commit message" in refused.screen
        assert "good" not in repo.git("ls-remote", "origin")
        assert repo.attempt("push", "origin", "good").code == 0

    def test_what_brings_no_commits_is_let_through_without_a_word(self, repo: Hooked) -> None:
        repo.git("push", "--quiet", "--no-verify", "origin", "main:old")
        repo.git("tag", "v1")
        repo.git("tag", "file", f"HEAD:{CODE}")
        accepted = repo.attempt("push", "origin", "v1", "file", ":old", "main:another")
        assert accepted.code == 0, accepted.screen
        assert "aos-check" not in accepted.screen
        assert "checked" not in accepted.screen
        assert "old" not in repo.git("ls-remote", "origin")

    def test_a_tag_of_commits_that_are_new(self, repo: Hooked) -> None:
        repo.finish("1")
        repo.slip(DONE_1)
        repo.git("tag", "-m", "one", "good")
        repo.slip("feat: more", {CODE: "x = 2\n"})
        repo.git("tag", "bad")
        repo.git("tag", "-m", "two", "worse")
        assert repo.attempt("push", "origin", "good").code == 0
        for tag in ("bad", "worse"):
            refused = repo.attempt("push", "origin", tag)
            assert refused.code == 1, tag
            assert "GIT001" in refused.screen, tag

    def test_the_first_push_of_everything(self, fresh: Hooked, tmp_path: Path) -> None:
        Hooked(tmp_path / "remote.git", "--bare")
        fresh.slip("docs: specify", {**project()})
        fresh.finish("1")
        fresh.slip(DONE_1)
        assert fresh.attempt("push", str(tmp_path / "remote.git"), "main").code == 0
        root = fresh.git("rev-parse", "HEAD~1")
        fresh.git("checkout", "--quiet", "--orphan", "new")
        fresh.slip("feat: all at once")
        refused = fresh.attempt("push", str(tmp_path / "remote.git"), "new", f"{root}:refs/heads/r")
        assert refused.code == 1
        assert "GIT001" in refused.screen

    def test_a_forced_push_answers_for_its_own_commits_only(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.slip("docs: a", {"README.md": "a\n"})
        repo.git("push", "--quiet", "--no-verify", "origin", "topic")
        repo.git("checkout", "--quiet", "main")
        repo.write({TASKS: tasks("1", "2", "3"), "context/product/roadmap.md": roadmap()})
        repo.slip("feat: all\n\nTask: login#1\nAos-Waive: ROAD004 later", {CODE: "x = 3\n"})
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("-c", "core.hooksPath=/dev/null", "rebase", "--quiet", "main", "topic")
        said = repo.attempt("push", "--force", "origin", "topic").screen
        assert "ROAD004" not in said  # it is what main brought
        assert "ROAD003" in said  # it is how the documents stand

    def test_what_is_pushed_may_be_called_anything(self, repo: Hooked) -> None:
        repo.slip("feat: more", {CODE: "x = 2\n"})
        odd = "wip\u2028\u0085line"
        repo.git("branch", odd)
        for source in (odd, ":/feat: more", "HEAD^{/feat: more}"):
            refused = repo.attempt("push", "origin", f"{source}:refs/heads/new")
            assert refused.code == 1, source
            assert "GIT001" in refused.screen, source

    def test_a_branch_is_judged_as_itself(self, repo: Hooked) -> None:
        repo.slip("docs: mail", second_spec("mail"))
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("checkout", "--quiet", "-b", "login")
        repo.finish("1")
        repo.slip("feat: part 1\n\nTask: 1")  # of the spec that the branch is called like
        repo.git("checkout", "--quiet", "-b", "documents", "main")
        tip = repo.slip("docs: tick", {TASKS: BAD})
        repo.git("checkout", "--quiet", "main")
        assert repo.attempt("push", "origin", "login").code == 0
        refused = repo.attempt("push", "origin", "documents")
        assert refused.code == 1
        assert "TASK001" in refused.screen
        assert f"commit: {tip}" in refused.screen  # on disk there is another text

    def test_a_branch_with_another_purpose(self, repo: Hooked) -> None:
        repo.slip("chore: one project", {"aos-check.toml": 'projects = ["."]\n'})
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("checkout", "--quiet", "--orphan", "gh-pages")
        repo.git("rm", "-rqf", ".")
        repo.slip("site", {"index.html": "<p>\n"})
        accepted = repo.attempt("push", "origin", "gh-pages")
        assert accepted.code == 0, accepted.screen
        repo.git("checkout", "--quiet", "main")
        repo.git("rm", "-rq", "context")
        repo.slip("chore: away with it")
        refused = repo.attempt("push", "origin", "main")
        assert refused.code == 1
        assert "there are no artifacts" in refused.screen

    def test_by_hand_it_says_what_it_wants(self, repo: Hooked) -> None:
        for given in ("what?\n", "a b c d\n"):
            result = repo.run("pre-push", "origin", "url", give=given)
            assert result.exit_code == 2
            assert "standard input does not hold the refs of a push" in result.stderr
            assert "help: " in result.stderr
        assert repo.run("pre-push", "origin", "url", give="").exit_code == 0

    def test_git_is_believed_where_pre_commit_is_around(self, repo: Hooked) -> None:
        head = repo.slip("feat: more", {CODE: "x = 2\n"})
        refs = f"refs/heads/main {head} refs/heads/main {repo.git('rev-parse', 'HEAD~1')}\n"
        around = {"PRE_COMMIT": "1", "PRE_COMMIT_HOME": "somewhere"}
        assert repo.run("pre-push", "origin", "url", give=refs, env=around).exit_code == 1
        del around["PRE_COMMIT"]
        assert repo.run("pre-push", give=refs, env=around).exit_code == 1


class TestServer:
    @pytest.fixture
    def server(self, tmp_path: Path, on_path: dict[str, str]) -> Hooked:
        """A bare repository that judges what it is given."""
        found = Hooked(tmp_path / "server.git", "--bare", env=on_path)
        shutil.copy(SCRIPTS / "pre-receive", found.top / "hooks")
        return found

    @pytest.fixture
    def repo(self, server: Hooked, tmp_path: Path, on_path: dict[str, str]) -> Hooked:
        """A clone without hooks, with the one commit that the server has."""
        found = Hooked(tmp_path / "clone", env=on_path)
        found.git("remote", "add", "origin", str(server.top))
        found.slip("docs: specify", project())
        server.git("fetch", "--quiet", str(found.top), "main:main")
        return found

    def test_good_and_bad(self, repo: Hooked, server: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.slip(DONE_1)
        repo.git("checkout", "--quiet", "main")
        repo.slip("docs: more", {"README.md": "a\n"})
        repo.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic")
        accepted = repo.attempt("push", "origin", "main")
        assert accepted.code == 0, accepted.screen
        bad = repo.slip("feat: more", {CODE: "x = 2\n"})
        refused = repo.attempt("push", "origin", "main")
        assert refused.code == 1
        assert f"remote: commit {bad[:10]}:1:1: error GIT001" in refused.screen
        assert "remote:   help: " in refused.screen
        assert server.head() == repo.git("rev-parse", "HEAD~1")

    def test_the_first_push_is_judged_too(self, server: Hooked, repo: Hooked) -> None:
        server.git("update-ref", "-d", "refs/heads/main")
        first = repo.attempt("push", "origin", "main")
        assert first.code == 0, first.screen
        assert "remote:" not in first.screen  # all is in order
        server.git("update-ref", "-d", "refs/heads/main")
        repo.slip("feat: more", {CODE: "x = 2\n", "aos-check.toml": "max-ticks = 3\n"})
        refused = repo.attempt("push", "origin", "main")
        assert refused.code == 1
        assert "aos-check.toml" in refused.screen
        repo.git("rm", "--quiet", "aos-check.toml")
        repo.slip("fix: it")
        refused = repo.attempt("push", "origin", "main")
        assert refused.code == 1
        assert "GIT001" in refused.screen
        assert not server.head()

    def test_a_branch_cannot_loosen_its_rules(self, repo: Hooked, server: Hooked) -> None:
        (server.top / "aos-check.toml").write_text('ignore = ["ALL"]\n')
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.slip("chore: looser", {"aos-check.toml": 'ignore = ["GIT"]\n'})
        loosened = repo.attempt("push", "origin", "topic")
        assert loosened.code == 0
        assert "the checked one changes ignore" in loosened.screen
        repo.slip("feat: more", {CODE: "x = 2\n"})
        refused = repo.attempt("push", "origin", "topic")  # on its own former state, too
        assert refused.code == 1
        assert "GIT001" in refused.screen
        refused = repo.attempt("push", "origin", "topic:other", "topic:main")
        assert refused.code == 1
        assert refused.screen.count("GIT001 commit-without-task") == 1

    def test_a_branch_together_with_a_tag(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "login")
        repo.slip("docs: mail", second_spec("mail"))
        repo.finish("1")
        repo.slip("feat: part 1\n\nTask: 1")
        repo.git("tag", "-m", "one", "v1")
        accepted = repo.attempt("push", "origin", "v1", "login")
        assert accepted.code == 0, accepted.screen
        repo.slip("fix: a\n\nAos-Waive: GIT001 the site is down", {CODE: "x = 2\n"})
        repo.git("tag", "v2")
        accepted = repo.attempt("push", "origin", "v2", "login", ":v1")
        assert accepted.code == 0, accepted.screen
        assert "the site is down" in accepted.screen
        assert "1 commit\n" in accepted.screen.replace(" " * 8, "")

    def test_a_repository_with_a_worktree(self, repo: Hooked, server: Hooked) -> None:
        disk = Hooked(server.top.parent / "disk")
        shutil.copy(SCRIPTS / "pre-receive", disk.top / ".git" / "hooks")
        disk.write({"aos-check.toml": 'ignore = ["ALL"]\n'})
        repo.slip("feat: more", {CODE: "x = 2\n"})
        refused = repo.attempt("push", str(disk.top), "main:new")
        assert refused.code == 1
        assert "GIT001" in refused.screen

    def test_ids_of_sha256(self, tmp_path: Path, on_path: dict[str, str]) -> None:
        server = Hooked(tmp_path / "server.git", "--bare", "--object-format=sha256", env=on_path)
        shutil.copy(SCRIPTS / "pre-receive", server.top / "hooks")
        clone = Hooked(tmp_path / "clone", "--object-format=sha256", env=on_path)
        clone.slip("docs: specify", project())
        assert clone.attempt("push", str(server.top), "main").code == 0
        clone.slip("feat: more", {CODE: "x = 2\n"})
        refused = clone.attempt("push", str(server.top), "main", "main:new")
        assert refused.code == 1
        assert "GIT001" in refused.screen


class TestNothingIsWritten:
    def test_by_any_hook(self, repo: Hooked, on_path: dict[str, str]) -> None:
        repo.git("branch", "topic")
        repo.finish("1")
        repo.git("add", "--all")
        repo.write({TASKS: BAD, "new.md": "untracked\n"})
        (repo.top / ".git" / "MESSAGE").write_text("feat: part 1\n")
        head = repo.head()
        zero = "0" * 40
        before = everything(repo)
        for hook, given in (
            (["pre-commit"], ""),
            (["pre-merge-commit"], ""),
            (["commit-msg", ".git/MESSAGE"], ""),
            (["pre-push", "origin", "url"], f"refs/heads/main {head} refs/heads/main {zero}\n"),
            (["pre-receive"], f"{zero} {head} refs/heads/main\n"),
        ):
            program = str(SCRIPTS / hook[0])
            done = subprocess.run(
                [program, *hook[1:]], cwd=repo.top, env=environment() | on_path,
                input=given, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode in (0, 1), done.stderr
            assert done.stderr == ""
            assert everything(repo) == before, hook


def everything(repo: Hooked) -> dict[str, bytes]:
    """Every file, those of git too."""
    return {str(file): file.read_bytes() for file in repo.top.rglob("*") if file.is_file()}


class TestPrepare:
    """prepare-commit-msg alone: which bytes it writes."""

    def prepared(self, repo: Hooked, message: bytes, *source: str, **env: str) -> bytes:
        file = repo.top / ".git" / "MESSAGE"
        file.write_bytes(message)
        result = repo.run("prepare-commit-msg", str(file), *source, env=env)
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
        return file.read_bytes()

    @pytest.fixture
    def ticked(self, repo: Hooked) -> Hooked:
        """Task 1 is ticked, and is about to be committed with its code."""
        repo.finish("1")
        repo.git("add", "--all")
        return repo

    @pytest.mark.parametrize(
        ("source", "written"),
        [("", 1), ("message", 1), ("template", 1), ("merge", 0), ("squash", 0), ("commit", 0)],
    )
    def test_sources(self, ticked: Hooked, source: str, written: int) -> None:
        wanted = b"feat: a\n" + b"\nTask: login#1\n" * written
        assert self.prepared(ticked, b"feat: a\n", *filter(None, [source])) == wanted
        passed_on = {"PRE_COMMIT": "1", "PRE_COMMIT_COMMIT_MSG_SOURCE": source}
        assert self.prepared(ticked, b"feat: a\n", **passed_on) == wanted

    @pytest.mark.parametrize(
        ("message", "wanted"),
        [
            (b"feat: a\n\nTask: login#2\n", None),
            (b"feat: a\n\ntask: login#2\nSigned-off-by: Ada <a@b.c>\n", None),
            (b"feat: a [login#2]\n", b"feat: a [login#2]\n\nTask: login#1\n"),
            (b"feat: a\n\nSee: b\n", b"feat: a\n\nSee: b\nTask: login#1\n"),
            (b"\n# Please enter\n", b"\n\nTask: login#1\n\n# Please enter\n"),
            (b"feat: a\n# Task: login#2\n", b"feat: a\n\nTask: login#1\n# Task: login#2\n"),
            (b"feat: a\r\n\r\nWhy.\r\n", b"feat: a\r\n\r\nWhy.\r\n\r\nTask: login#1\r\n"),
            (b"feat: caf\xe9\n", b"feat: caf\xe9\n\nTask: login#1\n"),
            (b'Revert "a"\n\nThis reverts commit 1234567.\n', None),
        ],
    )
    def test_messages(self, ticked: Hooked, message: bytes, wanted: bytes | None) -> None:
        assert self.prepared(ticked, message) == (message if wanted is None else wanted)

    def test_which_task_is_meant(self, repo: Hooked) -> None:
        def after(text: str) -> bytes:
            repo.write({TASKS: text})
            repo.git("add", "--all")
            return self.prepared(repo, b"a\n").removeprefix(b"a\n").strip()

        nested = "- [{0}] 1. A\n  - [x] 1.1 B\n  - [{0}] 1.2 C\n- [{1}] 2. D\n"
        assert after(tasks()) == b""
        assert after(tasks("1", "2")) == b""
        repo.slip("docs: nest", {TASKS: nested.format(" ", " ")})
        assert after(nested.format("x", " ")) == b"Task: login#1.2"  # not its parent
        assert after(nested.format("x", "x")) == b""

    def test_what_cannot_be_found_out_does_not_stop_the_commit(self, ticked: Hooked) -> None:
        ticked.write({"aos-check.toml": "what\n"})
        file = ticked.top / ".git" / "MESSAGE"
        file.write_text("feat: a\n")
        result = ticked.run("prepare-commit-msg", str(file))
        assert result.exit_code == 0
        assert "the message names no task: aos-check.toml" in result.stderr
        assert ticked.run("prepare-commit-msg", str(file) + "-not").exit_code == 2

    def test_with_the_diff_below_and_another_comment_character(self, repo: Hooked) -> None:
        repo.git("config", "core.commentChar", ";")
        repo.git("config", "commit.verbose", "true")
        repo.finish("1")
        editor = f'cp "$1" {repo.top}/.git/SEEN && sed -i "1s/^/feat: a/" "$1" && :'
        accepted = repo.attempt("commit", "-a", GIT_EDITOR=f"f() {{ {editor}; }}; f")
        assert accepted.code == 0, accepted.screen
        assert repo.said() == "feat: a\n\nTask: login#1"
        seen = (repo.top / ".git" / "SEEN").read_text()
        assert seen.startswith("\n\nTask: login#1\n")
        assert "; ------------------------ >8" in seen

    def test_a_commit_that_is_picked_keeps_its_message(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.slip("feat: part 1")
        repo.git("checkout", "--quiet", "main")
        repo.slip("docs: more", {"README.md": "a\n"})
        assert repo.attempt("rebase", "main", "topic").code == 0
        assert repo.said() == "feat: part 1"
        assert repo.attempt("revert", "--no-edit", "HEAD").code == 0
        assert repo.attempt("revert", "--no-edit", "HEAD").code == 0
        assert "Task:" not in repo.said()
