"""The facts of a page as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check import __version__
from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.durations import Quartiles, durations
from aos_check.history.timeline.life import GivenApproval, Life, Moment
from aos_check.history.timeline.record import Contribution, Sample, Timeline
from aos_check.model.change import CommitRecord
from aos_check.progress.approval import is_missing
from aos_check.reporters.json import published
from aos_check.reporters.page.forge_links import ForgeLinks
from aos_check.reporters.page.index import Index, SpecFacts, index_of
from aos_check.reporters.page.model import PageFacts, Tone
from aos_check.reporters.page.roadmap import roadmaps
from aos_check.reporters.page.words import subject
from aos_check.reporters.page_schema import (
    AgeModel,
    CommitModel,
    ContributionModel,
    DurationsModel,
    GapModel,
    LifeModel,
    MaintenanceModel,
    MomentModel,
    MonthModel,
    OwnerModel,
    PageApprovalModel,
    PageDecisionModel,
    PageModel,
    PageRoadmapModel,
    PageSpecModel,
    QuartilesModel,
    SampleModel,
)
from aos_check.reporters.published import ToolModel
from aos_check.reporters.status_json import evidence_model, progress_model


def page_json(facts: PageFacts) -> str:
    """The facts of a page, in ASCII."""
    return _page(facts).as_json()


def _page(facts: PageFacts) -> PageModel:
    timeline, parts = facts.timeline, _LinkedParts(facts)
    specs = [spec for project in facts.overview.projects for spec in project.specs]
    lives = timeline.work.lives if timeline.work else {}
    index, _ = index_of(facts)
    return PageModel(
        tool=ToolModel(version=__version__),
        title=facts.title,
        url=timeline.forge.base if timeline.forge else None,
        head=parts.commit(timeline.head) if timeline.head else None,
        differing=list(timeline.differing),
        fails=facts.report.fails(strict=False),
        check=published(facts.report),
        ages=[
            AgeModel(
                fingerprint=key,
                since=age.since.isoformat() if age.since else None,
                at_least=age.at_least,
            )
            for key, age in timeline.ages.items()
        ],
        specs=list(map(parts.spec, index.values())),
        roadmap=list(_roadmap(facts, index)),
        decisions=list(_decisions(facts)),
        trend=list(map(_sample, timeline.samples)),
        durations=DurationsModel(
            **{
                name: _quartiles(spread)
                for name, spread in durations(specs, lives)._asdict().items()
            }
        ),
        maintenance=_maintenance(timeline),
        gaps=[
            GapModel(fact=gap.fact, reason=gap.reason, remedy=gap.remedy or None)
            for gap in timeline.gaps
        ],
    )


class _LinkedParts:
    """The parts of a page that link to commits and files."""

    def __init__(self, facts: PageFacts) -> None:
        self._timeline = facts.timeline
        self._links = ForgeLinks(facts)

    def commit(self, record: CommitRecord) -> CommitModel:
        """A commit."""
        return CommitModel(
            id=record.id,
            when=time_of(record),
            author=record.author.name,
            committer=record.committer.name,
            subject=subject(record),
            url=self._links.commit(record.id),
        )

    def spec(self, found: SpecFacts) -> PageSpecModel:
        """A spec."""
        progress, timeline = found.progress, self._timeline
        spec = progress.spec
        work, evidence = timeline.work, timeline.evidence
        life = work.lives.get(spec.path) if work else None
        return PageSpecModel(
            title=spec.title,
            layout=spec.layout,
            state=found.state.text,
            finished=spec.finished,
            approval_missing=is_missing(spec.approval),
            url=self._links.line(spec.at),
            progress=progress_model(progress),
            life=self._life(life) if life else None,
            contributions=(
                list(map(self._contribution, work.contributions.get(spec.path, ())))
                if work
                else None
            ),
            evidence=(
                None if evidence is None else list(map(evidence_model, evidence.get(spec.path, ())))
            ),
        )

    def _life(self, life: Life) -> LifeModel:
        owner = life.owner
        return LifeModel(
            approved=self._moment(life.approved),
            begun=self._moment(life.begun),
            done=self._moment(life.done),
            cut=life.cut,
            waiting_days=life.waiting,
            cycle_days=life.cycle,
            lead_days=life.lead,
            approvals=list(map(self._approval, life.approvals)),
            owner=OwnerModel(name=owner.name, by_document=owner.by_document) if owner else None,
        )

    def _moment(self, moment: Moment | None) -> MomentModel | None:
        if moment is None:
            return None
        return MomentModel(commit=self.commit(moment.commit), at_least=moment.at_least)

    def _approval(self, given: GivenApproval) -> PageApprovalModel:
        return PageApprovalModel(
            document=given.document,
            level=given.level.value,
            by=given.by or None,
            when=given.when or None,
            holds=given.holds,
            commit=self.commit(given.commit) if given.commit else None,
        )

    def _contribution(self, contribution: Contribution) -> ContributionModel:
        return ContributionModel(
            commit=self.commit(contribution.commit),
            named=list(contribution.named),
            finished=[*contribution.finished, *contribution.brought],
            code_files=contribution.code,
        )


def _roadmap(facts: PageFacts, index: Index) -> Iterator[PageRoadmapModel]:
    for plan in roadmaps(facts, index):
        for view in plan.items:
            yield PageRoadmapModel(
                title=view.item.title,
                state=view.item.state,
                path=view.item.at.path,
                line=view.item.at.line,
                specs=[link.name for link in view.specs],
                verdict=view.verdict.text,
                contradicts=view.verdict.tone is Tone.BAD,
            )


def _decisions(facts: PageFacts) -> Iterator[PageDecisionModel]:
    for project in facts.overview.projects:
        for each in project.decisions:
            yield PageDecisionModel(
                id=each.id,
                title=each.title,
                status=each.status,
                date=each.date,
                path=each.at.path,
                line=each.at.line,
                superseded_by=each.superseded_by,
            )


def _sample(sample: Sample) -> SampleModel:
    counts = sample.findings
    return SampleModel(
        commit=sample.commit,
        when=sample.when,
        tasks_done=sample.total.done,
        tasks_known=sample.total.known,
        errors=counts.errors if counts else None,
        warnings=counts.warnings if counts else None,
        infos=counts.infos if counts else None,
    )


def _quartiles(found: Quartiles | None) -> QuartilesModel | None:
    return QuartilesModel(**found._asdict()) if found else None


def _maintenance(timeline: Timeline) -> MaintenanceModel | None:
    work = timeline.work
    if work is None:
        return None
    months = [
        MonthModel(month=it.month.isoformat(), maintenance=it.maintenance, code=it.code)
        for it in work.months
    ]
    return MaintenanceModel(maintenance=len(work.maintenance), code=work.code, months=months)
