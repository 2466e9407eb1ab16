"""A roadmap read into its milestones, and the specs that belong to each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aos_check.markdown import Kind, Line
from aos_check.model import BoxKind, Milestone, Spec, State
from aos_check.reading.boxes import checkbox, classify
from aos_check.reading.page import Page

_EFFORT = re.compile(r"`(XS|S|M|L|XL)`")
_TICK = re.compile(r"(?:\*\*)?(?:✅|☑️?|✔️?)\s*(.+)")
_DONE_BEHIND = re.compile(r"\s*(?:✅|☑️?|✔️?).*$")
_SPLIT = re.compile(r"\s+[-–—]+\s+|:\s+|:$")


def read_milestones(page: Page) -> Iterator[Milestone]:
    """Every item of the roadmap: a box, or a bullet with a tick, which is done."""
    boxes = {
        found.index: found.box
        for found in classify(page, BoxKind.MILESTONE)
        if found.kind is BoxKind.MILESTONE
    }
    remarks = _remarks(page)
    phase = ""
    for index, line in enumerate(page.lines):
        if line.kind is Kind.HEADING:
            phase = line.text if line.level > 1 else ""
        elif line.kind is Kind.ITEM:
            if box := boxes.get(index):
                yield _milestone(
                    page, line, phase, box.text, box.state or State.OPEN, remarks[index]
                )
            elif tick := _TICK.match(line.text):
                yield _milestone(page, line, phase, tick[1], State.DONE, remarks[index])


def _milestone(
    page: Page, line: Line, phase: str, text: str, state: State, remarks: list[str]
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


def _remarks(page: Page) -> defaultdict[int, list[str]]:
    """The text right inside each item that is no item of the roadmap itself."""
    inside: defaultdict[int, list[str]] = defaultdict(list)
    for line in page.lines:
        if line.parent >= 0 and (line.kind is Kind.TEXT or not checkbox(line.text)):
            inside[line.parent].append(line.text)
    return inside


def _title(text: str) -> str:
    """The bold words at the beginning, else what stands before the first dash or colon."""
    text = _EFFORT.sub("", text)
    if bold := re.match(r"\s*(?:~~)?(?:\*\*|__)(.+?)(?:\*\*|__)", text):
        return _DONE_BEHIND.sub("", bold[1]).strip(" :")
    plain = _DONE_BEHIND.sub("", re.sub(r"\*\*|~~", "", text))
    return _SPLIT.split(plain, maxsplit=1)[0].strip()


def link(milestones: Sequence[Milestone], specs: Sequence[Spec]) -> tuple[Milestone, ...]:
    """The milestones with the specs that belong to them. A likeness is never enough."""
    names = [_Names.of(spec) for spec in specs]
    titles = [key(milestone.title) for milestone in milestones]
    return tuple(
        replace(
            milestone,
            specs=tuple(
                spec.id
                for spec, name in zip(specs, names, strict=True)
                if name.belongs_to(milestone, title, unique=titles.count(title) == 1)
            ),
        )
        for milestone, title in zip(milestones, titles, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Everything by which a roadmap item may call a spec."""

    id: str
    number: str | None
    keys: frozenset[str]
    metadata: frozenset[str]

    @classmethod
    def of(cls, spec: Spec) -> _Names:
        said = {
            key(value)
            for document in spec.documents
            for name, value, _ in document.metadata
            if name in ("roadmap item", "roadmap", "milestone")
        }
        titles = {key(_without_form(title)) for title in (spec.title, spec.slug) if title}
        return cls(spec.id, spec.number, frozenset(titles - {""}), frozenset(said - {""}))

    def belongs_to(self, milestone: Milestone, title: str, *, unique: bool) -> bool:
        """By link or path, by number, by the spec's own metadata, or by an equal title."""
        around = milestone.text.partition(self.id)
        if around[1] and not re.search(r"[\w-]$", around[0]) and not re.match(r"[\w-]", around[2]):
            return True
        if self.number and re.search(rf"\bspec\s*#?{self.number}\b", milestone.text, re.IGNORECASE):
            return True
        return bool(title) and unique and (title in self.keys or title in self.metadata)


_FORM = re.compile(
    r"^\W*(?:(?:functional|technical)? ?spec(?:ification)?(?: requirements?)?(?: document)?|"
    r"requirements?|feature|tasks?)\s*[:—–-]\s*", re.IGNORECASE
)  # fmt: skip


def _without_form(title: str) -> str:
    return _FORM.sub("", title)


def key(title: str) -> str:
    """A title without case, punctuation, dates and numbers, to be compared for equality."""
    plain = re.sub(r"\d{4}-\d{2}-\d{2}|`[^`]*`", " ", title.casefold())
    plain = re.sub(r"^\W*(?:phase|step|item|milestone)?\s*\d+(?:\.\d+)*\W+", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", plain))
