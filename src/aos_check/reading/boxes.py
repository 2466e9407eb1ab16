"""Checkboxes with their states and kinds. The kind depends on the headings and labels around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from aos_check.model.document import BoxKind, State
from aos_check.reading.deferral import heads_deferred_work
from aos_check.reading.expressions import expression, lower
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile

_MARKS = {
    "": State.OPEN, "☐": State.OPEN,
    "x": State.DONE, "X": State.DONE, "✓": State.DONE, "✔": State.DONE, "✅": State.DONE,
    "☑": State.DONE, "☒": State.DONE, "🗹": State.DONE, "🗸": State.DONE,
    "/": State.IN_PROGRESS, ".": State.IN_PROGRESS, "🔄": State.IN_PROGRESS,
    "⏳": State.IN_PROGRESS, "🚧": State.IN_PROGRESS, "🟡": State.IN_PROGRESS,
    "~": State.DEFERRED, ">": State.DEFERRED, "⏸": State.DEFERRED, "⏭": State.DEFERRED,
    "!": State.BLOCKED, "❌": State.BLOCKED, "⚠": State.BLOCKED, "🚫": State.BLOCKED,
    "🛑": State.BLOCKED, "-": State.CANCELLED, "✗": State.CANCELLED, "✘": State.CANCELLED,
}  # fmt: skip

# One mark, possibly with an emoji selector. "[P]", "[US1]" and "[x](…)" are not boxes.
# "[Y] 2.1" is one.
_MARK = (
    r"[^\]\w\[\s]?\ufe0f?|[xX]|[^\W\dA-Z]|[A-OQ-Z](?=\s?\]\s+[*_~]{0,2}(?:\d{1,4}[.:)]|T\d|task\b))"
)
_BOX = expression(
    r"(?P<around>\*\*|__|~~)?"
    rf"(?:\[(?P<state>\s{{0,2}}(?P<mark>{_MARK})\s{{0,2}})\]"
    r"(?:(?P<star>\\?\*)(?=\s|$|\d)|(?=\s|$|[*~_`]))"
    r"|(?P<drawn>[☐☑☒🗹])\ufe0f?(?=\s|$))\s*(?P<text>.*)"
)
_FIRST = tuple("[*_~☐☑☒🗹")


class Checkbox(NamedTuple):
    """A checkbox as written; `state` is None for an unknown mark.

    `optional`: a star follows, which a formatter may have escaped.
    """

    mark: str
    state: State | None
    text: str
    optional: bool = False

    def state_in(self, marks: Mapping[str, State]) -> State | None:
        """The state in a layout with its own `marks`."""
        return marks.get(self.mark, self.state)


def checkbox(text: str) -> Checkbox | None:
    """The checkbox at the start of an item's text."""
    found = _BOX.match(text) if text.startswith(_FIRST) else None
    if not found:
        return None
    mark = (found["drawn"] or found["mark"]).replace("\ufe0f", "")
    rest, around = found["text"], found["around"] or ""
    # Emphasis may be around the box alone or around the whole line.
    rest = rest[len(around) :] if around and rest.startswith(around) else around + rest
    return Checkbox(mark, _MARKS.get(mark), without_comments(rest.strip()), bool(found["star"]))


def state_span(text: str, start: int) -> tuple[int, int] | None:
    """The span of the state in the box at `start`: between its brackets, or the drawn box."""
    found = _BOX.match(text, start)
    return found.span("drawn" if found["drawn"] else "state") if found else None


# Headings and labels, in lower case, by the kind of the boxes below them. The first match counts.
_TASK_WORDS = r"task|sub-?task|slice|sprint|milestone|story|epic|stage|step|week|day|part|pr|phase"
_NUMBERED_WORK = expression(rf"^\W*(?:major )?(?:{_TASK_WORDS})s?(?: group)?\s*#?\d")
_PHASE = r"(?:phase|stage|step|sprint|milestone|slice|week|part)\s*#?\d+(?:\.\d+)*"
# "Phase 1 Validation Gate: Base", "🛑 GATE 2" and "Checkpoint", but not the task "Build the gate".
_GATE = expression(
    rf"^\W*(?:{_PHASE}\W{{1,5}}){{0,2}}"
    r"(?:(?:validation|quality|phase|exit|entry|verification|review|approval|final|completion"
    r"|acceptance|human|mandatory) ){0,3}(?:gates?|checkpoints?(?!(?<=\[checkpoint):))"
    r"(?:\W*$|\s*[:(]|\s+[—–#-]|\s+\d|\s+(?:criteria|checklist|status|to|before|for|after|of|between)\b)"
)
_CRITERION = expression(
    r"\b(?:acceptance|success|completion|exit)\b[\w\s/&-]{0,40}\bcriteri(?:a|on)\b"
    r"|^\W*acceptance(?: tests?)?\W*$|критерии при[её]мки|crit[eé]rios? de aceita|验收标准"
    r"|受け入れ基準|受入基準|crit[eè]res d.acceptation"
)
_CONTAINERS = (
    (BoxKind.GATE, _GATE),
    (BoxKind.TASK, _NUMBERED_WORK),
    (BoxKind.CRITERION, _CRITERION),
    (
        BoxKind.APPROVER,
        expression(r"^\W*(?:\d+\.?\s*)?(?:approvers?|sign-?offs?|approvals?)\b"),
    ),
    (BoxKind.NOTE, expression(r"\bdefinition of done\b|\bchecklist\b|\blegend\b")),
    (BoxKind.TASK, expression(r"\btasks\b\W*(?:complete\w*\W*)?$")),
    (
        BoxKind.NOTE,
        expression(
            r"\b(?:deliverables?|prerequisites?|pre-?requisites|risks?|"
            r"test cases?|ideas?|rollback|recap|non-goals|"
            r"lessons|metrics|progress (?:tracking|summary)|status summary|task summary|"
            r"expected (?:results?|outcomes?)|validation strategy|verification commands)\b"
            r"|^\W*(?:completion |implementation |execution )?summary\b|^\W*notes?\b"
            r"|^\W*(?:project|overall|spec) completion\b|\bbefore marking\b"
        ),
    ),
    (
        BoxKind.TASK,
        expression(
            r"\btasks?\W*$|^\W*(?:sub-?)?tasks?\b|\baction items?\b|\bsteps\W*$|\btask list\b"
            r"|\bwork items?\b|\btodos?\b"
        ),
    ),
)


