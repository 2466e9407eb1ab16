"""Checkboxes: what each one says, and what it stands for, which its container decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aos_check.markdown import Kind, Line, without_comments
from aos_check.model import BoxKind, State
from aos_check.reading.page import Page

_MARKS = {
    " ": State.OPEN, "": State.OPEN, "?": State.OPEN,
    "x": State.DONE, "X": State.DONE, "✓": State.DONE, "✔": State.DONE, "✅": State.DONE,
    "☑": State.DONE, "🗸": State.DONE,
    "/": State.IN_PROGRESS, ".": State.IN_PROGRESS, "🔄": State.IN_PROGRESS,
    "⏳": State.IN_PROGRESS, "🚧": State.IN_PROGRESS, "🟡": State.IN_PROGRESS,
    "~": State.DEFERRED, ">": State.DEFERRED, "⏸": State.DEFERRED, "⏭": State.DEFERRED,
    "!": State.BLOCKED, "❌": State.BLOCKED, "⚠": State.BLOCKED, "🚫": State.BLOCKED,
    "🛑": State.BLOCKED, "-": State.CANCELLED, "✗": State.CANCELLED, "✘": State.CANCELLED,
}  # fmt: skip

# One mark, perhaps with the selector that makes it an emoji; "[P]" and "[link](…)" are no boxes.
_BOX = re.compile(r"\[(?P<mark>[^\]\w]?\ufe0f?|[xX])\](?P<star>\*?)(?=\s|$|[*~_`])\s*(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Checkbox:
    """A checkbox as it stands in the text; `state` is None for a mark that nobody knows."""

    mark: str
    state: State | None
    text: str


def checkbox(text: str) -> Checkbox | None:
    """The checkbox at the beginning of an item's text."""
    found = _BOX.match(text)
    if not found:
        return None
    mark = found["mark"].replace("\ufe0f", "")
    return Checkbox(mark, _MARKS.get(mark), without_comments(found["text"]))


# What a heading or a label makes of the boxes below it. The first that fits decides.
_TASK_WORDS = r"task|sub-?task|slice|sprint|milestone|story|epic|stage|step|week|day|part|pr|phase"
_NUMBERED_WORK = re.compile(rf"^\W*(?:major )?(?:{_TASK_WORDS})s?(?: group)?\s*#?\d", re.IGNORECASE)
_PHASE = r"(?:phase|stage|step|sprint|milestone|slice|week|part)\s*#?\d+(?:\.\d+)*"
# "Phase 1 Validation Gate: Base", "🛑 GATE 2", "Checkpoint"; "Build the gate" is work.
_GATE = re.compile(
    rf"^\W*(?:{_PHASE}\W{{1,5}}){{0,2}}"
    r"(?:(?:validation|quality|phase|exit|entry|verification|review|approval|final|completion"
    r"|acceptance|human|mandatory) ){0,3}(?:gates?|checkpoints?)"
    r"(?:\W*$|\s*[:(]|\s+[—–#-]|\s+\d|\s+(?:criteria|checklist|status|to|before|for|after|of|between)\b)",
    re.IGNORECASE,
)
_CONTAINERS = (
    (BoxKind.GATE, _GATE),
    (BoxKind.TASK, _NUMBERED_WORK),
    (
        BoxKind.CRITERION,
        re.compile(
            r"\b(?:acceptance|success|completion|exit)\b[\w\s/&-]{0,40}\bcriteri(?:a|on)\b"
            r"|^\W*acceptance(?: tests?)?\W*$|критерии при[её]мки|crit[eé]rios? de aceita|验收标准"
            r"|受け入れ基準|受入基準|crit[eè]res d.acceptation",
            re.IGNORECASE,
        ),
    ),
    (
        BoxKind.APPROVER,
        re.compile(r"^\W*(?:\d+\.?\s*)?(?:approvers?|sign-?offs?|approvals?)\b", re.IGNORECASE),
    ),
    (BoxKind.NOTE, re.compile(r"\bdefinition of done\b|\bchecklist\b|\blegend\b", re.IGNORECASE)),
    (BoxKind.TASK, re.compile(r"\btasks\b\W*(?:complete\w*\W*)?$", re.IGNORECASE)),
    (
        BoxKind.NOTE,
        re.compile(
            r"\b(?:deliverables?|prerequisites?|pre-?requisites|risks?|future|"
            r"out of scope|test cases?|ideas?|nice.to.have|rollback|recap|non-goals|"
            r"lessons|metrics|progress (?:tracking|summary)|status summary|task summary|"
            r"expected (?:results?|outcomes?)|validation strategy|verification commands)\b"
            r"|^\W*(?:completion |implementation |execution )?summary\b|^\W*notes?\b"
            r"|^\W*(?:project|overall|spec) completion\b|\bbefore marking\b",
            re.IGNORECASE,
        ),
    ),
    (
        BoxKind.TASK,
        re.compile(
            r"\btasks?\W*$|^\W*(?:sub-?)?tasks?\b|\baction items?\b|\bsteps\W*$|\btask list\b"
            r"|\bwork items?\b|\btodos?\b",
            re.IGNORECASE,
        ),
    ),
)


def kind_of_container(title: str) -> BoxKind | None:
    """What the boxes under a heading or label of this title stand for, if the title says."""
    return next((kind for kind, pattern in _CONTAINERS if pattern.search(title)), None)


_LABEL = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*:]{2,80}):?(?:\*\*|__):?\s*(?:\([^)]{0,60}\))?:?\s*$"
    r"|(?P<plain>[^\s*`][^*`:]{1,60}):\s*$"
)


