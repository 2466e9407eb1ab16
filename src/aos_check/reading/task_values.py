"""Reads the ids and statuses of tasks that come from data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aos_check.model.document import Mark, State, Status
from aos_check.model.finding import Place
from aos_check.model.wording import shortened
from aos_check.reading.metadata import read_front_matter
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.status import normalise, task_state

LONGEST = 100
"""The maximum number of characters of an id or a status."""


def short_text(value: object) -> str:
    """The value if it is a short text or a number, else ""."""
    known = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    text = str(value).strip() if known else ""
    return text if len(text) <= LONGEST else ""


def front_status(page: SourceFile | None) -> str:
    """The status in the front matter in lower case, or ""."""
    pairs = read_front_matter(page).pairs if page else ()
    return next((value.casefold() for key, value, _ in pairs if key == "status"), "")


def known_state(text: str, states: Mapping[str, State]) -> State | None:
    """The state that a status means to the project, or by its words; None if it means none."""
    return states.get(text.casefold()) or task_state(text)


def in_review(text: str, state: State | None) -> bool:
    """True for a task that is no longer worked on, and not done: in review, in test."""
    return state is State.IN_PROGRESS and normalise(text) is not Status.IN_PROGRESS


def unknown_status(text: str, at: Place) -> Mark:
    """The mark for a status without a meaning."""
    return Mark(f'the status "{shortened(text, LONGEST)}" is unknown', at)


def settings_of(folder: SpecFolder, open_page: OpenPage) -> Mapping[str, Any]:
    """The values in the first file of settings that exists."""
    places = {folder.home.below(path).lower(): path for path in folder.files}
    path = next((places[name] for name in folder.layout.settings if name in places), None)
    page = open_page(path) if path else None
    value: Any = page.data.value if page and page.data else None
    return value if isinstance(value, dict) else {}


def states_of(settings: Mapping[str, Any]) -> dict[str, State]:
    """The states of the statuses that the project lists in their order."""
    listed = settings.get("statuses")
    words = list(filter(None, map(short_text, listed[:_MOST] if isinstance(listed, list) else [])))
    known = list(map(task_state, words))
    return {
        word.casefold(): state or _by_place(known, index)
        for index, (word, state) in enumerate(zip(words, known, strict=True))
    }


_MOST = 100  # statuses of a project


def _by_place(known: list[State | None], index: int) -> State:
    """The state of a status whose words mean none: the last is done, and the first is open."""
    if State.DONE in known[:index]:
        return State.DEFERRED
    if index == len(known) - 1:
        return State.DONE
    begun = index and State.IN_PROGRESS not in known[index:]
    return State.IN_PROGRESS if begun else State.OPEN
