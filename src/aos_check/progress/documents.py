"""Problems with documents and sections that are missing or empty."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import Document, Section
from aos_check.model.finding import NotEvaluated, Problem
from aos_check.model.project import Project


def missing_document(project: Project, what: str, remedy: str) -> Problem | NotEvaluated:
    """A problem at the first spec of the project, unless an unreadable file may be the document."""
    for mark in project.unreadable:
        path = mark.at.path
        if not any(f"{path}/".startswith(f"{spec.path}/") for spec in project.specs):
            return NotEvaluated(f"{path} cannot be read, and may be the {what}")
    message = f"this project has specs and no {what}"
    return Problem(at=project.specs[0].at, message=message, help=remedy, key=what)


def missing_sections(document: Document, name: str) -> Iterator[Problem]:
    """A problem for each required section that is empty, and one for all that are absent."""
    absent = []
    for wanted in document.lacks:
        if section := _empty(document, wanted):
            yield Problem(
                at=section.at,
                message=f"the section {section.title} of {name} is empty",
                help="write the section, or explain in it why it is empty",
            )
        else:
            absent.append(wanted)
    if absent:
        yield Problem(
            at=document.at,
            message=f"{name} has no section {' and no section '.join(absent)}",
            help=f"add a section {' and a section '.join(absent)}",
        )


def _empty(document: Document, wanted: str) -> Section | None:
    """The section of that name; the first heading is the document's title."""
    below = (each for index, each in enumerate(document.sections) if index or each.level > 1)
    return next((each for each in below if wanted.casefold() in each.title.casefold()), None)
