"""Repositories with hooks, and what whoever commits sees of them.

`Commits` is what every kind of hook must do; the native scripts and pre-commit are both held to it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.git_repo import Repo, environment
from tests.support.sample_project import SPEC, project, tasks

HERE = Path(__file__).parents[2]
SCRIPTS = HERE / "hooks" / "git"
TASKS = f"{SPEC}/tasks.md"
CODE = "src/app.py"
BAD = tasks().replace("- [ ] 2.", "  - [ ] 1.1 Half of it\n- [ ] 2.").replace("[ ] 1.", "[x] 1.", 1)
"""A task list that contradicts itself: TASK001."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command of git ended, and what was on screen."""

    code: int
    screen: str


class Hooked(Repo):
    """A repository in which hooks run."""

    def __init__(self, top: Path, *options: str, env: dict[str, str] | None = None) -> None:
        self.env = env or {}
        super().__init__(top, *options)

    def attempt(self, *arguments: str, **env: str) -> Answer:
        """Run git as whoever works there does, hooks and all."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=environment() | self.env | env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode("utf-8", "backslashreplace"))

    def slip(self, message: str, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Commit everything past the hooks; the id."""
        self.write(dict(files or {}))
        self.git("add", "--all")
        past = ("-c", "core.hooksPath=/dev/null")
        self.git(*past, "commit", "--quiet", "--allow-empty", "-m", message)
        return self.head()

    def finish(self, *done: str, text: str = "x = 1\n") -> None:
        """Write code, and tick these tasks."""
        self.write({TASKS: tasks(*done), CODE: text})

    def head(self) -> str:
        """The last commit; "" before the first."""
        return self.git("rev-parse", "--verify", "--quiet", "HEAD", check=False)

    def said(self) -> str:
        """The last message."""
        return self.git("log", "-1", "--format=%B")

    def linked(self, top: Path) -> Hooked:
        """Another worktree of it."""
        self.git("worktree", "add", "--quiet", "-b", top.name, str(top))
        found = object.__new__(Hooked)
        found.top, found.env = top.resolve(), self.env
        return found


def specified(repo: Hooked) -> Hooked:
    """The repository with one approved spec of three open tasks, and some code."""
    repo.slip("docs: specify", {**project(), CODE: "x = 0\n"})
    return repo


def second_spec(name: str) -> dict[str, str]:
    """Another spec, which has the number 002."""
    files = {path.replace("001-login", f"002-{name}"): text for path, text in project().items()}
    return {path: text for path, text in files.items() if name in path}


