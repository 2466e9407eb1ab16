"""The metadata of a document: front matter, and lines such as `**Status:** Draft` at its head."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.structured import Data, UnreadableDataError

KEY = r"[^\W\d_][\w()/ -]{1,34}?"
"""The pattern of a key."""

_PAIR = expression(
    rf"(?:\*\*|__)(?P<bold>{KEY})\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<value>.*)"
    rf"|(?:\*\*|__)(?P<whole>{KEY})\s*:\s*(?P<rest>[^*]+)(?:\*\*|__)(?P<tail>.*)"
    rf"|(?P<plain>{KEY})\s*:\s+(?P<plain_value>.*)"
    rf"|(?P<empty>{KEY})\s*:$"
)


ABOUT_DOCUMENT = frozenset(
    {
        "status", "spec status", "document status", "current status", "overall status", "stage",
        "state", "date", "created", "created at", "created on", "updated", "updated at",
        "last updated", "last modified", "modified", "version", "revision", "author", "authors",
        "owner", "owners", "reviewer", "reviewers", "reviewed", "reviewed by", "approved",
        "approved by", "approved on", "approver", "approvers", "approval", "approval date",
        "approval status", "completed", "completed on", "started",
    }
)  # fmt: skip
"""The keys that say something about a document, and that its digest leaves out."""


_MOST_WORDS = 10
_LONGEST_WORD = 12  # letters of a word in a script without capitals
_JOINING = frozenset(
    {
        "a", "accepted", "active", "after", "al", "am", "and", "approved", "as", "at", "before",
        "by", "but", "complete", "completed", "da", "de", "del", "den", "der", "di", "done",
        "draft", "e", "el", "et", "final", "for", "from", "group", "implementation",
        "implemented", "in", "is", "la", "le", "n/a", "no", "none", "not", "of", "on", "open",
        "pending", "planned", "planning", "pm", "progress", "proposed", "ready", "review",
        "reviewed", "see", "since", "started", "still", "tbd", "team", "the", "to", "und", "utc",
        "van", "via", "von", "with", "y", "yes",
    }
)  # fmt: skip
_RULING = frozenset({"always", "can", "cannot", "may", "must", "never", "shall", "should", "will"})
_SENTENCE = expression(r"\w{3}[.!?;:][ \t]+[^\W\d_]{2}|[。！？；]")


def is_short_fact(value: str) -> bool:
    """True for the status, date, version or names that a line of metadata should hold.

    A digest leaves such lines out, so nothing that an implementer reads as a rule may hide there.

    >>> [is_short_fact(text) for text in ("Approved (2025-10-08)", "Ada <ada@example.org>", "ada")]
    [True, True, True]
    >>> [is_short_fact(text) for text in ("Ada. The form must also send it", "drop old records")]
    [False, False]
    """
    words = [word.strip("*_`~()[]<>,;:.!/|–—-") for word in value.split()]
    words = [word for word in words if word]
    if len(words) > _MOST_WORDS or _SENTENCE.search(value):
        return False
    return not _RULING.intersection(map(str.lower, words)) and (
        len(words) <= 1 or all(map(_is_fact, words))
    )


def _is_fact(word: str) -> bool:
    """True for a name, a date, a number, an address, or a word that joins or states them."""
    if word.lower() in _JOINING or any(character in "@0123456789" for character in word):
        return True
    if word[0].islower():
        return False
    return word != word.swapcase() or len(word) <= _LONGEST_WORD


_FORM = expression(r"^(\*\*|__)?[^\w\s(\[<>*_`\"'+|-]+\s*")
_SLANTED = expression(r"(?<!\*)\*(?!\*)|(?<!\w)_(?!_)|(?<!_)_(?!\w)")


def pair(text: str) -> tuple[str, str] | None:
    """The key and value in a line of metadata, in any of the usual forms."""
    found = _PAIR.match(plain(without_comments(text))) if ":" in text or "：" in text else None
    if not found:
        return None
    key = found["bold"] or found["whole"] or found["plain"] or found["empty"]
    value = found["value"] or found["plain_value"] or ""
    if found["whole"]:
        value = found["rest"] + found["tail"]
    return key.strip().lower(), value.strip()


def plain(text: str) -> str:
    """The text without a leading emoji or slanted type, and with ASCII colons."""
    if "：" in text:
        text = text.replace("：", ": ")
    if not text.isascii():
        text = _FORM.sub(lambda found: found[1] or "", text)
    return _SLANTED.sub("", text) if text[:1] in "*_" and text[1:2] not in "*_" else text


Pairs: TypeAlias = Collection[tuple[str, str, MarkdownLine]]
"""Keys with their values and lines."""


def head_pairs(page: SourceFile) -> Iterator[tuple[str, str, MarkdownLine]]:
    """Every key and value of the head in order, except in tables and nested items."""
    for line in page.head:
        if (
            line.kind in (LineKind.TEXT, LineKind.ITEM)
            and line.level <= 1
            and (found := pair(line.text))
        ):
            yield (*found, line)


class FrontMatter(NamedTuple):
    """The pairs of lower-case key and value, the repeated keys, and any error."""

    pairs: tuple[tuple[str, str, Place], ...] = ()
    repeated: tuple[Mark, ...] = ()
    fault: Mark | None = None


def front_table(page: SourceFile) -> Data:
    """The keys and values of the front matter; none if it cannot be read, which is reported."""
    try:
        data = page.front_data
    except UnreadableDataError:
        return Data({}, {})
    return data if isinstance(data.value, dict) else Data({}, {})


def read_front_matter(page: SourceFile) -> FrontMatter:
    """The front matter of a page; empty if it has none."""
    if not page.front:
        return FrontMatter()
    try:
        data = page.front_data
    except UnreadableDataError as error:
        at = Place(page.path, error.line + 1)
        return FrontMatter(fault=Mark(f"the front matter cannot be read: {error}", at))
    if not isinstance(data.value, dict):
        return FrontMatter(fault=Mark("the front matter has no keys", Place(page.path)))
    return FrontMatter(
        pairs=tuple(
            (str(key).lower(), str(value), Place(page.path, data.line(key) + 1))
            for key, value in data.value.items()
            if isinstance(value, (str, int, float, bool)) or value is None
        ),
        repeated=tuple(Mark(key, Place(page.path, line + 1)) for key, line in data.repeated),
    )
