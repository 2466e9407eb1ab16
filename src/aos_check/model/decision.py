"""A decision record, or one entry of a decision log."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.document import Section
from aos_check.model.finding import Place


class DecisionStatus(str, Enum):
    """The status of a decision. OTHER: unknown words; NONE: no status at all."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    OTHER = "other"
    NONE = "none"


class Decision(NamedTuple):
    """A decision record, or one entry of a decision log.

    `numbers` are its numbers in the file name, title and text, each with the word for its place;
    `mentions` are the ids of the other decisions in its text; `scheme` is the folder and style of
    numbering within which a number is unique. `lacks` are the required parts (context, decision,
    consequences) that are absent or empty; `substance` is the text of context and decision, with
    white space collapsed, and `essence` the first sentence of the decision. `in_part`: the decision
    `superseded_by` replaces only a part of it; `amends` are those among `supersedes` of which it
    replaces only a part. `topics` are the topics that the document or its folder names.
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
    in_part: bool = False
    supersedes: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()
    sections: tuple[Section, ...] = ()
    numbers: tuple[tuple[str, int, Place], ...] = ()
    scheme: str = ""
    lacks: tuple[str, ...] = ()
    substance: str = ""
    essence: str = ""
    topics: tuple[str, ...] = ()
