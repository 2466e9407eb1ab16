"""Settles tasks by a second file: the test by a person that a verification of GSD waits for."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from aos_check.model.document import State, Status
from aos_check.model.task import Task, TaskList
from aos_check.reading.layouts import Layout
from aos_check.reading.page import OpenPage
from aos_check.reading.status import normalise
from aos_check.reading.task_values import front_status


def with_settled(
    tasks: TaskList, layout: Layout, files: Collection[str], open_page: OpenPage
) -> TaskList:
    """The tasks; an open one whose status waits for another file is done if that file says so.

    Until then it is in review.
    """
    ends = {status: end for each in layout.artifacts for status, end in each.settled_by.items()}
    if not ends:
        return tasks
    proofs = [path for path in files if path.lower().endswith(tuple(ends.values()))]

    def settled(task: Task) -> Task:
        end = ends.get(front_status(open_page(task.at.path))) if task.still_open else None
        if end is None:
            return task
        beside = f"{posixpath.dirname(task.at.path)}/"
        own = (it for it in proofs if it.startswith(beside) and it.lower().endswith(end))
        passed = any(normalise(front_status(open_page(it))) is Status.DONE for it in own)
        return task._replace(state=State.DONE) if passed else task._replace(in_review=True)

    groups = (it._replace(tasks=tuple(map(settled, it.tasks))) for it in tasks.groups)
    return tasks._replace(groups=tuple(groups))
