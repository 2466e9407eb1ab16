"""Collects what a task file states about its tasks and groups in other places than theirs.

These are sentences about dependencies, deferrals, and tables that assign requirements to tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from aos_check.model.finding import Place
from aos_check.model.task import Dependency
from aos_check.reading.deferred_names import deferred_in_row, deferred_names
from aos_check.reading.stages import NamedWork
from aos_check.reading.task_dependencies import Stated, named_tasks, stated_dependencies
from aos_check.reading.task_line import named_requirements
from aos_check.reading.task_tree import GateDraft, GroupDraft, Needs

# These limits are higher than any real file needs.
_MAX_NEEDS = 100  # of one task or group
_MAX_NEEDS_IN_FILE = 20_000  # including repetitions
_MAX_TRACES = 20_000  # pairs of a task and a requirement in tables


class Statements:
    """The statements of one file. `cut_at` is the first dependency beyond the limits."""

    def __init__(self) -> None:
        self._stated: list[Stated] = []
        self._deferred: set[tuple[str, str]] = set()  # the word and id of tasks and phases
        self._traces: list[tuple[str, str]] = []  # requirement and task
        self._needs_left = _MAX_NEEDS_IN_FILE
        self.cut_at: Place | None = None

    def read_needs(self, text: str, at: Place) -> None:
        """Read a sentence about the dependencies of other tasks or groups."""
        self._stated.extend(stated_dependencies(text, at))

    def read_deferral(self, text: str) -> bool:
        """Read a sentence that defers tasks or phases; False if it defers none."""
        deferred = set(deferred_names(text))
        self._deferred |= deferred
        return bool(deferred)

    def read_row(self, row: str) -> None:
        """Read a row of a table that assigns requirements to tasks, or states what is deferred."""
        self._deferred.update(deferred_in_row(row))
        if len(self._traces) >= _MAX_TRACES:
            return
        requirements = list(named_requirements(row))
        names = named_tasks(row) if requirements else ()
        pairs = ((requirement, name) for name in names for requirement in requirements)
        self._traces.extend(islice(pairs, _MAX_TRACES - len(self._traces)))

    def add_needs(self, known: Needs, needs: Iterable[Dependency]) -> None:
        """Add dependencies to those of a task or group, up to the limits."""
        for need in needs:
            name = (need.word, need.id)
            if not self._needs_left or (len(known) >= _MAX_NEEDS and name not in known):
                self.cut_at = self.cut_at or need.at
                return
            self._needs_left -= 1
            known.setdefault(name, need)

    def apply_deferrals(self, groups: Sequence[GroupDraft], gates: Iterable[GateDraft]) -> None:
        """Defer the tasks and phases that the file defers, with their gates."""
        phase: GroupDraft | None = None
        for group in groups if self._deferred else ():
            if group.word in ("phase", "slice"):
                phase = group
            elif phase and group.level <= phase.level:
                phase = None
            whole = phase is not None and (phase.word, phase.id) in self._deferred
            for task in group.all_tasks():
                task.deferred |= whole or ("task", task.title.id) in self._deferred
        for gate in gates:
            if ("phase", gate.phase) in self._deferred:
                gate.defer()

    def apply_needs(self, groups: Sequence[GroupDraft]) -> None:
        """Add the dependencies in the sentences to the tasks and groups that they name."""
        if self._needs_left == _MAX_NEEDS_IN_FILE and not self._stated:
            return
        work = NamedWork(groups)
        for stated in self._stated:
            needs = list(stated.needs())
            for known in work.needs_of(stated.word, stated.id) if needs else ():
                self.add_needs(known, needs)
                if not self._needs_left:
                    break
        work.number_needs()

    def apply_traces(self, groups: Sequence[GroupDraft]) -> None:
        """Add the requirements in the tables to their tasks."""
        known = reversed(groups if self._traces else ())
        tasks = {each.title.id: each for group in known for each in group.all_tasks()}
        for requirement, name in self._traces:
            if draft := tasks.get(name):
                draft.requirements[requirement] = None
