"""Examining all gates, one after the other, and the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname

from aos_check import GUIDES
from aos_check.ci import platforms
from aos_check.ci.platform import GATE as CI
from aos_check.ci.platform import Platform
from aos_check.judging import config as configuration
from aos_check.judging import trust
from aos_check.judging.input.rules_in_force import on_disk
from aos_check.model.errors import CannotCheckError
from aos_check.model.gate import DECISIVE, Result, ResultState
from aos_check.setup.doctor import (
    agents,
    bypasses,
    git_hooks,
    merging,
    observing,
    online,
    pre_commit,
    versions,
)
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.doctor.pre_commit import HookEntry, entry_in
from aos_check.setup.doctor.scratch import Scratch, temporary_folder
from aos_check.setup.init.pre_commit import FILE

TRUST = "trust"
"""The settings that take claims on trust. They are listed with the gates, and are never open."""

GATES = (
    git_hooks.GATE,
    pre_commit.GATE,
    agents.GATE,
    CI,
    versions.GATE,
    merging.GATE,
    observing.GATE,
    TRUST,
)
"""All gates, in the order in which they are examined."""

PATIENCE = 120.0
"""The seconds that the tests of all hooks may take together."""

_FINE, _OPEN, _UNKNOWN = 0, 1, 2


def examine(
    here: Path, gates: Sequence[str], patience: float = PATIENCE, *, online: bool = False
) -> Iterator[Result]:
    """The results for the repository around a folder. Raises CannotCheckError if there is none.

    With `online`, the sources of aos-check that its files name are tried over the network.
    """
    clone = Clone.around(here)
    with ExitStack() as kept:
        visit = _Visit(clone, kept, patience, online)
        for gate in gates:
            yield from visit.to(gate)


def exit_code(results: Sequence[Result], examined: Iterable[str]) -> int:
    """1 if a gate is open or no gate blocks anything, 2 if that is not known, else 0.

    If only some decisive gates were examined, 0 even if none of them blocks anything.
    """
    if any(result.state is ResultState.OPEN for result in results):
        return _OPEN
    deciding = [result for result in results if result.gate in DECISIVE]
    if any(result.blocks for result in deciding):
        return _FINE
    if any(result.state is ResultState.UNJUDGED for result in deciding):
        return _UNKNOWN
    return _OPEN if set(examined) >= DECISIVE else _FINE


@dataclass
class _Visit:
    """One examination. What several gates need is read once, when it is needed."""

    clone: Clone
    kept: ExitStack
    patience: float
    online: bool

    def to(self, gate: str) -> Iterator[Result]:
        """The results for one gate."""
        if self.clone.top is None and gate not in {git_hooks.GATE, versions.GATE}:
            return iter(())  # a bare repository has only a server's hooks
        found = {
            git_hooks.GATE: self._hooks,
            pre_commit.GATE: self._pre_commit,
            agents.GATE: self._agents,
            CI: self._ci,
            versions.GATE: self._versions,
            merging.GATE: lambda: merging.examine(self.clone),
            observing.GATE: lambda: observing.examine(self.clone),
            TRUST: self._trust,
        }
        return found[gate]()

    def _hooks(self) -> Iterator[Result]:
        yield from git_hooks.GitHookExamination(self.clone, self._entry, self._scratch).all()
        if self.clone.top:
            yield from bypasses.examine(self.clone)

    def _pre_commit(self) -> Iterator[Result]:
        if isinstance(self._found, CannotCheckError):
            text, remedy = self._found.message, self._found.remedy
            yield Result(pre_commit.GATE, FILE, ResultState.UNJUDGED, text, remedy)
        else:
            yield from pre_commit.examine(self.clone, self._found)

    def _agents(self) -> Iterator[Result]:
        self._scratch.begin_again()
        return agents.AgentExamination(self.clone, self._scratch).all()

    def _ci(self) -> Iterator[Result]:
        found: list[Result] = []
        for platform in platforms():
            for path in self.clone.matching(platform.files):
                found += self._of_configuration(platform, path)
        if not found:
            folder = next(dirname(each.file) for each in platforms() if each.file)
            text = "no workflow or pipeline runs the check, so no branch can require it"
            remedy = f"run `aos-check init --with workflow`, or follow {GUIDES}/how-to/ci.md"
            found.append(Result(CI, folder, ResultState.ABSENT, text, remedy))
        return iter(found)

    def _of_configuration(self, platform: Platform, path: str) -> Iterator[Result]:
        try:
            text = self.clone.text(path)
        except UnreadableError as error:
            remedy = "make it a readable file"
            yield Result(CI, path, ResultState.UNJUDGED, f"it cannot be read: {error}", remedy)
        else:
            yield from platform.examine(path, text or "")

    def _versions(self) -> Iterator[Result]:
        named = [(FILE, source) for source in self._entry.sources] if self._entry else []
        for platform in platforms() if self.clone.top else ():
            for path in self.clone.matching(platform.files):
                try:
                    text = self.clone.text(path) or ""
                except UnreadableError:
                    continue
                named += [(path, source) for source in platform.sources(text)]
        named = list(dict.fromkeys(named))
        yield from versions.examine(self.clone, named)
        if self.online:
            yield from online.examine(self.clone, versions.GATE, named)

    def _trust(self) -> Iterator[Result]:
        folder = self.clone.folder
        try:
            config, path = configuration.find(lambda name: on_disk(folder, name), [""])
        except CannotCheckError:  # every check reports it
            return
        subject = path or "no configuration"
        for text in trust.dates(config):
            remedy = "name the commit that `git log -1 --format=%H --before=DATE` prints"
            yield Result(TRUST, subject, ResultState.NOTE, text, remedy)
        for text in trust.severities(config):
            remedy = "remove one line of severity at a time, and run `aos-check replay` before each"
            yield Result(TRUST, subject, ResultState.NOTE, text, remedy)
        for text in trust.approvers(config):
            remedy = f'for proof, set approval.level to "signed"; see {GUIDES}/explanation/trust.md'
            yield Result(TRUST, subject, ResultState.NOTE, text, remedy)

    @property
    def _entry(self) -> HookEntry | None:
        return None if isinstance(self._found, CannotCheckError) else self._found

    @cached_property
    def _found(self) -> HookEntry | CannotCheckError | None:
        try:
            return entry_in(self.clone) if self.clone.top else None
        except CannotCheckError as error:
            return error

    @cached_property
    def _scratch(self) -> Scratch:
        folder = self.kept.enter_context(temporary_folder())
        entry = self._entry
        files = {FILE: entry.alone()} if entry else {}
        return Scratch(self.clone.git, folder, files, self.patience)
