"""The decisions that a decision supersedes, and the one that supersedes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aos_check.model.decision import DecisionStatus
from aos_check.reading.decision_draft import DecisionDraft
from aos_check.reading.decision_facts import Fact
from aos_check.reading.decision_references import DecisionIndex
from aos_check.reading.decision_status import fold

_WORD = (
    r"(?:supersed|superced|superseed|replac|obsoleted|substitu|sustitu|sostitu|reempla|remplac"
    r"|ersetz|abgelost|vervangen|замен|заміне)"
)
SUPERSEDED = re.compile(fold(rf"\b{_WORD}|取代|替代|替换|置換|置き換え|代替|대체"))
"""Words about supersession, in folded text."""

_BY = re.compile(
    r"\b(?:by|durch|par|por|pelo|pela|da|dal|door|przez|av|with|in favou?r of)\b|→|->",
    re.IGNORECASE,
)
_IS_SUPERSEDED = re.compile(
    fold(rf"\b{_WORD}\w*\s+(?:in part\s+)?(?:by|durch|par|por|pel[oa]|da|door)\b")
)
_NONE = re.compile(
    r"\W*(?:none|n/?a|nothing|nil|keine?r?|aucune?|nenhum\w*|ninguno|なし|无)\b", re.IGNORECASE
)


def successor(draft: DecisionDraft, index: DecisionIndex) -> tuple[str | None, bool]:
    """The id of the decision that supersedes this one, and whether only a part is superseded."""
    for key in ("superseded by", "superseded in part by"):
        fact = draft.facts.get(key)
        if fact and not _NONE.match(fact.text):
            return _first_named(fact.text, draft, index), _is_in_part(f"{key} {fact.text}")
    status = draft.status_fact
    if status and draft.status is DecisionStatus.SUPERSEDED:
        found = (_first_named(text, draft, index) for text in _successor_texts(status))
        return next(filter(None, found), None), _is_in_part(draft.status_text)
    # "Accepted. The addendum is superseded by ADR-10": the rest is in force.
    in_part = draft.status is DecisionStatus.ACCEPTED
    return None, in_part and bool(status and _IS_SUPERSEDED.search(fold(status.text)))


def _successor_texts(status: Fact) -> Iterator[str]:
    """The texts that may name the successor, the most likely one first."""
    for at, line in enumerate(status.lines):
        if SUPERSEDED.search(fold(line)):
            yield _BY.split(line, maxsplit=1)[-1]
            yield line
            yield from status.lines[at + 1 : at + 3]


# "3 small services" is no reference, but "3", "0003 Small services" and "3 and 4" are.
_NUMBER_ALONE = re.compile(r"\W*(?:0\d{1,4}\b|\d{1,5}\s*(?:$|[^\w\s]|and\b|und\b|et\b))")


def _first_named(text: str, draft: DecisionDraft, index: DecisionIndex) -> str | None:
    bare = bool(_NUMBER_ALONE.match(text))
    for reference in index.references(text, bare=bare):
        if found := index.resolve(reference, draft):
            return found
    titled = index.titled(text, draft)
    return titled.id if titled else None


_LINK = re.compile(r"\[[^\]\[]{0,200}\]\([^()\n]{0,400}\)")
_QUOTED = re.compile(r"\"[^\"\n]{0,200}\"|“[^”\n]{0,200}”")
_SENTENCE_END = re.compile(r"(?<=[^\s.\d])\.\s")  # not the number in "18. Use gas"
_IN_PART = re.compile(
    fold(
        r"\b(?:partial|partly|teilweise|partiel|parcial"
        r"|(?:only|in part|parts?|portions?|aspects?|sections?|assumptions?)\b"
        r"|paragraph|clause|addendum|amendment)|部分|一部|のみ|§|\d['’]s\b"
    )
)


def _is_in_part(text: str) -> bool:
    """True if the first sentence, without titles of decisions, says that only a part is meant."""
    return bool(_IN_PART.search(fold(_QUOTED.sub(" ", _LINK.sub(" 0", _first_sentence(text))))))


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def predecessors(draft: DecisionDraft, index: DecisionIndex) -> dict[str, bool]:
    """The ids of the decisions that this one supersedes, and whether only a part of each."""
    found: dict[str, bool] = {}
    for text in map(_first_sentence, _predecessor_texts(draft)):
        # Another sentence may name decisions that stay in force.
        in_part = _is_in_part(text)
        for reference in index.references(text):
            id_ = index.resolve(reference, draft)
            if id_ and id_ != draft.id:
                found.setdefault(id_, in_part)
    return found


_ACTIVE = re.compile(
    r"(?:^|[.;,:(–—-])\W*((?:partially )?"
    r"(?:supersedes|supercedes|replaces|remplace|ersetzt|substitui)\b.*)",
    re.IGNORECASE,
)


def _predecessor_texts(draft: DecisionDraft) -> Iterator[str]:
    for key in ("supersedes", "supersedes in part"):
        if fact := draft.facts.get(key):
            yield from (
                f"{key} {text}" for text in _statements(fact.lines) if not _NONE.match(text)
            )
    status = _statements(draft.status_fact.lines) if draft.status_fact else ()
    yield from (found[1] for text in status if (found := _ACTIVE.search(text)))


_STARTS = re.compile(r"\W*(?:(?:[A-Za-z]{3,12} ){0,2}(?:by |to )?)(?:\[|[A-Za-z]{0,10}[-_ ]?#?\d)")
"""A line with a reference after at most a verb, such as "Amends [17. Use gas](0017-gas.md)"."""


def _statements(lines: Sequence[str]) -> list[str]:
    """The lines, each with those that continue its sentence."""
    texts: list[str] = []
    for line in lines:
        if texts and (texts[-1].endswith((",", " and")) or not _STARTS.match(line)):
            texts[-1] = f"{texts[-1]} {line}"
        else:
            texts.append(line)
    return texts