class Commits:
    """What is refused and what goes through, whoever runs the hooks."""

    def test_a_bad_commit_is_refused_and_its_twin_goes_through(self, repo: Hooked) -> None:
        start = repo.head()
        repo.write({CODE: "x = 1\n"})
        refused = repo.attempt("commit", "-am", "feat: part 1")
        assert refused.code == 1
        assert "error GIT001 commit-without-task: the commit changes 1 file" in refused.screen
        assert "  help: " in refused.screen
        assert "not evaluated" not in refused.screen
        assert repo.head() == start
        repo.finish("1")
        accepted = repo.attempt("commit", "-am", "feat: part 1")
        assert accepted.code == 0, accepted.screen
        assert repo.said() == "feat: part 1\n\nTask: login#1"

    def test_all_that_is_tracked(self, repo: Hooked) -> None:
        repo.write({TASKS: BAD})
        refused = repo.attempt("commit", "-am", "docs: tick")
        assert refused.code == 1
        assert (
            f"{TASKS}:3:1: error TASK001 done-task-open-subtask: task 1 is done" in refused.screen
        )
        assert "help: finish 1.1" in refused.screen

    def test_some_paths_only(self, repo: Hooked) -> None:
        repo.write({TASKS: BAD, CODE: "x = 1\n"})
        refused = repo.attempt("commit", "-m", "docs: tick", "--", TASKS)
        assert refused.code == 1
        assert "TASK001" in refused.screen
        repo.write({TASKS: tasks("1")})
        repo.git("add", "--all")
        repo.write({"README.md": "more\n"})
        repo.git("add", "--intent-to-add", "README.md")
        accepted = repo.attempt("commit", "-m", "docs: more", "--", "README.md")
        assert accepted.code == 0, accepted.screen
        assert repo.said() == "docs: more"  # the tick in the index is not of this commit

    def test_the_index_is_judged_and_not_the_disk(self, repo: Hooked) -> None:
        repo.write({TASKS: BAD})
        repo.git("add", "--all")
        repo.write({TASKS: tasks()})
        refused = repo.attempt("commit", "-m", "docs: tick")
        assert refused.code == 1
        assert "TASK001" in refused.screen
        repo.finish("1")
        repo.git("add", "--all")
        repo.write({TASKS: BAD})
        accepted = repo.attempt("commit", "-m", "feat: part 1")
        assert accepted.code == 0, accepted.screen
        assert (repo.top / TASKS).read_text() == BAD

    def test_nothing_but_a_deletion(self, repo: Hooked) -> None:
        repo.git("rm", "--quiet", CODE)
        refused = repo.attempt("commit", "-m", "chore: tidy")
        assert refused.code == 1
        assert "GIT001" in refused.screen

    def test_the_first_commit(self, fresh: Hooked) -> None:
        fresh.write({**project(), TASKS: BAD})
        fresh.git("add", "--all")
        refused = fresh.attempt("commit", "-m", "docs: specify")
        assert refused.code == 1
        assert "TASK001" in refused.screen
        assert not fresh.head()
        fresh.write({TASKS: tasks()})
        fresh.git("add", "--all")
        accepted = fresh.attempt("commit", "-m", "docs: specify")
        assert accepted.code == 0, accepted.screen

    def test_a_linked_worktree(self, repo: Hooked, tmp_path: Path) -> None:
        linked = repo.linked(tmp_path / "linked")
        repo.write({TASKS: BAD})
        repo.git("add", "--all")  # the index of another worktree
        linked.finish("1")
        accepted = linked.attempt("commit", "-am", "feat: part 1")
        assert accepted.code == 0, accepted.screen
        assert linked.said() == "feat: part 1\n\nTask: login#1"
        linked.write({TASKS: BAD})
        refused = linked.attempt("commit", "-am", "docs: tick")
        assert refused.code == 1
        assert "TASK001" in refused.screen

    def test_a_merge_with_conflicts(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1", text="a\n")
        repo.slip("feat: part 1\n\nTask: login#1")
        repo.git("checkout", "--quiet", "main")
        repo.slip("fix: b\n\nAos-Waive: GIT001 sample", {CODE: "b\n"})
        assert repo.attempt("merge", "topic").code == 1
        repo.write({CODE: "c\n"})
        refused = repo.attempt("commit", "-am", "Merge branch 'topic'")
        assert refused.code == 1
        assert "GIT001" in refused.screen
        repo.write({CODE: "a\n"})
        accepted = repo.attempt("commit", "-a", "--no-edit")
        assert accepted.code == 0, accepted.screen
        assert len(repo.git("log", "-1", "--format=%P").split()) == 2
        assert "Task:" not in repo.said()

    def test_a_clean_merge(self, repo: Hooked) -> None:
        repo.git("checkout", "--quiet", "-b", "topic")
        repo.finish("1")
        repo.slip("feat: part 1\n\nTask: login#1")
        repo.git("checkout", "--quiet", "-b", "other", "main")
        repo.slip("docs: mail", second_spec("mail"))
        accepted = repo.attempt("merge", "--no-edit", "topic")
        assert accepted.code == 0, accepted.screen
        assert "Task:" not in repo.said()
        repo.git("checkout", "--quiet", "main")
        repo.slip("docs: chat", second_spec("chat"))
        start = repo.head()
        refused = repo.attempt("merge", "--no-edit", "other")
        assert refused.code == 1
        assert "SPEC008" in refused.screen
        assert repo.head() == start


def copy_of_this_checkout(to: Path) -> str:
    """What is needed to install this package, as a repository; the id of its commit."""
    repo = Repo(to)
    for folder in ("src", "github-action"):
        shutil.copytree(HERE / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(HERE / name, to / name)
    return repo.commit("this checkout")
