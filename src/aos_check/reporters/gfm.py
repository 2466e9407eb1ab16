"""Writing any text as Markdown, without markup, links or mentions in it taking effect."""

from __future__ import annotations

import re

from aos_check.reporters.style import safe

# A word of these characters is never markup, except at the start of a line.
_HARMLESS = re.compile(r"[A-Za-z0-9.,;'\"()/?\-\x80-\U0010ffff]+:?")
_LINKED = re.compile(r"www\.|gh-\d", re.IGNORECASE)
_BEGINS_A_BLOCK = re.compile(r"^(-+|\d*[.)])(?= |$)")
_IN_BACKTICKS = re.compile(r"`([^`]+)`")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def inline(text: str) -> str:
    """The text for a line or a table cell.

    A word that could be markup, a link or a mention (`@all`, `#1`, `www.…`) is written as code.
    Escaping is not enough: platforms look for mentions in the rendered text, and skip only code.
    """
    parts = _IN_BACKTICKS.split(_flat(text))
    line = "".join(code(part) if index % 2 else _prose(part) for index, part in enumerate(parts))
    return _BEGINS_A_BLOCK.sub(r"`\1`", line.strip())


def code(text: str) -> str:
    """The text as code, for a line or a table cell."""
    text = _flat(text).strip()
    if not text:
        return ""
    if any(mark in text for mark in ("`", "|", "\\", "<!--")):
        # These would end the code span or the table cell around it, or begin a comment.
        return f"<code>{_PUNCTUATION.sub(lambda found: f'&#{ord(found[0])};', text)}</code>"
    return f"`{text}`"


def _flat(text: str) -> str:
    return safe(re.sub(r"[\r\n]+", " ", text))


def _prose(text: str) -> str:
    """The words, with risky ones as code. A space at either end is kept."""
    return " ".join(map(_word, re.split(r"\s+", text)))


def _word(word: str) -> str:
    harmless = _HARMLESS.fullmatch(word) and not _LINKED.search(word)
    return word if harmless else code(word)