@lru_cache(maxsize=4096)  # documents of one project share most of their headings and labels
def kind_of_container(title: str) -> BoxKind | None:
    """The kind of the boxes below a heading or label; None if its title does not say."""
    plain = lower(title)
    kind = next((kind for kind, pattern in _CONTAINERS if pattern.search(plain)), None)
    return kind or (BoxKind.NOTE if heads_deferred_work(title) else None)


_LABEL = expression(
    r"(?:\*\*|__)(?P<bold>[^*:]{2,80}):?(?:\*\*|__):?\s*(?:\([^)]{0,60}\))?:?\s*$"
    r"|(?P<plain>[^\s*`][^*`:]{1,60}):\s*$"
)
_LABEL_ENDS = (":", "**", "__", ")")


def label(text: str) -> str | None:
    """The words of a line that only introduces a list, such as `**Acceptance Criteria:**`."""
    found = _LABEL.match(text) if text.rstrip().endswith(_LABEL_ENDS) else None
    return (found["bold"] or found["plain"]).strip() if found else None


class Classified(NamedTuple):
    """A checkbox with the index of its line and its kind."""

    line: int
    box: Checkbox
    kind: BoxKind


@lru_cache(maxsize=64)  # a task file is read twice, as a document and for its tasks
def classify(page: SourceFile, default: BoxKind) -> tuple[Classified, ...]:
    """Every checkbox outside code and comments; `default` is the kind if nothing around it says."""
    boxes = _checkboxes(page)
    return tuple(_Classifier(page, default, boxes).run()) if boxes else ()


def notes(page: SourceFile) -> tuple[Classified, ...]:
    """Every checkbox outside code and comments, as a note."""
    return tuple(Classified(index, box, BoxKind.NOTE) for index, box in _checkboxes(page).items())


def _checkboxes(page: SourceFile) -> dict[int, Checkbox]:
    """Every checkbox outside code and comments, by the index of its line."""
    return {
        index: box
        for index, line in enumerate(page.lines)
        if line.kind is LineKind.ITEM and (box := checkbox(line.text))
    }


_SUMMED_UP = expression(rf"^\W*(?:{_PHASE}|(?:task group|story|epic|day|pr)\s*#?\d+)\b")
_NUMBER = expression(r"\W*(\d+)\b")
_SUBTASK_NUMBER = expression(r"\W*(\d+)\.\d+\b")


class _Heading(NamedTuple):
    level: int
    kind: BoxKind | None
    title: str
    deferred: bool


class Headings:
    """The headings above a line, which decide the kind of its boxes.

    The `default` is the kind of a box if they do not say. Work below `## Deferred` is still work.
    """

    def __init__(self, default: BoxKind) -> None:
        self._default = default
        self._open: list[_Heading] = []

    @property
    def kind(self) -> BoxKind | None:
        """The kind of a box by the innermost heading that has one."""
        return next((each.kind for each in reversed(self._open) if each.kind), None)

    @property
    def deferred(self) -> bool:
        """True if a heading defers the work below it. The title of the file does not."""
        return any(each.deferred and each.level > 1 for each in self._open)

    def enter(self, line: MarkdownLine) -> BoxKind | None:
        """Enter the heading, and return the kind of the boxes below it."""
        while self._open and self._open[-1].level >= line.level:
            self._open.pop()
        kind = self.summed_up(line.text) or kind_of_container(line.text)
        deferred = heads_deferred_work(line.text)
        if deferred and kind is BoxKind.NOTE and self._default is BoxKind.TASK:
            kind = BoxKind.TASK
        self._open.append(_Heading(line.level, kind, line.text, deferred))
        return kind

    def summed_up(self, title: str) -> BoxKind | None:
        """The outer kind for `### Phase 2` under `## Acceptance Criteria Summary`."""
        outer = self.kind
        if outer in (BoxKind.CRITERION, BoxKind.GATE) and _SUMMED_UP.match(lower(title)):
            return outer
        return None

    def resume(self, text: str) -> None:
        """Ignore the headings from here on if the text of a box makes it a task."""
        if self._is_numbered_after_its_heading(text):
            self._open = [each._replace(kind=None) for each in self._open]
        elif _NUMBERED_WORK.match(lower(text)):
            self._open = [
                each._replace(kind=None) if each.kind is BoxKind.NOTE else each
                for each in self._open
            ]

    def _is_numbered_after_its_heading(self, text: str) -> bool:
        """True for 4.1 under "4. Acceptance Criteria": a task about criteria."""
        own = _SUBTASK_NUMBER.match(text) if self._open else None
        heading = _NUMBER.match(self._open[-1].title) if own else None
        return bool(own and heading and own[1] == heading[1])


