"""Repositories with hooks, and their output for the user who commits.

`Commits` holds the tests that both the native scripts and pre-commit must pass.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aos_check.agents.signatures import VARIABLES
from tests.support.git_repo import Repo, environment
from tests.support.sample_project import SPEC, project, tasks

HERE = Path(__file__).parents[2]
SCRIPTS = HERE / "hooks" / "git"
TASKS = f"{SPEC}/tasks.md"
CODE = "src/app.py"
BAD = tasks().replace("- [ ] 2.", "  - [ ] 1.1 Half of it\n- [ ] 2.").replace("[ ] 1.", "[x] 1.", 1)
"""A task list that contradicts itself: TASK001."""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The exit code of a command, and its output on screen."""

    code: int
    screen: str


class HookedRepo(Repo):
    """A repository in which hooks run."""

    def __init__(self, top: Path, *options: str, env: dict[str, str] | None = None) -> None:
        self.env = env or {}
        super().__init__(top, *options)

    def attempt(self, *arguments: str, **env: str) -> CommandResult:
        """Run git with hooks, as a user does."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment() | self.env | env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False,
        )  # fmt: skip
        return CommandResult(done.returncode, done.stdout.decode("utf-8", "backslashreplace"))

    def accepted(self, *arguments: str, **env: str) -> CommandResult:
        """Run git with hooks, which must accept it."""
        found = self.attempt(*arguments, **env)
        assert found.code == 0, found.screen
        return found

    def refused(self, *arguments: str, **env: str) -> CommandResult:
        """Run git with hooks, which must fail with exit code 1."""
        found = self.attempt(*arguments, **env)
        assert found.code == 1, found.screen
        return found

    def commit_unchecked(
        self, message: str, files: Mapping[str, str | bytes | None] | None = None
    ) -> str:
        """Commit everything without running hooks; return the id."""
        self.write(dict(files or {}))
        self.git("add", "--all")
        past = ("-c", "core.hooksPath=/dev/null")
        self.git(*past, "commit", "--quiet", "--allow-empty", "-m", message)
        return self.head()

    def finish(self, *done: str, text: str = "x = 1\n") -> None:
        """Write code and tick these tasks."""
        self.write({TASKS: tasks(*done), CODE: text})

    def head(self) -> str:
        """The id of the last commit, or "" before the first."""
        return self.git("rev-parse", "--verify", "--quiet", "HEAD", check=False)

    def last_message(self) -> str:
        """The message of the last commit."""
        return self.git("log", "-1", "--format=%B")

    def linked(self, top: Path) -> HookedRepo:
        """Add a linked worktree."""
        self.git("worktree", "add", "--quiet", "-b", top.name, str(top))
        found = object.__new__(HookedRepo)
        found.top, found.env = top.resolve(), self.env
        return found


def with_spec(repo: HookedRepo) -> HookedRepo:
    """Commit one approved spec of three open tasks, and some code."""
    repo.commit_unchecked("docs: specify", {**project(), CODE: "x = 0\n"})
    return repo


def with_remote(repo: HookedRepo, folder: Path) -> HookedRepo:
    """Push the repository to a new remote in this folder."""
    HookedRepo(folder / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(folder / "remote.git"))
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    return repo


def second_spec(name: str) -> dict[str, str]:
    """The files of a second spec, with the number 002."""
    files = {path.replace("001-login", f"002-{name}"): text for path, text in project().items()}
    return {path: text for path, text in files.items() if name in path}


class Commits:
    """Commits that hooks refuse or accept, for every way to run the hooks."""

    def test_a_bad_commit_is_refused_and_its_twin_goes_through(self, repo: HookedRepo) -> None:
        start = repo.head()
        repo.write({CODE: "x = 1\n"})
        refused = repo.refused("commit", "-am", "feat: part 1")
        assert "error GIT001 commit-without-task: the commit changes 1 file" in refused.screen
        assert "  help: " in refused.screen
        assert "not evaluated" not in refused.screen
        assert repo.head() == start
        repo.finish("1")
        repo.accepted("commit", "-am", "feat: part 1")
        assert repo.last_message() == "feat: part 1\n\nTask: login#1"

    def test_a_first_approval_is_not_blocked_by_other_specs(self, repo: HookedRepo) -> None:
        mail = second_spec("mail")
        begun = {path: tasks("1") for path in mail if path.endswith("tasks.md")}
        level = '[approval]\nlevel = "pinned"\n'
        repo.commit_unchecked("chore: gate", {**mail, **begun, "aos-check.toml": level})
        approved = repo.run("approve", "login", env=dict.fromkeys(VARIABLES, ""))
        assert approved.exit_code == 0, approved.output
        repo.git("add", "--all")
        repo.accepted("commit", "-m", "docs: approve")

    def test_a_project_that_observes_refuses_nothing(self, repo: HookedRepo) -> None:
        repo.commit_unchecked("chore: observe", {"aos-check.toml": 'observe = "2020-01-01"\n'})
        repo.write({TASKS: BAD, CODE: "x = 1\n"})
        repo.accepted("commit", "-am", "feat: part 1")
        assert repo.last_message().startswith("feat: part 1")

    def test_all_that_is_tracked(self, repo: HookedRepo) -> None:
        repo.write({TASKS: BAD})
        refused = repo.refused("commit", "-am", "docs: tick")
        found = f"{TASKS}\n  3:1 error TASK001 done-task-open-subtask: task 1 is done"
        assert found in refused.screen
        assert "help: finish 1.1" in refused.screen

    def test_some_paths_only(self, repo: HookedRepo) -> None:
        repo.write({TASKS: BAD, CODE: "x = 1\n"})
        refused = repo.refused("commit", "-m", "docs: tick", "--", TASKS)
        assert "TASK001" in refused.screen
        repo.write({TASKS: tasks("1")})
        repo.git("add", "--all")
        repo.write({"README.md": "more\n"})
        repo.git("add", "--intent-to-add", "README.md")
        repo.accepted("commit", "-m", "docs: more", "--", "README.md")
        assert repo.last_message() == "docs: more"  # the tick in the index is not in this commit

    def test_the_index_is_judged_and_not_the_disk(self, repo: HookedRepo) -> None:
        repo.write({TASKS: BAD})
        repo.git("add", "--all")
        repo.write({TASKS: tasks()})
        refused = repo.refused("commit", "-m", "docs: tick")
        assert "TASK001" in refused.screen
        repo.finish("1")
        repo.git("add", "--all")
        repo.write({TASKS: BAD})
        repo.accepted("commit", "-m", "feat: part 1")
        assert (repo.top / TASKS).read_text() == BAD

    def test_nothing_but_a_deletion(self, repo: HookedRepo) -> None:
        repo.git("rm", "--quiet", CODE)
        refused = repo.refused("commit", "-m", "chore: tidy")
        assert "GIT001" in refused.screen

    def test_the_first_commit(self, fresh: HookedRepo) -> None:
        fresh.write({**project(), TASKS: BAD})
        fresh.git("add", "--all")
        refused = fresh.refused("commit", "-m", "docs: specify")
        assert "TASK001" in refused.screen
        assert not fresh.head()
        fresh.write({TASKS: tasks()})
        fresh.git("add", "--all")
        fresh.accepted("commit", "-m", "docs: specify")

    def test_a_linked_worktree(self, repo: HookedRepo, tmp_path: Path) -> None:
        linked = repo.linked(tmp_path / "linked")
        repo.write({TASKS: BAD})
        repo.git("add", "--all")  # in the index of another worktree
        linked.finish("1")
        linked.accepted("commit", "-am", "feat: part 1")
        assert linked.last_message() == "feat: part 1\n\nTask: login#1"
        linked.write({TASKS: BAD})
        refused = linked.refused("commit", "-am", "docs: tick")
        assert "TASK001" in refused.screen

    def test_a_merge_with_conflicts(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1", text="a\n")
        repo.commit_unchecked("feat: part 1\n\nTask: login#1")
        repo.git("checkout", "--quiet", "main")
        repo.commit_unchecked("fix: b\n\nAos-Waive: GIT001 sample", {CODE: "b\n"})
        repo.refused("merge", "topic")
        repo.write({CODE: "c\n"})
        refused = repo.refused("commit", "-am", "Merge branch 'topic'")
        assert "GIT001" in refused.screen
        repo.write({CODE: "a\n"})
        repo.accepted("commit", "-a", "--no-edit")
        assert len(repo.git("log", "-1", "--format=%P").split()) == 2
        assert "Task:" not in repo.last_message()

    def test_a_clean_merge(self, repo: HookedRepo) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.commit_unchecked("feat: part 1\n\nTask: login#1")
        repo.git("checkout", "--quiet", "-b", "other", "main")
        repo.commit_unchecked("docs: mail", second_spec("mail"))
        repo.accepted("merge", "--no-edit", "topic")
        assert "Task:" not in repo.last_message()
        repo.git("checkout", "--quiet", "main")
        repo.commit_unchecked("docs: chat", second_spec("chat"))
        start = repo.head()
        refused = repo.refused("merge", "--no-edit", "other")
        assert "SPEC008" in refused.screen
        assert repo.head() == start


def copy_of_this_checkout(to: Path) -> str:
    """Commit a copy of the installable package to a new repository; return the commit's id."""
    repo = Repo(to)
    for folder in ("src", "github-action", "tools"):
        shutil.copytree(HERE / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(HERE / name, to / name)
    return repo.commit("this checkout")
