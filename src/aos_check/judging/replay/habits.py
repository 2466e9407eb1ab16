"""Counts the habits of a team: its code commits by kind, and what happens to its ticks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from aos_check.judging.replay.steps import Step, StepCommit
from aos_check.model.change import Change, Commit
from aos_check.model.replay import CodeKind, Habits, Share
from aos_check.reading.expressions import expression

_TYPE = expression(r"([a-z]{2,20})(?:\([^()]*\))?!?:[ \t]", re.IGNORECASE)
_TOP = "."  # the folder of a file at the top
_PARTS = 12


def brought_done(change: Change) -> set[str]:
    """The paths of the specs of which a change ticks a task, or brings one already done."""
    return {spec.path for spec, _ in change.finished()}


def top_ticks(commit: Commit) -> int:
    """The number of tasks at the top level that a commit ticks, which GIT007 limits."""
    ticks = commit.change.ticks()
    return sum(1 for it in ticks if it.after and it.after.parent is None)


def is_code(each: StepCommit) -> bool:
    """True for a commit, not a merge, that changes code of a project."""
    return bool(each.commit.code) and not (each.is_merge or each.commit.unjudged)


@dataclass
class HabitCounter:
    """Counts step by step. `ticks` are the numbers of tasks that single commits tick."""

    code: int = 0
    ticking: int = 0
    maintenance: int = 0
    exempt: int = 0
    folders: Counter[tuple[str, bool]] = field(default_factory=Counter)
    types: Counter[tuple[str, bool]] = field(default_factory=Counter)
    ticks: list[int] = field(default_factory=list)
    bulk: int = 0
    unticks: int = 0
    vanished: int = 0

    def add(self, step: Step) -> None:
        """Count the commits of a step."""
        for each in step.commits:
            if not (each.is_merge or each.commit.unjudged):
                self._add_ticks(each.commit)
            if is_code(each):
                self._add_code(each)

    def _add_ticks(self, commit: Commit) -> None:
        if number := top_ticks(commit):
            self.ticks.append(number)
            self.bulk += number > commit.max_ticks
        tasks = list(commit.change.tasks())
        self.unticks += any(it.before.done and it.after and not it.after.done for it in tasks)
        self.vanished += sum(it.before.done and it.after is None for it in tasks)

    def _add_code(self, each: StepCommit) -> None:
        ticks = bool(brought_done(each.commit.change))
        self.code += 1
        self.ticking += ticks
        self.maintenance += each.commit.is_maintenance
        self.exempt += bool(each.commit.exempt) and not each.commit.is_maintenance
        for folder in {_folder(path) for path in each.commit.code}:
            self.folders[folder, ticks] += 1
        found = _TYPE.match(each.subject)
        self.types[found[1].lower() if found else "", ticks] += 1

    def habits(self, never_built: int | None) -> Habits:
        """The habits so far."""
        return Habits(
            ticking=Share(self.ticking, self.code),
            maintenance=Share(self.maintenance, self.code),
            exempt=Share(self.exempt, self.code),
            folders=_parts(self.folders),
            types=_parts(self.types),
            bulk_ticks=self.bulk,
            unticks=self.unticks,
            vanished=self.vanished,
            never_built=never_built,
        )


def _folder(path: str) -> str:
    return path.partition("/")[0] if "/" in path else _TOP


def _parts(counts: Counter[tuple[str, bool]]) -> tuple[CodeKind, ...]:
    """The most frequent kinds, by name if they are equal."""
    names = {name for name, _ in counts}
    parts = [
        CodeKind(name, counts[name, True] + counts[name, False], counts[name, True])
        for name in names
    ]
    return tuple(sorted(parts, key=lambda it: (-it.commits, it.name))[:_PARTS])
