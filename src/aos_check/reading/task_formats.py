"""Reads the tasks of a page in the format of its artifact."""

from __future__ import annotations

from aos_check.model.task import TaskList
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import SourceFile
from aos_check.reading.stories import read_story
from aos_check.reading.task_files import read_task_file
from aos_check.reading.task_master import read_task_master
from aos_check.reading.tasks import read_tasks

_FORMATS = {
    "boxes": read_tasks,
    "story": read_story,
    "task-master": read_task_master,
}


def tasks_of(page: SourceFile, artifact: Artifact) -> TaskList:
    """The tasks of the page."""
    read = read_task_file if artifact.task_file else _FORMATS[artifact.format]
    return read(page, artifact)
