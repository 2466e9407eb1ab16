"""Counts how far the named tasks of a branch are at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from aos_check.judging.replay.steps import Landing, Step
from aos_check.judging.replay.stops import at_end
from aos_check.model.change import Commit
from aos_check.model.replay import Share

LEVELS = ("done", "started", "exists")


class Attainment:
    """Counts the branches whose code names tasks, step by step, by the levels that they reach."""

    def __init__(self) -> None:
        self._whole = 0
        self._reached: Counter[str] = Counter()

    def add(self, step: Step) -> None:
        """Count the step if it is a branch with code that names tasks."""
        if step.kind is Landing.COMMIT:
            return
        naming = [it for it in at_end(step) if it.code and it.named and not it.exempt]
        if naming:
            self._whole += 1
            self._reached.update(
                level for level in LEVELS if all(_reaches(it, level) for it in naming)
            )

    def shares(self) -> Mapping[str, Share]:
        """The branches that reach each level."""
        return {level: Share(self._reached[level], self._whole) for level in LEVELS}


def _reaches(commit: Commit, level: str) -> bool:
    tasks = [it for it in commit.named if it.task]
    if level == "done":
        return all(it.done_at_end for it in tasks)
    return level == "exists" or all(it.started for it in tasks)
