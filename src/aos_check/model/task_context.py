"""The context of one task: the pieces that an agent needs for it, and what was left out."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.finding import Place

TOKEN = 4
"""The characters of a token. Models differ, so every number of tokens is an estimate."""

BUDGET = 2_000
"""The tokens of a context, unless the caller asks for others."""

LEAST_BUDGET = 200
"""The fewest tokens of a context."""


class Piece(NamedTuple):
    """One part of a context, with the place that it comes from.

    `quoted`: the text is that of a document, and not a statement by aos-check.
    """

    kind: str
    title: str
    text: str
    at: Place
    quoted: bool = True


class TaskContext(NamedTuple):
    """The pieces that one task needs, the most needed first, within a budget of tokens.

    `address` names the task; "" if there is none to work on. `heading` is the task or the step in
    one line. `left_out` names each piece that was cut or dropped, and `whole` is the number of
    tokens that all of them take.
    """

    address: str
    heading: str
    budget: int
    pieces: tuple[Piece, ...] = ()
    left_out: tuple[Piece, ...] = ()
    whole: int = 0
