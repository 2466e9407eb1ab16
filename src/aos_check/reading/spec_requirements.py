"""Reads the requirements of a spec, and the changes that it makes to those of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aos_check.model.document import Role
from aos_check.model.spec import Delta, Requirement
from aos_check.reading.deltas import read_deltas, requirements_by_name
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Layout
from aos_check.reading.markdown import LineKind
from aos_check.reading.numbered_requirements import numbered_requirements, user_stories
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.spec_documents import is_like, markdown_in
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.stories import story_criteria


def requirements_of(
    pages: Mapping[Role, list[SourceFile]], layout: Layout
) -> Iterator[Requirement]:
    """Each requirement with an id, a number or a name, at its first definition."""
    seen: set[tuple[str, str]] = set()
    for requirement in _defined(pages, layout):
        # Two documents may use one name for two requirements.
        key = (requirement.at.path * requirement.by_name, requirement.id.casefold())
        if key not in seen:
            seen.add(key)
            yield requirement


def _defined(pages: Mapping[Role, list[SourceFile]], layout: Layout) -> Iterator[Requirement]:
    if layout.specs.each == "file":
        for page in pages.get(Role.TASKS, ()):
            yield from story_criteria(page)
        return
    form, documents = layout.requirements, pages.get(Role.REQUIREMENTS, [])
    for page in () if form.file else documents[:1]:
        yield from _named_requirements(page, form.id)
        yield from numbered_requirements(page) if form.numbered else ()
        yield from user_stories(page, form.stories) if form.stories else ()
    for page in documents if layout.deltas else ():
        yield from requirements_by_name(page)


def _named_requirements(page: SourceFile, form: str) -> Iterator[Requirement]:
    pattern = re.compile(rf"^\W{{0,20}}(?P<id>{form})\b", re.IGNORECASE)
    for line in page.prose:
        # The id is at the start of the line, and a user's pattern may be slow on a long text.
        found = pattern.match(line.text[:_ID_WITHIN])
        if found and line.kind is not LineKind.TABLE:
            yield Requirement(found["id"], _text(line.text[found.end() :]), page.at(line))


_ID_WITHIN = 100
_SEPARATOR = expression(r"^(?:[*_`](?=[^\w*_`]))?[\s:.,;)\]|–—>-]*")


def _text(after_id: str) -> str:
    """The text of a requirement, without what divides it from its id."""
    for mark in ("**", "__", "~~"):
        # The first mark ends an emphasis that began before the id.
        if after_id.count(mark) % 2:
            after_id = after_id.replace(mark, "", 1)
    return _SEPARATOR.sub("", after_id).strip()


def deltas_of(folder: SpecFolder, open_page: OpenPage) -> Iterator[Delta]:
    """The deltas of a spec whose base has not moved on since."""
    if folder.layout.deltas and folder.bucket != "completed":
        for path in markdown_in(folder):
            name = folder.below(path)
            if is_like(name, folder.layout.deltas) and (page := open_page(path)):
                yield from read_deltas(page, f"{folder.home.path}/{name}")
