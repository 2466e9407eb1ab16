"""One way out of a finding, and the commands that edits cannot replace."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.rules.remedies.texts import SPEC
from tests.support.git_repo import Repo, author

Edits: TypeAlias = "str | Sequence[tuple[str, str]]"
"""The new text of a file, or the replacements in it."""


@dataclass(frozen=True)
class Remedy:
    """One way out of a finding.

    `follows` is the part of the help line that is followed, `example` the title of the flagged
    example in the rule's documentation, and `also` are files that it leaves out. `edits` are by the
    end of a path: None deletes the file, and `commit` is the commit's message. `run` does what an
    edit cannot. `by` is the author of the commit that brings the remedy, and `message` its message.
    For a rule on commits, they are those of the flagged commit.
    """

    code: str
    follows: str
    edits: Mapping[str, Edits | None] = field(default_factory=dict)
    example: str = "Flagged"
    by: str = "Ada"
    also: Mapping[str, str] = field(default_factory=dict)
    run: Callable[[Repo], object] | None = None
    message: str = ""


def move(old: str, new: str) -> Callable[[Repo], object]:
    """A run that moves a file or folder."""

    def run(repo: Repo) -> None:
        shutil.rmtree(repo.top / new, ignore_errors=True)  # folders that git left empty
        (repo.top / new).parent.mkdir(parents=True, exist_ok=True)
        repo.git("mv", old, new)

    return run


def approve(spec: str, *options: str, by: str = "Ada") -> Callable[[Repo], object]:
    """A run of `aos-check approve` by this person."""

    def run(repo: Repo) -> None:
        result = repo.run("approve", spec, *options, env=author(by))
        assert result.exit_code == 0, result.output

    return run


def approved_by_grace(repo: Repo) -> None:
    """Let someone who did not write the spec approve it in a commit of their own."""
    approve("001-login", by="Grace")(repo)
    repo.commit("docs: approve the login", by="Grace")


def git(*arguments: str) -> Callable[[Repo], object]:
    """A run of git."""
    return lambda repo: repo.git(*arguments)


def new_spec(repo: Repo) -> None:
    """Start a spec, get it approved, and finish its task in the last commit."""
    assert repo.run("new", "spec", "mail").exit_code == 0
    folder = next(str(it.relative_to(repo.top)) for it in repo.top.glob(".agent-os/specs/*-mail"))
    repo.git("reset", "--quiet", "--soft", "HEAD~1")
    (file,) = (repo.top / "src").glob("*.py")
    path, code = f"src/{file.name}", file.read_text("utf-8")
    repo.commit("docs: plan the mail", {path: None, f"{folder}/spec.md": SPEC})
    repo.commit("docs: list the tasks", {f"{folder}/tasks.md": "# Spec Tasks\n\n- [ ] 1. Form\n"})
    done = {f"{folder}/tasks.md": "# Spec Tasks\n\n- [x] 1. Form\n", path: code}
    repo.commit("Add the form\n\nTask: mail#1\n", done)


def one_by_one(repo: Repo) -> None:
    """Commit each task with its work."""
    tasks = ".agent-os/specs/2025-10-08-login/tasks.md"
    text = (repo.top / tasks).read_text("utf-8")
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    for number, until in ((1, "- [x] 2"), (2, "- [x] 3"), (3, "")):
        head, mark, rest = text.partition(until) if until else (text, "", "")
        done = head + (mark + rest).replace("[x]", "[ ]")
        files = {tasks: done, "src/login.py": f"FORM = {number}\n"}
        repo.commit(f"Add part {number}\n\nTask: login#{number}\n", files)


def write_what_is_named(repo: Repo) -> None:
    """Untick the tasks whose files are missing, and tick them again in the commit that has them."""
    tasks = "openspec/changes/add-login/tasks.md"
    text = (repo.top / tasks).read_text("utf-8")
    unticked = text.replace("[x] T002", "[ ] T002").replace("[x] T003", "[ ] T003")
    repo.commit("docs: untick T002 and T003, which are not written", {tasks: unticked})
    code = {"src/session.py": "SESSIONS = []\n", "src/store.py": "STORE = {}\n"}
    message = "Add the session\n\nTask: add-login#T002\nTask: add-login#T003\n"
    repo.commit(message, {tasks: text, **code})


def prove_first(repo: Repo) -> None:
    """Prove the task before its tick, and commit the proof with the tick."""
    tasks = ".agent-os/specs/2025-10-08-login/tasks.md"
    text = (repo.top / tasks).read_text("utf-8")
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    assert repo.run("prove", "2025-10-08-login#1", "--", "true").exit_code == 0
    repo.commit("Tick the form\n", {tasks: text})
