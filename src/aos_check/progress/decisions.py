"""The decisions in force, with supersession resolved."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.project import Project


class DecisionInForce(NamedTuple):
    """A decision in force, the decisions that it replaced, newest first, and its topics.

    `amended_by` are those that replace a part of it. `waiting_for` would replace it, but are only
    proposed, or rejected although it says that it is superseded.
    """

    decision: Decision
    replaced: tuple[Decision, ...] = ()
    topics: tuple[str, ...] = ()
    amended_by: tuple[Decision, ...] = ()
    waiting_for: tuple[Decision, ...] = ()


class DecisionStanding(NamedTuple):
    """The decisions that are in force, that are proposed, and whose standing is unclear.

    All others are rejected, deprecated or replaced. Each list begins with the newest.
    """

    in_force: list[DecisionInForce]
    proposed: list[Decision]
    unclear: list[Decision]


def in_force(projects: Iterable[Project]) -> list[DecisionInForce]:
    """The decisions in force of all projects, newest first."""
    return standing(projects).in_force


def standing(projects: Iterable[Project]) -> DecisionStanding:
    """The standing of all decisions.

    A decision replaces others when it is accepted. While it is only proposed, and if it is
    rejected, they stay in force, even if they say that they are superseded. A decision that is
    superseded only in part stays in force too. One in a folder such as `archive` does not.
    """
    found = DecisionStanding([], [], [])
    for project in projects:
        chains = _Chains(project.decisions)
        found.in_force.extend(chains.in_force())
        found.proposed.extend(each for each in project.decisions if each.status is _PROPOSED)
        found.unclear.extend(chains.unclear())
    found.in_force.sort(key=lambda each: newest_first(each.decision))
    found.proposed.sort(key=newest_first)
    found.unclear.sort(key=newest_first)
    return found


class _Order(NamedTuple):
    """A key that sorts by date and number, both descending, and then by place."""

    undated: bool
    date: tuple[int, ...]
    number: int
    path: str
    line: int


def newest_first(decision: Decision) -> _Order:
    """The key that sorts decisions by date and number, the newest first."""
    date = tuple(-int(part) for part in (decision.date or "").split("-") if part)
    return _Order(not date, date, -(decision.number or 0), decision.at.path, decision.at.line)


_PROPOSED = DecisionStatus.PROPOSED
_SUPERSEDED = DecisionStatus.SUPERSEDED
_WITHOUT_EFFECT = (DecisionStatus.PROPOSED, DecisionStatus.REJECTED)
_UNKNOWN = (DecisionStatus.OTHER, DecisionStatus.NONE)
_STATUS_IS_OPTIONAL = frozenset({"madr", "log"})
_PUT_AWAY = frozenset({"archive", "archived", "deprecated", "obsolete", "rejected", "superseded"})
"""The folders of decisions that are not in force, whatever status they have."""

_MOST_REPLACED = 100


class _Chains:
    """The chains of supersession among the decisions of a project, from newest to oldest."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._all = sorted(decisions, key=newest_first)
        self._names = _names(self._all)
        self._older: dict[int, set[int]] = {}
        self._replaced: set[int] = set()
        self._holding: set[int] = set()
        self._waiting: dict[int, set[int]] = {}  # for a successor that has not taken effect
        self._amended: dict[int, set[int]] = {}
        for at in range(len(self._all)):
            self._link(at)
        ends = [at for at in range(len(self._all)) if at not in self._replaced]
        self._behind = set(self._walk(ends))
        # Those in a circle are not behind any end. There, an accepted decision stays in force.
        free = [at for at in range(len(self._all)) if at not in self._behind]
        stating = {each.scheme for each in self._all if each.status_text}
        self._holding.update([at for at in free if self._holds(at, stating)])
        self._behind.update(self._walk(list(self._holding)))

    def in_force(self) -> Iterator[DecisionInForce]:
        """The decision at the end of each chain, if it holds."""
        for at in sorted(self._holding):
            decision = self._all[at]
            yield DecisionInForce(
                decision,
                self._at(self._walk([at])),
                decision.topics,
                self._at(sorted(self._amended.get(at, ()))),
                self._at(sorted(self._waiting.get(at, ()))),
            )

    def _at(self, places: Iterable[int]) -> tuple[Decision, ...]:
        return tuple(self._all[each] for each in islice(places, _MOST_REPLACED))

    def unclear(self) -> Iterator[Decision]:
        """The decisions with an unknown status, or superseded in a circle."""
        for at, decision in enumerate(self._all):
            settled = at in self._behind or at in self._holding
            is_unclear = decision.status in _UNKNOWN or at in self._replaced
            if is_unclear and not settled and not _is_put_away(decision):
                yield decision

    def _holds(self, at: int, stating: set[str]) -> bool:
        """True if the decision is in force, unless another one has replaced it."""
        decision = self._all[at]
        if _is_put_away(decision):
            return False
        if decision.status is _SUPERSEDED:
            return decision.in_part or at in self._waiting
        if decision.status is DecisionStatus.NONE and not decision.status_text:
            return decision.form in _STATUS_IS_OPTIONAL or decision.scheme not in stating
        return decision.status is DecisionStatus.ACCEPTED

    def _link(self, at: int) -> None:
        """Add the supersessions that one decision states."""
        decision = self._all[at]
        pairs: list[tuple[int | None, int | None]]
        pairs = [(self._find(name, decision), at) for name in decision.supersedes]
        pairs.append((at, self._find(decision.superseded_by, decision)))
        for older, newer in pairs:
            if older is not None and newer is not None and older != newer:
                self._set(older, newer)

    def _set(self, older: int, newer: int) -> None:
        """Add one supersession, as far as it has effect."""
        before, after = self._all[older], self._all[newer]
        in_part = before.in_part and before.superseded_by in (None, after.id)
        in_part = in_part or (before.status is not _SUPERSEDED and before.id in after.amends)
        if after.status in _WITHOUT_EFFECT:
            if not in_part and (after.status is _PROPOSED or before.status is _SUPERSEDED):
                self._waiting.setdefault(older, set()).add(newer)
        elif in_part:
            self._amended.setdefault(older, set()).add(newer)
        else:
            self._replaced.add(older)
            self._older.setdefault(newer, set()).add(older)

    def _find(self, name: str | None, origin: Decision) -> int | None:
        """The decision that another one names: in its scheme, else its folder, else anywhere."""
        for within in (origin.scheme, _folder(origin), ""):
            if name and (found := self._names.get((name, within))) is not None:
                return found
        return None

    def _walk(self, ends: Iterable[int]) -> Iterator[int]:
        """The decisions that these replaced, each once, the nearest and newest first."""
        left = deque(ends)
        seen = set(left)
        while left:
            for older in sorted(self._older.get(left.popleft(), ())):
                if older not in seen and older not in self._holding:
                    seen.add(older)
                    left.append(older)
                    yield older


def _names(decisions: Sequence[Decision]) -> dict[tuple[str, str], int]:
    """The first decision of each id within each scheme, within each folder, and anywhere ("")."""
    found: dict[tuple[str, str], int] = {}
    for at, decision in enumerate(decisions):
        for within in (decision.scheme, _folder(decision), ""):
            found.setdefault((decision.id, within), at)
    return found


def _is_put_away(decision: Decision) -> bool:
    return not _PUT_AWAY.isdisjoint(decision.at.path.lower().split("/")[:-1])


def _folder(decision: Decision) -> str:
    # A scheme also ends in the style of numbering.
    return f"folder {posixpath.dirname(decision.at.path)}"
