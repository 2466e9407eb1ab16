"""What one line of a task file says: id, title, agent, effort, dependencies, deferral."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aos_check.finding import Place
from aos_check.model import Dependency, State
from aos_check.reading.boxes import Checkbox, checkbox
from aos_check.reading.status import task_state


@dataclass(frozen=True, slots=True)
class Title:
    """The text of a task taken apart. `is_group`: it is a boxed slice or phase."""

    id: str | None
    text: str
    agent: str | None = None
    effort: str | None = None
    is_group: bool = False
    requirements: tuple[str, ...] = ()


# A number is an id only in an id's place and form: "10 component tests", "70% chance" and
# "1-4: speed" are text. With a word before it, any form of number will do.
_WORD = r"task group|sub-?task|task|slice|phase|step|stage|story|epic|sprint|milestone|part|pr"
_ID = re.compile(
    rf"^(?:(?:{_WORD})\s*\#?(?P<worded>\d+(?:[.-]\d+)*[a-z]?)(?=[\s:.)*\]—–-]|$)[.:)]*"
    r"|\#?(?P<dotted>\d+(?:\.\d+)+[a-z]?)[.:)]*(?=[\s*]|$)"
    r"|(?P<single>\d{1,4})[.:)]+(?=[\s*]|$)"
    r"|(?P<lettered>(?:T|TASK-?|[A-Z]{2,8}-)\d{2,5}[a-z]?)(?=[\s:.)*\]—–-]|$)[.:)]*"
    r")",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^(?:_|\s|[^\w\s\[\]()\"'“‘<{$@#/\\.+=&%-])+")
_AGENT = re.compile(r"\*{0,2}\[(?:Agent|Model|Subagent):\s*([^\]]{1,80})\]\*{0,2}", re.IGNORECASE)
_EFFORT = re.compile(r"\s*`?\(?\b(XS|S|M|L|XL)\b\)?`?\s*$")
_TRACE = re.compile(
    r"(?:_|\*|\b)(?:requirements?|implements?|satisfies|covers|traces? to)(?:_|\*)*\s*:\s*(.+)",
    re.IGNORECASE,
)
_REQUIREMENT = re.compile(r"\b(?:FR|NFR|REQ|US)-[A-Z]{0,3}\d+\b")
_DONE_BEHIND = re.compile(
    r"(?:\s|\*)*(?:[-–—:]\s*)?(?:✅|✔️?|☑️?|\(?\**(?:COMPLETED?|DONE)\**\)?)[\s*✅!.]*$"
)


def read_title(text: str) -> Title:
    """Take the text behind a task's checkbox apart."""
    agent = _AGENT.search(text)
    plain = _AGENT.sub("", text).strip()
    effort = _EFFORT.search(plain) if plain.endswith(("`", ")")) else None
    plain = plain[: effort.start()] if effort else plain
    start = _DECORATION.match(plain)
    body = body_with_word = plain[start.end() :] if start else plain
    found = _ID.match(body)
    identity = None
    if found and not _is_lowercase_code(found["lettered"]):
        identity = found["worded"] or found["dotted"] or found["single"] or found["lettered"]
        body = body[found.end() :]
        identity = identity.replace("-", ".") if found["worded"] else identity
    return Title(
        id=identity,
        text=_clean(body) or _clean(plain),
        agent=agent[1].strip() if agent else None,
        effort=effort[1] if effort else None,
        is_group=bool(_BOXED_GROUP.match(body_with_word)),
        requirements=tuple(dict.fromkeys(_REQUIREMENT.findall(text))),
    )


_BOXED_GROUP = re.compile(r"(?:slice|phase|task group)\b", re.IGNORECASE)


def _is_lowercase_code(lettered: str | None) -> bool:
    return bool(lettered and not lettered[0].isupper())


def _clean(text: str) -> str:
    text = re.sub(r"\*\*|__|~~", "", text)
    return re.sub(r"^[\s:.)—–-]+|\s+$", "", text)


_BOX_BEHIND_ID = re.compile(
    r"(?P<id>(?:\*\*|__)?(?:(?:sub-?)?task\s+)?\d+(?:\.\d+)*[.:]?(?:\*\*|__)?:?)\s*"
    r"(?P<box>\[[ xX~-]?\].*)",
    re.IGNORECASE,
)
_TICK_BEFORE_ID = re.compile(
    r"(?:✅|☑️?|✔️?)\s*(?P<text>(?:\*\*)?(?:task\s+)?\d+\.\d+.*)", re.IGNORECASE
)


def unboxed(text: str) -> Checkbox | None:
    """A task whose state stands behind its id (`1.1 [x] text`) or as a tick before it."""
    if found := _BOX_BEHIND_ID.match(text):
        box = checkbox(found["box"])
        if box is None:
            return None
        number = found["id"].replace("*", "").replace("_", "").strip(" :.")
        return Checkbox(box.mark, box.state, f"{number}: {box.text}")
    if found := _TICK_BEFORE_ID.match(text):
        return Checkbox("✅", State.DONE, found["text"])
    return None


