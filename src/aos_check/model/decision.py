"""A decision record, or one entry of a decision log."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.document import Section
from aos_check.model.finding import Place


class DecisionStatus(str, Enum):
    """Where a decision stands. OTHER: words that no vocabulary has; NONE: no status at all."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    OTHER = "other"
    NONE = "none"


class Decision(NamedTuple):
    """A decision record, or one entry of a decision log.

    `numbers` are the numbers that file name, title and text give it, each with the word for where;
    `mentions` the ids of every other decision that its text names; `scheme` is the folder and the
    way of numbering within which a number is unique. `lacks` are the required parts (context,
    decision, consequences) that are absent or empty; `substance` is the text of context and
    decision, white space evened out.
    """

    id: str
    number: int | None
    title: str
    status: DecisionStatus
    status_text: str
    at: Place
    form: str
    status_at: Place | None = None
    date: str | None = None
    date_text: str = ""
    date_at: Place | None = None
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()
    sections: tuple[Section, ...] = ()
    numbers: tuple[tuple[str, int, Place], ...] = ()
    scheme: str = ""
    lacks: tuple[str, ...] = ()
    substance: str = ""
