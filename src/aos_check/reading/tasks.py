"""Reads a task file into tasks, groups and gates.

One tolerant reader serves every layout, because real files mix the forms. This module only decides
whether a line is a task, a group, a gate, or a remark about one of them.
"""

from __future__ import annotations

import re

from aos_check.model.document import Box, BoxKind, State
from aos_check.model.finding import Place
from aos_check.model.task import TaskList
from aos_check.reading import metadata
from aos_check.reading.boxes import (
    Checkbox,
    Headings,
    classify,
    container,
    kind_of_container,
    label,
)
from aos_check.reading.deferral import is_conditional, is_withdrawn, noted, set_aside
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.status import task_state
from aos_check.reading.task_dependencies import (
    mentions_needs,
    named_dependencies,
)
from aos_check.reading.task_headings import (
    heading_group,
    heading_state,
    heading_task,
    numbered_heading,
)
from aos_check.reading.task_line import (
    TaskTitle,
    is_subtask,
    named_requirements,
    read_title,
    unboxed,
)
from aos_check.reading.task_statements import Statements
from aos_check.reading.task_tree import (
    GateDraft,
    GroupDraft,
    TaskDraft,
    finished_gates,
    finished_groups,
)
from aos_check.reading.task_waves import WaveReader


def read_tasks(page: SourceFile, artifact: Artifact) -> TaskList:
    """The tasks of a page. They are not `tracked` if no task has a state."""
    reader = _TaskReader(page, artifact)
    reader.run()
    groups = tuple(finished_groups(reader.groups))
    gates = tuple(finished_gates(reader.gates))
    found = TaskList(
        page.path, groups, gates, tracked=reader.tracked, cut_at=reader.statements.cut_at
    )
    if not artifact.waves:
        return found
    order = WaveReader(page)
    return found._replace(waves=order.waves, unread=tuple(order.unread))


# These limits are higher than any real file needs.
_MAX_DEPTH = 20  # levels of tasks nested by their numbers; Markdown has its own limit
_MAX_SUFFIX = 100  # characters at the end of a title that may be no part of it
_PHASE_NUMBER = expression(r"\bphase\s*#?(\d+)", re.IGNORECASE)
_STEP = expression(r"\W*step\s*\d", re.IGNORECASE)
_NOTES = expression(r"\W*(?:\d[\d.]*\s+)?(?:\w+\s+)?notes\W*", re.IGNORECASE)
_TASK_LIST = expression(r"(?:task list|tasks|sub-?tasks)", re.IGNORECASE)


