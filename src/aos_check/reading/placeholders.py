"""Template text that nobody filled in: `[FEATURE_NAME]`, `**Goal:** [what it is for]`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from aos_check.markdown import Kind, Line, without_code
from aos_check.model import Mark
from aos_check.reading.page import Page

_NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_SHOUTED = re.compile(rf"(?<![\w$\]])(?:\[({_NAME})\](?![(\[:])|\{{({_NAME})\}})")
# A document may speak of templates, and a variable is filled in by a machine.
_SPOKEN_OF = re.compile(r"placeholder|template|variable|\$\{", re.IGNORECASE)
# Two words or more alone in brackets where a value belongs. A comma would make it a list.
_PHRASE = re.compile(r"\[(?:e\.g\.[^\[\]]{1,200}|[A-Za-z][\w'’/-]*(?: [A-Za-z'’/&()-]+){1,24})\]")
_BOX = re.compile(r"\[.?\]\s+(?:\d[\d.]*\s+)?")
# What is a word of a few in brackets here is an answer: `**Status:** [In progress]`.
_CHOSEN = re.compile(
    r"(?:status|state|priority|type|tags?|labels?|depend\w*(?: on)?)\W*$", re.IGNORECASE
)
_DEFINITION = re.compile(r"(\[[^\[\]]{1,200}\]):")


def placeholders(page: Page, known: Collection[str]) -> Iterator[Mark]:
    """Each placeholder outside code, in order; `known` are those of the page's own templates."""
    defined = {found[1] for line in page.lines if (found := _DEFINITION.match(line.text))}
    for line in page.lines:
        if line.kind in (Kind.CODE, Kind.COMMENT) or not ("[" in line.text or "{" in line.text):
            continue
        text = without_code(line.text)
        names = [*_shouted(text), *(name for name in known if _stands(name, text))]
        for name in names or _phrases(line, text):
            if name not in defined:
                yield Mark(name, page.at(line))


def _shouted(text: str) -> Iterator[str]:
    if not _SPOKEN_OF.search(text):
        yield from (found[0] for found in _SHOUTED.finditer(text))


def _stands(name: str, text: str) -> bool:
    return name in text and f"{name}(" not in text


def _phrases(line: Line, text: str) -> Iterator[str]:
    """The line's value, or a table's cell, when it is nothing but a phrase in brackets."""
    cells = text.strip("| ").split("|") if line.kind is Kind.TABLE else [text]
    for cell in cells:
        label, _, value = _BOX.sub("", cell.strip(), count=1).rpartition(":")
        value = value.strip(" *_")
        if _PHRASE.fullmatch(value) and not _CHOSEN.search(label):
            yield value
