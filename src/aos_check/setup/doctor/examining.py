"""All gates, examined one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aos_check.model.errors import CannotCheckError
from aos_check.setup.doctor import agents, git_hooks, gitlab, pre_commit, versions, workflows
from aos_check.setup.doctor.clone import Clone
from aos_check.setup.doctor.pre_commit_entry import HookEntry, entry_in
from aos_check.setup.doctor.result import Result, ResultState
from aos_check.setup.doctor.scratch import Scratch, rehearsal_folder
from aos_check.setup.init import workflow
from aos_check.setup.init.pre_commit import FILE

GATES = ("git-hooks", "pre-commit", "agents", "ci", "versions")
"""What is examined, in this order."""

PATIENCE = 120.0
"""How many seconds the rehearsal of all hooks may take."""


def examine(here: Path, gates: Sequence[str], patience: float = PATIENCE) -> Iterator[Result]:
    """What is found in the repository around a folder. Raises CannotCheckError outside of one."""
    clone = Clone.around(here)
    with ExitStack() as kept:
        visit = _Visit(clone, kept, patience)
        for gate in gates:
            yield from visit.to(gate)


@dataclass
class _Visit:
    """One examination: what several gates need is found once, and only when it is needed."""

    clone: Clone
    kept: ExitStack
    patience: float

    def to(self, gate: str) -> Iterator[Result]:
        """What is found of one gate."""
        if self.clone.top is None and gate not in {git_hooks.GATE, versions.GATE}:
            return iter(())  # nothing but a server's hooks lies in a bare repository
        found = {
            git_hooks.GATE: self._hooks,
            pre_commit.GATE: self._pre_commit,
            agents.GATE: self._agents,
            workflows.GATE: self._ci,
            versions.GATE: self._versions,
        }
        return found[gate]()

    def _hooks(self) -> Iterator[Result]:
        return git_hooks.GitHookExamination(self.clone, self._entry, self._scratch).all()

    def _pre_commit(self) -> Iterator[Result]:
        if isinstance(self._found, CannotCheckError):
            said, remedy = self._found.message, self._found.remedy
            yield Result(pre_commit.GATE, FILE, ResultState.UNJUDGED, said, remedy)
        else:
            yield from pre_commit.examine(self.clone, self._found)

    def _agents(self) -> Iterator[Result]:
        self._scratch.begin_again()
        return agents.AgentExamination(self.clone, self._scratch).all()

    def _ci(self) -> Iterator[Result]:
        found = [*workflows.examine_all(self.clone), *gitlab.examine(self.clone)]
        if not found:
            text = "no workflow and no pipeline runs the check"
            remedy = "aos-check init --only workflow, or as docs/ci.md shows"
            found = [Result(workflows.GATE, workflow.FOLDER, ResultState.ABSENT, text, remedy)]
        return iter(found)

    def _versions(self) -> Iterator[Result]:
        named = [(FILE, revision) for revision in self._entry.revisions] if self._entry else []
        for path, text in workflows.texts(self.clone) if self.clone.top else ():
            named += workflows.revisions(path, text)
        return versions.examine(self.clone, named)

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
        folder = self.kept.enter_context(rehearsal_folder())
        entry = self._entry
        files = {FILE: entry.alone()} if entry else {}
        return Scratch(self.clone.git, folder, files, self.patience)
