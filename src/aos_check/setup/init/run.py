"""`aos-check init` and `aos-check init --remove`. Both yield the texts to print."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from aos_check.git import Repository, find_top
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.request import closing_request
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Severity
from aos_check.model.wording import counted
from aos_check.reading.homes import find_homes
from aos_check.reading.layout_files import shipped_names
from aos_check.reading.spec_folders import find_specs
from aos_check.reporters.style import safe
from aos_check.setup.file_edits import NOTHING_WRITTEN, apply
from aos_check.setup.init import merge_driver, pre_commit
from aos_check.setup.init.target import (
    PARTS,
    RepositoryTarget,
    additions,
    owns_config,
    removals,
)
from aos_check.setup.installing import for_good, lasting_program
from aos_check.setup.layouts import expect_layout
from aos_check.setup.source import installed


class Questions(NamedTuple):
    """The questions to the user: which layout, whether to add a part, and whether to write."""

    layout: Callable[[], str]
    part: Callable[[str], bool]
    confirm: Callable[[], bool]


class Wishes(NamedTuple):
    """The wishes of the user. `parts` is None if the user must be asked for them."""

    parts: Sequence[str] | None = None
    layout: str | None = None
    observe: bool = False
    dry_run: bool = False


def set_up(wishes: Wishes, questions: Questions) -> Iterator[str]:
    """Add the configuration and the wanted parts that are missing."""
    top = find_repository()
    if wishes.layout is not None:
        expect_layout(wishes.layout, shipped_names())
    with closing_request() as request, Repository.open(top) as repository:
        opened = open_projects(request)
        day = request.clock().isoformat() if wishes.observe else ""
        target = RepositoryTarget(
            top, opened, repository, installed(), wishes.layout, questions.layout, day
        )
        parts = wishes.parts
        if parts is None:
            parts = [part for part in PARTS if questions.part(part)]
        edits = additions(target, parts)
        yield from recognized(opened)
        written = [edit.path for edit in edits]
        for text in apply(top, edits, dry_run=wishes.dry_run, confirm=questions.confirm):
            yield text
        if not edits and not any(sharing(target, parts, written)):
            yield "nothing to do: everything is set up already\n"
        steps = [] if wishes.parts else list(_left_out(parts))
        steps += next_steps(target, parts, written)
    if steps and not (edits and (wishes.dry_run or text == NOTHING_WRITTEN)):
        yield listed(steps)


def recognized(opened: CheckInput) -> Iterator[str]:
    """The frameworks in the worktree, a line each, with the number of their specs."""
    for home in find_homes(opened.tree.paths(), opened.layouts):
        numbers = Counter(spec.layout for spec in find_specs(home))
        for layout, number in (numbers or {home.layouts[0]: 0}).items():
            name = safe(layout.title or layout.name)
            yield f"found: {name} in {safe(home.path)}, {counted(number, 'spec')}\n"


def take_out(*, dry_run: bool, confirm: Callable[[], bool]) -> Iterator[str]:
    """Remove what init has added, except what the user has changed since."""
    top = find_repository()
    found = list(removals(top))
    edits = [edit for edit, _ in found if edit.after != edit.before]
    left = [f"left {edit.path}: {why}\n" for edit, why in found if why]
    yield from apply(top, edits, dry_run=dry_run, confirm=confirm)
    yield from left
    if not edits and not left:
        yield "nothing to do: init has added nothing here\n"


def find_repository() -> Path:
    """The top folder of the repository. Raises CannotCheckError."""
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
    if {"claude-code", "merge"} & set(parts) and lasting_program() is None:
        yield f"{for_good()}  # for agents and for git, which run it from PATH"
    if not target.opened.projects:
        yield "aos-check new spec NAME  # writes the first spec"
    elif not target.observes:
        yield from recording(target.opened)
    if commit := [path for path in written if path != merge_driver.CONFIG]:
        yield committing(commit)
    yield from sharing(target, parts, written)
    if "workflow" in parts:
        platform = target.platform
        step = platform.next_step(
            wrote=platform.file in written, checks=target.checks_in_ci, branch=target.branch
        )
        yield from filter(None, [step])


def sharing(
    target: RepositoryTarget, parts: Collection[str], written: Collection[str]
) -> Iterator[str]:
    """The steps for a source that other machines cannot install from."""
    if "merge" in parts and not owns_config(target.top):
        command = f"git config {merge_driver.SETTING} '{merge_driver.DRIVER}'"
        yield f"{command}  # the configuration of this clone is outside of this folder"
    elif merge_driver.ATTRIBUTES in written:
        yield "aos-check init --with merge  # in every other clone: commits contain no merge driver"
    source = target.source
    if source.is_shared:
        return
    if pre_commit.FILE in written and source.git:
        yield f"publish {source.git}, and install from there  # other machines cannot reach it"
    elif pre_commit.FILE in written:
        yield "install aos-check on every other machine that commits: the hooks run it from PATH"
    if "workflow" in parts and target.platform.file and not target.checks_in_ci:
        yield (
            f"no workflow was written: CI cannot install from {source.name}. "
            "Install aos-check from a git URL or an index, and run init again"
        )


def listed(steps: Sequence[str]) -> str:
    """The next steps, a line each."""
    return "\nnext:\n" + "".join(f"  {step}\n" for step in steps)


def recording(opened: CheckInput) -> Iterator[str]:
    """The command that records the errors of the worktree; nothing without errors."""
    findings = judge(opened).findings
    if number := sum(it.severity is Severity.ERROR and it.counts for it in findings):
        command = f"aos-check baseline && git add {opened.config.baseline}"
        today = counted(number, "error")
        yield f"{command}  # records today's findings ({today}), so that only new ones count"


def committing(written: Sequence[str]) -> str:
    """The command that commits these files."""
    return f"git add {' '.join(written)} && git commit"


def _left_out(parts: Collection[str]) -> Iterator[str]:
    """The command that adds the parts which were not chosen."""
    if missing := [part for part in PARTS if part not in parts]:
        yield f"aos-check init --with {','.join(missing)}  # adds what runs the check"


def _installing(target: RepositoryTarget) -> str:
    """The command that installs the hooks in this clone; "" if they are installed."""
    if all(_is_installed(target, name) for name in pre_commit.HOOK_TYPES):
        return ""
    text = target.text(pre_commit.FILE)
    settled = (
        text is None or pre_commit.read(pre_commit.with_entry(text, target.source)).installs_all()
    )
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
