"""`aos-check init` and `aos-check init --remove`. Both yield the texts to print."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from aos_check.git import Repository, find_top
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.request import CheckRequest
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Severity
from aos_check.model.wording import counted
from aos_check.reading.layout_files import shipped_names
from aos_check.setup.file_edits import apply
from aos_check.setup.init import pre_commit
from aos_check.setup.init.target import RepositoryTarget, additions, removals
from aos_check.setup.layouts import expect_layout


def set_up(
    parts: Sequence[str], layout: str | None, ask: Callable[[], str], *, dry_run: bool
) -> Iterator[str]:
    """Add the parts that are missing. `ask` asks the user for a layout."""
    top = _top()
    if layout is not None:
        expect_layout(layout, shipped_names())
    opened = open_projects(CheckRequest(allow_empty=True))
    with Repository.open(top) as repository:
        target = RepositoryTarget(top, opened, repository, layout, ask)
        edits = additions(target, parts)
        yield from apply(top, edits, dry_run=dry_run)
        if not edits:
            yield "nothing to do: everything is set up already\n"
        steps = list(next_steps(target, parts, [edit.path for edit in edits]))
    if steps and not (edits and dry_run):
        yield "\nnext:\n" + "".join(f"  {step}\n" for step in steps)


def take_out(parts: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    """Remove the parts, except what the user has changed since."""
    top = _top()
    found = list(removals(top, parts))
    edits = [edit for edit, _ in found if edit.after != edit.before]
    left = [f"left {edit.path}: {why}\n" for edit, why in found if why]
    yield from apply(top, edits, dry_run=dry_run)
    yield from left
    if not edits and not left:
        yield "nothing to do: init has added nothing here\n"


def _top() -> Path:
    here = Path.cwd()
    top = find_top(here.resolve())
    if top is None:
        raise CannotCheckError(f"{here} is not in a git repository", "run `git init` first")
    return top


# The next steps


def next_steps(
    target: RepositoryTarget, parts: Collection[str], written: Sequence[str]
) -> Iterator[str]:
    """The steps that the user has not taken yet, in the best order."""
    if "pre-commit" in parts and (command := _installing(target)):
        yield f"{command}  # installs the hooks in this clone"
    if "agents" in parts and not shutil.which("aos-check"):
        yield "pip install aos-check  # for the agent's hooks"
    if not target.opened.projects:
        yield "aos-check new spec NAME  # writes the first spec"
    elif number := _failing(target):
        today = counted(number, "finding")
        yield f"aos-check baseline  # records today's {today}, so that only new ones count"
    if written:
        yield f"git add {' '.join(written)} && git commit"
    if "workflow" in parts:
        platform = target.platform
        step = platform.next_step(
            wrote=platform.file in written, checks=target.checks_in_ci, branch=target.branch
        )
        yield from filter(None, [step])


def _installing(target: RepositoryTarget) -> str:
    """The command that installs the hooks in this clone; "" if they are installed."""
    if all(_is_installed(target, name) for name in pre_commit.HOOK_TYPES):
        return ""
    text = target.text(pre_commit.FILE)
    settled = text is None or pre_commit.read(pre_commit.with_entry(text)).installs_all()
    types = "" if settled else "".join(f" -t {name}" for name in pre_commit.HOOK_TYPES)
    install = "" if shutil.which("pre-commit") else "pip install pre-commit && "
    return f"{install}pre-commit install{types}"


def _is_installed(target: RepositoryTarget, name: str) -> bool:
    """True for a hook that pre-commit wrote, or that runs aos-check itself."""
    # Not git_path("hooks"): git runs here with hooks turned off, and would name another folder.
    hooks = target.repository.git_path("info").parent / "hooks"
    try:
        hook = (hooks / name).read_bytes()
    except OSError:
        return False
    return b"pre-commit" in hook or b"aos-check" in hook


def _failing(target: RepositoryTarget) -> int:
    findings = judge(target.opened).findings
    return sum(it.severity is Severity.ERROR and it.counts for it in findings)
