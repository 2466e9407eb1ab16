"""What the heading of a decision says: number, date, and the title that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aos_check.reading.decision_dates import read_date
from aos_check.reading.markdown import without_comments

_WORDS = "architecture decision record|architectural decision record|decision record"
_KNOWN = rf"{_WORDS}|adrs?|madr|dec|decision|dr|ad|pdr|tdr|ddr|edr|sdr"
_DAY = (
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}\.? [^\W\d_]{3,12}\.?,? (?:19|20)\d\d|(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
)
_DATE_FIRST = re.compile(
    rf"\W{{0,4}}({_DAY})\W{{0,4}}(?:[-–—:|]|\s|$)\s*[-–—:|]?\s*", re.IGNORECASE
)
_DATE_LAST = re.compile(rf"\s*[-–—(|,\[]+\s*({_DAY})[)\]]?\W{{0,3}}$", re.IGNORECASE)
# A date that nobody filled in: "[CURRENT_DATE]: Initial Product Planning".
_NO_DATE = re.compile(r"\s{0,3}([\[{<][^\]}>\n]{1,40}[\]}>])\s*[-–—:]\s+")
# "12. Title", "0012 - Title" and "0012-title", but neither "3-tier" nor the year of a date.
_BARE = re.compile(
    r"\W{0,3}(?!(?:19|20)\d\d\b)(\d{1,5})(?:[.):\]]+\s+|\s*[-–—:]\s+|(?<=\d{4})-(?=\w))"
)


_LONGEST = 500  # of a heading no more is looked at


@dataclass(frozen=True, slots=True)
class DecisionTitle:
    """A heading taken apart. `digits` is the number as written, `date` the words of the date."""

    text: str
    prefix: str = ""
    digits: str = ""
    date: str = ""


def read_title(heading: str, prefix: str = "") -> DecisionTitle:
    """The title of a decision; `prefix` is one more word that its number may follow."""
    whole = text = re.sub(r"\*\*|__|`", "", without_comments(heading[:_LONGEST])).strip()
    text, date = _without_date(text)
    text, word, digits = _without_number(text, prefix)
    if not date:
        text, date = _without_date(text)
    return DecisionTitle(text.strip(" :–—-") or whole, word, digits, date)


def _without_date(text: str) -> tuple[str, str]:
    for pattern in (_DATE_FIRST, _DATE_LAST):
        found = pattern.search(text) if pattern is _DATE_LAST else pattern.match(text)
        if found and read_date(found[1]):
            return text[: found.start()] + text[found.end() :], found[1]
    if found := _NO_DATE.match(text):
        return text[found.end() :], found[1]
    return text, ""


def _without_number(text: str, prefix: str) -> tuple[str, str, str]:
    words = rf"{_KNOWN}|{re.escape(prefix)}" if prefix else _KNOWN
    named = re.match(
        rf"\W{{0,4}}({words})\s?[-_#№. ]{{0,2}}(\d{{1,5}})(?![\d.]\d)\b[\W_]*", text, re.IGNORECASE
    )
    if named:
        return text[named.end() :], canonical_prefix(named[1]), named[2]
    if bare := _BARE.match(text):
        return text[bare.end() :], "", bare[1]
    return text, "", ""


def canonical_prefix(word: str) -> str:
    """The way of numbering that a word before a number stands for."""
    word = word.strip("-_ .").upper()
    if word.endswith("DECISION RECORD") or word == "ADRS":
        return "ADR"
    return "" if word == "DECISION" else word
