"""The number, date and title in a decision's file name and heading."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from aos_check.reading.decision_dates import read_date
from aos_check.reading.markdown import without_comments


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a file name: its number, the prefix of the number (`ADR`), its date."""

    stem: str
    prefix: str = ""
    digits: str = ""
    date: str = ""


_DATED = re.compile(r"(?:adr[-_ ]?)?(20\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"([a-z][a-z_\- ]{0,24})?(\d{1,5})(?=[-_. ]|$)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d[-_.]\d{1,4}(?!\d)")
_PREFIXES = frozenset(
    "adr adrs dec decision madr dr ad pdr tdr ddr edr sdr rfc".split()  # noqa: SIM905 - shorter
)


def read_name(path: str) -> Name:
    """The parts of the file name in `path`."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if dated := _DATED.match(stem):
        return Name(stem, date="-".join(dated.groups()))
    found = _NUMBERED.match(stem)
    if not found or _YEAR.match(stem):
        return Name(stem)
    prefix = (found[1] or "").strip("-_ ").upper()
    words = re.split(r"[-_ ]+", prefix.lower())
    # "use-2-factors" and "http-404" are titles: after an unknown prefix the number must be padded.
    known = words[0] in _PREFIXES and len(words) == 1
    padded = found[2].startswith("0") and len(found[2]) > 1 and not words[2:]
    if prefix and not known and not padded:
        return Name(stem)
    return Name(stem, prefix, found[2])


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
# An unset date: "[CURRENT_DATE]: Initial Product Planning".
_NO_DATE = re.compile(r"\s{0,3}([\[{<][^\]}>\n]{1,40}[\]}>])\s*[-–—:]\s+")
# "12. Title", "0012 - Title" and "0012-title", but neither "3-tier" nor the year of a date.
_BARE = re.compile(
    r"\W{0,3}(?!(?:19|20)\d\d\b)(\d{1,5})(?:[.):\]]+\s+|\s*[-–—:]\s+|(?<=\d{4})-(?=\w))"
)
_LONGEST = 500
"""The number of characters of a heading that are read."""


@dataclass(frozen=True, slots=True)
class DecisionTitle:
    """The parts of a heading. `digits` is the number as written, `date` the text of the date."""

    text: str
    prefix: str = ""
    digits: str = ""
    date: str = ""


def read_title(heading: str, prefix: str = "") -> DecisionTitle:
    """The parts of a decision's heading; `prefix` is another word that may precede its number."""
    whole = text = re.sub(r"\*\*|__|`", "", without_comments(heading[:_LONGEST])).strip()
    text, date = _without_date(text)
    text, word, digits = _without_number(text, prefix)
    if not date:
        text, date = _without_date(text)
    return DecisionTitle(text.strip(" :–—-") or whole, word, digits, date)


def _without_date(text: str) -> tuple[str, str]:
    for found in (_DATE_FIRST.match(text), _DATE_LAST.search(text)):
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
    """The prefix that a word before a number stands for: `ADR` for "Decision Record"."""
    word = word.strip("-_ .").upper()
    if word.endswith("DECISION RECORD") or word == "ADRS":
        return "ADR"
    return "" if word == "DECISION" else word
