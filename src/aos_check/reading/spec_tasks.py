"""Joins the lists of tasks in the documents of a spec."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.model.document import Role
from aos_check.model.spec import Spec
from aos_check.model.task import TaskList
from aos_check.reading.layouts import Layout
from aos_check.reading.linked_tasks import linked, results_of
from aos_check.reading.page import OpenPage
from aos_check.reading.settled_tasks import with_settled
from aos_check.reading.spec_documents import Parts
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.task_master import with_others_last


def joined(
    lists: list[TaskList],
    folder: SpecFolder,
    parts: Parts,
    settings: Mapping[str, object],
    open_page: OpenPage,
) -> TaskList | None:
    """The tasks of all lists, linked if each task is a file."""
    tasks = _in_one_list(lists)
    if tasks is None:
        return None
    layout = folder.layout
    if layout.has_task_files:
        whole_home = layout.specs.each == "home"
        results = results_of(parts, folder.files, open_page)
        tasks = linked(tasks, results, parts, folder.number or "", all_here=whole_home)
    elif isinstance(tag := settings.get("currentTag"), str):
        tasks = with_others_last(tasks, tag)
    return with_settled(tasks, layout, folder.files, open_page)


def _in_one_list(lists: list[TaskList]) -> TaskList | None:
    if len(lists) <= 1:
        return lists[0] if lists else None
    return TaskList(
        lists[0].path,
        tuple(group for each in lists for group in each.groups),
        tuple(gate for each in lists for gate in each.gates),
        tracked=any(each.tracked for each in lists),
        cut_at=next((each.cut_at for each in lists if each.cut_at), None),
        waves=tuple(wave for each in lists for wave in each.waves),
    )


def outweighed(spec: Spec, layout: Layout) -> TaskList | None:
    """The tasks. In a layout whose boxes need not be ticked, a status of done may say more."""
    artifact = layout.artifact(Role.TASKS)
    silent = artifact and not artifact.tracked and not spec.first_started()
    if spec.tasks and silent and spec.marked_done:
        return spec.tasks._replace(tracked=False)
    return spec.tasks
