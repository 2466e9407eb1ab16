"""The published form of the facts on a page. `aos-check schema page` describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, PlainSerializer

from aos_check.history.timeline.record import FactKind
from aos_check.model.decision import DecisionStatus
from aos_check.model.document import State
from aos_check.reporters.json import ReportModel
from aos_check.reporters.published import LevelWord, Published, Text, ToolModel
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
    """A commit, with the names in git. `url` is null if the forge is not known."""

    id: CommitId
    when: When
    author: Text
    committer: Text
    subject: Text
    url: Text | None


class MomentModel(Published):
    """The commit in which a spec reached a stage.

    `at_least`: it may have been another time, because a part of the history is not known.
    """

    commit: CommitModel
    at_least: bool


class PageApprovalModel(Published):
    """An approval. `by` and `when` are the words of its record, null for a status.

    `commit` is the one that added it; null if it is not committed, or not in the known history.
    """

    document: Text
    level: LevelWord
    by: Text | None
    when: Text | None
    holds: bool = Field(description="False if the document has changed since.")
    commit: CommitModel | None


class OwnerModel(Published):
    """The owner of a spec, named by a document or else the author of most contributions."""

    name: Text
    by_document: bool


class LifeModel(Published):
    """The stages of a spec. Each is null if it is not reached or not known.

    `cut`: a part of the history is not known, so an absent stage may have been reached. The days
    are null unless both ends are known and in this order.
    """

    approved: MomentModel | None
    begun: MomentModel | None
    done: MomentModel | None
    cut: bool
    waiting_days: Number | None = Field(description="From the approval to the first work.")
    cycle_days: Number | None = Field(description="From the first work to the end.")
    lead_days: Number | None = Field(description="From the approval to the end.")
    approvals: list[PageApprovalModel]
    owner: OwnerModel | None


class ContributionModel(Published):
    """The work of a commit on a spec: the tasks that it names and finishes."""

    commit: CommitModel
    named: list[Text]
    finished: list[Text]
    code_files: Number


class PageSpecModel(Published):
    """A spec. `life`, `contributions` and `evidence` are null without a known history.

    `state` is the word that the page shows. `url` is its first document on the forge.
    """

    title: Text
    layout: Text
    state: Text
    finished: bool
    approval_missing: bool
    url: Text | None
    progress: SpecProgressModel
    life: LifeModel | None
    contributions: list[ContributionModel] | None
    evidence: list[EvidenceModel] | None


class PageRoadmapModel(Published):
    """A roadmap item with its claimed state, and whether that fits its tasks."""

    title: Text
    state: State
    path: Text
    line: int
    specs: list[Text]
    verdict: Text
    contradicts: bool = Field(description="The tasks contradict the claim.")


class PageDecisionModel(Published):
    """A decision."""

    id: Text
    title: Text
    status: DecisionStatus
    date: Text | None
    path: Text
    line: int
    superseded_by: Text | None


class SampleModel(Published):
    """The tasks and findings at a commit of the main line.

    The findings are those of today's rules and settings; null if they are not known. They leave out
    the rules that need all files of a commit.
    """

    commit: CommitId
    when: When
    tasks_done: Number
    tasks_known: Number
    errors: Number | None
    warnings: Number | None
    infos: Number | None


class AgeModel(Published):
    """The day since which a finding has existed; null if it is not committed yet."""

    fingerprint: Text
    since: Day | None
    at_least: bool


class QuartilesModel(Published):
    """The spread of the known durations of finished specs, in days."""

    least: Days
    lower: Days
    median: Days
    upper: Days
    most: Days
    known: Number
    unknown: Number


class DurationsModel(Published):
    """The durations of finished specs; null if none is known."""

    waiting: QuartilesModel | None
    cycle: QuartilesModel | None
    lead: QuartilesModel | None


class MonthModel(Published):
    """The commits of a month that change code, and the maintenance among them."""

    month: Day
    maintenance: Number
    code: Number


class MaintenanceModel(Published):
    """The commits that change code, and those that no task describes."""

    maintenance: Number
    code: Number
    months: list[MonthModel]


class GapModel(Published):
    """A fact that is unknown or incomplete, the reason, and what to do."""

    fact: FactKind
    reason: Text
    remedy: Text | None


class PageModel(Published):
    """The facts of the page of a repository. `check` is the report of `aos-check check`."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    tool: ToolModel
    title: Text
    url: Text | None = Field(description="The page of the repository on its forge.")
    head: CommitModel | None
    differing: list[Text] = Field(description="The documents that differ from the commit.")
    fails: bool
    check: ReportModel
    ages: list[AgeModel]
    specs: list[PageSpecModel]
    roadmap: list[PageRoadmapModel]
    decisions: list[PageDecisionModel]
    trend: list[SampleModel]
    durations: DurationsModel
    maintenance: MaintenanceModel | None
    gaps: list[GapModel]
