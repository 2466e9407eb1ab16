"""Reads the tasks, waivers and reverts in commit messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from aos_check.history import maintenance, waivers
from aos_check.model.addresses import Address, parse_list, pieces
from aos_check.model.change import Maintenance, MisplacedTrailer, Waiver
from aos_check.model.no_task import reason_in
from aos_check.model.trailers import closing_lines

_WAIVE = "aos-waive"  # the key of the trailer that waives a rule

# A message may be megabytes of any text. These limits are higher than people need.
_MAX_REFERENCES = 200
_MAX_WAIVERS = 50
_MAX_REVERTS = 50
_MAX_SUBJECT = 64 * 1024


class TaskReference(NamedTuple):
    """A reference to a task, with its line in the message.

    A reference in brackets is not `certain`, because `[JIRA#4]` has the same form.
    """

    text: str
    address: Address
    line: int
    certain: bool


class Message(NamedTuple):
    """A message as git keeps it, and its parts.

    `subjects` are the numbers of the lines with its subject and those of squashed commits.
    `reverts` are the commit ids as written. `autosquash` is the subject or id of the target of a
    `fixup!`, `squash!` or `amend!`. `misplaced` is the first line that would name a task if it were
    a trailer. `maintenance` says that no task describes the commit.
    """

    subject: str
    text: str
    subjects: tuple[int, ...] = (1,)
    references: tuple[TaskReference, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    reverts: tuple[str, ...] = ()
    autosquash: str = ""
    misplaced: MisplacedTrailer | None = None
    maintenance: Maintenance | None = None


_REVERTS = re.compile(
    r"^[ \t]*This reverts commit[ \t]+([0-9a-f]{7,64})\b", re.IGNORECASE | re.MULTILINE
)
_AUTOSQUASH = re.compile(r"(?:(?:fixup|squash|amend)![ \t]+)+")


def read(
    text: str,
    trailers: Sequence[tuple[str, str]],
    keys: Sequence[str] = ("Task",),
    *,
    squash: bool = False,
) -> Message:
    """The parsed message. `trailers` are those that git finds; `keys` are those that name tasks.

    With `squash`, it is always read as the message of a squash.
    """
    lines = text.split("\n")
    top = next((index for index, line in enumerate(lines) if line.strip()), 0)
    subject = lines[top].strip()
    prefix = _AUTOSQUASH.match(subject)
    squashed = _squashed(lines, top + 1)
    if squashed is None and squash:
        squashed = []
    wanted = {key.lower() for key in keys}
    fields = _located(trailers, lines, {*wanted, _WAIVE})
    fields += _above(fields, lines, wanted)
    if squashed is not None:
        fields += _fields(lines, {*wanted, _WAIVE}, top + 1)
    of_tasks = [it for it in fields if it.key in wanted]
    tasks = (_references(it.value, it.line, certain=True) for it in of_tasks if not _is_none(it))
    subjects = (top, *(squashed or ()))
    bracketed = (_bracketed(lines[index], index + 1) for index in subjects)
    references = chain.from_iterable(chain(tasks, bracketed))
    waived = (waivers.read(it.value, it.line) for it in fields if it.key == _WAIVE)
    reverts = (found[1].lower() for found in _REVERTS.finditer(text))
    return Message(
        subject=subject,
        text=text,
        subjects=tuple(index + 1 for index in subjects),
        references=_distinct(references, lambda it: it.address, _MAX_REFERENCES),
        waivers=_distinct(waived, lambda it: (it.code, it.reason, it.until), _MAX_WAIVERS),
        reverts=_distinct(reverts, str, _MAX_REVERTS),
        autosquash=subject[prefix.end() :] if prefix else "",
        misplaced=_misplaced(lines, wanted, top + 1),
        maintenance=maintenance.read((it.value, it.line) for it in of_tasks),
    )


def _misplaced(lines: Sequence[str], keys: Collection[str], start: int) -> MisplacedTrailer | None:
    """The first line below the subject that looks like a trailer for a task."""
    fields = _fields(lines, keys, start)
    found = next((it for it in fields if _is_none(it) or any(_names(it))), None)
    if found is None:
        return None
    below = "\n".join(line.strip() for line in lines[found.line :]).rstrip()
    text = lines[found.line - 1].strip()[:_LONGEST_SHOWN]
    return MisplacedTrailer(text, glued="\n\n" not in f"\n{below}")


def _is_name(address: Address) -> bool:
    """True for an address, and for one word with a digit, which may be the id of a task."""
    return bool(address.spec or _ID.fullmatch(address.task))


def _names(field: _Field) -> Iterator[bool]:
    return map(_is_name, parse_list(field.value))


def _is_none(field: _Field) -> bool:
    """True for `Task: none`, which names no task."""
    return reason_in(field.value) is not None


_ID = re.compile(r"[\w.-]{0,20}\d[\w.-]{0,20}")
_LONGEST_SHOWN = 100


T = TypeVar("T")


def _distinct(found: Iterable[T], identity: Callable[[T], Hashable], at_most: int) -> tuple[T, ...]:
    """The first element of each identity, up to `at_most` elements."""
    kept: dict[Hashable, T] = {}
    for each in found:
        kept.setdefault(identity(each), each)
        if len(kept) == at_most:
            break
    return tuple(kept.values())


# Fields: trailers, and lines that look like them in the body of a squash


class _Field(NamedTuple):
    """A key in lower case, its unfolded value, and its line."""

    key: str
    value: str
    line: int


def _located(
    trailers: Sequence[tuple[str, str]], lines: Sequence[str], keys: Collection[str]
) -> list[_Field]:
    """The trailers with these keys and their lines; the last of equal lines is the trailer."""
    places: dict[tuple[str, str], list[int]] = {}
    for field in _fields(lines, keys):
        places.setdefault((field.key, field.value), []).append(field.line)
    last = next((index for index in range(len(lines), 0, -1) if lines[index - 1].strip()), 1)
    located = []
    for name, value in reversed(trailers):
        key = name.strip().lower()
        if key in keys:
            text = _one_line(value)
            equal = places.get((key, text))
            located.append(_Field(key, text, equal.pop() if equal else last))
    return located[::-1]


def _above(
    known: Sequence[_Field], lines: Sequence[str], tasks: Collection[str]
) -> Iterator[_Field]:
    """The trailers above those that git finds, up to the first paragraph with other text.

    A line of prose may begin like a trailer, so the tasks must have names.
    """
    closing = set(closing_lines(lines))
    found = {field.line for field in known}
    for field in _fields(lines, {*tasks, _WAIVE}):
        named = field.key == _WAIVE or _is_none(field) or all(_names(field))
        if field.line - 1 in closing and field.line not in found and named:
            yield field


def _fields(lines: Sequence[str], keys: Collection[str], start: int = 0) -> Iterator[_Field]:
    """Every line `key: value` from `start` on, indented or not, with its continuation lines."""
    for index in range(start, len(lines)):
        if (key := _key(lines[index])) in keys:
            yield _Field(key, _unfolded(lines, index, keys), index + 1)


def _key(line: str) -> str:
    before, colon, _ = line.partition(":")
    return before.strip().lower() if colon else ""


def _unfolded(lines: Sequence[str], start: int, keys: Collection[str]) -> str:
    parts = [lines[start].partition(":")[2]]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if not line.strip() or _indent(line) <= _indent(lines[start]) or _key(line) in keys:
            break
        parts.append(line)
    return _one_line(" ".join(parts))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _references(value: str, line: int, *, certain: bool) -> Iterator[TaskReference]:
    for text, address in zip(pieces(value), parse_list(value), strict=True):
        yield TaskReference(text, address, line, certain)


# Brackets in a subject

_BRACKETS = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")
_WHOLE_ADDRESS = re.compile(r"[^\s#/]+#[^\s#]+")
_LINK = re.compile(r"(?:://|\bwww\.)\S*")
_TICKS = re.compile(r"`+")


def _bracketed(subject: str, line: int) -> Iterator[TaskReference]:
    """The addresses in brackets. Brackets that contain any other text name no task."""
    for found in _BRACKETS.finditer(prose(subject)):
        value = found[1] or found[2] or ""
        if all(map(_WHOLE_ADDRESS.fullmatch, pieces(value))):
            yield from _references(value, line, certain=False)


def prose(line: str) -> str:
    """The beginning of a line, without links and code spans."""
    return _LINK.sub(" ", _without_code(line[:_MAX_SUBJECT]))


def _without_code(text: str) -> str:
    """The text without code spans, which begin and end with the same number of backticks.

    A regular expression with a back reference would take quadratic time.
    """
    runs = list(_TICKS.finditer(text))
    ends: dict[int, int] = {}  # the next run of the same length, by the index of a run
    later: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = len(runs[index][0])
        ends[index] = later.get(length, 0)
        later[length] = index
    kept, start, index = [], 0, 0
    while index < len(runs):
        if end := ends[index]:
            kept.append(text[start : runs[index].start()])
            start, index = runs[end].end(), end
        index += 1
    return " ".join([*kept, text[start:]])


# The message of a squash

_COMBINED = re.compile(
    r"\W{0,8}(?:Squashed commit of the following:|This is a combination of \d{1,9} commits)"
)
_LOG_HEADER = re.compile(r"commit [0-9a-f]{7,64}\b")
_REBASE_HEADER = re.compile(r"\W{0,8}This is the (?:\w+ commit message|commit message #\d+):")
_LOG_INDENT = "    "
_MIN_BULLETS = 2  # the squash of a single commit has its message instead


def _squashed(lines: Sequence[str], start: int) -> list[int] | None:
    """The lines of the squashed commits' subjects; None if the message is not of a squash.

    `git merge --squash` and `git rebase` write a header before each message. Code hosts write a
    list with a bullet before each subject.
    """
    if any(map(_COMBINED.match, lines)):
        return _below_headers(lines)
    body = next((index for index in range(start, len(lines)) if lines[index].strip()), None)
    bullets = [
        index
        for index in range(start, len(lines))
        if lines[index].startswith("* ")
        and not lines[index - 1].strip()
        and not "".join(lines[index + 1 : index + 2]).startswith("* ")
    ]
    if len(bullets) >= _MIN_BULLETS and bullets[0] == body:
        return bullets
    # The squash of a single commit has the number of its pull request, or a line of dashes.
    hosted = _NUMBERED.search(lines[start - 1]) or any(line == _HOST_RULE for line in lines)
    return [] if hosted else None


_NUMBERED = re.compile(r"\([#!]\d{1,9}\)[ \t]*$")
_HOST_RULE = "---------"


def _below_headers(lines: Sequence[str]) -> list[int]:
    """The first line of text below the header of each commit."""
    found = []
    indent: str | None = None  # of the subject to find
    for index, line in enumerate(lines):
        if _LOG_HEADER.match(line):
            indent = _LOG_INDENT
        elif _REBASE_HEADER.match(line):
            indent = ""
        elif indent is not None and line.strip() and line.startswith(indent):
            found.append(index)
            indent = None
    return found
