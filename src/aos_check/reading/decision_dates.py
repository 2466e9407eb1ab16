"""Dates in prose: ISO, numbers in any usual order, and months by name."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
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
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>\d{1,2})"
_NAMED = r"(?P<month>[^\W\d_]{3,12})"
_DAY = r"(?P<day>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|ª)?"
# The first form that matches decides, even if the day does not exist.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}(?!\d)",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월]\s*{_DAY}\s*[日일]",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월]",
        rf"(?<![\d.]){_DAY}(?P<either>[./-]){_MONTH}(?P=either)(?P<year>(?:19|20)\d\d|\d\d)(?![\d.])",
        rf"(?<!\d){_DAY}{_ORDINAL}[\s-]+(?:de |of )?{_NAMED}\.?,?[\s-]+(?:de |del )?{_YEAR}(?!\d)",
        rf"{_NAMED}\.?[\s-]+{_DAY}(?:st|nd|rd|th)?,?[\s-]+{_YEAR}(?!\d)",
        rf"{_YEAR}[\s-]+{_NAMED}[\s-]+{_DAY}(?!\d)",
        rf"{_NAMED}\.?,?\s+(?:de |del )?{_YEAR}(?!\d)",
        rf"(?<![\d-]){_YEAR}[-/.]{_MONTH}(?![\d-])",
        rf"(?<![\d/]){_MONTH}/{_YEAR}(?!\d)",
        r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
    )
)
_CENTURY = 2000
_MONTHS_A_YEAR = 12


def read_date(text: str) -> str | None:
    """The first date in the text, as `2025-07-25` or `2025-07`; None if there is none."""
    text = text[:500]
    if not any(character.isdigit() for character in text):
        return None
    found = next(filter(None, (form.search(text) for form in _FORMS)), None)
    return _iso(found.groupdict()) if found else None


def _iso(parts: dict[str, str]) -> str | None:
    year, month = int(parts["year"]), _month(parts["month"])
    if "day" not in parts:
        return f"{year}-{month:02}" if 1 <= month <= _MONTHS_A_YEAR else None
    year += _CENTURY if year < _CENTURY // 20 else 0
    day = int(parts["day"])
    # 25/07/2025, or 07/25/2025 if no other order is possible.
    swapped = _valid(year, day, month) if "either" in parts else None
    return _valid(year, month, day) or swapped


def _valid(year: int, month: int, day: int) -> str | None:
    with suppress(ValueError):
        return date(year, month, day).isoformat()
    return None


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    name = unicodedata.normalize("NFC", text.lower())
    return _NUMBER_OF.get(name[:4]) or _NUMBER_OF.get(name[:3]) or 0
