"""Rendering the page with jinja2, which no other module uses."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from aos_check import __version__
from aos_check.model.wording import counted, shortened
from aos_check.reporters.organisation.merge import Organisation
from aos_check.reporters.page import organisation, signs, words
from aos_check.reporters.page.findings import buckets, links_by_id, since
from aos_check.reporters.page.model import Link, PageFacts, Tone
from aos_check.reporters.page.prose import LONGEST, prose
from aos_check.reporters.page.roadmap import roadmaps
from aos_check.reporters.page.specs import spec_groups
from aos_check.reporters.page.stops import stops
from aos_check.reporters.page.summary import decisions, figures, gaps, progress, verdict
from aos_check.reporters.style import safe
from aos_check.reporters.summary import placed


def as_html(facts: PageFacts) -> str:
    """The page of one repository."""
    return _rendered("page.html.j2", _context(facts))


def organisation_as_html(found: Organisation) -> str:
    """The page of many repositories."""
    return _rendered("organisation.html.j2", organisation.context(found))


def _rendered(template: str, context: dict[str, Any]) -> str:
    """A page. Its content security policy allows only the style with this digest."""
    style = _source("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        autoescape=True,
        finalize=lambda value: safe(value) if type(value) is str else value,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        cut=shortened,
        prose=lambda text, longest=LONGEST: Markup(prose(text, longest)),  # noqa: S704 - escaped
        day=words.full,
        place=placed,
        counted=counted,
        since=since,
    )
    environment.globals.update(
        signs=signs,
        words=words,
        tones=Tone,
        version=__version__,
        style=Markup(style),  # noqa: S704 - it is part of the program
        style_digest=digest,
    )
    return environment.get_template(template).render(**context)


def _context(facts: PageFacts) -> dict[str, Any]:
    all_progress = facts.overview.all_progress
    anchors = words.anchors("spec", (it.name for it in all_progress))
    links = {
        it.spec.path: Link(shortened(it.name, 80), anchor)
        for it, anchor in zip(all_progress, anchors, strict=True)
    }
    plans = roadmaps(facts, links)
    return {
        "facts": facts,
        "timeline": facts.timeline,
        "verdict": verdict(facts, plans),
        "figures": figures(facts),
        "progress": progress(facts),
        "stops": stops(facts.rates),
        "groups": spec_groups(facts, links, plans),
        "roadmaps": plans,
        "buckets": buckets(facts),
        "links": links_by_id(facts, links),
        "baselined": sum(it.baselined for it in facts.report.findings),
        "in_force": decisions(facts, in_force=True),
        "other_decisions": decisions(facts, in_force=False),
        "gaps": list(gaps(facts)),
    }


def _source(name: str) -> str:
    return resources.files(__package__ or "").joinpath(name).read_text("utf-8")
