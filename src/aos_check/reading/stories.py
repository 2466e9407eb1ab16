"""Reads a story in the form of BMAD: its numbered acceptance criteria, and tasks that name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from aos_check.model.document import BoxKind, Document
from aos_check.model.finding import Place
from aos_check.model.spec import Requirement
from aos_check.model.task import Group, Task, TaskList
from aos_check.reading.boxes import checkbox, kind_of_container, label
from aos_check.reading.expressions import expression, lower
from aos_check.reading.layouts import Artifact
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile
from aos_check.reading.tasks import read_tasks

_TASKS = expression(
    r"\W*(?:\d+\.?\s+)?(?:tasks?\b|tareas\b|tarefas\b|tâches\b|aufgaben\b|attività\b|задачи\b"
    r"|任务|任務|タスク|작업)",
    re.IGNORECASE,
)


_FOLLOW_UPS = expression(r"\W*review follow-?ups\b", re.IGNORECASE)


def is_story(page: SourceFile, document: Document) -> bool:
    """True unless the document is only about a story, such as a report or the plan of a test.

    A story has a status, or is called one, and has criteria or tasks. A status in the front matter
    is that of a build spec.
    """
    if page.front and any(key == "status" for key, _, _ in document.metadata):
        return True
    titled = document.statuses or lower(page.title).startswith("story")
    return bool(titled) and any(
        _TASKS.match(each.title) or _is_about_criteria(each.title) for each in document.sections
    )


def _is_about_criteria(title: str) -> bool:
    return kind_of_container(title) is BoxKind.CRITERION


def read_story(page: SourceFile, artifact: Artifact) -> TaskList:
    """The tasks of a story: those of the section about them, if it has one."""
    tasks = read_tasks(page, artifact)
    lines = {line.number for line in _section(page, _TASKS.match)}
    if lines:
        lines |= {line.number for line in _section(page, _FOLLOW_UPS.match)}
    kept = tuple(
        _traced(task)
        for group in tasks.groups
        for task in group.tasks
        if not lines or task.at.line in lines
    )
    group = Group("", None, "", Place(page.path), tasks=kept)
    return tasks._replace(groups=(group,) if kept else (), gates=())


def _section(page: SourceFile, is_title: Callable[[str], object]) -> Iterator[MarkdownLine]:
    """The lines below each heading with such a title, without the title of the document.

    A heading below the level of the first one, as in the report of a review, does not count.
    """
    level, deepest = 0, _DEEPEST
    for index, line in enumerate(page.prose):
        heading = line.kind is LineKind.HEADING and line.parent < 0
        if heading and (not level or line.level <= level):
            level = line.level if index and line.level <= deepest and is_title(line.text) else 0
            deepest = level or deepest
        elif level:
            yield line


_DEEPEST = 6


def _below_label(page: SourceFile, is_title: Callable[[str], object]) -> Iterator[MarkdownLine]:
    """The lines below each label with such words, up to the next label or heading."""
    inside = False
    for line in page.prose:
        words = label(line.text) if line.kind is LineKind.TEXT and line.parent < 0 else None
        if words or line.kind is LineKind.HEADING:
            inside = bool(words and is_title(words))
        elif inside:
            yield line


def _traced(task: Task) -> Task:
    names = dict.fromkeys((*task.requirements, *_named_criteria(task.title)))
    return task._replace(
        group="", requirements=tuple(names), subtasks=tuple(map(_traced, task.subtasks))
    )


# `(AC: #1)`, `(AC: 1, 2)`, `(AC1-AC3)`, `[AC #2 and #3]`
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,3}"
_BETWEEN = r"\s{0,2}(?:[,;&/+–-]|and|to|through)\s{0,2}(?:ACs?[\s:-]?)?#?"
_REFERENCE = expression(
    rf"\bACs?(?:\s?:\s?#?|\s?#|-?|\s(?=[^()\[\]]{{0,80}}[)\]]))(?P<all>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)"
)
_EVERY = expression(r"\(\s?(?:ACs?\s?:\s?all\b|all\s(?:the\s)?ACs?\b)", re.IGNORECASE)
_PIECE = expression(rf"(?P<range>(?:–|-|\bto\b|\bthrough\b)\D{{0,8}})?(?P<number>{_NUMBER})")
_MAX_RANGE = 50


def _named_criteria(text: str) -> Iterator[str]:
    """The numbers of the criteria that a task names; `#1-#3` are three."""
    if _EVERY.search(text):
        yield "*"
    for found in _REFERENCE.finditer(text):
        last = ""
        for piece in _PIECE.finditer(found["all"]):
            number = piece["number"]
            if piece["range"] and last.isdecimal() and number.isdecimal():
                inside = range(int(last) + 1, min(int(number), int(last) + _MAX_RANGE))
                yield from map(str, inside)
            yield number
            last = number


_WRITTEN = expression(rf"[\W_]*(?:AC[\s#:-]*)?(?P<id>{_NUMBER})(?!\w)")
_CODE = expression(rf"[\W_]*AC[\s#:-]*(?P<id>{_NUMBER})(?!\w)")
_MARKER = re.compile(r"\d{1,3}")


_GIVEN = expression(r"[\W_]*given\b", re.IGNORECASE)
_STEP = expression(r"[\W_]*(?:when|then|and|but)\b", re.IGNORECASE)


def story_criteria(page: SourceFile) -> Iterator[Requirement]:
    """The acceptance criteria: those with a number, and the others by their place in the list.

    Below the label or heading of a criterion is its text, and after "Given" are its steps.
    """
    seen: set[str] = set()
    count = 0
    labelled = given = False
    below_heading = list(_section(page, _is_about_criteria))
    for line in below_heading or _below_label(page, _is_about_criteria):
        box = checkbox(line.text)
        text = box.text if box else line.text
        written = (_WRITTEN if line.kind is LineKind.TABLE else _CODE).match(text)
        if written:
            yield Requirement(written["id"], line.text, page.at(line))
            labelled = labelled or line.kind in (LineKind.TEXT, LineKind.HEADING)
        if line.kind is LineKind.ITEM and line.level == 1 and not labelled:
            given = given or bool(_GIVEN.match(text))
            is_task = not written and _REFERENCE.search(text)
            if is_task or (given and _STEP.match(text)):
                continue
            count += 1
            number = _MARKER.match(line.marker)
            # A list that begins again goes on counting.
            name = number[0] if number and number[0] not in seen else str(count)
            seen.add(name)
            if not written:
                yield Requirement(name, line.text, page.at(line))
