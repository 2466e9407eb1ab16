"""The parts of the page by the names that its template uses."""

from __future__ import annotations

from typing import Any

from aos_check.history.timeline.record import FactKind
from aos_check.reporters.page.approvals import approvals
from aos_check.reporters.page.attention import attention
from aos_check.reporters.page.findings import buckets, links_by_id
from aos_check.reporters.page.forge_links import ForgeLinks
from aos_check.reporters.page.index import index_of
from aos_check.reporters.page.model import PageFacts
from aos_check.reporters.page.over_time import findings_over_time, progress
from aos_check.reporters.page.roadmap import roadmaps
from aos_check.reporters.page.specs import spec_groups
from aos_check.reporters.page.stops import stops
from aos_check.reporters.page.summary import decisions, figures, gaps, gaps_at, verdict
from aos_check.reporters.page.times import times


def context_of(facts: PageFacts) -> dict[str, Any]:
    """The names that the template of the page uses."""
    index, filters = index_of(facts)
    plans = roadmaps(facts, index)
    return {
        "facts": facts,
        "timeline": facts.timeline,
        "places": ForgeLinks(facts),
        "filters": filters,
        "verdict": verdict(facts),
        "notices": attention(facts, index),
        "figures": figures(facts, index),
        "progress": progress(facts),
        "trend": findings_over_time(facts),
        "times": times(index),
        "approvals": approvals(index),
        "stops": stops(facts.rates),
        "groups": spec_groups(facts, index, plans),
        "roadmaps": plans,
        "buckets": buckets(facts),
        "links": links_by_id(index),
        "baselined": sum(it.baselined for it in facts.report.findings),
        "in_force": decisions(facts, holding=True),
        "other_decisions": decisions(facts, holding=False),
        "gaps": list(gaps(facts)),
        "gaps_at": gaps_at,
        "fact": FactKind,
    }
