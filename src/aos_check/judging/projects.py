"""What every command needs that reads: the tree, its configuration and its projects."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import click

from aos_check.cli.output import say
from aos_check.cli.progress_bar import Progress
from aos_check.git import Repository, Worktree, find_top, open_worktree
from aos_check.judging import baseline
from aos_check.judging import config as configuration
from aos_check.judging.checking import Subject
from aos_check.judging.config import Config
from aos_check.judging.policies import layouts_of, sources_of
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import ApprovalLevel, Ignore, Project
from aos_check.model.tree import Overlay, Tree, read_regular
from aos_check.reading.approval.levels import Witness
from aos_check.reading.discovery import find_homes
from aos_check.reading.layouts import Layout, shipped
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Moment, Sources

DECISION_FORMS = ("nygard", "madr")
"""Layouts of decision records, which are found by their folders and need no home."""


class Request(NamedTuple):
    """What the options that say what is read have said."""

    root: Path | None = None
    config_file: Path | None = None
    config_from: str | None = None
    baseline_file: Path | None = None
    stdin: Path | None = None
    allow_empty: bool = False
    verbose: bool = False
    quiet: bool = False


class Baseline(NamedTuple):
    """What a baseline holds, and what it is called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What was read, ready to be judged.

    `allowed` are the only suppressions that count, where a revision says which; `notes` say what
    the revisions under check would change about the rules that judge them.
    """

    tree: Tree
    config: Config
    layouts: tuple[Layout, ...]
    projects: tuple[Project, ...]
    subject: Subject
    mode: str = "worktree"
    allowed: Collection[Ignore] | None = None
    notes: tuple[str, ...] = ()
    top: Path | None = None
    baseline: Baseline | None = field(default=None, repr=False)


def open_projects(request: Request) -> Opened:
    """Read the worktree. Raises CannotCheckError, also when there is nothing."""
    here = Path.cwd()
    worktree = open_worktree(here, request.root)
    config, config_path = worktree_configuration(worktree, request)
    tree = _with_standard_input(worktree, here, request.stdin)
    tell(worktree.note, worktree.top / worktree.below, config_path, request)
    sources = sources_for(config, worktree.below, tree)
    witness = None
    if sources.policy.level.rank >= ApprovalLevel.SEPARATE.rank and find_top(worktree.top):
        sources, witness = _with_history(worktree, tree, config, sources)
    progress = Progress(wanted=not request.quiet)
    projects = projects_of(Moment(tree, sources, witness=witness, progress=progress))
    progress.wipe()
    expect_configured(config, projects, worktree.below)
    if request.stdin and not request.allow_empty:
        _expect_judged(_place(worktree, here, request.stdin), projects)
    if not request.allow_empty:
        expect_something(projects, worktree.top / worktree.below, layouts_of(config))
    return Opened(
        tree,
        config,
        layouts_of(config),
        projects,
        Subject(projects),
        mode="stdin" if request.stdin else "worktree",
        top=worktree.top,
        baseline=baseline_on_disk(worktree.top, config, request),
    )


def _with_history(
    worktree: Worktree, tree: Tree, config: Config, sources: Sources
) -> tuple[Sources, Witness]:
    """What proving approvals needs beyond their text: who may approve, and who wrote what."""
    from aos_check.history.authorship import Authorship
    from aos_check.judging.approvers import policy_with_approvers

    repository = Repository.open(worktree.top)
    click.get_current_context().call_on_close(repository.close)
    head = repository.head()
    base = repository.commit_tree(head) if head else None
    policy = policy_with_approvers(config, base or tree, base, worktree.below)
    witness = Authorship(repository, head, repository.author, tree)
    return replace(sources, policy=policy), witness


# Configuration


def worktree_configuration(worktree: Worktree, request: Request) -> tuple[Config, str | None]:
    """The configuration named, else the nearest from the folder asked for up to the top."""
    if request.config_file:
        return named_configuration(request.config_file)
    return configuration.find(
        lambda path: on_disk(worktree.top, path), configuration.above(worktree.below)
    )


def named_configuration(file: Path) -> tuple[Config, str | None]:
    """The configuration in a file that was named."""
    name = str(file)
    return configuration.load(
        lambda path: on_disk(Path(path).resolve().parent, Path(path).name), name
    ), name


def baseline_on_disk(top: Path, config: Config, request: Request) -> Baseline | None:
    """The baseline that is named, else the configured one, if there is one."""
    named = request.baseline_file
    name = str(named or config.baseline)
    try:
        return Baseline(name, read_regular(named or top / name, baseline.MAX_SIZE + 1))
    except OSError as error:
        if named is None and isinstance(error, (FileNotFoundError, NotADirectoryError)):
            return None
        raise CannotCheckError(
            f"the baseline {name} cannot be read: {error.strerror}",
            "write it with `aos-check baseline`, or correct its name",
        ) from error


def on_disk(top: Path, path: str) -> bytes | None:
    """A configuration below `top`; None where there is none."""
    try:
        return read_regular(top / path, configuration.MAX_READ)
    except (FileNotFoundError, NotADirectoryError):
        return None


def sources_for(
    config: Config, below: str, tree: Tree, *, expected: Config | None = None
) -> Sources:
    """Where to look in `tree` for what lies in the folder `below` ("": everywhere).

    What `expected`, by default the same configuration, names must be there.
    """
    _expect_layouts(config)
    _expect_decisions(expected or config, tree)
    sources = sources_of(config)
    roots = _roots(_above_home(below, tree, sources.known), config.projects, tree)
    return replace(sources, roots=roots)


def _expect_layouts(config: Config) -> None:
    names = [*config.layout, *(layout.name for layout in shipped()), *DECISION_FORMS]
    for name in config.layouts:
        if name not in names:
            from difflib import get_close_matches

            nearest = get_close_matches(name, names, 1)
            raise CannotCheckError(
                f"{config.at('layouts')}: there is no layout {name}",
                f"the nearest is {nearest[0]}" if nearest else f"there are {', '.join(names)}",
            )


def _expect_decisions(config: Config, tree: Tree) -> None:
    for folder in config.decisions:
        path = PurePosixPath(folder).as_posix()
        if path != "." and not any(f"{each}/".startswith(f"{path}/") for each in tree.paths()):
            raise CannotCheckError(
                f"{config.at('decisions')} names {folder}, and there are no files",
                "correct the key decisions",
            )


def expect_configured(config: Config, projects: Sequence[Project], below: str) -> None:
    """Raise CannotCheckError where the configuration names a project that is not there."""
    found = {project.root for project in projects}
    for folder in config.projects:
        if not below and PurePosixPath(folder).as_posix() not in found:
            raise CannotCheckError(
                f"{config.at('projects')} names {folder}, and there are no artifacts",
                "correct the key projects",
            )


# Standard input


def _with_standard_input(worktree: Worktree, here: Path, path: Path | None) -> Tree:
    if path is None:
        return worktree.tree
    place = _place(worktree, here, path)
    if (worktree.top / place).is_dir():
        raise CannotCheckError(f"{path} is a folder", "name a file of it with --stdin")
    if sys.stdin is None:
        raise CannotCheckError("standard input is closed", "pipe the file's text into --stdin")
    content = sys.stdin.buffer.read()
    return Overlay(worktree.tree, {place: content})


def _place(worktree: Worktree, here: Path, path: Path) -> str:
    """The path below the top. Not by resolve(): a link is laid over like a file."""
    full = Path(os.path.abspath(here.resolve() / path))  # noqa: PTH100
    if not full.is_relative_to(worktree.top):
        raise CannotCheckError(
            f"{path} is not below {worktree.top}", "name a file of this repository with --stdin"
        )
    return full.relative_to(worktree.top).as_posix()


def _expect_judged(path: str, projects: Sequence[Project]) -> None:
    """What came by standard input must be read by a project, else nothing judges it."""
    read = {document.path for project in projects for document in project.all_documents()}
    for project in projects:
        read |= {mark.at.path for mark in project.unreadable}
        read |= {workflow.at.path for workflow in project.workflows}
        read |= {decision.at.path for decision in project.decisions}
    if path not in read:
        raise CannotCheckError(
            f"nothing to check: {path} is no artifact of any project that is read",
            "name the path of an artifact with --stdin, or pass --allow-empty",
        )


# Folders


def _above_home(below: str, tree: Tree, layouts: Sequence[Layout]) -> str | None:
    """The folder asked for; for a home or a folder in it, the project that holds it.

    None stands for the folder at the top alone, "" for all there is.
    """
    if below:
        for home in find_homes(tree.paths(), layouts):
            if f"{below}/".startswith(f"{home.path}/"):
                return home.root or None
    return below


def _roots(below: str | None, projects: Sequence[str], tree: Tree) -> list[str] | None:
    """The folders that a project may stand in; None: any."""
    if below is None:
        return ["."]
    wanted = [PurePosixPath(project).as_posix() for project in projects]
    if not below:
        return wanted or None
    # All of the repository is known, so that links may lead out of the folder.
    inside = set(_folders(below, tree))
    # A folder that is asked for by name need not be among the configured projects.
    return sorted(inside.intersection(wanted) or inside)


def _folders(below: str, tree: Tree) -> Iterator[str]:
    """The folder `below` and those inside it."""
    for path in tree.paths():
        while (path := path.rpartition("/")[0]) and f"{path}/".startswith(f"{below}/"):
            yield path


# Nothing to check


def expect_something(projects: Sequence[Project], folder: Path, layouts: Sequence[Layout]) -> None:
    """Raise CannotCheckError where no project holds anything."""
    if not any(map(_holds_something, projects)):
        raise _nothing(folder, layouts)


def _holds_something(project: Project) -> bool:
    return bool(
        project.specs
        or project.documents
        or project.decisions
        or project.unreadable
        or project.workflows
    )


def _nothing(folder: Path, layouts: Sequence[Layout]) -> CannotCheckError:
    homes = sorted({f"{home}/" for layout in layouts for home in layout.homes})
    names = ", ".join(layout.name for layout in layouts)
    if f"{folder.name}/" in homes:
        return CannotCheckError(
            f"nothing to check: {folder} holds no project, but may be a part of one",
            f"name the folder above {folder.name} with --root",
        )
    return CannotCheckError(
        f"nothing to check: no artifacts below {folder}",
        f"looked for {', '.join(homes)} ({names}) and for decision records; name the folder that "
        "holds them with --root, or pass --allow-empty",
    )


def tell(note: str, root: Path, config_path: str | None, request: Request) -> None:
    """Say on standard error what is less than it should be; with --verbose, what is read."""
    if note and not request.quiet:
        say(f"aos-check: {note}")
    if request.verbose:
        say(f"aos-check: root {root}")
        say(f"aos-check: configuration {config_path or 'none, the defaults'}")
