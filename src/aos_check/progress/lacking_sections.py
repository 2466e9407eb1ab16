"""What to say of the sections that a document's layout asks for and that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import Document, Section
from aos_check.model.finding import Problem


def lacking_sections(document: Document, name: str) -> Iterator[Problem]:
    """A problem at each section that is there and empty, and one for all that are absent."""
    absent = []
    for wanted in document.lacks:
        if section := _empty(document, wanted):
            yield Problem(
                at=section.at,
                message=f"nothing stands under {section.title} in {name}",
                help="write the section, or say in it why there is nothing to say",
            )
        else:
            absent.append(wanted)
    if absent:
        yield Problem(
            at=document.at,
            message=f"there is no section {' and no section '.join(absent)} in {name}",
            help=f"add {' and '.join(absent)}, in a section of that name",
        )


def _empty(document: Document, wanted: str) -> Section | None:
    """The section of that name; the first heading is the document's title."""
    below = (each for index, each in enumerate(document.sections) if index or each.level > 1)
    return next((each for each in below if wanted.casefold() in each.title.casefold()), None)
