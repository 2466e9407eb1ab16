"""The published form of the facts on a page. `aos-check schema page` describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, PlainSerializer

from aos_check.history.timeline.record import FactKind
from aos_check.model.decision import DecisionStatus
from aos_check.model.document import State
from aos_check.reporters.json import ReportModel
from aos_check.reporters.published import LevelWord, Published, PublishedDocument, Text, ToolModel
from aos_check.reporters.status_json import EvidenceModel, SpecProgressModel

SCHEMA = 1

Number = Annotated[int, Field(ge=0, le=1_000_000_000)]
Days = Annotated[float, Field(ge=0, le=4_000_000)]
CommitId = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def _written(when: datetime) -> str:
    return when.isoformat()


When = Annotated[AwareDatetime, PlainSerializer(_written, return_type=str)]


class CommitModel(Published):
    """A commit, with the names in git."""

    id: CommitId = Field(description="The full id.")
    when: When = Field(description="The date of the commit, in UTC.")
    author: Text = Field(description="The name of the author.")
    committer: Text = Field(description="The name of the committer.")
    subject: Text = Field(description="The first line of the message.")
    url: Text | None = Field(description="Its page; null if the forge is not known.")


class MomentModel(Published):
    """The commit in which a spec reached a stage."""

    commit: CommitModel
    at_least: bool = Field(
        description="It may have been another time: a part of the history is not known."
    )


class PageApprovalModel(Published):
    """An approval, and the commit that added it.

    That is null if it is not committed, or not in the known history.
    """

    document: Text = Field(description="The path of the approved document.")
    level: LevelWord = Field(
        description="What the spec had after the commit, else what it has now."
    )
    by: Text | None = Field(description="The name in the record; null for a status.")
    when: Text | None = Field(description="The time in the record; null for a status.")
    holds: bool = Field(description="False if the document has changed since.")
    commit: CommitModel | None


class OwnerModel(Published):
    """The owner of a spec."""

    name: Text = Field(description="The name, as it is written.")
    by_document: bool = Field(
        description="A document names the owner. Else it is the author of most contributions."
    )


class LifeModel(Published):
    """The stages of a spec. Each is null if it is not reached or not known.

    The days are null unless both ends are known and in this order.
    """

    approved: MomentModel | None = Field(
        description="The first commit after which the approval that is required today holds."
    )
    begun: MomentModel | None = Field(description="The first commit that names or ticks a task.")
    done: MomentModel | None = Field(
        description="The last commit after which all tasks are done, if they still are."
    )
    cut: bool = Field(
        description="A part of the history is not known, so an absent stage may have been reached."
    )
    waiting_days: Number | None = Field(description="From the approval to the first work.")
    cycle_days: Number | None = Field(description="From the first work to the end.")
    lead_days: Number | None = Field(description="From the approval to the end.")
    approvals: list[PageApprovalModel]
    owner: OwnerModel | None


class ContributionModel(Published):
    """The work of a commit on a spec: the tasks that it names and finishes."""

    commit: CommitModel
    named: list[Text] = Field(description="The tasks that the message names.")
    finished: list[Text] = Field(description="The tasks that it ticks, or brings done.")
    code_files: Number = Field(description="The number of code files that it changes.")


class PageSpecModel(Published):
    """A spec. `life`, `contributions` and `evidence` are null without a known history."""

    title: Text = Field(description="Its title.")
    layout: Text = Field(description="The name of the layout by which it is read.")
    state: Text = Field(description="The word that the page shows.")
    finished: bool = Field(description="There are tasks, and none of them is open.")
    approval_missing: bool = Field(description="A required approval is missing or stale.")
    url: Text | None = Field(description="Its first document on the forge.")
    progress: SpecProgressModel
    life: LifeModel | None
    contributions: list[ContributionModel] | None
    evidence: list[EvidenceModel] | None


class PageRoadmapModel(Published):
    """A roadmap item with its claimed state, and whether that fits its tasks."""

    title: Text = Field(description="The text of the item, without its marks.")
    state: State
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    specs: list[Text] = Field(description="The ids of its specs.")
    verdict: Text = Field(description="How the claim fits the tasks, in words.")
    contradicts: bool = Field(description="The tasks contradict the claim.")


class PageDecisionModel(Published):
    """A decision."""

    id: Text = Field(description="Its number or name.")
    title: Text = Field(description="Its title.")
    status: DecisionStatus
    date: Text | None = Field(description="The day, as it is written.")
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    superseded_by: Text | None = Field(description="The id of the decision that replaces it.")


class SampleModel(Published):
    """The tasks and findings at a commit of the main line.

    The findings are those of today's rules and settings; null if they are not known. They leave out
    the rules that need all files of a commit.
    """

    commit: CommitId = Field(description="The id of the commit.")
    when: When = Field(description="The date of the commit, in UTC.")
    tasks_done: Number = Field(description="The number of done tasks.")
    tasks_known: Number = Field(description="The number of all tasks.")
    errors: Number | None = Field(description="The number of errors.")
    warnings: Number | None = Field(description="The number of warnings.")
    infos: Number | None = Field(description="The number of findings with severity info.")


class AgeModel(Published):
    """The age of a finding."""

    fingerprint: Text = Field(description="The fingerprint of the finding.")
    since: Day | None = Field(
        description="The day since which it exists; null if it is not committed yet."
    )
    at_least: bool = Field(description="It may be older.")


class QuartilesModel(Published):
    """The spread of the known durations of finished specs, in days."""

    least: Days = Field(description="The shortest.")
    lower: Days = Field(description="The lower quartile.")
    median: Days = Field(description="The median.")
    upper: Days = Field(description="The upper quartile.")
    most: Days = Field(description="The longest.")
    known: Number = Field(description="The number of specs that are counted.")
    unknown: Number = Field(description="The number of finished specs whose duration is not known.")


class DurationsModel(Published):
    """The durations of finished specs; null if none is known."""

    waiting: QuartilesModel | None
    cycle: QuartilesModel | None
    lead: QuartilesModel | None


class MonthModel(Published):
    """The commits of a month that change code, and the maintenance among them."""

    month: Day = Field(description="The first day of the month.")
    maintenance: Number = Field(description="Those that no task describes.")
    code: Number = Field(description="All commits that change code.")


class MaintenanceModel(Published):
    """The commits that change code, and those that no task describes."""

    maintenance: Number = Field(description="The commits that no task describes.")
    code: Number = Field(description="All commits that change code.")
    months: list[MonthModel]


class GapModel(Published):
    """A fact that is unknown or incomplete, the reason, and what to do."""

    fact: FactKind = Field(
        description="What is unknown: `history` is everything that comes from it."
    )
    reason: Text = Field(description="The reason, in words.")
    remedy: Text | None = Field(description="What to do; null if nothing helps.")


class PageModel(PublishedDocument):
    """The facts of the page of a repository. `check` is the report of `aos-check check`."""

    tool: ToolModel
    title: Text = Field(description="The title of the page.")
    url: Text | None = Field(description="The page of the repository on its forge.")
    head: CommitModel | None
    differing: list[Text] = Field(description="The documents that differ from the commit.")
    fails: bool = Field(description="The check fails.")
    check: ReportModel
    ages: list[AgeModel]
    specs: list[PageSpecModel]
    roadmap: list[PageRoadmapModel]
    decisions: list[PageDecisionModel]
    trend: list[SampleModel]
    durations: DurationsModel
    maintenance: MaintenanceModel | None
    gaps: list[GapModel]
