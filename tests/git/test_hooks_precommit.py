"""The hooks under the real pre-commit, which installs this package from a commit of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hooks import BAD, CODE, TASKS, Answer, Commits, Hooked, specified
from tests.support.pre_commit import Installed

pytestmark = pytest.mark.pre_commit


@pytest.fixture
def fresh(installed: Installed, tmp_path: Path) -> Hooked:
    """A repository before its first commit, with all hooks."""
    return installed.into(tmp_path / "fresh")


@pytest.fixture
def repo(fresh: Hooked) -> Hooked:
    """A repository with one approved spec of three open tasks, and all hooks."""
    return specified(fresh)


class TestCommits(Commits):
    """What every kind of hook must do."""


def test_an_amended_message_stays(repo: Hooked) -> None:
    repo.finish("1")
    repo.slip("feat: part 1")
    repo.finish("1", "2", text="x = 2\n")
    # pre-commit passes on that the message is another commit's: no task is added.
    accepted = repo.attempt("commit", "-a", "--amend", "--no-edit", "--no-verify")
    assert accepted.code == 0, accepted.screen
    assert repo.said() == "feat: part 1"


class TestPush:
    @pytest.fixture
    def repo(self, repo: Hooked, tmp_path: Path) -> Hooked:
        """The repository, which a remote already has."""
        Hooked(tmp_path / "remote.git", "--bare")
        repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
        repo.git("push", "--quiet", "--no-verify", "origin", "main")
        return repo

    def test_of_several_refs_only_the_first_is_seen(self, repo: Hooked) -> None:
        repo.finish("1")
        repo.slip("feat: part 1\n\nTask: login#1")
        repo.git("branch", "good")
        repo.slip("feat: more", {CODE: "x = 2\n"})
        repo.git("branch", "bad")
        refused = repo.attempt("push", "origin", "bad", "good")
        assert refused.code == 1
        assert "GIT001" in refused.screen
        assert "bad" not in repo.git("ls-remote", "origin")
        # Not a wish, but the limit of which the manifest and hooks/git/README.md speak.
        assert repo.attempt("push", "origin", "good", "bad").code == 0

    def test_the_first_push_of_a_branch_that_is_not_checked_out(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "--orphan", "new")
        repo.slip("feat: all at once")
        repo.git("checkout", "--quiet", "main")
        refused = repo.attempt("push", "origin", "new")
        assert refused.code == 1
        assert "GIT001" in refused.screen

    def test_a_range_by_hand(self, repo: Hooked, installed: Installed) -> None:
        def check(*refs: str) -> Answer:
            stage = ("--hook-stage", "manual", "aos-check-range")
            return installed.run(repo.top, "run", *stage, *refs)

        repo.finish("1")
        repo.slip("feat: part 1\n\nTask: login#1")
        repo.slip("feat: more", {CODE: "x = 2\n"})
        repo.git("push", "--quiet", "--no-verify", "origin", "main")  # as it is in CI
        assert check("--from-ref", "HEAD~2", "--to-ref", "HEAD~1").code == 0
        refused = check("--from-ref", "HEAD~2", "--to-ref", "HEAD")
        assert refused.code == 1
        assert "GIT001" in refused.screen
        assert "checked 1 project: 1 spec, 3 tasks, 0 decisions, 2 commits" in refused.screen
        empty = check("--from-ref", "HEAD", "--to-ref", "HEAD")
        assert empty.code == 1
        assert "the range HEAD..HEAD is empty" in empty.screen
        nameless = check()
        assert nameless.code == 1
        assert "help: pass --from-ref and --to-ref to `pre-commit run`" in nameless.screen


def test_all_files_in_ci(repo: Hooked, installed: Installed) -> None:
    assert installed.run(repo.top, "run", "--all-files").code == 0
    repo.slip("docs: tick", {TASKS: BAD})
    refused = installed.run(repo.top, "run", "--all-files")
    assert refused.code == 1
    assert "TASK001" in refused.screen