_HEADING_TASK = re.compile(
    r"^(?:\[(?P<box>[ xX~-]?)\]\s*)?(?:major\s+)?(?P<word>(?:sub-?)?task)\s*\#?"
    r"(?P<id>\d+(?:[.-]\d+)*[a-z]?|[A-Z]{0,6}-?\d+)(?:\s*[:.)—–-]+\s*|\s+(?=\W)|\s*$)(?P<title>.*)$"
    r"|^(?:\[(?P<box2>[ xX~-]?)\]\s*)?(?P<code>(?:TASK|T)-?\d{2,5})"
    r"(?:\s*[:.)—–-]+\s*|\s*$)(?P<title2>.*)$"
    r"|^\[(?P<box3>[ xX~-])\]\s+(?P<title3>.+)$",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(r"^(?P<id>\d+(?:\.\d+)+)[.:)]?\s+(?P<title>.*)$")


def heading_task(text: str) -> tuple[Title, State | None] | None:
    """The task that a heading stands for, with the state that it states, if it does.

    `### Task 1.1: T`, `### [x] T`, `#### 1.1 T ✅`; a numbered heading without a state is a group.
    """
    plain = re.sub(r"\*\*|__", "", text).strip()
    start = re.match(r"[^\w\s\[\]]+\s+", plain)
    lead, body = (plain[: start.end()], plain[start.end() :]) if start else ("", plain)
    state = State.DONE if re.search("[✅☑✔]", lead) else _state_behind(body)
    if found := _HEADING_TASK.match(body):
        mark = found["box"] or found["box2"] or found["box3"]
        if mark is not None:
            state = {" ": State.OPEN, "x": State.DONE, "~": State.DEFERRED}.get(mark.lower(), state)
        identity = found["id"] or found["code"]
        title = found["title"] or found["title2"] or found["title3"] or ""
        if identity and not found["code"]:
            identity = identity.replace("-", ".") if identity[0].isdigit() else identity
        return Title(identity, _without_state(title)), state
    if state and (found := _NUMBERED_HEADING.match(body)):
        return Title(found["id"], _without_state(found["title"])), state
    return None


_TAIL = 60  # a mark behind a title stands in its last characters


def _state_behind(text: str) -> State | None:
    if _DONE_BEHIND.search(text, max(0, len(text) - _TAIL)):
        return State.DONE
    if found := re.search(r"(?:✅|🔄|⏳|🚧|❌|⚠️?|⏭️?|⏸️?)\s*\(?\**([A-Za-z ]{3,40})", text):
        return task_state(found[1]) or (State.DONE if "✅" in found[0] else None)
    if found := re.search(
        r"[\[(]\s*(done|completed?|in progress|deferred|skipped|blocked)\b", text, re.IGNORECASE
    ):
        return task_state(found[1])
    return None


def _without_state(title: str) -> str:
    tail = max(0, len(title) - _TAIL)
    return _clean(title[:tail] + _DONE_BEHIND.sub("", title[tail:]))


_GROUP = re.compile(
    r"^\W*(?:major\s+)?(?P<word>task group|group|phase|slice|stage|step|sprint|milestone|part|"
    r"story|epic|week|day|pr|section)\s*\#?(?P<id>\d+(?:\.\d+)*[a-z]?)\b\W*(?P<title>.*)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*(?P<id>\d+(?:\.\d+)*)[.:)]?\s+(?P<title>.+)$")


def heading_group(text: str) -> tuple[str, str | None, str]:
    """The word, number and title of a heading over tasks: `#### Task Group 1: Models`."""
    plain = re.sub(r"\*\*|__", "", text).strip()
    if found := _GROUP.match(plain):
        word = found["word"].lower()
        word = "group" if word == "task group" else word
        return word, found["id"], plain
    if found := _NUMBERED.match(plain):
        return "section", found["id"], plain
    return "", None, plain


_ASIDE = (
    (State.DEFERRED, r"deferred|skipped|postponed|optional|future|moved to|out of scope|later"),
    (State.BLOCKED, r"blocked|blocking issue|blocker|on hold"),
    (
        State.CANCELLED,
        (
            r"cancell?ed|not (?:needed|required|applicable)|n/a|obsolete|won'?t do|wontfix|removed"
            r"|dropped|superseded|abandoned|no longer (?:needed|required)"
        ),
    ),
)
_IN_BRACKETS = tuple(
    (state, re.compile(rf"(?:[(\[*_—–⚠️⏭️⏸️🚫]|\s-|:)\s?[*_(\[]{{0,4}}(?:{words})\b", re.IGNORECASE))
    for state, words in _ASIDE
)
_SHOUTED = (
    (State.DEFERRED, re.compile(r"\b(?:DEFERRED|SKIPPED|POSTPONED)\b")),
    (State.BLOCKED, re.compile(r"\bBLOCKED\b|\bBLOCKING ISSUE\b")),
    (State.CANCELLED, re.compile(r"\b(?:CANCELLED|CANCELED|WONTFIX|N/A)\b")),
)
_AT_START = tuple(
    (
        state,
        re.compile(
            rf"^\W*(?:(?:note|reason|status)\W+)?(?:{words})\b\s*(?:[:(—–.-]|by\b|until\b|due\b|$)",
            re.IGNORECASE,
        ),
    )
    for state, words in _ASIDE
)
_STRUCK = re.compile(r"^\W*(?:[\d.]+\s+)?~~.+~~")


def set_aside(text: str, *, whole_line: bool) -> State | None:
    """The state of work put aside with a word: deferred, blocked or cancelled.

    On the task's own line (`whole_line`) the word must stand out: in brackets, behind a dash, in
    capitals, or the task struck through. In a note below it must come first.
    """
    if whole_line and _STRUCK.match(text):
        return State.CANCELLED
    patterns = (*_IN_BRACKETS, *_SHOUTED) if whole_line else _AT_START
    return next((state for state, pattern in patterns if pattern.search(text)), None)


_DEPENDS = re.compile(
    r"(?:[-*>]\s*)?(?:\*\*|__)?(?:dependenc(?:y|ies)|depends on|depends upon|blocked by)"
    r"\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:|:)\s*(?P<value>.+)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"\((?:depends on|dependent on|blocked by|after)\s+(?P<value>[^)]{1,200})\)", re.IGNORECASE
)
_NONE = re.compile(r"\W*(?:none|no|nothing|n/a|nil|independent|—|–|-)(?:\W|$)|\W*$", re.IGNORECASE)
_NOT_A_NEED = re.compile(
    r"\b(?:parallel|independent(?:ly)?|blocks|before|roadmap|spec|pr|pull request|issue|option"
    r"|can (?:start|run|begin)|not (?:required|needed)|external|existing)\b", re.IGNORECASE
)  # fmt: skip
_REFERENCES = re.compile(
    rf"\b(?P<word>{_WORD}|group)s?\s*\#?(?P<ids>\d+(?:\.\d+)*"
    r"(?:\s*(?:,|and|&|\+|/|-|–|to|through)\s*(?:\#?\d+(?:\.\d+)*))*)",
    re.IGNORECASE,
)
_CODES = re.compile(r"\b(?:TASK-?|T)\d{2,5}\b")
_BARE = re.compile(r"\s*\#?\d+(?:\.\d+)*(?:\s*(?:,|and|&)\s*\#?\d+(?:\.\d+)*)*\W*")


