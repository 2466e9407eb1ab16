"""Reads the dependencies of tasks and groups in lines of a task file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.finding import Place
from aos_check.model.task import Dependency
from aos_check.reading.expressions import expression, lower
from aos_check.reading.metadata import plain
from aos_check.reading.task_line import WORD

_WORD = rf"group|{WORD}"
_DEPENDS = expression(
    r"(?:[-*>]\s*)?(?:\*\*|__)?(?:dependenc(?:y|ies)|depends(?: (?:up)?on)?|blocked by)"
    r"\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:|:)\s*(?P<value>.+)",
    re.IGNORECASE,
)
_INLINE = expression(
    r"\((?:depends on|dependent on|blocked by|after)\s+(?P<value>[^)]{1,200})\)", re.IGNORECASE
)
_CODE = r"(?:(?:T|TASK)-?\d{1,4}(?:\.\d+)+|TASK-?\d{2,5}|T\d{2,5}[a-z]?)"
_AND = r"\s*(?:,\s*and\b|,|and\b|&|\+|/|-|–|to\b|through\b)\s*"
# `**Task 1.4** (Entry point) depends on Tasks 1.1, 1.2`, `- **Phase 2 (Form)**: Depends on Phase 1`
_STATED = expression(
    rf"\W*(?P<word>{_WORD})\s*\#?(?P<id>\d+(?:\.\d+)*)\b(?!\s*[-–&,+])\W{{0,6}}"
    r"(?:\([^)]{1,80}\)\W{0,6})?(?<!\w)depends? (?:up)?on\b(?P<value>.+)",
    re.IGNORECASE,
)
# `**User Stories (Phase 3+)**: All depend on Foundational`, `US2 depends on US1`
_SENTENCE = expression(
    r"\W{0,20}(?P<subject>\w[^.;]{1,100}?)[\s*_:]{0,8}\b(?:(?:all|both|each|they|only)\s){0,2}"
    r"depends?(?:\s(?:only|directly))?\s(?:up)?on\b(?P<value>.+)",
    re.IGNORECASE,
)
_PHASES = expression(
    rf"(?:[^():]{{1,60}}\(\s*)?phases?\s*(?P<ids>\d+(?:{_AND}\d+)*)(?P<more>\+)?"
    r"(?:\s*\([^()]*\)|[^()\d]{0,60}\)|\s*[:–—-][^()\d:]{1,60})?",
    re.IGNORECASE,
)
_OTHERS = expression(
    rf"(?:(?:User\s)?Stor(?:y|ies)\s*\#?\d+(?:{_AND}\d+)*|US-?\d+(?:{_AND}US-?\d+)*"
    rf"|{_CODE}(?:{_AND}{_CODE})*)(?:\s*\([^()]*\))?"
)
# `T003, T004 before T006-T010`, `T004 blocks T005`
_ORDER = expression(
    rf"\W*(?P<first>{_CODE}(?:{_AND}{_CODE})*)\W{{0,3}}(?:\([^)]{{1,80}}\)\W{{0,3}})?"
    rf"(?:before|blocks?|precedes?)\s+(?P<then>{_CODE}(?:{_AND}{_CODE})*)"
)
_NONE = expression(r"\W*(?:none|no|nothing|n/a|nil|independent|—|–|-)(?:\W|$)|\W*$", re.IGNORECASE)
_NOT_A_NEED = expression(
    r"\b(?:parallel|independent(?:ly)?|blocks|before|roadmap|spec|pr|pull request|issue|option"
    r"|can (?:start|run|begin)|not (?:required|needed)|external|existing|loosely|ideally)\b",
    re.IGNORECASE
)  # fmt: skip
_REFERENCES = expression(
    rf"\b(?P<word>{_WORD}|storie)s?\s*\#?(?P<ids>\d+(?:\.\d+)*"
    r"(?:\s*(?:,\s*and\b|,|and|&|\+|/|-|–|to|through)\s*(?:\#?\d+(?:\.\d+)*))*)",
    re.IGNORECASE,
)
_CODES = expression(rf"\b(?P<first>{_CODE})(?:\s*(?:-|–|to|through)\s*(?P<last>{_CODE}))?\b")
_STORIES = expression(r"\bUS-?(?P<first>\d{1,3}[a-z]?)\b(?:\s*[-–]\s*US-?(?P<last>\d{1,3})\b)?")
_STAGES = expression(r"\b(?P<name>Setup|Foundation)(?:al|s)?\b")
_BARE = expression(r"\s*\#?\d+(?:\.\d+)*(?:\s*(?:,|and|&)\s*\#?\d+(?:\.\d+)*)*\W*")


def mentions_needs(text: str) -> bool:
    """True if the line may state a dependency. This fast test excludes most lines."""
    words = lower(text)
    return any(word in words for word in ("depend", "after", "before", "block", "precede"))


def named_dependencies(text: str, at: Place, *, inline: bool) -> Iterator[Dependency]:
    """The dependencies that a line states for its own task or group."""
    found = _INLINE.search(text) if inline else _DEPENDS.match(plain(text))
    if found:
        yield from _named(found["value"], at)


class Stated(NamedTuple):
    """A sentence about another task or group: `Task 2.2 depends on Task 2.1`.

    The id `3+` are the third and all later ones.
    """

    word: str
    id: str
    value: str
    at: Place

    def needs(self) -> Iterator[Dependency]:
        """The dependencies in the sentence."""
        return (need._replace(general=True) for need in _named(self.value, self.at))


def stated_dependencies(text: str, at: Place) -> Iterator[Stated]:
    """The sentence in the line about the dependencies of other tasks or groups, once for each."""
    if found := _STATED.match(text):
        yield Stated(_word(found["word"]), found["id"], found["value"], at)
    elif found := _ORDER.match(text):
        for word, identity in _references(found["then"]):
            yield Stated(word, identity, found["first"], at)
    elif found := _SENTENCE.match(text):
        for word, identity in _subjects(found["subject"]):
            yield Stated(word, identity, found["value"], at)


def _subjects(text: str) -> Iterator[tuple[str, str]]:
    if found := _PHASES.fullmatch(text):
        more = found["more"] or ""
        yield from (("phase", f"{identity}{more}") for identity in expanded(found["ids"]))
    elif _OTHERS.fullmatch(text):
        yield from _references(_REMARK.sub(" ", text))


def named_tasks(text: str) -> Iterator[str]:
    """The ids after the word "task" in the text."""
    return (identity for word, identity in _references(text) if word == "task")


def _named(value: str, at: Place) -> Iterator[Dependency]:
    if _NONE.match(value):
        return
    seen: set[tuple[str, str]] = set()
    for clause in _clauses(value):
        for word, identity in _references(clause):
            if (word, identity) not in seen:
                seen.add((word, identity))
                yield Dependency(word, identity, at)


def _clauses(value: str) -> Iterator[str]:
    """The clauses that name dependencies. Text in brackets or after `; see` explains.

    Of a sentence, these are the first clause and others that begin with a name. A second sentence
    is about something else, unless it consists of nothing but names.
    """
    sentences = _END_OF_SENTENCE.split(_REMARK.sub(" ", value))
    for sentence in (sentences[0], *filter(_is_only_names, sentences[1:])):
        first, *others = _END_OF_CLAUSE.split(sentence)
        for clause in (first, *filter(_BEGINS_WITH_NAME.match, others)):
            if not _NOT_A_NEED.search(clause):
                yield clause


def _is_only_names(sentence: str) -> bool:
    rest = _CODES.sub(" ", _REFERENCES.sub(" ", sentence))
    return not re.search(r"[^\W\d_]", _JOINING.sub(" ", rest))


_JOINING = expression(r"\b(?:and|also)\b", re.IGNORECASE)
_END_OF_SENTENCE = expression(r"\.(?=\s|$)")
_REMARK = expression(r"\([^)]*\)|[;,] see\b[^;.]*", re.IGNORECASE)
_END_OF_CLAUSE = expression(rf";(?=\s|$)| but | — | – | - (?!{_CODE}|\d)")
_BEGINS_WITH_NAME = expression(
    rf"\W*(?:and\s|also\s)?\W*(?:(?:{_WORD})s?\s*\#?\d|{_CODE}|\#?\d)", re.IGNORECASE
)


def _word(written: str) -> str:
    word = written.lower()
    return _SAME_WORDS.get(word, word)


_SAME_WORDS = {"task group": "group", "subtask": "task", "sub-task": "task", "storie": "story"}


def _references(clause: str) -> Iterator[tuple[str, str]]:
    for found in _REFERENCES.finditer(clause):
        for identity in expanded(found["ids"]):
            yield _word(found["word"]), identity
    for found in _CODES.finditer(clause):
        for identity in _span(found["first"], found["last"] or found["first"]):
            yield "task", identity
    for found in _STORIES.finditer(clause):
        for identity in _span(found["first"], found["last"] or found["first"]):
            yield "story", identity
    yield from (("stage", found["name"].lower()) for found in _STAGES.finditer(clause))
    if _BARE.fullmatch(clause):
        for identity in re.findall(r"\d+(?:\.\d+)*", clause):
            yield "", identity


def expanded(ids: str) -> Iterator[str]:
    """The ids in a list: `1-3, 5` is 1, 2, 3 and 5; `2.1-2.3` is 2.1, 2.2 and 2.3."""
    for part in re.split(r"\s*(?:,\s*and\b|,|and|&|\+|/)\s*", ids):
        ends = [end for end in re.split(r"\s*(?:-|–|to|through)\s*", part.replace("#", "")) if end]
        if ends[2:]:
            yield from ends
        elif ends:
            yield from _span(ends[0], ends[-1])


_MAX_RANGE = 50


def _span(first: str, last: str) -> Iterator[str]:
    """All ids from `first` to `last` if only their last numbers differ, else only these two."""
    one, other = (re.search(r"\d{1,9}$", end) for end in (first, last))
    if one and other and first[: one.start()] == last[: other.start()]:
        start, stop = int(one[0]), int(other[0])
        if start <= stop <= start + _MAX_RANGE:
            width = len(one[0]) if one[0].startswith("0") else 1
            for number in range(start, stop + 1):
                yield f"{first[: one.start()]}{number:0{width}}"
            return
    yield from dict.fromkeys((first, last))
