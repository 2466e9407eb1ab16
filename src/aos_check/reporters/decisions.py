"""The decisions in force as text, by topic and then by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aos_check.model.decision import Decision
from aos_check.model.wording import counted, listed
from aos_check.progress.decisions import DecisionInForce, DecisionStanding
from aos_check.reporters.style import Style, safe

_LONGEST = 300
_MOST_WAITING = 3


def by_topic(found: Iterable[DecisionInForce]) -> dict[str, list[DecisionInForce]]:
    """The decisions by their first topic, in its first spelling; "" without one, which is last."""
    names: dict[str, str] = {}
    groups: dict[str, list[DecisionInForce]] = {}
    for each in found:
        topic = each.topics[0] if each.topics else ""
        topic = names.setdefault(topic.casefold(), topic)
        groups.setdefault(topic, []).append(each)
    return dict(sorted(groups.items(), key=lambda it: (not it[0], it[0].casefold())))


def name_of(decision: Decision) -> str:
    """The id and title of a decision; without a number, the title is enough."""
    title = " ".join(decision.title.split())[:_LONGEST]
    return title if decision.number is None else f"{decision.id} {title}"


def remarks(each: DecisionInForce) -> Iterator[str]:
    """What a decision in force replaced, and what replaces a part of it or would replace it."""
    if each.replaced:
        yield f"replaces {listed(_ids(each.replaced))}"
    if each.amended_by:
        yield f"superseded in part by {listed(_ids(each.amended_by))}"
    elif each.decision.in_part:
        yield "superseded in part"
    for other in each.waiting_for[:_MOST_WAITING]:
        yield f"{other.id} would replace it, but is {other.status.value}"


def _ids(decisions: Iterable[Decision]) -> list[str]:
    return [each.id for each in decisions]


def as_text(found: DecisionStanding, style: Style) -> str:
    """The decisions in force of each topic, and those that somebody has to decide."""
    blocks = [
        [*([style.bold(topic)] if topic else []), *(line for it in own for line in _row(it, style))]
        for topic, own in by_topic(found.in_force).items()
    ]
    blocks.append([f"{counted(len(found.in_force), 'decision')} in force"])
    blocks.append(list(_others(found.proposed, "proposed, and not in force", style)))
    blocks.append(list(_others(found.unclear, "with an unclear status, and not counted", style)))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _row(each: DecisionInForce, style: Style) -> Iterator[str]:
    decision = each.decision
    yield f"  {decision.date or 'no date':<10}  {safe(name_of(decision))}"
    also = [f"also {', '.join(each.topics[1:])}"] if each.topics[1:] else []
    yield style.dim(f"{'':14}{'; '.join([_place(decision), *remarks(each), *also])}")


def _others(decisions: Sequence[Decision], what: str, style: Style) -> Iterator[str]:
    """The decisions that are not in force, but could be."""
    if decisions:
        yield style.yellow(f"{counted(len(decisions), 'decision')} {what}:")
    for decision in decisions:
        yield f"  {safe(name_of(decision))}  {style.dim(_place(decision))}"


def _place(decision: Decision) -> str:
    return f"{decision.at.path}:{decision.at.line}"
