"""Tells code in code blocks from drawings, logs and prose."""

from __future__ import annotations

import re
from itertools import takewhile

from aos_check.reading.expressions import expression
from aos_check.reading.markdown import MAX_LINE, LineKind, MarkdownLine
from aos_check.reading.page import SourceFile

_OTHER_LANGUAGES = frozenset(
    {
        "text", "txt", "plain", "plaintext", "console", "output", "log", "mermaid", "plantuml",
        "markdown", "md", "gherkin", "ascii", "diagram", "tree", "diff", "csv", "http",
    }
)  # fmt: skip
_LOOKS_LIKE_CODE = expression(
    r"[;{}]\s*$|\w\([^()]*\)|^\s*(?:def|class|import|const|let|var|return|select|insert|create)\b",
    re.IGNORECASE,
)
_ENOUGH = 100


def is_code(page: SourceFile, line: MarkdownLine) -> bool:
    """True for the first line of a block that names a programming language or looks like code."""
    if line.kind is not LineKind.CODE:
        return False
    language = line.text.split(maxsplit=1)[0].lower() if line.text else ""
    if language:
        return language not in _OTHER_LANGUAGES
    fenced = page.source[line.number - 1].lstrip(" \t>").startswith(("`", "~"))
    first = line.number if fenced else line.number - 1
    below = page.source[first : first + _ENOUGH]
    inside = takewhile(_inside_fence if fenced else _indented, below)
    return any(_LOOKS_LIKE_CODE.search(text[:MAX_LINE]) for text in inside)


def _inside_fence(text: str) -> bool:
    return not text.lstrip(" \t>").startswith(("```", "~~~"))


def _indented(text: str) -> bool:
    return text[:1] in ("", " ", "\t")
