"""What the lines of a file were read as, by the model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.document import Box, Document
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import Dependency, Task
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import SourceFile


class LineFact(NamedTuple):
    """Something that was read at a place: its kind, and what is known about it."""

    at: Place
    kind: str
    text: str


def facts_of(project: Project, path: str) -> list[LineFact]:
    """Everything that was read in the file, by line."""
    facts = [
        *(fact for spec in project.specs for fact in _of_spec(spec)),
        *(
            LineFact(it.at, "roadmap item", f"{it.title} ({it.state.value})")
            for it in project.milestones
        ),
        *(LineFact(it.at, "decision", f"{it.id} ({it.status.value})") for it in project.decisions),
        *(
            LineFact(it.status.at, "status in a ledger", f"{it.about}: {it.status.value.value}")
            for it in project.statements
        ),
        *(LineFact(it.at, "not read", it.text) for it in project.unreadable),
    ]
    found = [fact for fact in facts if fact.at.path == path]
    known = {fact.at.line for fact in found}
    documents = (it for it in project.all_documents() if it.path == path)
    found += [
        fact
        for document in documents
        for fact in _of_document(document)
        # A box or a heading is already known by what the spec made of it.
        if not (fact.kind.startswith(("box", "heading")) and fact.at.line in known)
    ]
    return sorted(dict.fromkeys(found), key=lambda fact: fact.at)


def _of_spec(spec: Spec) -> Iterator[LineFact]:
    tasks = spec.tasks
    for group in tasks.groups if tasks else ():
        if name := group.title or f"{group.word} {group.id or ''}".strip():
            needs = _needs(group.depends_on)
            yield LineFact(group.at, "group", f"{name}{f' ({needs})' if needs else ''}")
    for task in tasks.all_tasks() if tasks else ():
        tracked = bool(tasks and tasks.tracked)
        yield LineFact(task.at, "task", _task(task, tracked=tracked))
        yield from _boxes(f"criterion of {task.label}", task.criteria)
    for gate in tasks.gates if tasks else ():
        yield LineFact(gate.at, "gate", gate.title)
        yield from _boxes("box of a gate", gate.boxes)
    for requirement in spec.requirements:
        yield LineFact(
            requirement.at, "requirement", f"{requirement.id} {requirement.text}".strip()
        )
    for delta in spec.deltas:
        yield LineFact(delta.at, f"{delta.kind} requirement", f"{delta.name} (of {delta.base})")
    for mark in spec.approval.marks:
        yield LineFact(mark.at, "approval", mark.text)
    for mark in spec.approval.vetoes:
        yield LineFact(mark.at, "no approval", mark.text)
    if spec.status:
        yield LineFact(spec.status.at, "status of the spec", spec.status.value.value)


def _task(task: Task, *, tracked: bool) -> str:
    facts = [
        task.state.value if tracked else "no state",
        "optional" if task.optional else "",
        f"below {task.parent}" if task.parent else "",
        f"group {task.group}" if task.group else "",
        _needs(task.depends_on),
        f"for {', '.join(task.requirements)}" if task.requirements else "",
    ]
    return f"{task.id} {task.title} ({', '.join(filter(None, facts))})"


def _needs(dependencies: tuple[Dependency, ...]) -> str:
    names = [f"{it.word} {it.id}".strip() for it in dependencies]
    return f"after {', '.join(names)}" if names else ""


def _boxes(kind: str, boxes: tuple[Box, ...]) -> Iterator[LineFact]:
    for box in boxes:
        yield LineFact(box.at, kind, f"{box.text} ({box.state.value})")


def _of_document(document: Document) -> Iterator[LineFact]:
    for status in document.statuses:
        yield LineFact(status.at, "status", f"{status.text} ({status.value.value})")
    for key, value, at in document.metadata:
        yield LineFact(at, "metadata", f"{key}: {value}")
    for section in document.sections:
        yield LineFact(section.at, "heading", section.title)
    for box in document.boxes:
        yield LineFact(box.at, f"box: {box.kind.value}", f"{box.text} ({box.state.value})")
    for ignore in document.ignores:
        yield LineFact(ignore.at, "suppression", ", ".join(ignore.codes))
    for link in document.broken_links:
        yield LineFact(link.at, "broken link", link.text)
    marks = {
        "open question": document.questions,
        "placeholder": document.placeholders,
        "marker": document.markers,
        "not read": document.unread,
    }
    yield from (
        LineFact(mark.at, kind, mark.text) for kind, found in marks.items() for mark in found
    )


def kind_of_line(page: SourceFile, number: int) -> str:
    """The kind of a line in which nothing was read."""
    if number > len(page.source):
        return f"the file has only {len(page.source)} lines"
    if page.data is not None:
        return "data"
    if page.front and number <= page.front.count("\n") + 2:
        return "front matter"
    if not page.source[number - 1].strip():
        return "an empty line"
    index = bisect_right(page.lines, number, key=lambda line: line.number) - 1
    line = page.lines[index] if index >= 0 else None
    is_inside = line and (line.number == number or line.kind is LineKind.CODE)
    return _KINDS[line.kind] if line and is_inside else "a rule between sections"


_KINDS = {
    LineKind.HEADING: "a heading",
    LineKind.ITEM: "an item without a meaning of its own",
    LineKind.TEXT: "prose",
    LineKind.CODE: "code, in which nothing is read",
    LineKind.COMMENT: "a comment, in which nothing is read",
    LineKind.TABLE: "a row of a table",
}
