"""Where to look for artifacts, and who may approve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from aos_check.git import Repository
from aos_check.judging.approvers import policy_with_approvers
from aos_check.judging.config import Config
from aos_check.judging.policies import sources_of
from aos_check.model.approval import ApprovalLevel
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree
from aos_check.reading.approval.levels import Witness
from aos_check.reading.discovery import find_homes
from aos_check.reading.layouts import Layout, shipped
from aos_check.reading.snapshot import Sources

DECISION_FORMS = ("nygard", "madr")
"""Layouts of decision records, which are found by their folders and need no home."""


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


def with_approvers(
    sources: Sources, config: Config, repository: Repository, tree: Tree, below: str = ""
) -> Sources:
    """The sources, with who may approve as the last commit says."""
    head = repository.head()
    base = repository.commit_tree(head) if head else None
    policy = policy_with_approvers(config, base or tree, base, below)
    return replace(sources, policy=policy)


def witness_for(sources: Sources, repository: Repository, tree: Tree) -> Witness | None:
    """Who wrote what in a tree; None where approvals are not proved by that."""
    if not needs_witness(sources):
        return None
    from aos_check.history.authorship import Authorship

    return Authorship(repository, repository.head(), repository.author, tree)


def needs_witness(sources: Sources) -> bool:
    """True where git must say who approved."""
    return sources.policy.level.rank >= ApprovalLevel.SEPARATE.rank


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
