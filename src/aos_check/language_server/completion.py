"""Task addresses in commit messages, and requirement ids in task lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.judging.overview import overview_of
from aos_check.language_server.targets import Cursor, specs_of
from aos_check.model.addresses import write
from aos_check.model.document import Role

_BEGUN = re.compile(r"[\w.~+\-=@/%#]{0,200}$")
_ITEM = re.compile(r"\s{0,40}(?:[-*+]|\d{1,6}\.)\s")
_MOST = 200


class Candidate(NamedTuple):
    """A word to insert in place of the `begun` characters before the cursor."""

    word: str
    detail: str
    begun: int


def in_commit_message(opened: CheckInput, cursor: Cursor) -> Iterator[Candidate]:
    """The addresses of the open tasks after `Task:`, those of the active spec first."""
    key, colon, value = cursor.line[: cursor.column].partition(":")
    trailers = {trailer.casefold() for trailer in opened.config.commits.trailers}
    if not colon or key.strip().casefold() not in trailers:
        return
    begun = _begun(value)
    overview = overview_of(opened, opened.top)
    first = overview.active.spec.path if overview.active else ""
    found = sorted(overview.all_progress, key=lambda it: (it.spec.path != first, it.spec.path))
    words = (
        Candidate(write(it.name, task.id), task.title, begun)
        for it in found
        if it.is_open
        for task in it.spec.open_tasks()
        if task.named
    )
    yield from _first(words)


def in_task_list(opened: CheckInput, cursor: Cursor) -> Iterator[Candidate]:
    """The ids of the spec's requirements, in an item of its task list."""
    if not _ITEM.match(cursor.line):
        return
    begun = _begun(cursor.line[: cursor.column])
    for spec in specs_of(opened, cursor.path):
        roles = {document.role for document in spec.documents if document.path == cursor.path}
        if Role.TASKS in roles:
            yield from _first(Candidate(it.id, it.text, begun) for it in spec.requirements)


def _begun(text: str) -> int:
    """The number of characters of the word that is being typed."""
    found = _BEGUN.search(text[-200:])
    return len(found[0]) if found else 0


def _first(found: Iterable[Candidate]) -> Iterator[Candidate]:
    return islice(found, _MOST)