def named_dependencies(text: str, at: Place, *, inline: bool) -> Iterator[Dependency]:
    """What the line says its task or group waits for; loose words ("all previous") name nothing."""
    found = _INLINE.search(text) if inline else _DEPENDS.match(text)
    if not found or _NONE.match(found["value"]):
        return
    seen: set[tuple[str, str]] = set()
    for clause in _clauses(found["value"]):
        for word, identity in _references(clause):
            if (word, identity) not in seen:
                seen.add((word, identity))
                yield Dependency(word, identity, at)


def _clauses(value: str) -> Iterator[str]:
    """The parts that name what is needed; what stands in brackets explains."""
    without_remarks = re.sub(r"\([^)]*\)", " ", value)
    for clause in re.split(r"[;.](?=\s|$)| but | — | – ", without_remarks):
        if not _NOT_A_NEED.search(clause):
            yield clause


def _references(clause: str) -> Iterator[tuple[str, str]]:
    for found in _REFERENCES.finditer(clause):
        word = found["word"].lower()
        word = {"task group": "group", "subtask": "task", "sub-task": "task"}.get(word, word)
        for identity in _expand(found["ids"]):
            yield word, identity
    for code in _CODES.findall(clause):
        yield "task", code
    if _BARE.fullmatch(clause):
        for identity in re.findall(r"\d+(?:\.\d+)*", clause):
            yield "", identity


_MAX_RANGE = 50


def _expand(ids: str) -> Iterator[str]:
    """`1-3, 5` is 1, 2, 3 and 5."""
    for part in re.split(r"\s*(?:,|and|&|\+|/)\s*", ids):
        ends = re.split(r"\s*(?:-|–|to|through)\s*", part.replace("#", ""))
        if ends[1:] and ends[0].isdigit() and ends[1].isdigit():
            first, last = int(ends[0]), int(ends[1])
            if first <= last <= first + _MAX_RANGE:
                yield from map(str, range(first, last + 1))
                continue
        yield from (end for end in ends if end)
