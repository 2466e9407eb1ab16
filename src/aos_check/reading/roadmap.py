"""Reads a roadmap into milestones, and links each to its specs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.model.document import BoxKind, State
from aos_check.model.project import Milestone
from aos_check.model.spec import Spec
from aos_check.reading.boxes import checkbox, classify
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile

_EFFORT = expression(r"`(XS|S|M|L|XL)`")
_TICK = expression(r"(?:\*\*)?(?:✅|☑️?|✔️?)\s*(.+)")
_DONE_AFTER = expression(r"\s*(?:✅|☑️?|✔️?).*$")
_SPLIT = expression(r"\s+[-–—]+\s+|:\s+|:$")


def read_milestones(page: SourceFile) -> Iterator[Milestone]:
    """Every item of the roadmap: a checkbox, or a bullet with a tick, which means done."""
    boxes = {
        found.line: found.box
        for found in classify(page, BoxKind.MILESTONE)
        if found.kind is BoxKind.MILESTONE
    }
    remarks = _remarks(page)
    headings: list[MarkdownLine] = []
    phase = ""
    for index, line in enumerate(page.lines):
        if line.kind is LineKind.HEADING:
            while headings and headings[-1].level >= line.level:
                headings.pop()
            headings.append(line)
            phase = _phase([heading.text for heading in headings if heading.level > 1])
        elif line.kind is LineKind.ITEM:
            if box := boxes.get(index):
                yield _milestone(
                    page, line, phase, box.text, box.state or State.OPEN, remarks[index]
                )
            elif tick := _TICK.match(line.text):
                yield _milestone(page, line, phase, tick[1], State.DONE, remarks[index])


_PHASE = expression(r"\W*(?:phase|stage|milestone|release|version|v\d|q[1-4]\b)", re.IGNORECASE)


def _phase(headings: list[str]) -> str:
    """The innermost heading named like a phase, else the innermost one."""
    return next(filter(_PHASE.match, reversed(headings)), headings[-1] if headings else "")


def _milestone(
    page: SourceFile, line: MarkdownLine, phase: str, text: str, state: State, remarks: list[str]
) -> Milestone:
    effort = _EFFORT.search(text)
    return Milestone(
        title=_title(text),
        state=state,
        at=page.at(line),
        phase=phase,
        effort=effort[1] if effort else None,
        text=" ".join([text, *remarks]),
    )


def _remarks(page: SourceFile) -> defaultdict[int, list[str]]:
    """The text and the items without a checkbox that are directly in each item."""
    inside: defaultdict[int, list[str]] = defaultdict(list)
    for line in page.lines:
        if line.parent >= 0 and (line.kind is LineKind.TEXT or not checkbox(line.text)):
            inside[line.parent].append(line.text)
    return inside


_ONLY_A_NUMBER = expression(
    r"\s*(?:\*\*)?(?:issue|ticket|item|spec|feature)?\s*#\d+\s*:\s*(?:\*\*)?:?\s*(?=\w)",
    re.IGNORECASE,
)


def _title(text: str) -> str:
    """The bold words at the start, else the text before the first dash or colon.

    The title of `**Issue #9:** Send mail` is "Send mail".
    """
    text = _ONLY_A_NUMBER.sub("", _EFFORT.sub("", text))
    if bold := re.match(r"\s*(?:~~)?(?:\*\*|__)(.+?)(?:\*\*|__)", text):
        return _DONE_AFTER.sub("", bold[1]).strip(" :")
    plain = _DONE_AFTER.sub("", re.sub(r"\*\*|~~", "", text))
    return _SPLIT.split(plain, maxsplit=1)[0].strip()


def link(milestones: Sequence[Milestone], specs: Sequence[Spec]) -> tuple[Milestone, ...]:
    """The milestones with their specs. A similar name is never enough to link them."""
    items = [_Item.of(milestone) for milestone in milestones]
    times = Counter(item.title for item in items)
    unique = frozenset(title for title, count in times.items() if title and count == 1)
    index = _Index(items)
    linked: list[list[str]] = [[] for _ in milestones]
    for spec in specs:
        name = _Names.of(spec, unique)
        for position in index.candidates(name):
            if name.belongs_to(items[position], unique):
                linked[position].append(spec.id)
    return tuple(
        milestone._replace(specs=tuple(own))
        for milestone, own in zip(milestones, linked, strict=True)
    )


_NUMBERS = expression(
    r"\b(?P<word>spec|issue)s?\s*(?P<numbers>\#?\d{1,6}(?:(?:,\s?and\s|,\s?|\sand\s|\s?&\s?)\#?\d{1,6})*)",
    re.IGNORECASE,
)


class _Item(NamedTuple):
    """A milestone's title key and full text, and the numbers in it with their words."""

    title: str
    text: str
    numbers: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, milestone: Milestone) -> _Item:
        numbers = {
            (found["word"].lower(), int(number))
            for found in _NUMBERS.finditer(milestone.text)
            for number in re.findall(r"\d+", found["numbers"])
        }
        return cls(key(milestone.title), milestone.text, frozenset(numbers))


