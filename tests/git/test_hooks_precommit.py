"""The hooks under the real pre-commit, which installs this package from a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hooks import (
    BAD,
    CODE,
    TASKS,
    CommandResult,
    Commits,
    HookedRepo,
    with_remote,
    with_spec,
)
from tests.support.pre_commit import Installed

pytestmark = pytest.mark.pre_commit


@pytest.fixture
def fresh(installed: Installed, tmp_path: Path) -> HookedRepo:
    """A repository before its first commit, with all hooks."""
    return installed.into(tmp_path / "fresh")


@pytest.fixture
def repo(fresh: HookedRepo) -> HookedRepo:
    """A repository with one approved spec of three open tasks, and all hooks."""
    return with_spec(fresh)


class TestCommits(Commits):
    """The tests that every kind of hook must pass."""


def test_an_amended_message_stays(repo: HookedRepo) -> None:
    repo.finish("1")
    repo.commit_unchecked("feat: part 1")
    repo.finish("1", "2", text="x = 2\n")
    # pre-commit passes on that the message comes from another commit, so no task is added.
    repo.accepted("commit", "-a", "--amend", "--no-edit", "--no-verify")
    assert repo.last_message() == "feat: part 1"


@pytest.mark.parametrize("keys", ["exclude: .*", "files: ^$", "exclude: ^.git/", "fail_fast: true"])
def test_keys_for_all_hooks_turn_none_off(
    repo: HookedRepo, installed: Installed, keys: str
) -> None:
    repo.write({".pre-commit-config.yaml": f"{keys}\n{installed.config}", CODE: "x = 3\n"})
    repo.git("add", "--all")
    assert "GIT001" in repo.refused("commit", "-m", "feat: quietly").screen
    repo.finish("1")
    repo.git("add", "--all")
    repo.accepted("commit", "-m", "feat: part 1\n\nTask: login#1")


class TestPush:
    @pytest.fixture
    def repo(self, repo: HookedRepo, tmp_path: Path) -> HookedRepo:
        return with_remote(repo, tmp_path)

    def test_of_several_refs_only_the_first_is_seen(self, repo: HookedRepo) -> None:
        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: login#1")
        repo.git("branch", "good")
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        repo.git("branch", "bad")
        refused = repo.refused("push", "origin", "bad", "good")
        assert "GIT001" in refused.screen
        assert "bad" not in repo.git("ls-remote", "origin")
        # This is the limit that the manifest and hooks/git/README.md describe.
        repo.accepted("push", "origin", "good", "bad")

    def test_the_first_push_of_a_branch_that_is_not_checked_out(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "--orphan", "new")
        repo.commit_unchecked("feat: all at once")
        repo.git("checkout", "--quiet", "main")
        refused = repo.refused("push", "origin", "new")
        assert "GIT001" in refused.screen

    def test_a_range_by_hand(self, repo: HookedRepo, installed: Installed) -> None:
        def check(*refs: str) -> CommandResult:
            stage = ("--hook-stage", "manual", "aos-check-range")
            return installed.run(repo.top, "run", *stage, *refs)

        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: login#1")
        repo.commit_unchecked("feat: more", {CODE: "x = 2\n"})
        repo.git(
            "push", "--quiet", "--no-verify", "origin", "main"
        )  # as in CI, they are pushed already
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


def test_old_faults_stop_nobody_and_a_new_one_is_refused(repo: HookedRepo) -> None:
    old = "context/spec/003-old/tasks.md"
    repo.commit_unchecked("docs: tick", {old: "- [x] 1. A\n  - [ ] 1.1 B\n"})
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write({"README.md": "more\n"})
    repo.git("add", "--all")
    repo.accepted("commit", "-m", "docs: more")
    repo.write({TASKS: BAD})
    refused = repo.refused("commit", "-am", "docs: tick").screen
    assert f"{TASKS}\n  3:1 error TASK001" in refused
    assert old not in refused


def test_all_files_in_ci(repo: HookedRepo, installed: Installed) -> None:
    assert installed.run(repo.top, "run", "--all-files").code == 0
    repo.commit_unchecked("docs: tick", {TASKS: BAD})
    refused = installed.run(repo.top, "run", "--all-files")
    assert refused.code == 1
    assert "TASK001" in refused.screen
