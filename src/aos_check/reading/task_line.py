"""Reads one line of a task file: id, title, agent, effort, requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.reading.boxes import Checkbox, checkbox
from aos_check.reading.expressions import expression, lower


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
WORD = r"task group|sub-?task|task|slice|phase|step|stage|story|epic|sprint|milestone|part|pr"
_ID = expression(
    rf"^(?:(?:{WORD})\s*\#?(?P<worded>\d+(?:[.-]\d+)*[a-z]?)(?=[\s:.)*\]—–-]|$)"
    r"(?!\s+(?:checkpoint|verification|validation|review|sign-?off)\b)[.:)]*"
    r"|\#?(?P<dotted>\d+[a-z]?(?:\.\d+[a-z]?)+)[.:)]*(?=[\s*]|$)"
    r"|(?P<single>\d{1,4}[a-z]?)[.:)]+(?=[\s*]|$)"
    r"|\[(?P<bracketed>T\d{3,5}[a-z]?)\]"
    r"|(?P<lettered>(?:T|TASK)-?\d{1,4}(?:\.\d+)+|(?:T|TASK-?|[A-Z]{2,8}-)\d{2,5}[a-z]?)"
    r"(?=[\s:.)*\]—–-]|$)[.:)]*"
    r")",
    re.IGNORECASE,
)
_REMARK = expression(r"[\s:.)—–-]*(?:\([^()]*\)\s*)?")  # `Part 1 (AC: 1)`
_UNNUMBERED = expression(r"(?:sub-?)?task\s?:\s+", re.IGNORECASE)
_DECORATION = expression(r"^(?:_|\s|[^\w\s\[\]()\"'“‘<{$@#/\\.+=&%-])+")
_AGENT = expression(r"\*{0,2}\[(?:Agent|Model|Subagent):\s*([^\]]{1,80})\]\*{0,2}", re.IGNORECASE)
_EFFORT = expression(r"\s*`?\(?\b(XS|S|M|L|XL)\b\)?`?\s*$")
_REQUIREMENT = expression(
    r"\b(?P<kind>(?:FR|NFR|REQ|US|SC)-[A-Z]{0,3})(?P<number>\d{1,5})\b"
    r"(?:\s*(?:through|to|\.\.|–|-)\s*(?P=kind)(?P<last>\d{1,5})\b)?",
    re.IGNORECASE,
)
# `**Traceability:** All FRs, All NFRs`, `Traces to: srd.md (All Requirements)`, `Requirements: all`
_TRACE = expression(
    r"[\W_]*(?:(?:trac(?:es?|eability|ed)|requirements?|validates|covers|satisfies|implements)"
    r"(?: (?:to|from|matrix|covered|met|satisfied|requirements))?)[*_\s]*:(?P<names>.*)"
)
_ALL = expression(
    r"\ball (?:of )?(?:the )?(?:\d+ )?(?:(?P<kind>n?fr|req|us)s?(?![^\W_])"
    r"|(?P<functional>(?:non-?)?functional )?requirements(?![^\W_]))"
    r"|^[\s*_]*(?:all(?: acceptance criteria| correctness properties)?[\s*_.]*$"
    r"|(?:全|すべて|所有|모든)|(?:tod[oa]s|tou(?:s|tes)|alle|все)(?![^\W_]))"
)
# `_Requirements: 1.1, 1.2_`, `Validates: Requirements 1.1`, `_要件: 1.1、1.2_`
_PARTS_OF_THE_WORD = ("equ", "alidates", "xigence", "nforderung")  # a fast test
_EACH = r"\d{1,4}(?:\.\d{1,4})*(?:\.[xX*](?![^\W_]))?"
_RANGE = re.compile(rf"({_EACH})(?:\s*(?:[–~〜～-]|to\b|through\b)\s*({_EACH}))?")
_NAMED_NUMBERS = expression(
    r"(?:requirements?|validates|requisitos?|exigences?|anforderung(?:en)?|требовани[еяй]"
    r"|요구\s?사항|要件|要求|需求)[\s:：*_#]{1,6}"
    rf"(?P<numbers>{_EACH}(?:(?:\s{{0,2}}(?:[,;&、，–~〜～-]|(?:and|to|through)\b)\s{{0,2}}|\s{{1,2}}){_EACH})*)"
    r"(?![.\d]*[^\W_])",
    re.IGNORECASE,
)


# Each number of an id is a level of nesting, and nested tasks are read recursively.
_MAX_NUMBERS = 10


def is_too_long(identity: str) -> bool:
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
        written = next(filter(None, found.groups()))
        if not _is_lowercase_code(found["lettered"]) and not is_too_long(written):
            identity = written.replace("-", ".") if found["worded"] else written
            body = body[found.end() :]
    elif found := _UNNUMBERED.match(body):
        body = body[found.end() :]
    if identity is None and start and "`" in start[0]:
        body = plain[plain.index("`") :]  # code is no decoration
    if "(P)" in body:
        body = _PARALLEL.sub("", body)
    return TaskTitle(
        id=identity,
        text=clean(plain if _REMARK.fullmatch(body) else body),
        agent=agent[1].strip() if agent else None,
        effort=effort[1] if effort else None,
        is_group=bool(_BOXED_GROUP.match(body_with_word)),
        requirements=tuple(named_requirements(text)),
    )


# The mark of cc-sdd for a task that may run beside others.
_PARALLEL = expression(r"^[\s*]*\(P\)\s+|\s+\(P\)[\s*]*$")
_MAX_RANGE = 50


def named_requirements(text: str) -> dict[str, None]:
    """The requirements in a line, in order; `FR-001 through FR-003` are three.

    A number after the word "requirement" counts as well. `FR-*` are all of a kind, `2.*` are all
    criteria of requirement 2, `*` are all.
    """
    plain = lower(text)
    named = _all_of_a_kind(plain) if not text.isascii() or _MAY_BE_ALL.search(plain) else {}
    if not text.isascii() or any(part in text for part in _PARTS_OF_THE_WORD):
        for found in _NAMED_NUMBERS.finditer(text):
            # "requirements: 3 packages" is an amount.
            counts = text[found.end() :].lstrip()[:1].isalpha()
            numbers = _numbers(found["numbers"])
            named |= dict.fromkeys(each for each in numbers if "." in each or not counts)
    if "[us" in plain:
        named |= dict.fromkeys(_stories(plain))
    if not any(part in plain for part in ("fr-", "req-", "us-", "sc-")):
        return named  # fast for nearly every line
    for found in _REQUIREMENT.finditer(text):
        first, last = int(found["number"]), int(found["last"] or found["number"])
        width = len(found["number"])
        for number in range(first, min(last, first + _MAX_RANGE) + 1):
            named[f"{found['kind']}{number:0{width}}"] = None
        named.setdefault(f"{found['kind']}{found['last'] or found['number']}")
    return named


def _numbers(text: str) -> Iterator[str]:
    """The numbers in a list; `1.2–3.1` are 1.2, all of requirement 2, and 3.1."""
    for first, last in _RANGE.findall(text):
        begin, end = (int(each.partition(".")[0]) for each in (first, last or first))
        between = (f"{number}.*" for number in range(begin + 1, min(end, begin + _MAX_RANGE)))
        for each in (first, *between, last or first):
            yield f"{each[:-1]}*" if each[-1] in "xX" else each


# `[US1]`, `[US1, US2]`, `[US1/US3]`, `[US1-US3]`
_STORY_LABEL = expression(r"\[(us-?\d{1,3}[a-z]?(?:\s?[,/&+–-]\s?us-?\d{1,3}[a-z]?)*)\]")
_STORY = expression(r"us-?(\d{1,3}[a-z]?)")


def _stories(plain: str) -> Iterator[str]:
    """The user stories in the labels of a line in lower case."""
    for label in _STORY_LABEL.findall(plain):
        numbers = _STORY.findall(label)
        if re.fullmatch(r"us-?\d+\s?[–-]\s?us-?\d+", label):
            numbers = [str(each) for each in range(int(numbers[0]), int(numbers[1]) + 1)]
        yield from (f"US{number}" for number in numbers[:_MAX_RANGE])


_MAY_BE_ALL = expression("all|tod[oa]s|tou")


def _all_of_a_kind(plain: str) -> dict[str, None]:
    trace = _TRACE.match(plain)
    found = _ALL.finditer(trace["names"]) if trace else ()
    return dict.fromkeys(_kind_of_all(each) for each in found)


def _kind_of_all(found: re.Match[str]) -> str:
    if found["functional"]:
        return "NFR-*" if found["functional"].startswith("non") else "FR-*"
    return f"{found['kind'].upper()}-*" if found["kind"] else "*"


_BOXED_GROUP = expression(r"(?:slice|phase|task group)\b", re.IGNORECASE)


def _is_lowercase_code(lettered: str | None) -> bool:
    return bool(lettered and not lettered[0].isupper())


# In `__init__.py` the underscores belong to the name, with or without a code span around it.
_BOLD_OR_NAME = (
    r"(?P<name>(?<!`)`+[^`]{1,200}`+|(?<!\w)__\w{1,80}__(?=[.(/]))|\*\*|(?<![^\W_])__|__(?![^\W_])"
)
_BOLD = expression(_BOLD_OR_NAME)
_EMPHASIS = expression(rf"{_BOLD_OR_NAME}|~~")
_LEAD = expression(r"^[\s:.)—–-]+")


def without_bold(text: str) -> str:
    """The text without the marks of bold words."""
    if "**" in text or "__" in text:
        text = _BOLD.sub(lambda found: found["name"] or "", text)
    return text.strip()


def clean(text: str) -> str:
    """The text without emphasis and without the separator before it."""
    if "**" in text or "__" in text or "~~" in text:
        text = _EMPHASIS.sub(lambda found: found["name"] or "", text)
    return _LEAD.sub("", text).rstrip()


_BOX_AFTER_ID = expression(
    r"(?:\*\*|__)?(?:(?:sub-?task|task|step|item)\s+\#?)?"
    r"(?P<id>\d+[a-z]?(?:\.\d+[a-z]?)*|(?:T|TASK)-?\d{1,5}(?:\.\d+)*)[.:)]?"
    r"(?P<title>:\s[^\[\]*_`]{1,80}(?=\*\*|__))?(?:\*\*|__)?\s?[:–—-]?\s*(?P<box>\[.{0,3}\].*)",
    re.IGNORECASE,
)
TICKS = ("✅", "☑", "✔")
_TICK_BEFORE_ID = expression(
    r"(?:✅|☑️?|✔️?)\s*(?P<text>(?:\*\*)?(?:task\s+)?\d+\.\d+.*)", re.IGNORECASE
)


def unboxed(text: str) -> Checkbox | None:
    """The task of a line with its box after the id (`1.1 [x] text`) or a tick before it."""
    if "[" in text and (found := _BOX_AFTER_ID.match(text)):
        box = checkbox(found["box"])
        if box is None:
            return None
        title = (found["title"] or "").strip(" :–—-")
        return box._replace(text=f"{found['id']}: {title} {box.text}")
    if text.startswith(TICKS) and (found := _TICK_BEFORE_ID.match(text)):
        return Checkbox("✅", State.DONE, found["text"])
    return None


_UNBOXED_SUBTASK = expression(r"(?:\*\*|__)?sub-?task\s+\d+(?:\.\d+)*\b[^:]{0,80}:", re.IGNORECASE)


def is_subtask(text: str) -> bool:
    """True for the label of a subtask: `**Subtask 1.1.1**: text`."""
    return bool(_UNBOXED_SUBTASK.match(text))
