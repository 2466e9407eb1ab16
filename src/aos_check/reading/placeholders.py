"""Finds a template's placeholders: `[FEATURE_NAME]`, `**Goal:** [what it is for]`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from aos_check.model.document import Mark
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine, without_code
from aos_check.reading.page import SourceFile

_NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_SHOUTED = expression(rf"(?<![\w$\]])(?:\[({_NAME})\](?![(\[:])|\{{({_NAME})\}})")
# A document may be about templates, and a program may fill in variables.
_ABOUT_TEMPLATES = expression(r"placeholder|template|variable|\$\{", re.IGNORECASE)
# Two or more words in brackets instead of a value. With a comma they would be a list.
_PHRASE = expression(r"\[(?:e\.g\.[^\[\]]{1,200}|[A-Za-z][\w'’/-]*(?: [A-Za-z'’/&()-]+){1,24})\]")
_BOX = expression(r"\[.?\]\s+(?:\d[\d.]*\s+)?")
# After these keys, words in brackets are a real value: `**Status:** [In progress]`.
_CHOSEN = expression(
    r"(?:status|state|priority|type|tags?|labels?|depend\w*(?: on)?)\W*$", re.IGNORECASE
)
_DEFINITION = expression(r"(\[[^\[\]]{1,200}\]):")


def placeholders(page: SourceFile, known: Collection[str]) -> Iterator[Mark]:
    """Each placeholder outside code; `known` are those of the layout's templates."""
    defined = _defined(page)
    for line in page.prose:
        # A row that begins with `[e.g., …]` is an example by its own word.
        if ("[" in line.text or "{" in line.text) and "[e.g." not in line.text:
            text = without_code(line.text)
            names = [*_shouted(text), *(name for name in known if _occurs(name, text))]
            for name in names or _phrases(line, text):
                if name not in defined:
                    yield Mark(name, page.at(line))


def is_template(page: SourceFile) -> bool:
    """True if most headings are placeholders, as in a template that an installer has copied."""
    headings = [line.text for line in page.lines if line.kind is LineKind.HEADING]
    return 2 * sum("[" in text for text in headings) > len(headings)


def _defined(page: SourceFile) -> set[str]:
    """The names of links (`[name]: address`), which are not placeholders."""
    if "]:" not in page.text:
        return set()
    return {found[1] for line in page.lines if (found := _DEFINITION.match(line.text))}


def _shouted(text: str) -> Iterator[str]:
    # A fast test: every name has an underscore, and few other texts do.
    if "_" in text and not _ABOUT_TEMPLATES.search(text):
        yield from (found[0] for found in _SHOUTED.finditer(text))


def _occurs(name: str, text: str) -> bool:
    return name in text and f"{name}(" not in text


def _phrases(line: MarkdownLine, text: str) -> Iterator[str]:
    """The value of the line, or of each table cell, if it is only a phrase in brackets."""
    cells = text.strip("| ").split("|") if line.kind is LineKind.TABLE else [text]
    for cell in map(str.strip, cells):
        # A fast test: hardly any cell ends in a bracket.
        if not cell.rstrip(" *_").endswith("]"):
            continue
        label, _, value = _BOX.sub("", cell, count=1).rpartition(":")
        value = value.strip(" *_")
        if _PHRASE.fullmatch(value) and not _CHOSEN.search(label):
            yield value
