"""A user's name for something as a title and as a slug."""

from __future__ import annotations

import re
import unicodedata

from aos_check.model.errors import CannotCheckError

_LONGEST_SLUG = 60
_LONGEST_TITLE = 120

# Letters that are not a plain one with a mark.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "n",
    }
)  # fmt: skip


def slug_of(name: str) -> str:
    """The name in lower case letters, digits and hyphens. Raises CannotCheckError for none."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not slug:
        raise CannotCheckError(
            f"{name!r} has neither letters nor digits that a path may be made of",
            "give it a name with some of a to z in it",
        )
    return _shortened(slug)


def _shortened(slug: str) -> str:
    """The slug up to the last whole word that fits."""
    if len(slug) <= _LONGEST_SLUG:
        return slug
    cut = slug[: _LONGEST_SLUG + 1].rpartition("-")[0]
    return cut or slug[:_LONGEST_SLUG]


# What Markdown, or who reads the document, would take for more than a word.
_MARKUP = re.compile(r"[\[\]{}<>`*_|~\\@#^]+")


def title_of(name: str) -> str:
    """The name on one line, as a heading can say it."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(_MARKUP.sub(" ", printable).split())[:_LONGEST_TITLE].strip()