class _TaskReader:
    """Reads the lines in one pass, and tracks the group, heading task and items around each."""

    def __init__(self, page: SourceFile, artifact: Artifact) -> None:
        self._page = page
        self._marks = artifact.marks
        self._suffix = re.compile(rf"(?:{artifact.suffix})\W*$") if artifact.suffix else None
        self._lines = page.lines
        self._boxes = {found.line: found for found in classify(page, BoxKind.TASK)}
        self.groups = [GroupDraft("", None, "", Place(page.path))]
        self._has_boxed_tasks = any(it.kind is BoxKind.TASK for it in self._boxes.values())
        self._only_numbered_groups = artifact.groups == "numbered"
        self._headings_are_groups = artifact.headings == "groups"
        self._headings = Headings(BoxKind.TASK)
        self._numbered = _level_of_numbered_tasks(self._lines)
        self.statements = Statements()
        self.gates: list[GateDraft] = []
        self._gate: GateDraft | None = None
        self._phase: str | None = None
        self._heading: tuple[int, TaskDraft] | None = None
        self._notes = 0  # the level of the heading "Notes" above the line
        self._listed: tuple[int, State] | None = None  # the level and state of `## Completed`
        self._drafts: dict[int, TaskDraft] = {}  # by the index of the item
        self._last: TaskDraft | None = None
        self.tracked = False

    def run(self) -> None:
        """Read every line."""
        for index, line in enumerate(self._lines):
            if line.kind is LineKind.HEADING and line.parent < 0:
                self._read_heading(line)
            elif line.kind in (LineKind.ITEM, LineKind.TEXT):
                self._read_line(index, line)
            elif line.kind is LineKind.TABLE:
                self.statements.read_row(line.text)
        self._finish()

    # Headings

    def _read_heading(self, line: MarkdownLine) -> None:
        suffix = self._suffix_of(line.text)
        line = line._replace(text=self._without_suffix(line.text))
        if self._heading and line.level <= self._heading[0]:
            self._heading = None
        if self._listed and line.level <= self._listed[0]:
            self._listed = None
        if not self._has_boxed_tasks and (state := heading_state(line.text)):
            self._listed = (line.level, state)
        if line.level <= (self._notes or line.level):
            self._notes = line.level if line.level > 1 and _NOTES.fullmatch(line.text) else 0
        kind = self._headings.enter(line)
        task = self._task_in_heading(line)
        if kind is BoxKind.GATE and not task:
            self._begin_gate(line.text, line)
            return
        self._gate = None
        if task:
            self._open_heading_task(line, *task)
        elif self._heading is None and kind in (None, BoxKind.TASK):
            self._open_group(line)
            self._group.closed |= bool(suffix and suffix.groupdict().get("closed"))

    def _suffix_of(self, text: str) -> re.Match[str] | None:
        start = max(0, len(text) - _MAX_SUFFIX)
        return self._suffix.search(text, start) if self._suffix else None

    def _without_suffix(self, text: str) -> str:
        found = self._suffix_of(text)
        return text[: found.start()] if found else text

    def _task_in_heading(self, line: MarkdownLine) -> tuple[TaskTitle, State | None] | None:
        """The task in a heading, with its state if the heading states one."""
        task = heading_task(line.text)
        if not task and line.level == self._numbered and (title := numbered_heading(line.text)):
            task = (title, None)
        # Beside boxed tasks it may be a group of them, or a note about one of them.
        only_words = self._has_boxed_tasks and (self._headings_are_groups or self._notes > 0)
        return None if task and task[1] is None and only_words else task

    def _begin_gate(self, title: str, line: MarkdownLine) -> None:
        number = _PHASE_NUMBER.search(title)
        phase = number[1] if number else self._phase
        self._gate = GateDraft(title, phase, self._page.at(line))
        self.gates.append(self._gate)

    def _open_heading_task(self, line: MarkdownLine, title: TaskTitle, state: State | None) -> None:
        stated = state is not None
        draft = TaskDraft(title, state, self._page.at(line), self._group, stated)
        draft.deferred = self._headings.deferred
        self.tracked |= stated
        self._group.tasks.append(draft)
        self._heading = (line.level, draft)
        self._last = draft

    def _open_group(self, line: MarkdownLine) -> None:
        word, number, title = heading_group(line.text)
        outer = self._group
        inside = outer.word and line.level > outer.level
        if inside and (not word or (word, number) == (outer.word, outer.id)):
            return  # a subheading in a phase or group, which keeps the tasks below it
        if not word and (line.level == 1 or _TASK_LIST.fullmatch(title)):
            if line.level > 1 and not outer.word and outer.title:
                self.groups.append(GroupDraft("", None, "", self._page.at(line), line.level))
            return
        if self._only_numbered_groups and not word:
            title = ""
        self.groups.append(GroupDraft(word, number, title, self._page.at(line), line.level))
        if word == "phase":
            self._phase = number

    @property
    def _group(self) -> GroupDraft:
        return self.groups[-1]

    # Lines

    def _read_line(self, index: int, line: MarkdownLine) -> None:
        found = self._boxes.get(index)
        defers_others = self.statements.read_deferral(line.text)
        if found is None and (box := unboxed(line.text) or self._implied(line)):
            self._add_task(index, line, box)
        elif found is None:
            self._read_remark(line, about_others=defers_others)
        elif found.kind is BoxKind.TASK:
            self._add_task(index, line, found.box)
        elif found.kind is BoxKind.CRITERION:
            self._add_criterion(line, found.box)
        elif found.kind is BoxKind.GATE:
            self._add_gate_box(line, found.box)

    def _implied(self, line: MarkdownLine) -> Checkbox | None:
        """The state that a heading states for an item without a box, as a box."""
        if line.kind is not LineKind.ITEM:
            return None
        if self._heading and self._heading[1].stated and is_subtask(line.text):
            state = self._heading[1].state
        else:
            state = self._listed[1] if self._listed and line.parent < 0 else None
        return Checkbox("", state, line.text) if state and line.text else None

    def _add_task(self, index: int, line: MarkdownLine, box: Checkbox) -> None:
        title = read_title(self._without_suffix(box.text))
        if self._heading and _STEP.match(box.text):
            title = title._replace(id=None)  # steps are counted anew in each task
        draft = TaskDraft(title, self._state(box), self._page.at(line), self._group, stated=True)
        draft.agent = title.agent
        draft.optional = box.optional or (draft.unfinished and is_conditional(box.text))
        draft.deferred = self._headings.deferred
        if mentions_needs(box.text):
            needs = named_dependencies(box.text, draft.at, inline=True)
            self.statements.add_needs(draft.dependencies, needs)
        self.tracked = True
        owner = self._owner(line)
        if owner and self._repeats(owner, title):
            owner.state, owner.stated = draft.state, True
            draft = owner
        else:
            draft.place_below(owner or self._parent_by_number(draft))
        self._drafts[index] = draft
        self._last = draft

    def _state(self, box: Checkbox) -> State:
        """The state of the box. A word such as "deferred" overrides an open box.

        It overrides a tick only if the task is struck through.
        """
        state = box.state_in(self._marks) or State.OPEN
        if state in (State.OPEN, State.IN_PROGRESS):
            return set_aside(box.text) or state
        return State.CANCELLED if is_withdrawn(box.text) else state

    def _box_state(self, box: Checkbox) -> State:
        """The state of a criterion. It is deferred if it may never be due."""
        state = self._state(box)
        not_due = self._headings.deferred or is_conditional(box.text)
        return State.DEFERRED if state is State.OPEN and not_due else state

    def _repeats(self, heading: TaskDraft, box: TaskTitle) -> bool:
        """True for `### Task 1` with `- [ ] 1. …` below it: one task, whose state is in the box."""
        is_heading = self._heading is not None and heading is self._heading[1]
        return is_heading and box.id is not None and heading.title.id == box.id

    def _item_above(self, line: MarkdownLine) -> TaskDraft | None:
        """The task whose item contains this line."""
        parent = container(self._lines, line)
        while parent >= 0:
            if parent in self._drafts:
                return self._drafts[parent]
            parent = self._lines[parent].parent
        return None

    def _parent_by_number(self, draft: TaskDraft) -> TaskDraft | None:
        """The `1.` or `1.0` above a `1.1` at the margin, in the same group.

        None if that task has indented subtasks: then a `5.5.` at its level is a separate task.
        """
        known = self._group.by_id
        parts = (draft.title.id or "").split(".")
        while len(parts) > 1:
            parts.pop()
            for wanted in (".".join(parts), ".".join([*parts, "0"])):
                parent = known.get(wanted) if wanted != draft.title.id else None
                if parent and parent.depth < _MAX_DEPTH:
                    first = next(iter(parent.children), draft)
                    has_indented = first.at.column > parent.at.column
                    same_level = draft.at.column <= parent.at.column
                    return None if has_indented and same_level else parent
        return None

    def _add_criterion(self, line: MarkdownLine, box: Checkbox) -> None:
        owner = self._owner(line) or self._outdented(line)
        if owner is not None:
            at = self._page.at(line)
            owner.criteria.append(Box(BoxKind.CRITERION, self._box_state(box), box.text, at))
            owner.requirements |= named_requirements(box.text)
            self.tracked = True

    def _outdented(self, line: MarkdownLine) -> TaskDraft | None:
        """The last task, if the line is in an indented list below it and its label is not."""
        last = self._last
        return last if last and not last.parent and last.at.column < line.column else None

    def _add_gate_box(self, line: MarkdownLine, box: Checkbox) -> None:
        if self._gate is None:
            self._gate = GateDraft("validation gate", self._phase, self._page.at(line))
            self.gates.append(self._gate)
        self._gate.boxes.append(
            Box(BoxKind.GATE, self._box_state(box), box.text, self._page.at(line))
        )

    # Remarks about the task or group that contains the line

    def _read_remark(self, line: MarkdownLine, *, about_others: bool) -> None:
        text = without_comments(line.text)
        self._note_gate_label(text, line)
        owner = self._owner(line)
        if mentions_needs(text):
            self._read_needs(text, self._page.at(line), owner)
        if owner is not None:
            owner.requirements |= named_requirements(text)
        if found := metadata.pair(text):
            self._read_pair(*found, owner)
        if not about_others:
            self._apply_note(line, text)

    def _read_needs(self, text: str, at: Place, owner: TaskDraft | None) -> None:
        self.statements.read_needs(text, at)
        needs = (owner or self._group).dependencies
        self.statements.add_needs(needs, named_dependencies(text, at, inline=False))

    def _read_pair(self, key: str, value: str, owner: TaskDraft | None) -> None:
        if key in ("assigned implementer", "assigned to", "agent", "assigned agent"):
            (owner or self._group).agent = value.strip("` *") or None
        elif key in ("status", "state") and owner is not None:
            self._apply_status(owner, value)

    def _note_gate_label(self, text: str, line: MarkdownLine) -> None:
        words = label(text)
        if not words:
            return
        kind = kind_of_container(words)
        if kind is BoxKind.GATE and not (self._gate and not self._gate.boxes):
            self._begin_gate(words, line)

    def _owner(self, line: MarkdownLine) -> TaskDraft | None:
        return self._item_above(line) or (self._heading[1] if self._heading else None)

    def _apply_status(self, owner: TaskDraft, value: str) -> None:
        state = task_state(value)
        if state is None:
            return
        if not owner.stated:
            owner.state, owner.stated, self.tracked = state, True, True
        elif owner.state is State.OPEN and state is not State.DONE:
            owner.state = state

    def _apply_note(self, line: MarkdownLine, text: str) -> None:
        """Apply a deferral or a blocker noted directly below an open task."""
        last = self._last
        if last is None or not last.unfinished:
            return
        directly_below = line.number <= last.at.line + 2 or self._item_above(line) is last
        if directly_below and (state := noted(text)):
            last.state = state

    # At the end of the file

    def _finish(self) -> None:
        self.statements.apply_deferrals(self.groups, self.gates)
        for group in self.groups:
            for draft in group.tasks:
                draft.derive_state()
        self.statements.apply_needs(self.groups)
        self.statements.apply_traces(self.groups)


def _level_of_numbered_tasks(lines: tuple[MarkdownLine, ...]) -> int:
    """The level at which headings like `#### 1.1 T ✅` are tasks; 0 if there are none."""
    levels = (
        line.level
        for line in lines
        if line.kind is LineKind.HEADING and numbered_heading(line.text) and heading_task(line.text)
    )
    return next(levels, 0)
