"""From a request to a report."""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.checking import Weights
from aos_check.checking import check as judge_projects
from aos_check.cli.opening import Request, open_projects
from aos_check.cli.selection import choose, levels
from aos_check.finding import Report
from aos_check.rules import RULES


def judge(request: Request, *, select: Sequence[str], ignore: Sequence[str]) -> Report:
    """Read what is asked for and judge it by the rules that are asked for."""
    opened = open_projects(request)
    weights = Weights(
        layouts={layout.name: layout for layout in opened.layouts},
        levels=levels(RULES, opened.config),
    )
    return judge_projects(
        opened.projects,
        choose(RULES, opened.config, select=select, ignore=ignore),
        tree=opened.tree,
        weights=weights,
        mode=request.mode,
    )
