"""A date out of words: ISO, numbers in any usual order, and months by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

_MONTHS = (
    ("jan", "gen", "ene", "янв", "sty"),
    ("feb", "fev", "fév", "фев", "lut"),
    ("mar", "mär", "mrz", "maa", "мар"),
    ("apr", "avr", "abr", "апр", "kwi"),
    ("may", "mai", "mag", "mei", "maj", "мая", "май"),
    ("jun", "juin", "giu", "июн", "cze"),
    ("jul", "juil", "lug", "июл", "lip"),
    ("aug", "aou", "aoû", "ago", "авг", "sie"),
    ("sep", "set", "сен", "wrz"),
    ("oct", "okt", "out", "ott", "окт", "paz", "paź"),
    ("nov", "ноя", "lis"),
    ("dec", "dez", "déc", "dic", "дек", "gru"),
)
_NUMBER_OF = {
    unicodedata.normalize("NFC", name): number
    for number, names in enumerate(_MONTHS, 1)
    for name in names
}
_MONTHS_A_YEAR = 12
_CENTURY = 2000
_WORD = r"([^\W\d_]{3,12})"


def _month(name: str) -> int:
    name = unicodedata.normalize("NFC", name.lower())
    return _NUMBER_OF.get(name[:4]) or _NUMBER_OF.get(name[:3]) or 0


def _whole(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year_and_month(year: int, month: int) -> str | None:
    return f"{year}-{month:02}" if 1 <= month <= _MONTHS_A_YEAR else None


def _day_first(one: int, two: int, year: int) -> str | None:
    """25/07/2025, or 07/25/2025 where the numbers leave no other reading."""
    year += _CENTURY if year < _CENTURY // 20 else 0
    return _whole(year, two, one) or _whole(year, one, two)


# The first pattern that is found decides, whether or not the day exists.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (
        re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"),
        lambda m: _whole(int(m[1]), int(m[3]), int(m[4])),
    ),
    (
        re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]"),
        lambda m: _whole(int(m[1]), int(m[2]), int(m[3])),
    ),
    (
        re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]"),
        lambda m: _year_and_month(int(m[1]), int(m[2])),
    ),
    (
        re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d.])"),
        lambda m: _day_first(int(m[1]), int(m[3]), int(m[4])),
    ),
    (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[\s-]+(?:de |of )?{_WORD}\.?,?[\s-]+"
            r"(?:de |del )?((?:19|20)\d\d)(?!\d)",
            re.IGNORECASE,
        ),
        lambda m: _whole(int(m[3]), _month(m[2]), int(m[1])),
    ),
    (
        re.compile(
            rf"{_WORD}\.?[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+((?:19|20)\d\d)(?!\d)",
            re.IGNORECASE,
        ),
        lambda m: _whole(int(m[3]), _month(m[1]), int(m[2])),
    ),
    (
        re.compile(rf"((?:19|20)\d\d)[\s-]+{_WORD}[\s-]+(\d{{1,2}})(?!\d)"),
        lambda m: _whole(int(m[1]), _month(m[2]), int(m[3])),
    ),
    (
        re.compile(rf"{_WORD}\.?,?\s+(?:de |del )?((?:19|20)\d\d)(?!\d)", re.IGNORECASE),
        lambda m: _year_and_month(int(m[2]), _month(m[1])),
    ),
    (
        re.compile(r"(?<![\d-])((?:19|20)\d\d)[-/.](\d{1,2})(?![\d-])"),
        lambda m: _year_and_month(int(m[1]), int(m[2])),
    ),
    (
        re.compile(r"(?<![\d/])(\d{1,2})/((?:19|20)\d\d)(?!\d)"),
        lambda m: _year_and_month(int(m[2]), int(m[1])),
    ),
    (
        re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"),
        lambda m: _whole(int(m[1]), int(m[2]), int(m[3])),
    ),
)


def read_date(text: str) -> str | None:
    """The first date in the text, as `2025-07-25` or `2025-07`; None when there is none."""
    text = text[:500]
    if not any(character.isdigit() for character in text):
        return None
    for pattern, value in _FORMS:
        if found := pattern.search(text):
            return value(found)
    return None
