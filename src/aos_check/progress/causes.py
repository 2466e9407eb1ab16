"""Tells a fault in a few documents from a habit of a team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps

from aos_check.model.finding import Problem
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts

FEW = 5
"""The number of problems with one cause that are reported one by one."""


def many_as_one(check: Callable[[Project], Verdicts]) -> Callable[[Project], Verdicts]:
    """A check whose problems have a cause in common only if there are more than FEW of them.

    If a team works without a part of its framework, the same problem is in every spec. Problems of
    one cause and severity become one finding.
    """

    @wraps(check)
    def checked(project: Project) -> Verdicts:
        found = list(check(project))
        times = Counter((it.cause, it.weak) for it in found if isinstance(it, Problem))
        for it in found:
            if isinstance(it, Problem):
                many = it.cause and times[it.cause, it.weak] > FEW
                yield it._replace(cause=f"{project.root}: {it.cause}" if many else "")
            else:
                yield it

    return checked
