"""A task file read into tasks, groups and gates, whatever mixture of grammars it is written in.

One tolerant reader serves every layout: real files mix the forms, so the form is a fact of the
line, not of the project. Written down here is only what makes a line a task, a group, a gate, or a
word about one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from aos_check.model.document import Box, BoxKind, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Gate, TaskList
from aos_check.reading import metadata
from aos_check.reading.boxes import (
    Checkbox,
    Headings,
    classify,
    container,
    kind_of_container,
    label,
)
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.status import task_state
from aos_check.reading.task_dependencies import (
    Stated,
    named_dependencies,
    named_tasks,
    speaks_of_needs,
    stated_dependencies,
)
from aos_check.reading.task_line import (
    TaskTitle,
    heading_group,
    heading_task,
    named_requirements,
    numbered_heading,
    read_title,
    set_aside,
    unboxed,
)
from aos_check.reading.task_tree import HeadingDraft, Needs, Node, frozen_groups


class _Gate:
    def __init__(self, title: str, phase: str | None, at: Place) -> None:
        self.title = title
        self.phase = phase
        self.at = at
        self.boxes: list[Box] = []


def read_tasks(page: SourceFile) -> TaskList:
    """The tasks of a page. Not tracked when nothing in it says what is done and what is not."""
    reader = _TaskReader(page)
    reader.run()
    groups = tuple(frozen_groups(reader.sections))
    gates = tuple(
        Gate(gate.title, gate.phase, gate.at, tuple(gate.boxes))
        for gate in reader.gates
        if gate.boxes
    )
    return TaskList(page.path, groups, gates, tracked=reader.tracked, cut_at=reader.cut_at)


_DEEPEST = 20  # numbers nest no deeper than this, and Markdown has its own limit
# More than people write, and little enough to be followed one by one.
_MOST_NEEDS = 100  # of one task or group
_MOST_NEEDS_OF_ALL = 20_000  # in one file, whether or not they were named before
_MOST_TRACED = 20_000  # pairs of a task and a requirement that tables name
_PHASE_NUMBER = expression(r"\bphase\s*#?(\d+)", re.IGNORECASE)
_TASK_LIST = expression(r"(?:task list|tasks|sub-?tasks)", re.IGNORECASE)


class _TaskReader:
    """One pass over the lines, with the section, heading task and items that contain the line."""

    def __init__(self, page: SourceFile) -> None:
        self._page = page
        self._lines = page.lines
        self._boxes = {found.line: found for found in classify(page, BoxKind.TASK)}
        self.sections = [HeadingDraft("", None, "", Place(page.path))]
        self._headings = Headings()
        self._numbered = _level_of_numbered_tasks(self._lines)
        self._stated: list[Stated] = []
        self._needs_left = _MOST_NEEDS_OF_ALL
        self.cut_at: Place | None = None
        self._traces: list[tuple[str, str]] = []  # requirement and task
        self.gates: list[_Gate] = []
        self._gate: _Gate | None = None
        self._phase: str | None = None
        self._heading: tuple[int, Node] | None = None
        self._nodes: dict[int, Node] = {}  # by the index of the item
        self._last: Node | None = None
        self.tracked = False

    def run(self) -> None:
        """Read every line."""
        for index, line in enumerate(self._lines):
            if line.kind is LineKind.HEADING and line.parent < 0:
                self._read_heading(line)
            elif line.kind in (LineKind.ITEM, LineKind.TEXT):
                self._read_line(index, line)
            elif line.kind is LineKind.TABLE and len(self._traces) < _MOST_TRACED:
                self._read_row(line)
        self._settle()

    # Headings

    def _read_heading(self, line: MarkdownLine) -> None:
        if self._heading and line.level <= self._heading[0]:
            self._heading = None
        kind = self._headings.enter(line)
        task = heading_task(line.text)
        if not task and line.level == self._numbered and (title := numbered_heading(line.text)):
            task = (title, None)
        if kind is BoxKind.GATE and not task:
            self._begin_gate(line.text, line)
            return
        self._gate = None
        if task:
            self._open_heading_task(line, *task)
        elif self._heading is None and kind in (None, BoxKind.TASK):
            self._open_section(line)

    def _begin_gate(self, title: str, line: MarkdownLine) -> None:
        number = _PHASE_NUMBER.search(title)
        phase = number[1] if number else self._phase
        self._gate = _Gate(title, phase, self._page.at(line))
        self.gates.append(self._gate)

    def _open_heading_task(self, line: MarkdownLine, title: TaskTitle, state: State | None) -> None:
        node = Node(title, state, self._page.at(line), self._section, said=state is not None)
        self.tracked |= state is not None
        self._section.tasks.append(node)
        self._heading = (line.level, node)
        self._last = node

    def _open_section(self, line: MarkdownLine) -> None:
        word, number, title = heading_group(line.text)
        outer = self._section
        inside = outer.word and line.level > outer.level
        if inside and (not word or (word, number) == (outer.word, outer.id)):
            return  # a subheading of a phase or a group: its tasks are the phase's
        if not word and (line.level == 1 or _TASK_LIST.fullmatch(title)):
            return
        self.sections.append(HeadingDraft(word, number, title, self._page.at(line), line.level))
        if word == "phase":
            self._phase = number

    @property
    def _section(self) -> HeadingDraft:
        return self.sections[-1]

    # Lines

    def _read_line(self, index: int, line: MarkdownLine) -> None:
        found = self._boxes.get(index)
        if found is None and (box := unboxed(line.text)):
            self._add_task(index, line, box)
        elif found is None:
            self._read_remark(line)
        elif found.kind is BoxKind.TASK:
            self._add_task(index, line, found.box)
        elif found.kind is BoxKind.CRITERION:
            self._add_criterion(line, found.box)
        elif found.kind is BoxKind.GATE:
            self._add_gate_box(line, found.box)

    def _add_task(self, index: int, line: MarkdownLine, box: Checkbox) -> None:
        title = read_title(box.text)
        node = Node(title, _state(box), self._page.at(line), self._section, said=True)
        node.agent = title.agent
        if speaks_of_needs(box.text):
            self._wait(node.dependencies, named_dependencies(box.text, node.at, inline=True))
        self.tracked = True
        parent = self._item_above(line) or (self._heading[1] if self._heading else None)
        if parent is not None and self._same(parent, node):
            # `### Task 1` with `- [ ] 1. …` under it: one task written twice, the box knows.
            parent.state, parent.said = node.state, True
            node = parent
        else:
            self._place(node, parent)
        self._nodes[index] = node
        self._last = node

    def _same(self, heading: Node, box: Node) -> bool:
        return bool(
            self._heading
            and heading is self._heading[1]
            and heading.title.id
            and heading.title.id == box.title.id
        )

    def _item_above(self, line: MarkdownLine) -> Node | None:
        """The task whose item contains this line."""
        parent = container(self._lines, line)
        while parent >= 0:
            if parent in self._nodes:
                return self._nodes[parent]
            parent = self._lines[parent].parent
        return None

    def _place(self, node: Node, parent: Node | None) -> None:
        if parent is None:
            parent = self._parent_by_number(node)
        node.parent = parent
        node.depth = parent.depth + 1 if parent else 0
        (parent.children if parent else self._section.tasks).append(node)
        if node.title.id:
            self._section.by_id[node.title.id] = node

    def _parent_by_number(self, node: Node) -> Node | None:
        """`1.1` at the margin belongs to the `1.` or `1.0` above it in the same group.

        Not where that one has its subtasks indented: a `5.5.` beside it was put in before `6.`.
        """
        known = self._section.by_id
        parts = (node.title.id or "").split(".")
        while len(parts) > 1:
            parts.pop()
            for wanted in (".".join(parts), ".".join([*parts, "0"])):
                parent = known.get(wanted) if wanted != node.title.id else None
                if parent and parent.depth < _DEEPEST:
                    first = next(iter(parent.children), node)
                    indented = first.at.column > parent.at.column
                    beside = node.at.column <= parent.at.column
                    return None if indented and beside else parent
        return None

    def _add_criterion(self, line: MarkdownLine, box: Checkbox) -> None:
        owner = self._owner(line) or self._outdented(line)
        if owner is not None:
            at = self._page.at(line)
            owner.criteria.append(Box(BoxKind.CRITERION, _state(box), box.text, at))
            owner.requirements |= named_requirements(box.text)
            self.tracked = True

    def _outdented(self, line: MarkdownLine) -> Node | None:
        """The task before an indented list whose label slipped to the margin."""
        last = self._last
        return last if last and not last.parent and last.at.column < line.column else None

    def _add_gate_box(self, line: MarkdownLine, box: Checkbox) -> None:
        if self._gate is None:
            self._gate = _Gate("validation gate", self._phase, self._page.at(line))
            self.gates.append(self._gate)
        self._gate.boxes.append(Box(BoxKind.GATE, _state(box), box.text, self._page.at(line)))

    # Remarks: what a line says about the task or group that contains it

    def _read_remark(self, line: MarkdownLine) -> None:
        text = without_comments(line.text)
        self._note_gate_label(text, line)
        owner = self._owner(line)
        if speaks_of_needs(text):
            self._read_needs(text, self._page.at(line), owner)
        if owner is not None:
            owner.requirements |= named_requirements(text)
        if found := metadata.pair(text):
            self._read_pair(*found, owner)
        self._apply_note(line, text)

    def _read_needs(self, text: str, at: Place, owner: Node | None) -> None:
        if stated := stated_dependencies(text, at):
            self._stated.append(stated)
        needs = (owner or self._section).dependencies
        self._wait(needs, named_dependencies(text, at, inline=False))

    def _read_pair(self, key: str, value: str, owner: Node | None) -> None:
        if key in ("assigned implementer", "assigned to", "agent", "assigned agent"):
            (owner or self._section).agent = value.strip("` *") or None
        elif key in ("status", "state") and owner is not None:
            self._apply_status(owner, value)

    def _wait(self, known: Needs, needs: Iterable[Dependency]) -> None:
        """Add to what somebody waits for, as far as anybody would write it."""
        for need in needs:
            name = (need.word, need.id)
            if not self._needs_left or (len(known) >= _MOST_NEEDS and name not in known):
                self.cut_at = self.cut_at or need.at
                return
            self._needs_left -= 1
            known.setdefault(name, need)

    def _read_row(self, line: MarkdownLine) -> None:
        """A row of a table that says which task does which requirement."""
        requirements = list(named_requirements(line.text))
        names = named_tasks(line.text) if requirements else ()
        pairs = ((requirement, name) for name in names for requirement in requirements)
        self._traces.extend(islice(pairs, _MOST_TRACED - len(self._traces)))

    def _note_gate_label(self, text: str, line: MarkdownLine) -> None:
        words = label(text)
        if not words:
            return
        kind = kind_of_container(words)
        if kind is BoxKind.GATE and not (self._gate and not self._gate.boxes):
            self._begin_gate(words, line)

    def _owner(self, line: MarkdownLine) -> Node | None:
        return self._item_above(line) or (self._heading[1] if self._heading else None)

    def _apply_status(self, owner: Node, value: str) -> None:
        state = task_state(value)
        if state is None:
            return
        if not owner.said:
            owner.state, owner.said, self.tracked = state, True, True
        elif owner.state is State.OPEN and state is not State.DONE:
            owner.state = state

    def _apply_note(self, line: MarkdownLine, text: str) -> None:
        """A deferral or a blocker noted directly below an open task."""
        last = self._last
        if last is None or last.state not in (State.OPEN, State.IN_PROGRESS):
            return
        directly_below = line.number <= last.at.line + 2 or self._item_above(line) is last
        if directly_below and (state := set_aside(text, whole_line=False)):
            last.state = state

    # What is left once everything is read

    def _settle(self) -> None:
        for section in self.sections:
            for node in section.tasks:
                self._derive(node)
        self._apply_stated()
        self._apply_traces()

    def _apply_stated(self) -> None:
        """What sentences elsewhere in the file say that a task or group waits for."""
        waiting: dict[tuple[str, str | None], Needs] = {}
        for section in reversed(self.sections if self._stated else ()):
            waiting[section.word, section.id] = section.dependencies
            waiting |= {("task", node.title.id): node.dependencies for node in _all(section.tasks)}
        for stated in self._stated:
            known = waiting.get((stated.word, stated.id))
            if known is not None:
                self._wait(known, stated.needs())

    def _apply_traces(self) -> None:
        """What tables say that the tasks do."""
        tasks = {
            node.title.id: node
            for section in reversed(self.sections if self._traces else ())
            for node in _all(section.tasks)
        }
        for requirement, name in self._traces:
            if node := tasks.get(name):
                node.requirements[requirement] = None

    def _derive(self, node: Node) -> State:
        """A heading that does not say its state is done when all that it contains is."""
        inside = [self._derive(child) for child in node.children]
        inside += [box.state for box in node.criteria]
        if node.state is None:
            if inside and all(state is not State.OPEN for state in inside) and State.DONE in inside:
                node.state = State.DONE
            elif State.DONE in inside or State.IN_PROGRESS in inside:
                node.state = State.IN_PROGRESS
            else:
                node.state = State.OPEN
        return node.state


def _all(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _level_of_numbered_tasks(lines: tuple[MarkdownLine, ...]) -> int:
    """The level at which headings like `#### 1.1 T ✅` are tasks; 0 where there are none."""
    for line in lines:
        if (
            line.kind is LineKind.HEADING
            and numbered_heading(line.text)
            and heading_task(line.text)
        ):
            return line.level
    return 0


def _state(box: Checkbox) -> State:
    """A word that puts the work aside wins over an open box, not over a ticked one."""
    state = box.state or State.OPEN
    if state in (State.OPEN, State.IN_PROGRESS):
        return set_aside(box.text, whole_line=True) or state
    return state
