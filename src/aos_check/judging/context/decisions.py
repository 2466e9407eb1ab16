"""The decisions in force that bear on a task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from aos_check.judging.context.excerpts import Excerpts
from aos_check.judging.context.shared_words import stems
from aos_check.model.decision import Decision
from aos_check.model.project import Project
from aos_check.model.task_context import Piece
from aos_check.model.wording import shortened
from aos_check.progress.decisions import DecisionInForce, in_force
from aos_check.reading.decision_sections import fold_key, roles_of
from aos_check.reading.expressions import expression

_MOST_ALIKE = 3
_MIN_SHARED = 2

_MENTION = expression(
    r"\b(?:adr|madr|dec|decision(?: record)?)[-_ #]{0,2}(\d{1,5})\b", re.IGNORECASE
)


def decision_pieces(
    project: Project,
    named: Sequence[tuple[str, str]],
    words: frozenset[str],
    excerpts: Excerpts,
) -> Iterator[Piece]:
    """The decisions that these texts name, and those that have words in common with the task.

    `named` are texts, each with what it is: "the task", "the spec".
    """
    left = {each.decision.at: each for each in in_force([project])}
    for what, text in named:
        for each in list(_named(left.values(), text)):
            del left[each.decision.at]
            yield _piece(each, f"named by {what}", _outcome(each.decision, excerpts))
    for each in _alike(left.values(), words)[:_MOST_ALIKE]:
        yield _piece(each, "words in common", _in_short(each.decision))


def _named(found: Iterable[DecisionInForce], text: str) -> Iterator[DecisionInForce]:
    """The decisions in force that a text names, itself or by one that they replaced."""
    numbers = {int(number) for number in _MENTION.findall(text)}
    for each in found:
        for decision in (each.decision, *each.replaced):
            if decision.number in numbers or _is_named(decision, text):
                yield each
                break


def _is_named(decision: Decision, text: str) -> bool:
    """True if the text has the decision's id or the name of its file."""
    is_file = decision.number is not None and f"/{basename(decision.at.path)}" in text
    return is_file or (not decision.id.isdecimal() and _has_word(text, decision.id))


def _has_word(text: str, word: str) -> bool:
    return word in text and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def _alike(found: Iterable[DecisionInForce], words: frozenset[str]) -> list[DecisionInForce]:
    """The decisions whose titles or topics have at least two words of the task, the most first."""
    rated = []
    for index, each in enumerate(found):
        shared = stems(" ".join([each.decision.title, *each.topics])) & words
        if len(shared) >= _MIN_SHARED:
            rated.append((-len(shared), index, each))
    return [each for _, _, each in sorted(rated, key=lambda it: it[:2])]


def _piece(each: DecisionInForce, why: str, text: str) -> Piece:
    decision = each.decision
    replaced = ", ".join(it.id for it in each.replaced)
    title = decision.title if decision.id in decision.title else f"{decision.id} {decision.title}"
    instead = f"; replaces {replaced}" if replaced else ""
    return Piece("decision", f"{title} ({why}{instead})", text, decision.at)


def _outcome(decision: Decision, excerpts: Excerpts) -> str:
    """The section with the decision; without one, its first sentence."""
    texts = (
        excerpts.lines(it.at.path, excerpts.own_lines(it))
        for it in decision.sections
        if not it.empty and "decision" in roles_of(fold_key(it.title))
    )
    return next(texts, "") or _in_short(decision)


def _in_short(decision: Decision) -> str:
    return decision.essence or shortened(decision.substance)
