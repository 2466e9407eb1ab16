"""Reads one line of a task file: id, title, agent, effort, requirements, deferral."""

from __future__ import annotations

import re
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.reading.boxes import Checkbox, checkbox
from aos_check.reading.expressions import expression, lower
from aos_check.reading.status import task_state


class TaskTitle(NamedTuple):
    """The parts of a task's text. `is_group`: it is a slice or phase with a checkbox."""

    id: str | None
    text: str
    agent: str | None = None
    effort: str | None = None
    is_group: bool = False
    requirements: tuple[str, ...] = ()


# A number is an id only in certain forms: "10 component tests", "70% chance" and "1-4: speed" have
# none. After a word such as "task", any form of number counts.
_WORD = r"task group|sub-?task|task|slice|phase|step|stage|story|epic|sprint|milestone|part|pr"
_ID = expression(
    rf"^(?:(?:{_WORD})\s*\#?(?P<worded>\d+(?:[.-]\d+)*[a-z]?)(?=[\s:.)*\]—–-]|$)[.:)]*"
    r"|\#?(?P<dotted>\d+(?:\.\d+[a-z]?)+)[.:)]*(?=[\s*]|$)"
    r"|(?P<single>\d{1,4})[.:)]+(?=[\s*]|$)"
    r"|(?P<lettered>T-?\d{1,4}(?:\.\d+)+|(?:T|TASK-?|[A-Z]{2,8}-)\d{2,5}[a-z]?)"
    r"(?=[\s:.)*\]—–-]|$)[.:)]*"
    r")",
    re.IGNORECASE,
)
_DECORATION = expression(r"^(?:_|\s|[^\w\s\[\]()\"'“‘<{$@#/\\.+=&%-])+")
_AGENT = expression(r"\*{0,2}\[(?:Agent|Model|Subagent):\s*([^\]]{1,80})\]\*{0,2}", re.IGNORECASE)
_EFFORT = expression(r"\s*`?\(?\b(XS|S|M|L|XL)\b\)?`?\s*$")
_REQUIREMENT = expression(
    r"\b(?P<kind>(?:FR|NFR|REQ|US)-[A-Z]{0,3})(?P<number>\d{1,5})\b"
    r"(?:\s*(?:through|to|\.\.|–|-)\s*(?P=kind)(?P<last>\d{1,5})\b)?"
)
_DONE_AFTER = expression(
    r"(?:\s|\*)*(?:[-–—:]\s*)?(?:✅|✔️?|☑️?|\(?\**(?:COMPLETED?|DONE)\**\)?)[\s*✅!.]*$"
)


# Each number of an id is a level of nesting, and nested tasks are read recursively.
_MAX_NUMBERS = 10


def _is_too_long(identity: str) -> bool:
    """True for a chain of numbers that is too long for an id."""
    return identity.count(".") + identity.count("-") >= _MAX_NUMBERS


def read_title(text: str) -> TaskTitle:
    """The title in the text after a task's checkbox."""
    agent = _AGENT.search(text) if "[" in text else None
    plain = (_AGENT.sub("", text) if agent else text).strip()
    effort = _EFFORT.search(plain) if plain.endswith(("`", ")")) else None
    plain = plain[: effort.start()] if effort else plain
    start = _DECORATION.match(plain)
    body = body_with_word = plain[start.end() :] if start else plain
    identity = None
    if found := _ID.match(body):
        written = found["worded"] or found["dotted"] or found["single"] or found["lettered"]
        if not _is_lowercase_code(found["lettered"]) and not _is_too_long(written):
            identity = written.replace("-", ".") if found["worded"] else written
            body = body[found.end() :]
    return TaskTitle(
        id=identity,
        text=_clean(body) or _clean(plain),
        agent=agent[1].strip() if agent else None,
        effort=effort[1] if effort else None,
        is_group=bool(_BOXED_GROUP.match(body_with_word)),
        requirements=tuple(named_requirements(text)),
    )


_MAX_RANGE = 50


