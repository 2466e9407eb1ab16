"""The page as data: what is to be shown, in the order in which it is read.

Texts are as the input has them; the template is where they become safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from aos_check.reporters.page.plot import Plot, Spark


class Tone(str, Enum):
    """How something stands. Each has a sign of its own, so that colour is never alone."""

    GOOD = "good"
    BUSY = "busy"
    OPEN = "open"
    ASIDE = "aside"
    WARN = "warn"
    BAD = "bad"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in a word or a few."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of something is done. `share` is in percent: only what is whole is 100."""

    done: int
    total: int

    @property
    def share(self) -> int:
        """The length of what is filled."""
        share = 100 * self.done // self.total if self.total else 0
        return 1 if self.done and not share else share


@dataclass(frozen=True, slots=True)
class CommitView:
    """A commit, and what it did for a spec."""

    short: str
    day: date
    subject: str
    author: str
    did: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class VerdictView:
    """Whether the check passes, and what stands in its way."""

    chip: Chip
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the top, and what it is a number of."""

    key: str
    label: str
    value: int
    total: int | None = None
    note: str = ""

    @property
    def bar(self) -> Bar | None:
        """The same as a bar, where it is a part of something."""
        return None if self.total is None else Bar(self.value, self.total)


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The plot of tasks over time, for wide and for narrow screens, and its numbers."""

    plots: tuple[Plot, ...] = ()
    rows: tuple[tuple[str, str, int, int], ...] = ()
    caption: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a spec's road."""

    label: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class RequirementView:
    """A requirement; `covered`: a task names it, None: nobody asks for that."""

    id: str
    text: str
    covered: bool | None
    changed: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task; `group` is the heading that begins with it, `commit` finished it or names it."""

    id: str
    title: str
    depth: int
    chip: Chip
    group: str = ""
    commit: CommitView | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """What is next."""

    name: str
    text: str
    why: str
    how: str
    place: str


@dataclass(frozen=True, slots=True)
class SpecView:
    """A spec and its road from requirements to commits. `more_*` say how many are not listed."""

    anchor: str
    name: str
    title: str
    facts: tuple[str, ...]
    chip: Chip
    active: bool
    bar: Bar
    stages: tuple[Stage, ...]
    step: StepView
    last: date | None
    findings: Chip | None
    roadmap: tuple[Chip, str] | None
    requirements: tuple[RequirementView, ...]
    more_requirements: int
    approval: tuple[tuple[str, str], ...]
    tasks: tuple[TaskView, ...]
    more_tasks: int
    gates: tuple[Stage, ...]
    commits: tuple[CommitView, ...]
    more_commits: int
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class SpecGroup:
    """Specs that are equally far. `folded`: they need not be seen at once."""

    title: str
    specs: tuple[SpecView, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """A roadmap item: what it claims, what is true, and whether that agrees."""

    title: str
    phase: str
    claimed: Chip
    true: Chip
    bar: Bar | None
    specs: tuple[tuple[str, str], ...]
    verdict: Chip


@dataclass(frozen=True, slots=True)
class RoadmapView:
    """The roadmap of a project, and the specs that are on none of its items."""

    project: str
    path: str
    items: tuple[ItemView, ...]
    more_items: int
    unplanned: tuple[tuple[str, str], ...]
    compared: int
    disagreeing: int

    @property
    def lead(self) -> str:
        """How far the roadmap can be relied on."""
        if not self.compared:
            return "No item has a spec with tasks to compare it with."
        of = f"of {self.compared} {'item' if self.compared == 1 else 'items'} with tasks"
        verb = "claims" if self.disagreeing == 1 else "claim"
        return f"{self.disagreeing or 'None'} {of} {verb} something else than the tasks show."


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, and since when it is there."""

    chip: Chip
    code: str
    name: str
    message: str
    place: str
    help: str
    since: str
    day: date | None
    spec: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """Findings of about the same age."""

    title: str
    count: int
    bar: Bar
    first: tuple[FindingView, ...]
    rest: tuple[FindingView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision and how it stands."""

    id: str
    title: str
    day: str
    chip: Chip
    place: str
    successor: str


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """Those in force, and the others."""

    in_force: tuple[DecisionView, ...]
    others: tuple[DecisionView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What the page does not say, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything on the page."""

    title: str
    version: str
    commit: CommitView | None
    differing: tuple[str, ...]
    more_differing: int
    verdict: VerdictView
    figures: tuple[Figure, ...]
    progress: ProgressView
    groups: tuple[SpecGroup, ...]
    roadmaps: tuple[RoadmapView, ...]
    buckets: tuple[Bucket, ...]
    baselined: int
    decisions: DecisionsView
    gaps: tuple[Gap, ...]
