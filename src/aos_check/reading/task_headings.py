"""Reads one heading of a task file: a task, a group or a state."""

from __future__ import annotations

import re

from aos_check.model.document import State
from aos_check.reading.expressions import expression
from aos_check.reading.status import task_state
from aos_check.reading.task_line import (
    TICKS,
    TaskTitle,
    clean,
    is_too_long,
    read_title,
    without_bold,
)

_HEADING_TASK = expression(
    r"^(?:\[(?P<box>[ xX~-]?)\]\s*)?(?:"
    r"(?P<code>(?:T|TASK)-?\d{1,4}(?:\.\d+)+|(?:TASK-?|T-?)\d{2,5})(?:\s*[:.)—–-]+\s*|\s*$)"
    r"|(?:major\s+)?(?:sub-?)?task\s*\#?(?P<id>\d+(?:[.-]\d+)*[a-z]?|[A-Z]{0,6}-?\d+)"
    r"(?:\s*[:.)—–-]+\s*|\s+(?=\W)|\s*$)"
    r")(?P<title>.*)$"
    r"|^\[(?P<box2>[ xX~-])\]\s+(?P<title2>.+)$",
    re.IGNORECASE,
)
_NUMBERED_HEADING = expression(r"^(?P<id>\d+(?:\.\d+)+)[.:)]?\s+(?P<title>.*)$")


def heading_task(text: str) -> tuple[TaskTitle, State | None] | None:
    """The task in a heading, with its state if the heading states one.

    `### Task 1.1: T`, `### [x] T`, `#### 1.1 T ✅`. A numbered heading without a state is a group.
    """
    lead, body = _lead_and_body(text)
    found = _HEADING_TASK.match(body)
    numbered = None if found else _numbered(body)
    if not (found or numbered):
        return None
    state = State.DONE if any(tick in lead for tick in TICKS) else _state_after(body)
    if found:
        return _found_task(found, state)
    return (numbered, state) if numbered and state else None


_STATES_OF_MARKS = {" ": State.OPEN, "x": State.DONE, "~": State.DEFERRED}


def _found_task(found: re.Match[str], state: State | None) -> tuple[TaskTitle, State | None] | None:
    mark = found["box"] or found["box2"]
    if mark is not None:
        state = _STATES_OF_MARKS.get(mark.lower(), state)
    identity = found["id"] or found["code"]
    if identity and is_too_long(identity):
        return None
    if found["box2"]:
        return read_title(_without_state(found["title2"])), state
    title = found["title"] or ""
    if identity and not found["code"]:
        identity = identity.replace("-", ".") if identity[0].isdigit() else identity
    return TaskTitle(identity, _without_state(title)), state


def numbered_heading(text: str) -> TaskTitle | None:
    """The task in `#### 5.1 T`, for files in which similar headings have a state."""
    return _numbered(_lead_and_body(text)[1])


def _numbered(body: str) -> TaskTitle | None:
    found = _NUMBERED_HEADING.match(body)
    if found is None or is_too_long(found["id"]):
        return None
    return TaskTitle(found["id"], _without_state(found["title"]))


_MARKS_BEFORE = expression(r"[^\w\s\[\]]+\s+")


def _lead_and_body(text: str) -> tuple[str, str]:
    """The marks before the first word of a heading, and the rest."""
    plain = without_bold(text)
    start = _MARKS_BEFORE.match(plain)
    return (plain[: start.end()], plain[start.end() :]) if start else ("", plain)


_DONE_AFTER = expression(
    r"(?:\s|\*)*(?:[-–—:]\s*)?(?:✅|✔️?|☑️?|\(?\**(?:COMPLETED?|DONE)\**\)?)[\s*✅!.]*$"
)
_TAIL = 60  # characters at the end of a title that may have a mark
_EMOJI_AND_WORDS = expression(r"(?:✅|🔄|⏳|🚧|❌|⚠️?|⏭️?|⏸️?)\s*\(?\**([A-Za-z ]{3,40})")
_STATE_IN_BRACKETS = expression(
    r"[\[(]\s*(done|completed?|in progress|deferred|skipped|blocked)\b", re.IGNORECASE
)


def _state_after(text: str) -> State | None:
    if _DONE_AFTER.search(text, max(0, len(text) - _TAIL)):
        return State.DONE
    if found := _EMOJI_AND_WORDS.search(text):
        return _state_of_words(found[1], ticked="✅" in found[0])
    if found := _STATE_IN_BRACKETS.search(text):
        return task_state(found[1])
    return None


_PARTLY_DONE = expression(r"\bprogress\b|\bpartial|\bmostly\b|\balmost\b", re.IGNORECASE)


def _state_of_words(words: str, *, ticked: bool) -> State | None:
    """The state in the words after an emoji; `✅ MAJOR PROGRESS` is not done."""
    if _PARTLY_DONE.search(words):
        return State.IN_PROGRESS
    return task_state(words) or (State.DONE if ticked else None)


def _without_state(title: str) -> str:
    tail = max(0, len(title) - _TAIL)
    return clean(title[:tail] + _DONE_AFTER.sub("", title[tail:]))


_GROUP = expression(
    r"^\W*(?:major\s+)?(?P<word>task group|group|phase|slice|stage|step|sprint|milestone|part|"
    r"story|epic|week|day|pr|section|chunk)\s*\#?(?P<id>\d+(?:\.\d+)*[a-z]?)\b\W*(?P<title>.*)$",
    re.IGNORECASE,
)
_NUMBERED = expression(r"^\W*(?P<id>\d+(?:\.\d+)*)[.:)]?\s+(?P<title>.+)$")
_STATES = {
    State.OPEN: (
        "pending|to[ -]?do|remaining|outstanding|not started|upcoming|pendientes?|pendentes?|offen"
        "|未着手|待办|未完成"
    ),
    State.IN_PROGRESS: "in[ -]progress|doing|ongoing|wip|en curso|em andamento|进行中|進行中",
    State.DONE: (
        "completed?|done|finished|completad[ao]s?|concluíd[ao]s?|terminée?s?|erledigt|готово"
        "|完了|已完成"
    ),
    State.DEFERRED: "deferred|postponed|skipped",
    State.CANCELLED: "cancell?ed|dropped",
}
_STATE_HEADINGS = tuple(
    (state, expression(rf"\W*(?:{words})(?: (?:tasks?|items?|work))?\W*(?:\d+\W*)?", re.IGNORECASE))
    for state, words in _STATES.items()
)


def heading_state(text: str) -> State | None:
    """The state in a heading that only states one, such as `## Pending` or `## Completed (3)`."""
    plain = without_bold(text)
    return next((state for state, words in _STATE_HEADINGS if words.fullmatch(plain)), None)


def heading_group(text: str) -> tuple[str, str | None, str]:
    """The word, number and title of a group's heading: `#### Task Group 1: Models`."""
    plain = without_bold(text)
    if found := _GROUP.match(plain):
        word = found["word"].lower()
        word = "group" if word == "task group" else word
        return word, found["id"], plain
    if found := _NUMBERED.match(plain):
        return "section", found["id"], plain
    return "", None, plain
