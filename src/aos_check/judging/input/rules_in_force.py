"""The rules in force: the configuration, approvers, suppressions and baseline of a check.

A branch must not loosen the rules that check it. With `--config-from` they are all read from that
revision, and the changes that the branch makes to them are only reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

from aos_check.git.files import read_if_there, read_regular
from aos_check.judging import config as configuration
from aos_check.judging.check_input import Baseline
from aos_check.judging.config import MAX_READ, find_in
from aos_check.judging.input.sources import policy_with_approvers, sources_for
from aos_check.judging.report import baseline
from aos_check.judging.report.suppression import ignores_of, without_new
from aos_check.judging.request import CheckRequest
from aos_check.judging.settings import Config
from aos_check.model.document import Ignore
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.model.tree import Tree, content
from aos_check.model.wording import counted
from aos_check.reading.artifact_index import Sources
from aos_check.reading.layouts import kebab
from aos_check.reading.project import read_projects

_MAX_BASELINE = baseline.MAX_SIZE + 1  # one byte more than allowed, to notice a larger file


class RulesInForce(NamedTuple):
    """The rules of a check. `known` are the only suppressions that count; None: all of them.

    `expected` is the configuration of the checked tree: the projects it names must exist.
    """

    config: Config
    expected: Config
    path: str | None
    sources: Sources
    baseline: Baseline | None
    known: tuple[Ignore, ...] | None = None
    notes: tuple[str, ...] = ()

    def notes_on(self, projects: Iterable[Project], where: str) -> tuple[str, ...]:
        """The notes on the changes that the checked projects make to the rules."""
        if self.known is None:
            return ()
        now = ignores_of(projects)
        new = len(now) - len(without_new(now, self.known))
        note = f"{counted(new, 'suppression')} not in {where}: not counted"
        return (*self.notes, *([note] if new else ()))


class Trees(NamedTuple):
    """The trees that rules may be read from. Without a worktree, `top` is None."""

    checked: Tree
    base: Tree | None = None
    config_from: Tree | None = None
    top: Path | None = None


def rules_in_force(trees: Trees, request: CheckRequest, below: str) -> RulesInForce:
    """The rules for the folder `below` of the checked tree."""
    if trees.config_from is not None:
        return _RulesOfRevision(trees.config_from, trees, request, below).read()
    if trees.top is None and not request.config_file:
        config, path = find_in(trees.checked, below)
    else:
        config, path = configuration_on_disk(trees.top or Path(), below, request)
    sources = sources_for(config, below, trees.checked)
    # The approvers come from the base, so that no branch can add one.
    policy = policy_with_approvers(config, trees.base or trees.checked, trees.base, below)
    if trees.top:
        found = _baseline_on_disk(trees.top, config, request)
    else:
        text = content(trees.checked, config.baseline, _MAX_BASELINE)
        found = Baseline(config.baseline, text) if text else None
    return RulesInForce(config, config, path, replace(sources, policy=policy), found)


# On disk


def configuration_on_disk(
    top: Path, below: str, request: CheckRequest
) -> tuple[Config, str | None]:
    """The named configuration, else the nearest from the folder `below` up to the top."""
    if request.config_file:
        return _named_configuration(request.config_file)
    return configuration.find(lambda path: on_disk(top, path), configuration.above(below))


def _named_configuration(file: Path) -> tuple[Config, str]:
    def read(path: str) -> bytes | None:
        return on_disk(Path(path).resolve().parent, Path(path).name)

    return configuration.load(read, str(file)), str(file)


def _baseline_on_disk(top: Path, config: Config, request: CheckRequest) -> Baseline | None:
    """The named baseline, else the configured one, if it exists."""
    named = request.baseline_file
    name = str(named or config.baseline)
    try:
        return Baseline(name, read_regular(named or top / name, _MAX_BASELINE))
    except OSError as error:
        if named is None and isinstance(error, (FileNotFoundError, NotADirectoryError)):
            return None
        raise CannotCheckError(
            f"the baseline {name} cannot be read: {error.strerror}",
            "write it with `aos-check baseline`, or correct its name",
        ) from error


def on_disk(top: Path, path: str) -> bytes | None:
    """The content of a configuration below `top`; None if there is none."""
    return read_if_there(top / path, MAX_READ)


# In a revision


class _RulesOfRevision(NamedTuple):
    """Reads the rules from another revision, and the files that the options name.

    The checked files must be valid as well: after the merge they are the rules.
    """

    rev: Tree
    trees: Trees
    request: CheckRequest
    below: str

    def read(self) -> RulesInForce:
        """The rules of the revision, with notes on those that the checked tree changes."""
        named = self.request.config_file
        inside = self._inside(named)
        notes: list[str] = []
        path: str | None
        if named and inside is None:  # a file outside the checked tree
            config, path = _named_configuration(named)
            proposed = config
        else:
            proposed, _ = self._configuration(self.trees.checked, inside)
            config, path, notes = self._in_force(inside, proposed)
        sources = sources_for(config, self.below, self.trees.checked)
        policy = policy_with_approvers(config, self.rev, None, self.below)
        sources = replace(sources, policy=policy)
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
            config, path = self._configuration(self.rev, inside)
        except CannotCheckError as error:
            # The commits under check may be the ones that fix it.
            note = f"the configuration of {self._where} is broken, the defaults are in force"
            return Config(), None, [f"{note}: {error.message}"]
        notes = []
        if inside and path != inside:
            notes.append(f"the configuration {inside} is not in {self._where}: not in force")
        notes += self._changed(config, proposed)
        return _with_places_of(proposed, config), path, notes

    def _configuration(self, tree: Tree, inside: str | None) -> tuple[Config, str | None]:
        """The configuration in a tree: the named one, if it exists."""
        if inside is None or content(tree, inside, MAX_READ) is None:
            return find_in(tree, self.below)
        return configuration.load(lambda name: content(tree, name, MAX_READ), inside), inside

    def _changed(self, config: Config, proposed: Config) -> Iterator[str]:
        """A note on the keys of the configuration that the checked tree changes."""
        names = [each.name for each in fields(Config)]
        changed = [name for name in names if getattr(proposed, name) != getattr(config, name)]
        if changed:
            keys = ", ".join(map(kebab, changed))
            yield f"the configuration is that of {self._where}; the checked one changes {keys}"

    def _baseline(self, config: Config) -> tuple[Baseline | None, list[str]]:
        named = self.request.baseline_file
        inside = self._inside(named)
        if named and inside is None and self.trees.top:
            return _baseline_on_disk(self.trees.top, config, self.request), []
        name = inside or config.baseline
        if (proposed := content(self.trees.checked, name, _MAX_BASELINE)) is not None:
            baseline.known(proposed, name)
        found = content(self.rev, name, _MAX_BASELINE)
        if found is None:
            note = f"the baseline {name} is not in {self._where}: it excuses nothing"
            return None, [note] if named else []
        try:
            baseline.known(found, name)
        except CannotCheckError as error:
            note = f"the baseline of {self._where} is broken, it excuses nothing: {error.message}"
            return None, [note]
        return Baseline(name, found), []

    @property
    def _where(self) -> str:
        return self.request.config_from or ""

    def _inside(self, file: Path | None) -> str | None:
        """The path of an option's file in the repository; None if it is outside."""
        top = self.trees.top
        if file is None or top is None:
            return file.as_posix() if file else None
        # As written, and with its folder resolved: a link may lead to the checkout, but no link
        # inside may lead out of it.
        forms = (Path(os.path.abspath(file)), file.parent.resolve() / file.name)  # noqa: PTH100
        found = (each.relative_to(top).as_posix() for each in forms if each.is_relative_to(top))
        return next(found, None)


def _with_places_of(proposed: Config, config: Config) -> Config:
    """The configuration in force with the places of both, so that moved files are checked.

    Places that the proposed one no longer names may be empty.
    """
    if not (config.projects or config.decisions):
        return config
    projects = (*config.projects, *proposed.projects) if config.projects else ()
    return replace(
        config,
        projects=tuple(dict.fromkeys(projects)),
        decisions=tuple(dict.fromkeys((*config.decisions, *proposed.decisions))),
    )
