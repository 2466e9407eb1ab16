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
from aos_check.reporters.page import organisation, signs, times, words
from aos_check.reporters.page.context import context_of
from aos_check.reporters.page.findings import since
from aos_check.reporters.page.index import classes_of, style_of
from aos_check.reporters.page.model import Bar, Link, PageFacts, Tone
from aos_check.reporters.page.prose import LONGEST, prose
from aos_check.reporters.style import safe
from aos_check.reporters.summary import placed


def as_html(facts: PageFacts) -> str:
    """The page of one repository."""
    context = context_of(facts)
    return _rendered("page.html.j2", context, style_of(context["filters"]))


def organisation_as_html(found: Organisation) -> str:
    """The page of many repositories."""
    return _rendered("organisation.html.j2", organisation.context(found))


def _rendered(template: str, context: dict[str, Any], own_style: str = "") -> str:
    """A page. Its content security policy allows only the style with this digest."""
    style = _source("page.css") + own_style
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
        prose=_prose,
        day=words.full,
        place=placed,
        counted=counted,
        since=since,
        linked=lambda spec, links: links.get(spec, Link("", "")),
        share=lambda month: Bar(month.maintenance, month.code),
    )
    environment.globals.update(
        signs=signs,
        words=words,
        in_days=times.in_days,
        day_of=times.day_of,
        stages_of=times.stages_of,
        classes_of=classes_of,
        tones=Tone,
        version=__version__,
        style=Markup(style),  # noqa: S704 - it is part of the program
        style_digest=digest,
    )
    return environment.get_template(template).render(**context)


def _prose(text: str, longest: int = LONGEST, *, links: bool = True) -> Markup:
    return Markup(prose(text, longest, links=links))  # noqa: S704 - it is escaped


def _source(name: str) -> str:
    return resources.files(__package__ or "").joinpath(name).read_text("utf-8")
