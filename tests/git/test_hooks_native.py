"""The scripts of hooks/git, run by git: commits, pushes and a server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.git_repo import environment, put_on_path
from tests.support.hooks import (
    BAD,
    CODE,
    SCRIPTS,
    TASKS,
    Commits,
    HookedRepo,
    second_spec,
    with_remote,
    with_spec,
)
from tests.support.sample_project import project, roadmap, tasks

DONE_1 = "feat: part 1\n\nTask: login#1"


@pytest.fixture(scope="session")
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variable that puts `aos-check` on the path."""
    return put_on_path(tmp_path_factory.mktemp("bin"))


@pytest.fixture
def fresh(tmp_path: Path, on_path: dict[str, str]) -> HookedRepo:
    """A repository before its first commit, with all hooks."""
    found = HookedRepo(tmp_path / "fresh", env=on_path)
    found.git("config", "core.hooksPath", str(SCRIPTS))
    return found


@pytest.fixture
def repo(fresh: HookedRepo) -> HookedRepo:
    """A repository with one approved spec of three open tasks, and all hooks."""
    return with_spec(fresh)


class TestCommits(Commits):
    """The tests that every kind of hook must pass."""


def test_a_linked_worktree_is_checked_from_any_folder(repo: HookedRepo, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    repo.git("worktree", "add", "--quiet", "-b", "topic", str(linked))
    repo.write({TASKS: BAD})  # the main checkout is not what is committed
    repo.git("add", "--all")
    there = ("-C", str(linked))
    (linked / CODE).write_text("x = 1\n")
    repo.git(*there, "add", "--all")
    assert "GIT001" in repo.refused(*there, "commit", "-m", "feat: a").screen
    (linked / TASKS).write_text(tasks("1"))
    repo.git(*there, "add", "--all")
    repo.accepted(*there, "commit", "-m", DONE_1)
    main = str(repo.top)
    away = HookedRepo(tmp_path / "elsewhere", env=repo.env)
    assert "TASK001" in away.refused("-C", main, "commit", "-m", "docs: tick").screen
    (linked / TASKS).write_text(BAD)
    away.git(*there, "add", "--all")
    folders = (f"--git-dir={repo.top}/.git/worktrees/linked", f"--work-tree={linked}")
    assert "TASK001" in away.refused(*folders, "commit", "-m", "docs: tick").screen


class TestPrePush:
    @pytest.fixture
    def repo(self, repo: HookedRepo, tmp_path: Path) -> HookedRepo:
        return with_remote(repo, tmp_path)

    def test_of_two_branches_the_second_is_bad(self, repo: HookedRepo) -> None:
        repo.finish("1")
        repo.commit_unchecked(DONE_1)
        repo.git("branch", "good")
        bad = repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        repo.git("branch", "bad")
        refused = repo.refused("push", "origin", "good", "bad")
        assert f"commit {bad[:10]}\n  1:1 error GIT001" in refused.screen
        assert "  help: " in refused.screen
        assert "1 error in 1 commit message" in refused.screen
        assert "good" not in repo.git("ls-remote", "origin")
        repo.accepted("push", "origin", "good")

    def test_a_push_without_commits_passes_silently(self, repo: HookedRepo) -> None:
        repo.git("push", "--quiet", "--no-verify", "origin", "main:old")
        repo.git("tag", "v1")
        repo.git("tag", "file", f"HEAD:{CODE}")
        accepted = repo.accepted("push", "origin", "v1", "file", ":old", "main:another")
        assert "aos-check" not in accepted.screen
        assert "checked" not in accepted.screen
        assert "old" not in repo.git("ls-remote", "origin")

    def test_a_tag_of_commits_that_are_new(self, repo: HookedRepo) -> None:
        repo.finish("1")
        repo.commit_unchecked(DONE_1)
        repo.git("tag", "-m", "one", "good")
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        repo.git("tag", "bad")
        repo.git("tag", "-m", "two", "worse")
        repo.accepted("push", "origin", "good")
        for tag in ("bad", "worse"):
            refused = repo.refused("push", "origin", tag)
            assert "GIT001" in refused.screen, tag

    def test_the_first_push_of_everything(self, fresh: HookedRepo, tmp_path: Path) -> None:
        HookedRepo(tmp_path / "remote.git", "--bare")
        fresh.commit_unchecked("docs: specify", {**project()})
        fresh.finish("1")
        fresh.commit_unchecked(DONE_1)
        fresh.accepted("push", str(tmp_path / "remote.git"), "main")
        root = fresh.git("rev-parse", "HEAD~1")
        fresh.git("checkout", "--quiet", "--orphan", "new")
        fresh.commit_unchecked("feat: all at once", {TASKS: tasks()})
        refused = fresh.refused("push", str(tmp_path / "remote.git"), "new", f"{root}:refs/heads/r")
        assert "GIT001" in refused.screen

    def test_a_forced_push_answers_for_its_own_commits_only(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.commit_unchecked("docs: a", {"README.md": "a\n"})
        repo.git("push", "--quiet", "--no-verify", "origin", "topic")
        repo.git("checkout", "--quiet", "main")
        repo.write({TASKS: tasks("1", "2", "3"), "context/product/roadmap.md": roadmap()})
        repo.commit_unchecked(
            "feat: all\n\nTask: login#1\nAos-Waive: ROAD004 later", {CODE: "x = 3\n"}
        )
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("-c", "core.hooksPath=/dev/null", "rebase", "--quiet", "main", "topic")
        said = repo.attempt("push", "--force", "origin", "topic").screen
        assert "ROAD004" not in said  # main brought it
        assert "ROAD003" not in said  # it stood before

    def test_what_is_pushed_may_be_called_anything(self, repo: HookedRepo) -> None:
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        odd = "wip\u2028\u0085line"
        repo.git("branch", odd)
        for source in (odd, ":/feat: more", "HEAD^{/feat: more}"):
            refused = repo.refused("push", "origin", f"{source}:refs/heads/new")
            assert "GIT001" in refused.screen, source

    def test_a_branch_is_judged_as_itself(self, repo: HookedRepo) -> None:
        repo.commit_unchecked("docs: mail", second_spec("mail"))
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("checkout", "--quiet", "-b", "login")
        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: 1")  # of the spec with the name of the branch
        repo.git("checkout", "--quiet", "-b", "documents", "main")
        tip = repo.commit_unchecked("docs: tick", {TASKS: BAD})
        repo.git("checkout", "--quiet", "main")
        repo.accepted("push", "origin", "login")
        refused = repo.refused("push", "origin", "documents")
        assert "TASK001" in refused.screen
        assert f"commit: {tip}" in refused.screen  # the text on disk differs

    def test_a_branch_with_another_purpose(self, repo: HookedRepo) -> None:
        repo.commit_unchecked("chore: one project", {"aos-check.toml": 'projects = ["."]\n'})
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        repo.git("checkout", "--quiet", "--orphan", "gh-pages")
        repo.git("rm", "-rqf", ".")
        repo.commit_unchecked("site", {"index.html": "<p>\n"})
        repo.accepted("push", "origin", "gh-pages")
        repo.git("checkout", "--quiet", "main")
        repo.git("rm", "-rq", "context")
        repo.commit_unchecked("chore: away with it")
        refused = repo.refused("push", "origin", "main")
        assert "there are no artifacts" in refused.screen

    def test_input_without_refs_is_refused(self, repo: HookedRepo) -> None:
        for given in ("what?\n", "a b c d\n"):
            result = repo.run("pre-push", "origin", "url", give=given)
            assert result.exit_code == 2
            assert "standard input does not hold the refs of a push" in result.stderr
            assert "help: " in result.stderr
        assert repo.run("pre-push", "origin", "url", give="").exit_code == 0

    def test_git_is_believed_where_pre_commit_is_around(self, repo: HookedRepo) -> None:
        head = repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        refs = f"refs/heads/main {head} refs/heads/main {repo.git('rev-parse', 'HEAD~1')}\n"
        around = {"PRE_COMMIT": "1", "PRE_COMMIT_HOME": "somewhere"}
        assert repo.run("pre-push", "origin", "url", give=refs, env=around).exit_code == 1
        del around["PRE_COMMIT"]
        assert repo.run("pre-push", give=refs, env=around).exit_code == 1


class TestServer:
    @pytest.fixture
    def server(self, tmp_path: Path, on_path: dict[str, str]) -> HookedRepo:
        """A bare repository that checks each push."""
        found = HookedRepo(tmp_path / "server.git", "--bare", env=on_path)
        shutil.copy(SCRIPTS / "pre-receive", found.top / "hooks")
        return found

    @pytest.fixture
    def repo(self, server: HookedRepo, tmp_path: Path, on_path: dict[str, str]) -> HookedRepo:
        """A clone without hooks, at the server's only commit."""
        found = HookedRepo(tmp_path / "clone", env=on_path)
        found.git("remote", "add", "origin", str(server.top))
        found.commit_unchecked("docs: specify", project())
        server.git("fetch", "--quiet", str(found.top), "main:main")
        return found

    def test_good_and_bad(self, repo: HookedRepo, server: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.commit_unchecked(DONE_1)
        repo.git("checkout", "--quiet", "main")
        repo.commit_unchecked("docs: more", {"README.md": "a\n"})
        repo.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic")
        repo.accepted("push", "origin", "main")
        bad = repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        refused = repo.refused("push", "origin", "main")
        assert f"remote: commit {bad[:10]}" in refused.screen
        assert "remote:       help: " in refused.screen
        assert server.head() == repo.git("rev-parse", "HEAD~1")

    def test_the_first_push_is_judged_too(self, server: HookedRepo, repo: HookedRepo) -> None:
        server.git("update-ref", "-d", "refs/heads/main")
        first = repo.accepted("push", "origin", "main")
        assert "remote:" not in first.screen  # everything is valid
        server.git("update-ref", "-d", "refs/heads/main")
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n", "aos-check.toml": "max-ticks = 3\n"})
        refused = repo.refused("push", "origin", "main")
        assert "aos-check.toml" in refused.screen
        repo.git("rm", "--quiet", "aos-check.toml")
        repo.commit_unchecked("fix: it")
        refused = repo.refused("push", "origin", "main")
        assert "GIT001" in refused.screen
        assert not server.head()

    def test_a_branch_cannot_loosen_its_rules(self, repo: HookedRepo, server: HookedRepo) -> None:
        (server.top / "aos-check.toml").write_text('ignore = ["ALL"]\n')
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.commit_unchecked("chore: looser", {"aos-check.toml": 'ignore = ["GIT"]\n'})
        loosened = repo.accepted("push", "origin", "topic")
        assert "the checked one changes ignore" in loosened.screen
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        refused = repo.refused("push", "origin", "topic")  # also on its own previous state
        assert "GIT001" in refused.screen
        refused = repo.refused("push", "origin", "topic:other", "topic:main")
        assert refused.screen.count("GIT001 commit-without-task") == 1

    def test_a_branch_together_with_a_tag(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "login")
        repo.commit_unchecked("docs: mail", second_spec("mail"))
        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: 1")
        repo.git("tag", "-m", "one", "v1")
        repo.accepted("push", "origin", "v1", "login")
        repo.commit_unchecked("fix: a\n\nAos-Waive: GIT001 the site is down", {CODE: "x = 2\n"})
        repo.git("tag", "v2")
        accepted = repo.accepted("push", "origin", "v2", "login", ":v1")
        assert "the site is down" in accepted.screen
        assert "1 commit\n" in accepted.screen.replace(" " * 8, "")

    @pytest.mark.parametrize("first", ["orphan", "orphan~1"])
    def test_code_from_a_branch_without_project(self, repo: HookedRepo, first: str) -> None:
        repo.git("checkout", "--quiet", "--orphan", "orphan")
        repo.git("rm", "-rqf", ".")
        repo.commit_unchecked("feat: evil", {CODE: "evil\n"})
        repo.commit_unchecked("feat: more", {CODE: "more\n"})
        repo.accepted("push", "origin", "orphan")
        repo.git("checkout", "--quiet", "main")
        unrelated = ("--allow-unrelated-histories", "-m", "Merge orphan")
        repo.git("merge", "--quiet", "--no-ff", *unrelated, first)
        for branch in ("main", "main:topic"):
            assert "GIT001" in repo.refused("push", "origin", branch).screen
        # Both at once, with another commit on the branch.
        repo.git("checkout", "--quiet", "orphan")
        repo.commit_unchecked("feat: last", {CODE: "last\n"})
        assert "GIT001" in repo.refused("push", "origin", "orphan", "main").screen

    def test_code_from_a_branch_with_rules_of_its_own(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "--orphan", "orphan")
        lax = {"aos-check.toml": 'ignore = ["ALL"]\n', CODE: "evil\n"}
        repo.commit_unchecked("feat: evil", lax)
        repo.attempt("push", "origin", "orphan")
        repo.git("checkout", "--quiet", "main")
        unrelated = ("--allow-unrelated-histories", "-s", "ours", "-m", "Merge orphan")
        repo.git("merge", "--quiet", "--no-ff", *unrelated, "orphan")
        assert "GIT001" in repo.refused("push", "origin", "main").screen

    def test_work_that_was_checked_on_its_branch(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: 1")
        repo.accepted("push", "origin", "topic")
        repo.write({CODE: "x = 2\n"})
        repo.commit_unchecked("fix: review\n\nTask: login#1")
        repo.accepted("push", "origin", "topic")
        repo.git("checkout", "--quiet", "main")
        repo.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic")
        repo.accepted("push", "origin", "main")

    def test_pages_that_have_no_project(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "--orphan", "gh-pages")
        repo.git("rm", "-rqf", ".")
        for text in ("a\n", "b\n"):
            repo.commit_unchecked("site", {"index.html": text})
            repo.accepted("push", "origin", "gh-pages")

    def test_a_repository_with_a_worktree(self, repo: HookedRepo, server: HookedRepo) -> None:
        disk = HookedRepo(server.top.parent / "disk")
        shutil.copy(SCRIPTS / "pre-receive", disk.top / ".git" / "hooks")
        disk.write({"aos-check.toml": 'ignore = ["ALL"]\n'})
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        refused = repo.refused("push", str(disk.top), "main:new")
        assert "GIT001" in refused.screen

    def test_ids_of_sha256(self, tmp_path: Path, on_path: dict[str, str]) -> None:
        server = HookedRepo(
            tmp_path / "server.git", "--bare", "--object-format=sha256", env=on_path
        )
        shutil.copy(SCRIPTS / "pre-receive", server.top / "hooks")
        clone = HookedRepo(tmp_path / "clone", "--object-format=sha256", env=on_path)
        clone.commit_unchecked("docs: specify", project())
        clone.accepted("push", str(server.top), "main")
        clone.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        refused = clone.refused("push", str(server.top), "main", "main:new")
        assert "GIT001" in refused.screen


class TestNothingIsWritten:
    def test_by_any_hook(self, repo: HookedRepo, on_path: dict[str, str]) -> None:
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


def everything(repo: HookedRepo) -> dict[str, bytes]:
    """Every file, including git's own."""
    return {str(file): file.read_bytes() for file in repo.top.rglob("*") if file.is_file()}


class TestPrepare:
    """The bytes that prepare-commit-msg writes, without other hooks."""

    def prepared(self, repo: HookedRepo, message: bytes, *source: str, **env: str) -> bytes:
        file = repo.top / ".git" / "MESSAGE"
        file.write_bytes(message)
        result = repo.run("prepare-commit-msg", str(file), *source, env=env)
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
        return file.read_bytes()

    @pytest.fixture
    def ticked(self, repo: HookedRepo) -> HookedRepo:
        """Tick task 1, and stage it with its code."""
        repo.finish("1")
        repo.git("add", "--all")
        return repo

    @pytest.mark.parametrize(
        ("source", "written"),
        [("", 1), ("message", 1), ("template", 1), ("merge", 0), ("squash", 0), ("commit", 0)],
    )
    def test_sources(self, ticked: HookedRepo, source: str, written: int) -> None:
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
            (b"feat: a (Spec 001, task 2)\n", None),
            (b"feat: a (Spec 009, task 2)\n", b"feat: a (Spec 009, task 2)\n\nTask: login#1\n"),
            (b'Revert "a"\n\nThis reverts commit 1234567.\n', None),
        ],
    )
    def test_messages(self, ticked: HookedRepo, message: bytes, wanted: bytes | None) -> None:
        assert self.prepared(ticked, message) == (message if wanted is None else wanted)

    def test_which_task_is_meant(self, repo: HookedRepo) -> None:
        def after(text: str) -> bytes:
            repo.write({TASKS: text})
            repo.git("add", "--all")
            return self.prepared(repo, b"a\n").removeprefix(b"a\n").strip()

        nested = "- [{0}] 1. A\n  - [x] 1.1 B\n  - [{0}] 1.2 C\n- [{1}] 2. D\n"
        assert after(tasks()) == b""
        assert after(tasks("1", "2")) == b"Task: login#1, login#2"
        repo.commit_unchecked("docs: nest", {TASKS: nested.format(" ", " ")})
        assert after(nested.format("x", " ")) == b"Task: login#1"  # for its subtask, too
        assert after(nested.format("x", "x")) == b"Task: login#1, login#2"
        assert after(nested.format(" ", " ").replace("[ ] 1.2", "[x] 1.2")) == b"Task: login#1.2"
        assert after(nested.format(" ", "/")) == b""  # no code

    def test_an_error_does_not_stop_the_commit(self, ticked: HookedRepo) -> None:
        ticked.write({"aos-check.toml": "what\n"})
        file = ticked.top / ".git" / "MESSAGE"
        file.write_text("feat: a\n")
        result = ticked.run("prepare-commit-msg", str(file))
        assert result.exit_code == 0
        assert "the message names no task: aos-check.toml" in result.stderr
        assert ticked.run("prepare-commit-msg", str(file) + "-not").exit_code == 2

    def test_with_the_diff_below_and_another_comment_character(self, repo: HookedRepo) -> None:
        repo.git("config", "core.commentChar", ";")
        repo.git("config", "commit.verbose", "true")
        repo.finish("1")
        editor = f'cp "$1" {repo.top}/.git/SEEN && sed -i "1s/^/feat: a/" "$1" && :'
        repo.accepted("commit", "-a", GIT_EDITOR=f"f() {{ {editor}; }}; f")
        assert repo.last_message() == "feat: a\n\nTask: login#1"
        seen = (repo.top / ".git" / "SEEN").read_text()
        assert seen.startswith("\n\nTask: login#1\n")
        assert "; ------------------------ >8" in seen

    def test_a_commit_that_is_picked_keeps_its_message(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.commit_unchecked("feat: part 1")
        repo.git("checkout", "--quiet", "main")
        repo.commit_unchecked("docs: more", {"README.md": "a\n"})
        repo.accepted("rebase", "main", "topic")
        assert repo.last_message() == "feat: part 1"
        repo.accepted("revert", "--no-edit", "HEAD")
        repo.accepted("revert", "--no-edit", "HEAD")
        assert "Task:" not in repo.last_message()
