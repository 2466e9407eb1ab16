"""An assignment: the subagent and the standards for a group of tasks."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place


class Assignment(NamedTuple):
    """The subagent and the standards for the group of tasks with the name `group`.

    `agent` is None if the file names no subagent. A standard is `all`, `none`, `folder/*` or the
    path of a file below the folder of standards.
    """

    group: str
    at: Place
    agent: Mark | None = None
    standards: tuple[Mark, ...] = ()
