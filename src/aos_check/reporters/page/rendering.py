"""The one door to jinja2: the page becomes HTML."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from aos_check.reporters.page.model import Chip, PageView, Tone
from aos_check.reporters.page.words import full
from aos_check.reporters.style import safe

_DIFFERS = Chip(Tone.WARN, "the worktree differs")


def rendered(page: PageView) -> str:
    """The page as HTML. Its style is named by its digest: no other can be brought in."""
    environment = Environment(
        autoescape=True,
        finalize=_shown,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["day"] = full
    style = _source("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("page.html.j2")
    return template.render(
        page=page,
        tones=Tone,
        differs=_DIFFERS,
        style=Markup(style),  # noqa: S704 - it is the program's own
        style_digest=digest,
    )


def _shown(value: object) -> object:
    """What stands in the template's place: of a text, what cannot do any harm."""
    return safe(value) if type(value) is str else value


def _source(name: str) -> str:
    return resources.files(__package__ or "").joinpath(name).read_text("utf-8")
