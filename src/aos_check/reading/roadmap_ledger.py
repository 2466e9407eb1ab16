"""Reads a roadmap as a ledger: what it states differently in two places, or than the specs.

GSD states a phase three times: in a box, in a row of a table, and with a box for each plan.
Conductor states a track in a box and in the track's own file. Boxes that nobody ever ticks are a
habit and disagree with nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from aos_check.model.addresses import without_zeros
from aos_check.model.document import State, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.project import Milestone, Statement
from aos_check.model.spec import Spec
from aos_check.model.task import Dependency, Task
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import SourceFile
from aos_check.reading.status import SET_ASIDE, normalise, task_state
from aos_check.reading.task_dependencies import mentions_needs, named_dependencies

Item = TypeVar("Item")

_NUMBER = r"(?P<number>\d{1,4}[a-z]?(?:\.\d{1,4})*)"
_BOXED_PHASE = expression(rf"\W*phase\s+{_NUMBER}\b(?!\s*[-–—]\s*\d)", re.IGNORECASE)
# "1-5" and "1–6 + 5.1" are several phases.
_PHASE_IN_ROW = expression(
    rf"\W*(?:phase\s+)?{_NUMBER}(?![^\W_])(?!\s*[-–—+,&]\s*\d)", re.IGNORECASE
)
_PLAN = expression(rf"\W*{_NUMBER}-0*(?P<plan>\d{{1,4}}[a-z]?)(?![^\W_])", re.IGNORECASE)
_COUNT = expression(r"\W*(?P<done>\d{1,4})\s?/\s?[\d?T]")


def with_headed_phases(page: SourceFile, milestones: Sequence[Milestone]) -> list[Milestone]:
    """The milestones and the phases that have a heading and a row in the table, but no box.

    A phase depends on others by a line below its heading: `**Depends on**: Phase 1`.
    """
    boxed = {_phase(it.title, _BOXED_PHASE) for it in milestones}
    rows = _unique((it.phase, it) for it in _rows(page))
    lines = (line for line in page.lines if line.kind is LineKind.HEADING)
    found = list(milestones)
    for number, line in _unique((_phase(it.text, _BOXED_PHASE), it) for it in lines).items():
        if number in rows and number not in boxed:
            state = task_state(rows[number].status.text) or State.OPEN
            found.append(Milestone(line.text, state, page.at(line), text=line.text))
    needs = _unique(_needs(page))
    phases = ((it, needs.get(_phase(it.title, _BOXED_PHASE), ())) for it in found)
    found = [it._replace(depends_on=own) for it, own in phases]
    return sorted(found, key=lambda it: it.at.line)


def _needs(page: SourceFile) -> Iterator[tuple[str, tuple[Dependency, ...]]]:
    """The dependencies below the heading of each phase."""
    phase = ""
    for line in page.lines:
        if line.kind is LineKind.HEADING:
            phase = _phase(line.text, _BOXED_PHASE)
        elif phase and mentions_needs(line.text) and not _IN_PART.search(line.text):
            named = named_dependencies(line.text, page.at(line), inline=False)
            if found := tuple(it for it in named if it.word in ("phase", "")):
                yield phase, found


# "Phase 1 or 2", "Phase 1 only for the form"
_IN_PART = expression(
    r"\b(?:or|only|part(?:s|ly|ial|ially)?|plans?|soft)\b|\d[a-z]\b", re.IGNORECASE
)


def roadmap_statements(
    page: SourceFile, milestones: Iterable[Milestone], specs: Sequence[Spec]
) -> Iterator[Statement]:
    """The statements of the roadmap that a second place also makes, or contradicts."""
    own = [it for it in milestones if it.at.path == page.path]
    boxes = _unique((_phase(it.title, _BOXED_PHASE), it) for it in own)
    done = {number for number, it in boxes.items() if it.state is State.DONE}
    phases = _unique((without_zeros(it.number or ""), it) for it in specs)
    for number, row in _unique((it.phase, it) for it in _rows(page)).items():
        spec = phases.get(number)
        # ROAD002 reports the open plans of a done phase.
        early = number in done and spec is not None and bool(spec.left_open())
        yield from _of_phase(row, boxes) if not early else ()
        yield from _of_count(row, spec) if spec and number not in done else ()
    plans = _unique((plan_name(it.id), it) for each in specs for it in each.all_tasks())
    boxed = _unique((plan_name(it.title), it) for it in own)
    for name, box in boxed.items():
        phase = name.partition("-")[0]
        if name in plans:
            yield from _of_plan(box, plans[name], boxed, in_done_phase=phase in done)
        elif box.state is State.DONE and phase in phases:
            yield from _of_lost_plan(box, phases[phase])
    yield from _of_status_files(own, specs)
    yield from _mentions(page, specs)


def _mentions(page: SourceFile, specs: Sequence[Spec]) -> Iterator[Statement]:
    """A statement without a status for each spec without a number that is named in any form.

    Beside one, the finished specs have one too, because they may be taken off the list.
    """
    home = f"{posixpath.dirname(page.path)}/"
    own = [spec for spec in specs if not spec.number and spec.path.startswith(home)]
    words = {word.rstrip(".") for word in _NAME.findall(page.text)} if own else ()
    named = {spec.path for spec in own if spec.id in words}
    folders = set(map(posixpath.dirname, named))
    status = StatusLine(Status.UNSET, "", Place(page.path))
    for spec in own:
        if spec.path in named or (spec.finished and posixpath.dirname(spec.path) in folders):
            yield Statement(spec.id, status, spec=spec.path)


_NAME = expression(r"\w[\w.-]*")


def _unique(pairs: Iterable[tuple[str, Item]]) -> dict[str, Item]:
    """The items by their names, without those whose name is empty or of several items.

    The phases of two milestones may have the same number.
    """
    found: dict[str, list[Item]] = {}
    for name, item in pairs:
        found.setdefault(name, []).append(item)
    return {name: items[0] for name, items in found.items() if name and not items[1:]}


def _phase(text: str, form: re.Pattern[str]) -> str:
    found = form.match(text)
    return without_zeros(found["number"]).lower() if found else ""


def phase_name(title: str) -> str:
    """The name of the phase in the statements; "" if the title has no phase's form."""
    number = _phase(title, _BOXED_PHASE)
    return f"phase {number}" if number else ""