# The boxes below are the text to write into another document.
_QUOTES_TICKS = expression(
    r"\b(?:mark|set|tick|check)\b.{0,120}\b(?:completed?|done|off|ticked|checked)\W{0,4}:\W*$"
)


class _Classifier:
    def __init__(self, page: SourceFile, default: BoxKind, boxes: dict[int, Checkbox]) -> None:
        self._lines = page.lines
        self._default = default
        self._boxes = boxes
        self._headings = Headings(default)
        self._labels: dict[int, BoxKind | None] = {}  # by the item that contains the label
        self._items: dict[int, BoxKind | None] = {}  # the kind of the boxes in an item
        self._last_label = (-1, -1)  # its index and the index of the item around it

    def run(self) -> Iterator[Classified]:
        end = max(self._boxes) + 1
        for index, line in enumerate(self._lines[:end]):
            if line.kind is LineKind.ITEM:
                if box := self._boxes.get(index):
                    kind = self._kind(line, box)
                    quotes = _QUOTES_TICKS.search(lower(box.text))
                    self._items[index] = BoxKind.NOTE if quotes else kind
                    yield Classified(index, box, kind)
                else:
                    words = label(line.text)
                    self._items[index] = kind_of_container(words) if words else None
                # A label in an item applies only to that item.
                self._labels.pop(index, None)
            elif line.kind is LineKind.HEADING:
                self._headings.enter(line)
                self._labels.clear()
            elif line.kind is LineKind.TEXT and not line.quoted:
                self._enter_label(index, line)

    def _enter_label(self, index: int, line: MarkdownLine) -> None:
        words = label(line.text)
        if not words:
            return
        inside = container(self._lines, line)
        kind = self._headings.summed_up(words) or kind_of_container(words)
        # The second label may be about the first: "Phase 1 Validation Gate:" and directly below it
        # "Before advancing to Phase 2:".
        if kind or self._last_label != (index - 1, inside):
            self._labels[inside] = kind
        self._last_label = (index, inside)

    def _kind(self, line: MarkdownLine, box: Checkbox) -> BoxKind:
        kind = self._kind_by_container(line, box)
        if self._default is BoxKind.MILESTONE and kind not in (BoxKind.CRITERION, BoxKind.GATE):
            return self._default  # all phases, ideas and tasks in a roadmap are milestones
        return kind or self._default

    def _kind_by_container(self, line: MarkdownLine, box: Checkbox) -> BoxKind | None:
        """The kind by its code, else by the innermost item, label or heading that has one."""
        if self._default is BoxKind.TASK and _TASK_CODE.match(box.text):
            return BoxKind.TASK
        parent = line.parent
        if parent < 0 and self._default is BoxKind.TASK:
            self._resume_tasks(box)
        while parent >= 0:
            if kind := self._labels.get(parent) or self._items.get(parent):
                return kind
            parent = self._lines[parent].parent
        return self._labels.get(-1) or self._headings.kind

    def _resume_tasks(self, box: Checkbox) -> None:
        """End the list of a label or a note at a numbered task."""
        if self._labels.get(-1) and _TASK_NUMBER.match(box.text):
            self._labels.pop(-1)
        self._headings.resume(box.text)


_TASK_NUMBER = expression(r"\W*(?:task\s+)?(?:\d+\.\d+|\d+\.\s)", re.IGNORECASE)

# The codes of Spec Kit count up through the whole file, whatever a heading says.
_TASK_CODE = expression(r"[*_~]{0,4}\[?T\d{3,4}[a-z]?\b")


def container(lines: tuple[MarkdownLine, ...], line: MarkdownLine) -> int:
    """The item that contains the line by its indentation, or -1.

    In Markdown a line at the margin may continue the paragraph of an item above it. The author of
    `**Acceptance Criteria:**` does not mean that.
    """
    parent = line.parent
    while parent >= 0 and line.column <= lines[parent].column:
        parent = lines[parent].parent
    return parent
