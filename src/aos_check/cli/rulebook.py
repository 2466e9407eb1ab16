"""By what is judged: the configuration, the approvers, suppressions and baseline, and from where.

What is under check must not loosen the rules that judge it: with `--config-from` all of it is read
from that revision, and what the branch would change is only reported. Who may approve is always
what stands at the base of the range.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

from aos_check import codeowners
from aos_check import config as configuration
from aos_check.approval import Policy
from aos_check.cli.opening import (
    MAX_CONFIGURATION,
    Request,
    above,
    baseline_on_disk,
    named_configuration,
    on_disk,
    sources_for,
)
from aos_check.config import Config
from aos_check.errors import CannotCheckError
from aos_check.layouts import kebab
from aos_check.model import ApprovalLevel, Ignore, Project
from aos_check.reading.moment import Sources
from aos_check.reading.project import read_projects
from aos_check.suppression import ignores_of, without_new
from aos_check.terms import policy_of
from aos_check.tree import Tree


class Rulebook(NamedTuple):
    """By what is judged. `known` are the only suppressions that count; None: all of them."""

    config: Config
    path: str | None
    sources: Sources
    baseline: bytes | None
    known: tuple[Ignore, ...] | None = None
    notes: tuple[str, ...] = ()

    def remarks(self, projects: Iterable[Project], where: str) -> tuple[str, ...]:
        """What is to be said of the projects under check: what they would change."""
        if self.known is None:
            return ()
        now = ignores_of(projects)
        new = len(now) - len(without_new(now, self.known))
        counted = "1 suppression" if new == 1 else f"{new} suppressions"
        return (*self.notes, *([f"{counted} not in {where}: not counted"] if new else ()))


class Shelf(NamedTuple):
    """Where a rulebook may be read: the tree under check, its base, another one, the disk."""

    tree: Tree
    base: Tree | None
    from_rev: Tree | None
    top: Path | None  # None: there is no worktree


def open_rulebook(shelf: Shelf, request: Request, below: str) -> Rulebook:
    """The rulebook for what lies in the folder `below` of the tree."""
    config, path = _configuration(shelf, request, below)
    sources = sources_for(config, below, shelf.tree)
    sources = replace(sources, policy=policy_on_approvals(config, shelf, below))
    if shelf.from_rev is not None:
        base = shelf.from_rev
        return Rulebook(
            config,
            path,
            sources,
            content(base, config.baseline),
            known=ignores_of(read_projects(base, sources)),
            notes=tuple(_changed(config, shelf.tree, request, below)),
        )
    baseline = (
        baseline_on_disk(shelf.top, config.baseline)
        if shelf.top
        else content(shelf.tree, config.baseline)
    )
    return Rulebook(config, path, sources, baseline)


def _configuration(shelf: Shelf, request: Request, below: str) -> tuple[Config, str | None]:
    if request.config_file:
        return named_configuration(request.config_file)
    if shelf.from_rev is not None:
        return _in_tree(shelf.from_rev, below)
    top = shelf.top
    if top is None:
        return _in_tree(shelf.tree, below)
    return configuration.find(lambda path: on_disk(top, path), above(below))


def _in_tree(tree: Tree, below: str) -> tuple[Config, str | None]:
    return configuration.find(lambda path: content(tree, path), above(below))


def content(tree: Tree, path: str) -> bytes | None:
    """The file in a tree; None where there is none."""
    try:
        return tree.read(path, MAX_CONFIGURATION)
    except OSError:
        return None


def _changed(config: Config, tree: Tree, request: Request, below: str) -> Iterable[str]:
    """Which keys of the configuration the tree under check would change."""
    try:
        proposed, _ = _in_tree(tree, below)
    except CannotCheckError as error:
        yield f"the configuration under check is not in force, and is broken: {error.message}"
        return
    differing = [
        kebab(each.name)
        for each in fields(Config)
        if getattr(proposed, each.name) != getattr(config, each.name)
    ]
    if differing:
        where = request.config_from
        keys = ", ".join(differing)
        yield f"the configuration is that of {where}; the one under check changes {keys}"


# Who may approve


def policy_on_approvals(config: Config, shelf: Shelf, below: str) -> Policy:
    """The policy on approvals, with the approvers as they stand at the base."""
    if policy_of(config).level.rank < ApprovalLevel.LISTED.rank:
        return policy_of(config)
    source = shelf.from_rev or shelf.base or shelf.tree
    approving = _at_base(config, shelf, below)
    policy = policy_of(config)
    by_owners = approving.approval.approvers == "CODEOWNERS"
    signers = approving.approval.allowed_signers
    return replace(
        policy,
        approvers=policy_of(approving).approvers,
        members=approving.approval.members,
        owners=_owners(source) if by_owners else None,
        signers=content(source, signers) if signers else None,
    )


def _at_base(config: Config, shelf: Shelf, below: str) -> Config:
    """The configuration at the base, if there is one; a project may just be adopting the gate."""
    if shelf.from_rev is not None or shelf.base is None:
        return config
    try:
        found, path = _in_tree(shelf.base, below)
    except CannotCheckError:
        return config
    return found if path else config


def _owners(tree: Tree) -> codeowners.Owners:
    texts = (content(tree, place) for place in codeowners.PLACES)
    found = next((text for text in texts if text is not None), b"")
    return codeowners.parse(found.decode("utf-8", "replace"))
