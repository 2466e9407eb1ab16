"""The YAML between the first two `---` of a document."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.reading.page import SourceFile
from aos_check.reading.structured import UnreadableDataError, read_yaml


class FrontMatter(NamedTuple):
    """Keys (lower case) with their values as text, keys given twice, and what went wrong."""

    pairs: tuple[tuple[str, str, Place], ...] = ()
    repeated: tuple[Mark, ...] = ()
    fault: Mark | None = None


def read_front_matter(page: SourceFile) -> FrontMatter:
    """The front matter of a page; empty when it has none."""
    if not page.front:
        return FrontMatter()
    try:
        data = read_yaml(page.front)
    except UnreadableDataError as error:
        at = Place(page.path, error.line + 1)
        return FrontMatter(fault=Mark(f"the front matter cannot be read: {error}", at))
    if not isinstance(data.value, dict):
        return FrontMatter(fault=Mark("the front matter has no keys", Place(page.path)))
    return FrontMatter(
        pairs=tuple(
            (str(key).lower(), str(value), Place(page.path, data.line(key) + 1))
            for key, value in data.value.items()
            if isinstance(value, (str, int, float, bool)) or value is None
        ),
        repeated=tuple(Mark(key, Place(page.path, line + 1)) for key, line in data.repeated),
    )
