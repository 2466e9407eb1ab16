"""By what is judged: the configuration, the approvers, suppressions and baseline, and from where.

What is under check must not loosen the rules that judge it: with `--config-from` all of it is read
from that revision, and what the branch would change is only reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

from aos_check.judging import config as configuration
from aos_check.judging.approvers import policy_with_approvers
from aos_check.judging.baseline import MAX_SIZE, known
from aos_check.judging.check_input import Baseline, CheckRequest
from aos_check.judging.config import MAX_READ, Config, find_in
from aos_check.judging.rule_files import (
    baseline_on_disk,
    configuration_on_disk,
    named_configuration,
)
from aos_check.judging.sources import sources_for
from aos_check.judging.suppression import ignores_of, without_new
from aos_check.model.document import Ignore
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.model.tree import Tree, content
from aos_check.reading.layouts import kebab
from aos_check.reading.project import read_projects
from aos_check.reading.snapshot import Sources

MAX_BASELINE = MAX_SIZE + 1
"""How much of a baseline is read: a byte more than it may have."""


class RulesInForce(NamedTuple):
    """By what is judged. `known` are the only suppressions that count; None: all of them.

    What `expected` names must be there; it is the configuration of the tree under check.
    """

    config: Config
    expected: Config
    path: str | None
    sources: Sources
    baseline: Baseline | None
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


class RuleSources(NamedTuple):
    """Where a rulebook may be read: the tree under check, its base, another one, the disk."""

    tree: Tree
    base: Tree | None
    from_rev: Tree | None
    top: Path | None  # None: there is no worktree


def rules_in_force(trees: RuleSources, request: CheckRequest, below: str) -> RulesInForce:
    """The rulebook for what lies in the folder `below` of the tree."""
    if trees.from_rev is not None:
        return _FromRevision(trees.from_rev, trees, request, below).rulebook()
    config, path = _configuration(trees, request, below)
    sources = _sources(config, trees, below)
    if trees.top:
        baseline = baseline_on_disk(trees.top, config, request)
    else:
        found = content(trees.tree, config.baseline, MAX_BASELINE)
        baseline = Baseline(config.baseline, found) if found else None
    return RulesInForce(config, config, path, sources, baseline)


def _configuration(
    trees: RuleSources, request: CheckRequest, below: str
) -> tuple[Config, str | None]:
    if trees.top is None and not request.config_file:
        return find_in(trees.tree, below)
    return configuration_on_disk(trees.top or Path(), below, request)


def _sources(
    config: Config, trees: RuleSources, below: str, expected: Config | None = None
) -> Sources:
    sources = sources_for(config, below, trees.tree, expected=expected)
    # Who may approve is what stands at the base, so that nobody lists themselves.
    base = None if trees.from_rev else trees.base
    source = trees.from_rev or trees.base or trees.tree
    return replace(sources, policy=policy_with_approvers(config, source, base, below))


class _FromRevision(NamedTuple):
    """A rulebook that is read from another revision, with the files that the options name.

    What is under check must be sound as well: once it is merged, it makes the rules.
    """

    rev: Tree
    trees: RuleSources
    request: CheckRequest
    below: str

    def rulebook(self) -> RulesInForce:
        """What is in force there, and what is to be said of what is not."""
        named = self.request.config_file
        inside = self._inside(named)
        if named and inside is None:  # nothing that is under check
            config, path = named_configuration(named)
            proposed = config
            notes: list[str] = []
        else:
            proposed, _ = self._read(self.trees.tree, inside)
            config, path, notes = self._in_force(inside, proposed)
        sources = _sources(config, self.trees, self.below, proposed)
        found, more = self._baseline(config)
        return RulesInForce(
            config,
            proposed,
            path,
            sources,
            found,
            known=ignores_of(read_projects(self.rev, sources)),
            notes=(*notes, *more),
        )

    def _in_force(
        self, inside: str | None, proposed: Config
    ) -> tuple[Config, str | None, list[str]]:
        try:
            config, path = self._read(self.rev, inside)
        except CannotCheckError as error:
            # It cannot be put right but by what is under check.
            note = f"the configuration of {self._where} is broken, the defaults are in force"
            return Config(), None, [f"{note}: {error.message}"]
        notes = []
        if inside and path != inside:
            notes.append(f"the configuration {inside} is not in {self._where}: not in force")
        notes += self._changed(config, proposed)
        return _with_places_of(proposed, config), path, notes

    def _read(self, tree: Tree, inside: str | None) -> tuple[Config, str | None]:
        """The configuration in a tree: the one that is named, if it is there."""
        if inside is None or content(tree, inside, MAX_READ) is None:
            return find_in(tree, self.below)
        return configuration.load(lambda name: content(tree, name, MAX_READ), inside), inside

    def _changed(self, config: Config, proposed: Config) -> Iterable[str]:
        """Which keys of the configuration the tree under check would change."""
        differing = [
            kebab(each.name)
            for each in fields(Config)
            if getattr(proposed, each.name) != getattr(config, each.name)
        ]
        if differing:
            keys = ", ".join(differing)
            yield f"the configuration is that of {self._where}; the one under check changes {keys}"

    def _baseline(self, config: Config) -> tuple[Baseline | None, list[str]]:
        named = self.request.baseline_file
        inside = self._inside(named)
        if named and inside is None and self.trees.top:
            return baseline_on_disk(self.trees.top, config, self.request), []
        name = inside or config.baseline
        if (proposed := content(self.trees.tree, name, MAX_BASELINE)) is not None:
            known(proposed, name)
        found = content(self.rev, name, MAX_BASELINE)
        if found is None:
            note = f"the baseline {name} is not in {self._where}: it excuses nothing"
            return None, [note] if named else []
        try:
            known(found, name)
        except CannotCheckError as error:
            note = f"the baseline of {self._where} is broken, it excuses nothing: {error.message}"
            return None, [note]
        return Baseline(name, found), []

    @property
    def _where(self) -> str:
        return self.request.config_from or ""

    def _inside(self, file: Path | None) -> str | None:
        """The path in the repository of a file that an option names; None for one outside."""
        if file is None:
            return None
        top = self.trees.top
        if top is None:
            return file.as_posix()
        # As it is written, and by the folder that it leads to: the checkout may lie behind a link,
        # and a link of the checkout must not lead out of it.
        forms = (Path(os.path.abspath(file)), file.parent.resolve() / file.name)  # noqa: PTH100
        found = (each.relative_to(top).as_posix() for each in forms if each.is_relative_to(top))
        return next(found, None)


def _with_places_of(proposed: Config, config: Config) -> Config:
    """The configuration that looks in both's places: what is moved is judged where it went.

    Of places that the proposed one does not name any more, nothing need be there.
    """
    if not (config.projects or config.decisions):
        return config
    projects = (*config.projects, *proposed.projects) if config.projects else ()
    decisions = (*config.decisions, *proposed.decisions)
    return replace(
        config,
        projects=tuple(dict.fromkeys(projects)),
        decisions=tuple(dict.fromkeys(decisions)),
    )
