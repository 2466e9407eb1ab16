"""Links each roadmap item to its specs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from aos_check.model.addresses import without_zeros
from aos_check.model.project import Milestone
from aos_check.model.spec import Spec
from aos_check.reading.expressions import expression
from aos_check.reading.roadmap import ROUND_AT_END, SPLIT, key
from aos_check.reading.roadmap_references import References, references


class _Claim(IntEnum):
    """The reason to link an item to a spec; a higher one overrides a lower one."""

    NONE = 0
    TITLE = 1
    NUMBER = 2
    TITLE_AND_NUMBER = 3
    STATED = 4


def link(milestones: Sequence[Milestone], specs: Sequence[Spec]) -> tuple[Milestone, ...]:
    """The milestones with their specs. A similar name or a mention is never enough to link them.

    A spec belongs to the items with the best claim. Only a path, an id and the spec's own metadata
    can link it to several.
    """
    items = [_Item.of(milestone) for milestone in milestones]
    times = Counter(item.title for item in items)
    unique = frozenset(title for title, count in times.items() if title and count == 1)
    index = _Index(items)
    linked: list[list[str]] = [[] for _ in milestones]
    for spec in specs:
        name = _Names.of(spec, unique)
        claims = {it: name.claim_of(items[it], unique) for it in index.candidates(name)}
        best = max(claims.values(), default=_Claim.NONE)
        owners = [it for it, claim in claims.items() if claim is best]
        if best is _Claim.STATED or (best and len(owners) == 1):
            for position in owners:
                linked[position].append(spec.id)
    return tuple(
        milestone._replace(specs=tuple(own))
        for milestone, own in zip(milestones, linked, strict=True)
    )


class _Item(NamedTuple):
    """A milestone's title key and its references."""

    title: str
    own: References

    @classmethod
    def of(cls, milestone: Milestone) -> _Item:
        own = references(milestone.text)
        if found := _NUMBERED.match(milestone.title):
            number = found["word"].lower(), without_zeros(found["number"])
            own = own._replace(numbers=own.numbers | {number})
        return cls(key(milestone.title), own)


_NUMBERED = expression(
    r"\W*(?P<word>phase)\s+(?P<number>\d{1,4}[A-Z]?(?:\.\d{1,4})*)\b", re.IGNORECASE
)


class _Index:
    """Finds the candidates for a spec, to avoid comparing every spec with every item."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self._by_mark: defaultdict[object, list[int]] = defaultdict(list)
        for position, item in enumerate(items):
            for mark in {item.title, *item.own.numbers, *item.own.ids}:
                self._by_mark[mark].append(position)

    def candidates(self, name: _Names) -> list[int]:
        """The positions of the items that share a title, a number or an id with the spec."""
        marks = {name.id, *name.numbers, *name.titles, *name.stated}
        return sorted({position for mark in marks for position in self._by_mark.get(mark, ())})


_ISSUE = expression(r"-#(\d{1,6})$")


class _Names(NamedTuple):
    """The names by which a roadmap item may refer to a spec, and the items that the spec names."""

    id: str
    numbers: frozenset[tuple[str, str]]
    titles: frozenset[str]
    stated: frozenset[str]

    @classmethod
    def of(cls, spec: Spec, items: frozenset[str]) -> _Names:
        """The names of the spec; its metadata may name `items` by their titles."""
        stated = {
            named
            for document in spec.documents
            for name, value, _ in document.metadata
            if name in ("roadmap item", "roadmap items", "roadmap", "milestone")
            for named in _named_items(value, items)
        }
        numbers = {(spec.word, without_zeros(spec.number))} if spec.number else set()
        if issue := _ISSUE.search(spec.id):
            numbers.add(("issue", without_zeros(issue[1])))
        titles = {key(title) for title in _titles(spec)} - {""}
        return cls(spec.id, frozenset(numbers), frozenset(titles), frozenset(stated))

    def claim_of(self, item: _Item, unique: frozenset[str]) -> _Claim:
        """The claim of the item to the spec."""
        titled = item.title in unique and item.title in self.titles
        numbered = not self.numbers.isdisjoint(item.own.numbers)
        if self.id in item.own.ids or (item.title in unique and item.title in self.stated):
            return _Claim.STATED
        return _Claim(titled * _Claim.TITLE + numbered * _Claim.NUMBER)


def _titles(spec: Spec) -> Iterator[str]:
    """The title and the slug. A slug without the title's "(round 2)" names an earlier spec."""
    yield _FORM.sub("", spec.title)
    if ROUND_AT_END.search(spec.slug) or not ROUND_AT_END.search(spec.title):
        yield spec.slug


_FORM = expression(
    r"^\W*(?:(?:functional|technical)? ?spec(?:ification)?(?: requirements?)?(?: document)?|"
    r"requirements?|feature|tasks?)\s*[:—–-]\s*", re.IGNORECASE
)  # fmt: skip


def _named_items(value: str, items: frozenset[str]) -> set[str]:
    """The items that a spec's metadata names: `Phase 1 → Form → Fields + Buttons (Send)`.

    Only the last step that names an item counts. In it, the text in brackets takes precedence,
    but `Form (round 2)` is one title.
    """
    for step in reversed(re.split(r"\s*(?:→|->|›|>)\s*", value)):
        inner, outer = set[str](), set[str]()
        for part in re.split(r"\s*[+;]\s*", step):
            title = _LEADING_PHASE.sub("", part)
            outer |= {key(part), key(title)}
            if not ROUND_AT_END.search(part):
                plain, _, brackets = part.partition("(")
                inner |= {key(word) for word in re.split(r"[,)]", brackets)}
                title = _LEADING_PHASE.sub("", plain)
                outer |= {key(plain), key(title), key(SPLIT.split(title, maxsplit=1)[0])}
        if found := (inner & items) or (outer & items):
            return found
    return set()


_LEADING_PHASE = expression(r"^\W*(?:phase|stage)\s*\d+(?:\.\d+)*\W*", re.IGNORECASE)
