"""Workflows: the recorded state of a framework's phases, and the phases that a team defines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from aos_check.model.cycle import Cycle
from aos_check.model.document import Mark
from aos_check.model.finding import Place


class Demand(NamedTuple):
    """One piece of evidence that a gate requires; `validator` is code to test it."""

    name: str
    type: str
    required: bool
    validator: str = ""


class Phase(NamedTuple):
    """One recorded phase, and the demands of its gate (None: no gate is known)."""

    number: int
    name: str
    state: str  # pending | in-progress | passed | failed | skipped
    at: Place
    evidence: dict[str, Any]
    demands: tuple[Demand, ...] | None = None

    @property
    def title(self) -> str:
        """The phase in a message: `phase 2 (Technical Design)`."""
        return f"phase {self.number} ({self.name})" if self.name else f"phase {self.number}"


class Workflow(NamedTuple):
    """A record of phases in their order; `errors` are violations of its schema.

    `target` is the path or the name of what the workflow works on, as the record has it. `cycle` is
    the record itself if it is a valid cycle of plan, execute, express and review. A live one is not
    in the tree: its place is that of its spec.
    """

    kind: str
    at: Place
    phases: tuple[Phase, ...] = ()
    errors: tuple[Mark, ...] = ()
    target: str = ""
    cycle: Cycle | None = None

    @property
    def lead(self) -> str:
        """The start of a message about a live cycle, whose place does not show it."""
        return f"{self.cycle.key} in NATS: " if self.cycle and self.cycle.live else ""


@dataclass(frozen=True)
class TeamPhase:
    """A phase of a team's own workflow, and what must be true before the next one begins."""

    __pydantic_config__ = {"extra": "forbid", "use_attribute_docstrings": True}  # noqa: RUF012

    name: str
    """Its name in messages."""
    exists: tuple[str, ...] = ()
    """Globs of files in the spec's folder; case does not matter. Each must match a file that is not
    empty."""
    approved: tuple[str, ...] = ()
    """Globs of documents in the spec's folder. Each must match one, and all must be approved."""
    tasks: Literal["done"] | None = None
    """In the phase with `done`, the tasks are worked on. All must be done."""
    proved: bool = False
    """If true, the last recorded proof of each done task must have exit code 0."""

    @property
    def globs(self) -> tuple[str, ...]:
        """The globs of all its files."""
        return (*self.exists, *self.approved)


NeedKind = Literal["document", "glob", "requirements", "approval", "tasks", "proof"]
"""The kinds of what a phase still needs.

`requirements` is the approval of the spec itself, and `glob` one that matches no document.
"""


class PhaseNeed(NamedTuple):
    """One thing that a phase still needs. `name` is a file in the spec's folder, or a task's id.

    `why` is the fact in words, such as `design.md is missing`. It is `unproved` if an approval is
    recorded, and only git can prove it.
    """

    kind: NeedKind
    name: str
    why: str
    at: Place
    unproved: bool = False


PhaseState = Literal["over", "current", "later"]


class PhaseProgress(NamedTuple):
    """The progress of one spec in a phase of the team's workflow.

    `needs` is what is still missing. `begun` is the first sign that the phase has begun, in words.
    In the phase with `work`, the tasks are done. `approved` are the documents, besides the
    requirements, whose approval counts without a proof of who gave it.
    """

    name: str
    work: bool = False
    needs: tuple[PhaseNeed, ...] = ()
    begun: Mark | None = None
    approved: frozenset[str] = frozenset()


class PhaseJump(NamedTuple):
    """A later phase that has begun, by this sign, although the current one is not over."""

    current: PhaseProgress
    later: PhaseProgress
    sign: Mark


class SpecPhases(tuple[PhaseProgress, ...]):
    """The phases of one spec in their order; none if the team has no workflow of its own."""

    __slots__ = ()

    @property
    def approved(self) -> frozenset[str]:
        """The documents whose approval counts without a proof of who gave it."""
        return frozenset().union(*(phase.approved for phase in self))

    @property
    def certain(self) -> SpecPhases:
        """The phases without the needs that only git can prove."""
        return SpecPhases(
            phase._replace(needs=tuple(need for need in phase.needs if not need.unproved))
            for phase in self
        )

    @property
    def current(self) -> PhaseProgress | None:
        """The first phase that is not over; None after the last one."""
        return next((phase for phase in self if phase.needs), None)

    def states(self) -> Iterator[tuple[PhaseProgress, PhaseState]]:
        """Each phase with its place in the order."""
        current = self.current
        reached = False
        for phase in self:
            state: PhaseState = "later" if reached else "over"
            reached |= phase is current
            yield phase, "current" if phase is current else state

    @property
    def before_work(self) -> PhaseProgress | None:
        """The current phase, if the work may not begin yet."""
        current = self.current
        work = next((index for index, phase in enumerate(self) if phase.work), 0)
        return current if current in self[:work] else None

    @property
    def ahead(self) -> PhaseJump | None:
        """The first phase that has begun although an earlier one is not over."""
        current = self.current
        later = self[self.index(current) + 1 :] if current else ()
        jumps = (PhaseJump(current, it, it.begun) for it in later if current and it.begun)
        return next(jumps, None)