def label(text: str) -> str | None:
    """The words of a line that only announces what follows: `**Acceptance Criteria:**`."""
    found = _LABEL.match(text)
    return (found["bold"] or found["plain"]).strip() if found else None


@dataclass(frozen=True, slots=True)
class Classified:
    """A checkbox with the index of its line and what it stands for."""

    index: int
    box: Checkbox
    kind: BoxKind


def classify(page: Page, default: BoxKind) -> Iterator[Classified]:
    """Every checkbox outside code and comments, in order; `default` where no container decides."""
    return _Classifier(page, default).run()


_SUMMED_UP = re.compile(rf"^\W*{_PHASE}\b", re.IGNORECASE)


class Headings:
    """The headings over a line, and what they make of the boxes there."""

    def __init__(self) -> None:
        self._open: list[tuple[int, BoxKind | None, str]] = []

    @property
    def kind(self) -> BoxKind | None:
        """What the innermost heading that says anything makes of a box."""
        return next((kind for _, kind, _ in reversed(self._open) if kind), None)

    def enter(self, line: Line) -> BoxKind | None:
        """Begin what stands under the heading, and say what it makes of its boxes."""
        while self._open and self._open[-1][0] >= line.level:
            self._open.pop()
        number = re.match(r"\W*(\d+)\b", line.text)
        kind = self._summed_up(line) or kind_of_container(line.text)
        self._open.append((line.level, kind, number[1] if number else ""))
        return kind

    def _summed_up(self, line: Line) -> BoxKind | None:
        """`### Phase 2` under `## Acceptance Criteria Summary` lists criteria, and no work."""
        outer = self.kind if _SUMMED_UP.match(line.text) else None
        return outer if outer in (BoxKind.CRITERION, BoxKind.GATE) else None

    def resume(self, text: str) -> None:
        """Let the headings speak no more of boxes that are tasks by their own words."""
        own = re.match(r"\W*(\d+)\.\d+\b", text)
        # Task 4.1 under "4. Acceptance Criteria" is a task, and about them.
        if own and self._open and own[1] == self._open[-1][2]:
            self._open = [(level, None, number) for level, _, number in self._open]
        elif _NUMBERED_WORK.match(text):
            self._open = [
                (level, None if kind is BoxKind.NOTE else kind, number)
                for level, kind, number in self._open
            ]


class _Classifier:
    def __init__(self, page: Page, default: BoxKind) -> None:
        self._lines = page.lines
        self._default = default
        self._headings = Headings()
        self._labels: dict[int, BoxKind | None] = {}  # by the item that contains the label
        self._items: dict[int, BoxKind | None] = {}  # what an item makes of what it contains
        self._last_label = (-1, -1)  # the index of the last one, and of the item around it

    def run(self) -> Iterator[Classified]:
        for index, line in enumerate(self._lines):
            if line.kind is Kind.HEADING:
                self._headings.enter(line)
                self._labels.clear()
            elif line.kind is Kind.TEXT and not line.quoted:
                self._enter_label(index, line)
            elif line.kind is Kind.ITEM:
                if box := checkbox(line.text):
                    kind = self._kind(line, box)
                    self._items[index] = kind
                    yield Classified(index, box, kind)
                else:
                    words = label(line.text)
                    self._items[index] = kind_of_container(words) if words else None
            # A label inside an item speaks of that item alone.
            if line.kind is Kind.ITEM:
                self._labels.pop(index, None)

    def _enter_label(self, index: int, line: Line) -> None:
        words = label(line.text)
        if not words:
            return
        inside = container(self._lines, line)
        kind = kind_of_container(words)
        # "Phase 1 Validation Gate:", and below it "Before advancing to Phase 2:".
        if kind or self._last_label != (index - 1, inside):
            self._labels[inside] = kind
        self._last_label = (index, inside)

    def _kind(self, line: Line, box: Checkbox) -> BoxKind:
        said = self._said(line, box)
        if self._default is BoxKind.MILESTONE and said not in (BoxKind.CRITERION, BoxKind.GATE):
            return self._default  # a phase, a wish or a task of a roadmap is an item of it
        return said or self._default

    def _said(self, line: Line, box: Checkbox) -> BoxKind | None:
        """What the innermost container that says anything makes of the box."""
        parent = line.parent
        if parent < 0 and self._default is BoxKind.TASK:
            self._resume_tasks(box)
        while True:
            if said := self._labels.get(parent):
                return said
            if parent < 0:
                break
            if said := self._items.get(parent):
                return said
            parent = self._lines[parent].parent
        return self._headings.kind

    def _resume_tasks(self, box: Checkbox) -> None:
        """A numbered task after a label's or a note's list: they do not speak of it any more."""
        if self._labels.get(-1) and _TASK_NUMBER.match(box.text):
            self._labels.pop(-1)
        self._headings.resume(box.text)


_TASK_NUMBER = re.compile(r"\W*(?:task\s+)?(?:\d+\.\d+|\d+\.\s)", re.IGNORECASE)


def container(lines: tuple[Line, ...], line: Line) -> int:
    """The item that contains the line by its indentation, or -1.

    Markdown lets a line that starts at the margin continue the paragraph of an item above it; who
    writes `**Acceptance Criteria:**` there means no such thing.
    """
    parent = line.parent
    while parent >= 0 and line.column <= lines[parent].column:
        parent = lines[parent].parent
    return parent
