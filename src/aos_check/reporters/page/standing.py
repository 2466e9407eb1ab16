"""The state of specs and roadmap items. Everything that the page says about one comes from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Milestone
from aos_check.model.wording import counted
from aos_check.progress import SpecProgress
from aos_check.progress.milestones import OPEN
from aos_check.reporters.page.model import Bar, Chip, Tone


class Stage(Enum):
    """How far the tasks of one or more specs are."""

    NO_SPEC = Chip(Tone.ASIDE, "no spec")
    NO_TASKS = Chip(Tone.ASIDE, "no tasks")
    NOT_STARTED = Chip(Tone.OPEN, "not started")
    IN_PROGRESS = Chip(Tone.BUSY, "in progress")
    PUT_ASIDE = Chip(Tone.ASIDE, "put aside")
    DONE = Chip(Tone.GOOD, "done")


class Standing(NamedTuple):
    """The tasks of one or more specs by state. `left` are open or in progress.

    `begun` is the number of specs on which work has begun, even if no task is done.
    """

    specs: int = 0
    done: int = 0
    begun: int = 0
    left: int = 0
    aside: int = 0

    @property
    def bar(self) -> Bar:
        """The share of done tasks. Those that are put aside do not count as undone."""
        return Bar(self.done, self.done + self.left + self.aside, self.aside)

    @property
    def stage(self) -> Stage:
        """The only word for these numbers."""
        if not self.specs:
            return Stage.NO_SPEC
        if not self.bar.total:
            return Stage.NO_TASKS
        if self.left:
            return Stage.IN_PROGRESS if self.done or self.begun else Stage.NOT_STARTED
        return Stage.DONE if self.done else Stage.PUT_ASIDE


def standing(spec_progress: SpecProgress, *, begun: bool = False) -> Standing:
    """The tasks of a spec, the same numbers as in `status`. It is `begun` by a commit or a box."""
    tasks = spec_progress.tasks
    left = tasks.total - tasks.done - tasks.aside
    return Standing(1, tasks.done, begun or bool(tasks.in_progress), left, tasks.aside)


def together(every: Iterable[Standing]) -> Standing:
    """The sums of several specs."""
    sums = [sum(column) for column in zip(*every, strict=True)]
    return Standing(*sums) if sums else Standing()


def spec_chip(spec_progress: SpecProgress, own: Standing) -> Chip:
    """The state of a spec: that of its tasks, unless its documents or its next step add to it."""
    rest = spec_progress.rest
    if rest == CANCELLED.text:
        return CANCELLED
    if own.left and spec_progress.spec.marked_done:
        return Chip(Tone.WARN, f"marked done, {own.left:,} open")
    if own.left:
        return own.stage.value
    if rest == FINISHED.text:
        return FINISHED
    return Chip(Tone.BUSY, "ready to close") if own.stage is Stage.DONE else own.stage.value


def tasks_chip(spec_progress: SpecProgress, own: Standing) -> Chip:
    """The numbers of a spec's tasks, in the tone of its stage."""
    if own.stage is Stage.NO_TASKS and spec_progress.spec.tasks is not None:
        return Chip(Tone.ASIDE, "no boxes")
    text = f"{own.done:,} of {own.bar.total:,} done" if own.bar.total else own.stage.value.text
    return Chip(own.stage.value.tone, f"{text}, {own.aside:,} put aside" if own.aside else text)


def verdict(item: Milestone, actual: Standing, findings: Sequence[Finding]) -> Chip:
    """How the claim of a roadmap item fits its tasks. A finding at the item is the verdict."""
    reported = next(_reported(item, findings), None)
    if reported:
        return reported
    if item.state is State.DONE and actual.left:
        return Chip(Tone.WARN, f"{counted(actual.left, 'task')} open")
    return _FITTING[actual.stage].get(item.state, _DIFFERS.get(actual.stage, NOT_KNOWN))


FINISHED = Chip(Tone.GOOD, "finished")
CANCELLED = Chip(Tone.ASIDE, "cancelled")
_AGREES = Chip(Tone.GOOD, "agrees")
NOT_KNOWN = Chip(Tone.ASIDE, "nothing to compare")
_FITTING: Mapping[Stage, Mapping[State, Chip]] = {
    Stage.NO_SPEC: dict.fromkeys(State, NOT_KNOWN),
    Stage.NO_TASKS: dict.fromkeys(State, NOT_KNOWN),
    Stage.NOT_STARTED: dict.fromkeys(State, _AGREES)
    | {State.IN_PROGRESS: Chip(Tone.OPEN, "no task begun")},
    Stage.IN_PROGRESS: dict.fromkeys(OPEN, _AGREES),
    Stage.PUT_ASIDE: dict.fromkeys((State.DEFERRED, State.BLOCKED, State.CANCELLED), _AGREES),
    Stage.DONE: {State.DONE: _AGREES} | dict.fromkeys(OPEN, Chip(Tone.ASIDE, "kept open")),
}
"""The claims that fit each stage, if no rule reports them."""

_DIFFERS = {
    Stage.IN_PROGRESS: Chip(Tone.WARN, "work goes on"),
    Stage.PUT_ASIDE: Chip(Tone.ASIDE, "tasks put aside"),
    Stage.DONE: Chip(Tone.ASIDE, "work is done"),
}

_REPORTED = {
    "ROAD002": ((State.DONE,), "ticked early"),
    "ROAD003": (OPEN, "not ticked"),
}
"""The rules that compare an item with its work: the claims they report, and their verdicts."""


def _reported(item: Milestone, findings: Iterable[Finding]) -> Iterator[Chip]:
    """The findings that are about the item, at first or as one of several places."""
    for it in findings:
        claims, words = _REPORTED.get(it.code, ((), ""))
        places = (it.problem.at, *(related.at for related in it.problem.related))
        if item.state in claims and item.at in places:
            is_error = it.severity is Severity.ERROR and it.counts
            baseline = "" if it.counts else ", in the baseline"
            yield Chip(Tone.BAD if is_error else Tone.WARN, f"{words}{baseline}")