_WORD = expression(r"[\w.#-]+")


class _Index:
    """Finds the candidates for a spec, to avoid comparing every spec with every item."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self._by_mark: defaultdict[object, list[int]] = defaultdict(list)
        for position, item in enumerate(items):
            words = (word.rstrip(".").removesuffix(".md") for word in _WORD.findall(item.text))
            for mark in {item.title, *item.numbers, *words}:
                self._by_mark[mark].append(position)

    def candidates(self, name: _Names) -> list[int]:
        """The positions of the items that share a title, a number or a word with the spec."""
        marks = {name.id, *name.numbers, *name.keys}
        return sorted({position for mark in marks for position in self._by_mark.get(mark, ())})


_ISSUE = expression(r"-#(\d{1,6})$")


class _Names(NamedTuple):
    """The names by which a roadmap item may mention a spec."""

    id: str
    mention: re.Pattern[str]
    numbers: frozenset[tuple[str, int]]
    keys: frozenset[str]

    @classmethod
    def of(cls, spec: Spec, items: frozenset[str]) -> _Names:
        """The names of the spec; its metadata may name `items` by their titles."""
        titles = {key(_without_form(title)) for title in (spec.title, spec.slug) if title}
        stated = {
            named
            for document in spec.documents
            for name, value, _ in document.metadata
            if name in ("roadmap item", "roadmap items", "roadmap", "milestone")
            for named in _named_items(value, items)
        }
        numbers = {("spec", int(spec.number))} if spec.number and spec.number.isdecimal() else set()
        if issue := _ISSUE.search(spec.id):
            numbers.add(("issue", int(issue[1])))
        return cls(
            spec.id, _mention(spec.id), frozenset(numbers), frozenset((titles | stated) - {""})
        )

    def belongs_to(self, item: _Item, unique: frozenset[str]) -> bool:
        """True if the item has the spec's path, number or title, or the spec names the item."""
        if self.id in item.text and self.mention.search(item.text):
            return True
        return not self.numbers.isdisjoint(item.numbers) or (
            item.title in unique and item.title in self.keys
        )


def _mention(identity: str) -> re.Pattern[str]:
    """A pattern for the spec's id. An id without a number counts only in a path or as code."""
    name = re.escape(identity)
    if re.search(r"\d", identity):
        return expression(rf"(?<![\w-]){name}(?![\w-])")
    return expression(rf"(?<=[/`]){name}(?![\w-])|(?<![\w-]){name}(?=/)")


def _named_items(value: str, items: frozenset[str]) -> set[str]:
    """The items that a spec's metadata names: `Phase 1 → Form → Fields + Buttons (Send)`.

    Only the last step that names an item counts. In it, the text in brackets takes precedence.
    """
    for step in reversed(re.split(r"\s*(?:→|->|›|>)\s*", value)):
        inner, outer = set[str](), set[str]()
        for part in re.split(r"\s*[+;]\s*", step):
            plain, _, brackets = part.partition("(")
            inner |= {key(word) for word in re.split(r"[,)]", brackets)}
            title = _LEADING_PHASE.sub("", plain)
            outer |= {key(plain), key(title), key(_SPLIT.split(title, maxsplit=1)[0])}
        if found := (inner & items) or (outer & items):
            return found
    return set()


_LEADING_PHASE = expression(r"^\W*(?:phase|stage)\s*\d+(?:\.\d+)*\W*", re.IGNORECASE)
_FORM = expression(
    r"^\W*(?:(?:functional|technical)? ?spec(?:ification)?(?: requirements?)?(?: document)?|"
    r"requirements?|feature|tasks?)\s*[:—–-]\s*", re.IGNORECASE
)  # fmt: skip


def _without_form(title: str) -> str:
    return _FORM.sub("", title)


def key(title: str) -> str:
    """A key for comparing titles, without case, punctuation, dates and leading numbers."""
    plain = re.sub(r"\d{4}-\d{2}-\d{2}|`[^`]*`", " ", title.casefold()).replace("&", " and ")
    plain = re.sub(r"^\W*(?:phase|step|item|milestone)?\s*\d+(?:\.\d+)*\W+", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", plain))
