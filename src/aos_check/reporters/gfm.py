"""Text from anywhere as Markdown that stays text: no markup, no link, and nobody is called."""

from __future__ import annotations

import re

from aos_check.reporters.style import safe

# A word of these is never more than itself, but where a line begins.
_HARMLESS = re.compile(r"[A-Za-z0-9.,;'\"()/?\-\x80-\U0010ffff]+:?")
_LINKED = re.compile(r"www\.|gh-\d", re.IGNORECASE)
_BEGINS_A_BLOCK = re.compile(r"^(-+|\d+[.)])(?= |$)")
_IN_BACKTICKS = re.compile(r"`([^`]+)`")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def inline(text: str) -> str:
    """The text for a line or the cell of a table.

    A word that could be markup, or that a platform makes a link or a call of (`@all`, `#1`,
    `www.…`), is written as code. Escapes would not do: platforms look for those in what Markdown
    has made of the text, and leave out only code.
    """
    parts = _IN_BACKTICKS.split(_flat(text))
    line = "".join(code(part) if index % 2 else _prose(part) for index, part in enumerate(parts))
    return _BEGINS_A_BLOCK.sub(r"`\1`", line.strip())


def code(text: str) -> str:
    """The text as code in a line or the cell of a table."""
    text = _flat(text).strip()
    if not text:
        return ""
    if any(character in text for character in "`|\\"):
        # These end a span of code or the cell that it stands in.
        return f"<code>{_PUNCTUATION.sub(_as_number, text)}</code>"
    return f"`{text}`"


def _flat(text: str) -> str:
    return safe(re.sub(r"[\r\n]+", " ", text))


def _prose(text: str) -> str:
    """The words, each as it may stand; white space at the ends stays, for what is beside them."""
    words = (_word(word) for word in re.split(r"\s+", text))
    return " ".join(words)


def _word(word: str) -> str:
    harmless = _HARMLESS.fullmatch(word) and not _LINKED.search(word)
    return word if harmless else code(word)


def _as_number(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
