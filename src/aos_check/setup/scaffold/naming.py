"""Turning the user's name for a spec or a decision into a title and a slug."""

from __future__ import annotations

import re
import unicodedata

from aos_check.model.errors import CannotCheckError

_LONGEST_SLUG = 60
_LONGEST_TITLE = 120

# Letters that Unicode does not decompose into a plain letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "n",
    }
)  # fmt: skip

# Characters with a meaning in Markdown, or for readers of the document.
_MARKUP = re.compile(r"[\[\]{}<>`*_|~\\@#^]+")


def slug_of(name: str) -> str:
    """The name in lower case letters, digits and hyphens, cut after a word if it is too long.

    Raises CannotCheckError if nothing is left.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not slug:
        raise CannotCheckError(
            f"{name!r} has no letters or digits for a path",
            "use a name with letters from a to z",
        )
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]


def title_of(name: str) -> str:
    """The name as the text of a heading."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(_MARKUP.sub(" ", printable).split())[:_LONGEST_TITLE].strip()
