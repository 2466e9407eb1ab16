"""`init` carried out: the changes are shown and made, and what comes next is said."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from aos_check.cli.output import emit
from aos_check.git import Repository, find_top
from aos_check.judging.request import CheckRequest
from aos_check.judging.worktree import open_projects
from aos_check.model.errors import CannotCheckError
from aos_check.reading.layout_files import shipped_names
from aos_check.setup.file_edits import FileEdit, diff_of, put
from aos_check.setup.init.next_steps import next_steps
from aos_check.setup.init.target import RepositoryTarget, additions, removals


def set_up(given: dict[str, Any]) -> None:
    """Put in what is not there."""
    top = _top()
    _expect_layout(given["layout"])
    opened = open_projects(CheckRequest(allow_empty=True))
    with Repository.open(top) as repository:
        target = RepositoryTarget(top, opened, repository, given["layout"], _asked)
        edits = additions(target, given["parts"])
        _carry_out(edits, top, dry_run=given["dry_run"])
        if not edits:
            emit("nothing to do: everything that init puts in is there\n")
        steps = list(next_steps(target, given["parts"], [edit.path for edit in edits]))
    if steps and not (edits and given["dry_run"]):
        emit("\nnext:\n" + "".join(f"  {step}\n" for step in steps))


def take_down(given: dict[str, Any]) -> None:
    """Take out what was put in, and say what was changed since and stays."""
    if given["layout"]:
        raise click.UsageError("--layout says nothing to --remove")
    top = _top()
    found = list(removals(top, given["parts"]))
    edits = [edit for edit, _ in found if edit.after != edit.before]
    left = [f"left {edit.path}: {why}\n" for edit, why in found if why]
    _carry_out(edits, top, dry_run=given["dry_run"])
    emit("".join(left))
    if not edits and not left:
        emit("nothing to do: nothing that init puts in is there\n")


def _top() -> Path:
    here = Path.cwd()
    top = find_top(here.resolve())
    if top is None:
        raise CannotCheckError(f"{here} is in no git repository", "make one with `git init`")
    return top


def _expect_layout(name: str | None) -> None:
    names = shipped_names()
    if name is not None and name not in names:
        near = get_close_matches(name, names, 1)
        raise CannotCheckError(
            f"there is no layout {name}",
            f"the nearest is {near[0]}" if near else f"there are {', '.join(names)}",
        )


def _carry_out(edits: Sequence[FileEdit], top: Path, *, dry_run: bool) -> None:
    """Show the changes and, unless it is a rehearsal, make them."""
    emit(diff_of(edits))
    if edits and dry_run:
        emit("\nnothing is written: this was a rehearsal\n")
    elif edits:
        put(top, edits)
        written = ", ".join(edit.path for edit in edits if edit.after is not None)
        deleted = ", ".join(edit.path for edit in edits if edit.after is None)
        said = [f"wrote {written}"] * bool(written) + [f"deleted {deleted}"] * bool(deleted)
        emit(f"\n{', '.join(said)}\n")


def _asked() -> str:
    """The layout that whoever sits there wants. Raises CannotCheckError where nobody does."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise CannotCheckError(
            "there are no artifacts yet that would show the layout",
            f"name it with --layout: {', '.join(shipped_names())}",
        )
    chosen: str = click.prompt("Which layout?", type=click.Choice(shipped_names()), err=True)
    return chosen
