"""Finds the tasks that a message names in words: `Spec 006, Slice 7`, or by a team's own patterns.

Any text may look like that, so a reference counts only if it fits one existing task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from aos_check.history.messages import Message, TaskReference, prose
from aos_check.model.addresses import Address
from aos_check.reading.expressions import expression

_MAX_LINES = 1_000
_MAX_LENGTH = 500  # characters of a line that are searched
# A pattern may take the fourth power of the length.
_MAX_LINES_OF_PATTERNS = 20
_MAX_LENGTH_OF_PATTERNS = 150

_WORD = r"(?:task[ \t]group|group|sub-?task|task|slice|phase|step|stage|story|part)"
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,4}"
_MORE = r"[ \t]{0,2}(?:[-–—,/&+]|\.\.|\band\b|\bor\b|\bto\b)[ \t]{0,2}"
_TOKEN = expression(
    # Ranges and lists come first, because they name several tasks.
    rf"(?P<several>\b{_WORD}s?[ \t]{{1,3}}#?{_NUMBER}{_MORE}#?\d|\bT\d{{3,4}}{_MORE}T?\d{{3,4}}\b)"
    r"|\b(?:specs?|changes)/(?P<folder>\w[\w.-]{0,200})"
    r"|\bspec(?:ification)?[ \t_-]{0,2}#?(?P<number>\d[\w-]{0,200})"
    rf"|\b{_WORD}[ \t]{{1,3}}#?(?P<task>{_NUMBER})(?![\w-])"
    # GSD writes the plan as the scope of the subject: `feat(01-02): ring the bell`.
    r"|(?P<alone>[\[(]T\d{3,4}[\])]|^\W{0,8}T\d{3,4}:|\(\d{2,3}(?:\.\d{1,2})?-\d{2,3}\)(?=:))"
    r"|\b(?P<id>T\d{3,4})(?![\w-])",
    re.IGNORECASE,
)


def worded(message: Message) -> Iterator[TaskReference]:
    """The tasks named in subjects, and in lines of the body that contain nothing else."""
    subjects = set(message.subjects)
    for number, line in islice(enumerate(message.text.split("\n"), 1), _MAX_LINES):
        is_subject = number in subjects
        if is_subject or not line.startswith(("    ", "\t")):
            text = prose(line[:_MAX_LENGTH])
            if is_subject or not _has_words(_TOKEN.sub("", text)):
                yield from _in_line(text, number)


def _in_line(text: str, number: int) -> Iterator[TaskReference]:
    """The tasks of the one spec in a line; an id in brackets needs no spec."""
    tokens = list(_TOKEN.finditer(text))
    specs = {(it["folder"] or it["number"] or "").rstrip(".-") for it in tokens} - {""}
    if len(specs) > 1 or any(it["several"] for it in tokens):
        return
    spec = next(iter(specs), "")
    for token in tokens:
        alone = token["alone"] and token["alone"].strip("[]():*-• \t")
        if task := alone or (spec and (token["task"] or token["id"])):
            yield TaskReference(token[0].strip(), Address(spec, task), number, certain=False)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def patterned(message: Message, patterns: Sequence[str]) -> Iterator[TaskReference]:
    """The tasks that the patterns find: in the subjects first, then in other lines."""
    lines = message.text.split("\n")
    order = dict.fromkeys((*message.subjects, *range(1, len(lines) + 1)))
    for number in islice(order, _MAX_LINES_OF_PATTERNS if patterns else 0):
        for pattern in patterns:
            for found in re.finditer(pattern, lines[number - 1][:_MAX_LENGTH_OF_PATTERNS]):
                address = Address(found.groupdict().get("spec") or "", found["task"] or "")
                if address.task:
                    yield TaskReference(found[0], address, number, certain=False)