def named_requirements(text: str) -> dict[str, None]:
    """The requirements in a line, in order; `FR-001 through FR-003` are three."""
    named: dict[str, None] = {}
    if not ("R-" in text or "Q-" in text or "S-" in text):
        return named  # fast for nearly every line
    for found in _REQUIREMENT.finditer(text):
        first, last = int(found["number"]), int(found["last"] or found["number"])
        width = len(found["number"])
        for number in range(first, min(last, first + _MAX_RANGE) + 1):
            named[f"{found['kind']}{number:0{width}}"] = None
        named.setdefault(f"{found['kind']}{found['last'] or found['number']}")
    return named


_BOXED_GROUP = expression(r"(?:slice|phase|task group)\b", re.IGNORECASE)


def _is_lowercase_code(lettered: str | None) -> bool:
    return bool(lettered and not lettered[0].isupper())


_EMPHASIS = expression(r"\*\*|__|~~")
_LEAD = expression(r"^[\s:.)—–-]+")


def _clean(text: str) -> str:
    if "**" in text or "__" in text or "~~" in text:
        text = _EMPHASIS.sub("", text)
    return _LEAD.sub("", text).rstrip()


_BOX_AFTER_ID = expression(
    r"(?P<id>(?:\*\*|__)?(?:(?:sub-?)?task\s+)?\d+(?:\.\d+)*[.:]?(?:\*\*|__)?:?)\s*"
    r"(?P<box>\[[ xX~-]?\].*)",
    re.IGNORECASE,
)
_TICKS = ("✅", "☑", "✔")
_TICK_BEFORE_ID = expression(
    r"(?:✅|☑️?|✔️?)\s*(?P<text>(?:\*\*)?(?:task\s+)?\d+\.\d+.*)", re.IGNORECASE
)


def unboxed(text: str) -> Checkbox | None:
    """The task of a line with its box after the id (`1.1 [x] text`) or a tick before it."""
    if "[" in text and (found := _BOX_AFTER_ID.match(text)):
        box = checkbox(found["box"])
        if box is None:
            return None
        number = found["id"].replace("*", "").replace("_", "").strip(" :.")
        return Checkbox(box.mark, box.state, f"{number}: {box.text}")
    if text.startswith(_TICKS) and (found := _TICK_BEFORE_ID.match(text)):
        return Checkbox("✅", State.DONE, found["text"])
    return None


