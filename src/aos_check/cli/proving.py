"""Running commands as the proofs of tasks, and recording or comparing their results."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import click

from aos_check.cli.approval import find_spec
from aos_check.cli.output import say
from aos_check.cli.record_file import record_file, recorded_now
from aos_check.cli.terminal import request_of
from aos_check.git import Repository, find_top, open_worktree
from aos_check.git.files import replace_file
from aos_check.history.code_owners import code_of
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.ci_range import CIRange
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.proving import rerun
from aos_check.judging.request import CheckRequest
from aos_check.model.addresses import SpecDirectory, parse_list, suggestion, write
from aos_check.model.change import PathChange
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Place
from aos_check.model.proof import ProofRecord, Rerun
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import counted, listed
from aos_check.reading.proofs import read_proofs, with_proof
from aos_check.reading.snapshot import Snapshot
from aos_check.reporters.style import safe
from aos_check.setup.doctor.running import run_in_sight

LIMIT = 600.0
"""The seconds that a proof may take in CI."""


def prove_task(written: str, command: tuple[str, ...], given: dict[str, Any]) -> int:
    """Run the command, record the result, and return its exit code."""
    opened = open_projects(request_of({**given, "quiet": True}))
    spec, task = _find_task(written, opened)
    file, text = record_file(spec.proof_file, opened, read_proofs)
    tree = _committed_tree(opened)
    start = time.monotonic()
    code = _run(command, opened.top or Path()) or 0
    if tree != _committed_tree(opened):
        raise CannotCheckError("HEAD has moved since the command began", "run it again")
    proof = ProofRecord(
        task=write(SpecDirectory(opened.specs).name(spec), task.id),
        command=command,
        exit=code,
        tree=tree,
        when=recorded_now(),
        seconds=round(time.monotonic() - start, 1),
        at=Place(spec.proof_file),
    )
    replace_file(file, with_proof(text or "", proof).encode("utf-8", "surrogatepass"))
    _say_next(proof, task, file)
    return code


def _find_task(written: str, opened: CheckInput) -> tuple[Spec, Task]:
    """The task with this address, or with this id in a spec with open tasks."""
    wanted = next(iter(parse_list(written)), None)
    if wanted is None:
        raise CannotCheckError("no task is named", "name one such as login#1.2")
    if wanted.spec:
        specs = [find_spec(wanted.spec, opened)]
    else:
        specs = [spec for spec in opened.specs if spec.open_tasks()]
    found = [(it, task) for it in specs for task in it.all_tasks() if task.id == wanted.task]
    if len(found) == 1:
        return found[0]
    if found:
        names = [write(spec.id, task.id) for spec, task in found]
        raise CannotCheckError(
            f"{written} may be {listed(names)}", "name the spec too, and give each task its own id"
        )
    directory = SpecDirectory(opened.specs)
    known = (write(directory.name(it), task.id) for it in specs for task in it.all_tasks())
    listing = "name one such as login#1.2; `aos-check status SPEC` lists the tasks of a spec"
    raise CannotCheckError(f"there is no task {written}", suggestion(written, known, listing))


def _committed_tree(opened: CheckInput) -> str:
    """The tree of HEAD. Raises CannotCheckError if tracked code differs from it."""
    if opened.top is None or find_top(opened.top) is None:
        raise CannotCheckError("there is no git history here", "run it in a git repository")
    with Repository.open(opened.top) as repository:
        head = repository.head()
        if head is None:
            raise CannotCheckError("there are no commits yet", "commit the code first")
        changes = [PathChange(path, path) for path in repository.uncommitted()]
        policy = commit_policy_of(opened.config)
        owned, unowned = code_of(changes, (Snapshot(opened.tree, opened.sources),), policy)
        if code := [*owned, *unowned]:
            raise CannotCheckError(
                f"uncommitted changes in {counted(len(code), 'file')} of code: {listed(code)}",
                "commit the code first, then the done task together with evidence.json",
            )
        return repository.tree_id(head)


def _run(command: tuple[str, ...], top: Path, patience: float | None = None) -> int | None:
    try:
        return run_in_sight(command, top, patience)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotCheckError(
            f"{command[0]} cannot be run: {reason}", "name a program after `--`"
        ) from error


def _say_next(proof: ProofRecord, task: Task, file: Path) -> None:
    command = shlex.join(proof.command)
    click.echo(safe(f"recorded for {proof.task}: `{command}` ended with exit code {proof.exit}"))
    mark = "commit" if task.done else f"mark {proof.task} as done, and commit that with"
    again = "fix the code, commit it, and run this again"
    click.echo(safe(f"now {again if proof.exit else f'{mark} {proof.at.path}'}"))
    if proof.at.path not in open_worktree(file.parent).tree.paths():
        say(f"but git ignores {proof.at.path}: remove it from .gitignore")


# In CI


def prove_again(
    opened: Sequence[CheckInput], found: CIRange, request: CheckRequest
) -> list[CheckInput]:
    """The inputs with the results of running the proofs of finished tasks again."""
    top = find_top(Path.cwd().resolve()) or Path.cwd()
    is_here = found.is_checked_out(request)

    @cache
    def run(command: tuple[str, ...]) -> int | None:
        say(f"aos-check: running {shlex.join(command)}")
        return _run(command, top, LIMIT)

    def again(proof: ProofRecord) -> Rerun:
        if not is_here:
            return Rerun(proof, reason="the commits under check are not checked out")
        try:
            return Rerun(proof, run(proof.command))
        except CannotCheckError as error:
            return Rerun(proof, reason=error.message)

    commands = found.commands(request)
    return [
        replace(each, subject=replace(each.subject, change=rerun(change, commands, again, top)))
        if (change := each.subject.change)
        else each
        for each in opened
    ]
