"""What can be found by words: decisions, standards, specs, requirements and tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.model.addresses import SpecDirectory, write
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Role
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.progress.decisions import standing
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile, UnreadableFileError, read_page
from aos_check.reporters.decisions import name_of


class Findable(NamedTuple):
    """Something that can be found. `title` is what to show, `head` the words that it goes by.

    `about` are more words that it is found by. `essence` is what to show of the text, "" for the
    part with the words. Of the entries with the same `unit`, only the best are shown.
    """

    kind: str
    title: str
    head: str
    text: str
    at: Place
    about: str = ""
    unit: str = ""
    essence: str = ""
    holds: bool = True


def findable(opened: CheckInput) -> Iterator[Findable]:
    """Everything in the projects that can be found."""
    pages = _Pages(opened)
    directory = SpecDirectory(opened.specs)
    yield from _decisions(opened.projects)
    for project in opened.projects:
        for path in sorted(set(project.standards.values())):
            yield from _standard(path, pages)
        for spec in project.specs:
            yield from _spec(spec, directory.name(spec), pages)


class _Pages:
    """The pages of the tree."""

    def __init__(self, opened: CheckInput) -> None:
        self._opened = opened

    def prose(self, path: str) -> tuple[MarkdownLine, ...]:
        """The lines of a document that are neither code nor comments; none if it is unreadable."""
        page = self._page(path)
        return page.prose if page else ()

    def _page(self, path: str) -> SourceFile | None:
        try:
            snapshot = self._opened.snapshot
            return snapshot.pages.page(path) if snapshot else read_page(self._opened.tree, path)
        except UnreadableFileError:
            return None


def _decisions(projects: Sequence[Project]) -> Iterator[Findable]:
    found = standing(projects)
    holding = {each.decision.at for each in found.in_force}
    for project in projects:
        for decision in project.decisions:
            holds = decision.at in holding
            mark = "" if holds else f" ({_mark(decision)})"
            yield Findable(
                "decision",
                f"{name_of(decision)}{mark}",
                f"{decision.id} {decision.title}",
                decision.substance or decision.essence,
                decision.at,
                " ".join(decision.topics),
                essence=decision.essence,
                holds=holds,
            )


def _mark(decision: Decision) -> str:
    """Why a decision is not in force."""
    if decision.status in (DecisionStatus.OTHER, DecisionStatus.NONE):
        return "its status is unclear"
    if decision.superseded_by:
        return f"superseded by {decision.superseded_by}"
    replaced = decision.status is DecisionStatus.ACCEPTED
    return "superseded" if replaced else decision.status.value


def _standard(path: str, pages: _Pages) -> Iterator[Findable]:
    """The sections of a standard."""
    name = path.rpartition("/")[2].rpartition(".")[0].replace("-", " ")
    title, heading, at = "", "", Place(path)
    below: list[str] = []

    def entry() -> Findable:
        shown = " › ".join(dict.fromkeys(filter(None, (title or name, heading))))
        return Findable("standard", shown, f"{name} {shown}", " ".join(below), at, unit=path)

    for line in pages.prose(path):
        if line.kind is not LineKind.HEADING:
            below.append(line.text)
            continue
        if below:
            yield entry()
        title, heading = title or line.text, line.text
        at, below = Place(path, line.number, line.column), []
    yield entry()


_TOLD_IN = (Role.REQUIREMENTS, Role.OVERVIEW)
_MOST_OF_SPEC = 4000


def _spec(spec: Spec, name: str, pages: _Pages) -> Iterator[Findable]:
    """The spec, its requirements and its tasks."""
    title = spec.title or spec.slug.replace("-", " ")
    about = f"{title} {spec.id.replace('-', ' ')}"
    text = " ".join(_introduction(spec, pages))[:_MOST_OF_SPEC]
    yield Findable("spec", title, about, text, spec.at)
    for requirement in spec.requirements:
        shown = f"{requirement.id} ({name})"
        yield Findable(
            "requirement", shown, requirement.id, requirement.text, requirement.at, about
        )
    for task in spec.all_tasks():
        shown = f"{write(name, task.id)} {task.title}"
        yield Findable(
            "task", shown, f"{task.id} {task.title}", task.group, task.at, about, unit=spec.path
        )


def _introduction(spec: Spec, pages: _Pages) -> Iterator[str]:
    """What the documents of a spec say before its first requirement, which is found by itself."""
    first: dict[str, int] = {}
    for each in spec.requirements:
        first[each.at.path] = min(each.at.line, first.get(each.at.path, each.at.line))
    for document in spec.documents:
        if document.role in _TOLD_IN:
            end = first.get(document.path, document.lines + 1)
            lines = pages.prose(document.path)
            yield from (line.text for line in lines if line.number < end)