def plan_name(text: str) -> str:
    """The numbers of a plan at the start of a box or a task: `1-2` for `01-02-PLAN.md`."""
    found = _PLAN.match(text)
    return f"{without_zeros(found['number']).lower()}-{found['plan']}" if found else ""


class _Row(NamedTuple):
    """A row of a table of progress: a phase, its status, and "2/3" finished plans."""

    phase: str
    status: StatusLine
    finished: str


def _rows(page: SourceFile) -> Iterator[_Row]:
    """The rows of every table with the columns "Phase" and "Status"."""
    header: list[str] = []
    last = 0
    for line in page.lines:
        if line.kind is not LineKind.TABLE:
            continue
        cells = line.cells
        if line.number != last + 1:
            header = [cell.strip("* ").lower() for cell in cells]
        last = line.number
        row = dict(zip(header, cells, strict=False))
        if {"phase", "status"} <= row.keys() and len(cells) == len(header):
            status = StatusLine(normalise(row["status"]), row["status"], page.at(line))
            finished = next((text for key, text in row.items() if key.startswith("plans")), "")
            yield _Row(_phase(row["phase"], _PHASE_IN_ROW), status, finished)


def _of_phase(row: _Row, boxes: Mapping[str, Milestone]) -> Iterator[Statement]:
    """The statements of a phase's box, if it differs, and of its row."""
    name = phase_name(f"phase {row.phase}")
    if row.status.value in _NO_STAGE or task_state(row.status.text) in SET_ASIDE:
        return
    box, done = boxes.get(row.phase), row.status.value is Status.DONE
    if box and box.state in _STATES and done is not (box.state is State.DONE):
        if done and not _any_ticked(boxes):
            return
        yield Statement(name, _box(box))
    yield Statement(name, _coarse(row.status, done=done))


def _of_count(row: _Row, spec: Spec) -> Iterator[Statement]:
    """The finished plans in the row and in the spec, if the row counts too many.

    If there are fewer plans than it counts, their files were removed.
    """
    count = _COUNT.match(row.finished)
    plans = [task for task in spec.all_tasks() if plan_name(task.id)]
    done = sum(task.done for task in plans)
    if count and done < int(count["done"]) <= len(plans):
        name = f"the number of finished plans of phase {row.phase}"
        actual = StatusLine(Status.IN_PROGRESS, f"{done}/{len(plans)}", Place(spec.path))
        yield Statement(name, actual)
        yield Statement(name, StatusLine(Status.DONE, row.finished, row.status.at))


_NO_STAGE = (Status.UNSET, Status.UNKNOWN, Status.CANCELLED)
_STATES = (State.OPEN, State.IN_PROGRESS, State.DONE)


def _of_plan(
    box: Milestone, task: Task, boxed: Mapping[str, Milestone], *, in_done_phase: bool
) -> Iterator[Statement]:
    """The statements of a plan's box and of its summary, if these differ."""
    # ROAD002 reports an open plan of a done phase. In an open phase, the box may be ticked later.
    early = task.still_open and box.state is State.DONE and not in_done_phase
    late = task.done and box.state in _STATES and in_done_phase and _any_ticked(boxed)
    if early or late:
        yield Statement(f"plan {task.id}", _state(task))
        yield Statement(f"plan {task.id}", _box(box))


def _of_lost_plan(box: Milestone, phase: Spec) -> Iterator[Statement]:
    """The statements of a done plan, and of the other plans of its phase: it is not among them."""
    names = {plan_name(posixpath.basename(it.path)) for it in phase.documents} - {""}
    name = plan_name(box.title)
    if names and name not in names:
        name = f"plan {name}"
        yield Statement(name, StatusLine(Status.IN_PROGRESS, "missing", Place(phase.path)))
        yield Statement(name, _box(box))


def _of_status_files(milestones: Iterable[Milestone], specs: Sequence[Spec]) -> Iterator[Statement]:
    """The statements of done items and of the files beside the documents of their specs."""
    named = _unique((it.specs[0], it) for it in milestones if len(it.specs) == 1)
    for spec in specs:
        item, status = named.get(spec.id), spec.status
        if item is None or status is None or status.value in _NO_STAGE:
            continue
        in_document = any(it.path == status.at.path for it in spec.documents)
        # ROAD002 and SPEC007 report a tick or a status that the tasks contradict.
        reported = spec.left_open() or spec.denied_start or spec.lagging_status
        if item.state is State.DONE and not (in_document or reported):
            yield Statement(spec.id, status)
            yield Statement(spec.id, _box(item))


def _any_ticked(boxes: Mapping[str, Milestone]) -> bool:
    return any(it.state is State.DONE for it in boxes.values())


def _state(task: Task) -> StatusLine:
    return _coarse(StatusLine(Status.DONE, task.state.value, task.at), done=task.done)


def _box(item: Milestone) -> StatusLine:
    done = item.state is State.DONE
    return _coarse(StatusLine(Status.DONE, "[x]" if done else "[ ]", item.at), done=done)


def _coarse(line: StatusLine, *, done: bool) -> StatusLine:
    """The line with one of two stages: a box has only two."""
    return line._replace(value=Status.DONE if done else Status.IN_PROGRESS)
