"""Reads a roadmap into milestones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from aos_check.model.document import BoxKind, State
from aos_check.model.project import Milestone
from aos_check.reading.boxes import Checkbox, checkbox, classify
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile

_EFFORT = expression(r"[`(\[](XS|S|M|L|XL)[`)\]]")
_TICK = expression(r"(?:\*\*)?(?:✅|☑️?|✔️?)\s*(.+)")
_DONE_AFTER = expression(r"\s*(?:✅|☑️?|✔️?).*$")
SPLIT = expression(r"\s+[-–—]+\s+|:\s+|:$")


def read_milestones(
    page: SourceFile, marks: Mapping[str, State] = MappingProxyType({})
) -> Iterator[Milestone]:
    """Every item of the roadmap: a checkbox, or a bullet with a tick, which means done.

    A bullet with a tick inside an item with a checkbox is a remark. A heading may have a checkbox
    too, and is no phase of other items. `marks` are the layout's own marks.
    """
    boxes = {
        found.line: found.box
        for found in classify(page, BoxKind.MILESTONE)
        if found.kind is BoxKind.MILESTONE
    }
    remarks = _remarks(page)
    below_box = False
    for index, (line, phase) in enumerate(_with_phases(page)):
        if line.kind is LineKind.HEADING:
            box = checkbox(line.text)
            below_box = box is not None
            if box:
                yield _milestone(page, line, phase, box.text, _state(box, marks), remarks[index])
        elif line.kind is LineKind.ITEM:
            if own := boxes.get(index):
                yield _milestone(page, line, phase, own.text, _state(own, marks), remarks[index])
            elif not below_box and line.parent not in boxes and (tick := _TICK.match(line.text)):
                yield _milestone(page, line, phase, tick[1], State.DONE, remarks[index])


def _with_phases(page: SourceFile) -> Iterator[tuple[MarkdownLine, str]]:
    """Each line with the phase around it. The summary of a folded part is a heading."""
    headings: list[MarkdownLine] = []
    around: list[MarkdownLine] = []
    phase = ""
    for line in page.lines:
        if line.kind is LineKind.HEADING:
            while headings and headings[-1].level >= line.level:
                headings.pop()
            yield line, _phase_of(headings)
            headings.append(line)
            phase = _phase_of(headings)
            continue
        if line.text.startswith(_FOLDED):
            if summary := _SUMMARY.search(line.text):
                around, headings = headings, [line._replace(level=2, text=summary[1])]
            elif line.text.startswith("</"):
                headings = around
            phase = _phase_of(headings)
        yield line, phase


_FOLDED = ("<details", "<summary", "</details")
_SUMMARY = expression(r"<summary>(?:<\w{1,10}>)?([^<]{1,200})")


def _state(box: Checkbox, marks: Mapping[str, State]) -> State:
    """The state of a box; an open item that is struck through is cancelled."""
    state = box.state_in(marks) or State.OPEN
    struck = state is State.OPEN and _STRUCK.match(box.text)
    return State.CANCELLED if struck else state


_STRUCK = expression(r"[\s*_]*~~[^~]+~~")
_PHASE = expression(r"\W*(?:phase|stage|milestone|release|version|v\d|q[1-4]\b)", re.IGNORECASE)


def _phase_of(headings: list[MarkdownLine]) -> str:
    """The innermost heading named like a phase, else the innermost one; the title is none."""
    texts = [it.text for it in headings if it.level > 1 and not checkbox(it.text)]
    return next(filter(_PHASE.match, reversed(texts)), texts[-1] if texts else "")


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
        text="\n".join([text, *remarks]),
    )


def _remarks(page: SourceFile) -> defaultdict[int, list[str]]:
    """The lines of text and the items without a checkbox that are directly in each item.

    For a heading with a checkbox, they are those below it.
    """
    inside: defaultdict[int, list[str]] = defaultdict(list)
    heading = -1
    for index, line in enumerate(page.lines):
        if line.kind is LineKind.HEADING:
            heading = index if checkbox(line.text) else -1
            continue
        above = line.parent if line.parent >= 0 else heading
        if above >= 0 and (line.kind is LineKind.TEXT or not checkbox(line.text)):
            inside[above].append(line.text)
    return inside


_ONLY_A_NUMBER = expression(
    r"\s*(?:\*\*)?(?:issue|ticket|item|spec|feature)?\s*#\d+\s*:\s*(?:\*\*)?:?\s*(?=\w)",
    re.IGNORECASE,
)

# A phase, or a plan of one: `01-02-PLAN.md — Build the form`
_NUMBERED_PHASE = expression(
    r"\s*(?:phase\s+\d+(?:\.\d+)*:|\d+(?:\.\d+)*-\d+(?:-plan\.md\s*(?::|[–—-]+)|:))\s+(?=\w)",
    re.IGNORECASE,
)
_TRACK = expression(r"(\s*(?:~~)?(?:\*\*|__)?)track:\s+", re.IGNORECASE)
_LEADING_TICK = expression(r"\s*(?:✅|☑️?|✔️?)\s*")
_REASON = expression(r"\s*\([^():]{0,100}:[^()]{0,300}\)")
_IN_BRACKETS = expression(r"\s?\((?:specs?|issues?)\s?#?\d[^()]{0,100}\)", re.IGNORECASE)


def _title(text: str) -> str:
    """The bold words at the start, else the text before the first dash or colon.

    The title of `**Issue #9:** Send mail` is "Send mail", and so is that of `**Track: Send mail**`.
    Words that number the item belong to its title: that of `**Code health** (round 2)` is "Code
    health (round 2)".
    """
    text = _TRACK.sub(r"\1", _LEADING_TICK.sub("", text, count=1), count=1)
    text = _IN_BRACKETS.sub("", _ONLY_A_NUMBER.sub("", _EFFORT.sub("", text)))
    if bold := re.match(r"\s*(?:~~)?(?:\*\*|__)(.+?)(?:\*\*|__)", text):
        title, rest = _DONE_AFTER.sub("", bold[1]).strip(" :"), text[bold.end() :]
    else:
        plain = _REASON.sub("", _DONE_AFTER.sub("", re.sub(r"\*\*|~~", "", text)))
        start = _NUMBERED_PHASE.match(plain)
        lead = start[0] if start else ""
        title, *others = SPLIT.split(plain[len(lead) :], maxsplit=1)
        title, rest = lead + title, others[0] if others else ""
    more = _ROUND_NEXT.match(rest)
    return f"{title.strip()} {more[1]}" if more else title.strip()


_ROUND = (
    r"(?:(?:round|part|phase|stage|step|wave|iteration|take|volume|version|sprint|cycle|pass)"
    r"[\s.-]?(?:\d+|[ivx]+)|v\d+|continued|follow-?ups?)(?![\w.])"
)
_ROUND_NEXT = expression(rf"[\s:,–—-]*(\((?:{_ROUND}|\d+)\)|{_ROUND}(?!\s*[\w(]))", re.IGNORECASE)
ROUND_AT_END = expression(rf"[\s:,–—-](?:\((?:{_ROUND}|\d+)\)|{_ROUND})\W*$", re.IGNORECASE)
"""Words that tell a title from an earlier one of the same name."""


@lru_cache(maxsize=10_000)
def key(title: str) -> str:
    """A key for comparing titles, without case, punctuation, dates and leading numbers."""
    plain = re.sub(r"\d{4}-\d{2}-\d{2}|`[^`]*`", " ", title.casefold()).replace("&", " and ")
    plain = re.sub(r"^\W*(?:phase|step|item|milestone)?\s*\d+(?:\.\d+)*\W+", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", plain))