_HEADING_TASK = expression(
    r"^(?:\[(?P<box>[ xX~-]?)\]\s*)?(?:"
    r"(?P<code>(?:TASK-?|T-?)\d{2,5}|T-?\d{1,4}(?:\.\d+)+)(?:\s*[:.)—–-]+\s*|\s*$)"
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
    state = State.DONE if any(tick in lead for tick in _TICKS) else _state_after(body)
    if found:
        return _found_task(found, state)
    return (numbered, state) if numbered and state else None


_STATES_OF_MARKS = {" ": State.OPEN, "x": State.DONE, "~": State.DEFERRED}


def _found_task(found: re.Match[str], state: State | None) -> tuple[TaskTitle, State | None] | None:
    mark = found["box"] or found["box2"]
    if mark is not None:
        state = _STATES_OF_MARKS.get(mark.lower(), state)
    identity = found["id"] or found["code"]
    if identity and _is_too_long(identity):
        return None
    title = found["title"] or found["title2"] or ""
    if identity and not found["code"]:
        identity = identity.replace("-", ".") if identity[0].isdigit() else identity
    return TaskTitle(identity, _without_state(title)), state


def numbered_heading(text: str) -> TaskTitle | None:
    """The task in `#### 5.1 T`, for files in which similar headings have a state."""
    return _numbered(_lead_and_body(text)[1])


def _numbered(body: str) -> TaskTitle | None:
    found = _NUMBERED_HEADING.match(body)
    if found is None or _is_too_long(found["id"]):
        return None
    return TaskTitle(found["id"], _without_state(found["title"]))


_MARKS_BEFORE = expression(r"[^\w\s\[\]]+\s+")


def _lead_and_body(text: str) -> tuple[str, str]:
    """The marks before the first word of a heading, and the rest."""
    plain = _without_bold(text)
    start = _MARKS_BEFORE.match(plain)
    return (plain[: start.end()], plain[start.end() :]) if start else ("", plain)


_BOLD = expression(r"\*\*|__")


def _without_bold(text: str) -> str:
    return (_BOLD.sub("", text) if "**" in text or "__" in text else text).strip()


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
    return _clean(title[:tail] + _DONE_AFTER.sub("", title[tail:]))


_GROUP = expression(
    r"^\W*(?:major\s+)?(?P<word>task group|group|phase|slice|stage|step|sprint|milestone|part|"
    r"story|epic|week|day|pr|section)\s*\#?(?P<id>\d+(?:\.\d+)*[a-z]?)\b\W*(?P<title>.*)$",
    re.IGNORECASE,
)
_NUMBERED = expression(r"^\W*(?P<id>\d+(?:\.\d+)*)[.:)]?\s+(?P<title>.+)$")


def heading_group(text: str) -> tuple[str, str | None, str]:
    """The word, number and title of a group's heading: `#### Task Group 1: Models`."""
    plain = _without_bold(text)
    if found := _GROUP.match(plain):
        word = found["word"].lower()
        word = "group" if word == "task group" else word
        return word, found["id"], plain
    if found := _NUMBERED.match(plain):
        return "section", found["id"], plain
    return "", None, plain


_ASIDE = {
    State.DEFERRED: (
        r"deferred|skipped|postponed|not executed|optional|future|moved to|out of scope|later"
    ),
    State.BLOCKED: r"blocked|blocking issue|blocker|on hold",
    State.CANCELLED: (
        r"cancell?ed|not (?:needed|required|applicable)|n/a|obsolete|won'?t do|wontfix|removed"
        r"|dropped|superseded|abandoned|no longer (?:needed|required)"
    ),
}
_ANY_ASIDE = expression("|".join(_ASIDE.values()))
_IN_BRACKETS = tuple(
    (state, expression(rf"(?:[(\[*_—–⚠️⏭️⏸️🚫]|\s-|:)\s?[*_(\[]{{0,4}}(?:{words})\b", re.IGNORECASE))
    for state, words in _ASIDE.items()
)
_SHOUTED = (
    (State.DEFERRED, expression(r"\b(?:DEFERRED|SKIPPED|POSTPONED)\b")),
    (State.BLOCKED, expression(r"\bBLOCKED\b|\bBLOCKING ISSUE\b")),
    (State.CANCELLED, expression(r"\b(?:CANCELLED|CANCELED|WONTFIX|N/A)\b")),
)
_AT_START = tuple(
    (
        state,
        expression(
            rf"^\W*(?:(?:note|reason|status)\W+)?(?:{words})\b\s*(?:[:(—–.-]|by\b|until\b|due\b|$)",
            re.IGNORECASE,
        ),
    )
    for state, words in _ASIDE.items()
)
_MARKED = ((State.DEFERRED, expression("[⏸⏭]")), (State.BLOCKED, expression("🚫")))
_STRUCK = expression(r"^\W*(?:[\d.]+\s+)?~~.+~~")


def set_aside(text: str, *, whole_line: bool) -> State | None:
    """The state of a task that the text calls deferred, blocked or cancelled.

    On the task's own line (`whole_line`) the word must be in brackets, after a dash or in capitals,
    or the task must be struck through. In a note below the task the word must come first.
    """
    if whole_line and "~~" in text and _STRUCK.match(text):
        return State.CANCELLED
    # A fast test: few lines have any of the words.
    if _ANY_ASIDE.search(lower(text)):
        patterns = (*_IN_BRACKETS, *_SHOUTED) if whole_line else (*_AT_START, *_MARKED)
    elif whole_line or text.isascii():
        return None
    else:
        patterns = _MARKED
    return next((state for state, pattern in patterns if pattern.search(text)), None)
