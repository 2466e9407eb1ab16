"""The topics of a decision: those that it states, else its heading in a log, else its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aos_check.model.decision import DecisionStatus
from aos_check.reading.decision_dates import read_date
from aos_check.reading.decision_draft import DecisionDraft
from aos_check.reading.decision_files import records_among
from aos_check.reading.decision_sections import fold_key
from aos_check.reading.decision_status import read_status

_MOST = 8
_LONGEST = 40
"""The characters of a topic. A longer text is a sentence."""

_SEPARATOR = re.compile(r"[,;、，；]|\s\|\s|\s·\s|\s/\s")
_MARKS = " \t[](){}<>\"'`*_#-–—:.✅"
# Headings and folders with only these words sort decisions, but say nothing about their subject.
_NO_TOPIC = frozenset(
    """
    a adr adrs all and archive archived architectural architecture by closed current decided
    decision decisions done entries history in index key log logs made major minor new of old open
    our past pending previous product project recent record records recorded resolved technical the
    to tbd none n n/a unknown misc other
    """.split()  # noqa: SIM905 - shorter
)


def topics_of(draft: DecisionDraft) -> Iterator[str]:
    """The topics in the document's own words, each once."""
    fact = draft.facts.get("topics")
    stated = (text for line in fact.lines for text in _SEPARATOR.split(line)) if fact else ()
    found = list(_named(stated))
    if not found and draft.name is None:
        found = [topic for topic in _named([draft.above]) if _is_subject(topic)]
    if not found and draft.name is not None:
        found = [topic for topic in _named(_folders(draft.path)) if _is_subject(topic)]
    yield from found[:_MOST]


def _named(texts: Iterable[str]) -> Iterator[str]:
    """The texts that can be topics, without marks; upper and lower case are alike."""
    seen = {""}
    for text in texts:
        topic = " ".join(text.strip(_MARKS).split())
        if len(topic) <= _LONGEST and (key := fold_key(topic)) not in seen:
            seen.add(key)
            if not {"none", "n/a", "n a", "tbd", "unknown"}.intersection([key]):
                yield topic


def _is_subject(topic: str) -> bool:
    """True if the heading or folder is more than a status, a date or "All decisions"."""
    if read_date(topic) or read_status(topic) not in (DecisionStatus.NONE, DecisionStatus.OTHER):
        return False
    words = fold_key(topic).split()
    return not all(word in _NO_TOPIC or word.isdecimal() for word in words)


def _folders(path: str) -> list[str]:
    """The folder right below the one for records."""
    folders = path.split("/")[:-1]
    place = records_among([folder.lower() for folder in folders])
    return folders[place + 1 : place + 2] if place is not None else []
