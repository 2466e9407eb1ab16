"""`aos-check report`: write the state of the process as one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.request import CheckRequest

_STANDARD_OUTPUT = Path("-")
_NO_CHANGE = "the page checks only documents; `aos-check check --range` checks commits"


@click.command()
@options.file("--output", required=True, help="Write to this file, or - for standard output.")
@click.option("--title", metavar="TEXT", help="The title. By default, the name of the folder.")
@options.root
@options.config_file
@options.allow_empty
@options.verbose
def report(output: Path, title: str | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Write the state of the process as one HTML page.

    The page shows each spec from requirements to commits, the progress over time, the claimed and
    the actual state of the roadmap, the findings by age, and the decisions in force. It loads
    nothing from elsewhere. This command needs `pip install 'aos-check[report]'`.
    """
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        raise CannotCheckError(
            "the page needs jinja2, which is not installed",
            "install it with `pip install 'aos-check[report]'`",
        )
    page = _page(request_of(given), title)
    if output == _STANDARD_OUTPUT:
        # A browser reads this in any encoding.
        emit(page.encode("ascii", "xmlcharrefreplace").decode("ascii"))
        return
    from aos_check.git.files import replace_file

    replace_file(output, page.encode("utf-8", "backslashreplace"))


def _page(request: CheckRequest, title: str | None) -> str:
    from aos_check.git import find_top
    from aos_check.judging.input.worktree import open_projects
    from aos_check.judging.judge import judge
    from aos_check.judging.overview import overview_of
    from aos_check.judging.replay.run import rates_of
    from aos_check.judging.timeline import timeline_of
    from aos_check.reporters.page.model import PageFacts
    from aos_check.reporters.page.rendering import as_html

    opened = open_projects(request)
    unjudged = dict.fromkeys(opened.subject.unjudged, _NO_CHANGE)
    opened = replace(opened, subject=replace(opened.subject, unjudged=unjudged))
    found = judge(opened)
    here = Path.cwd().resolve()
    folder = (here / request.root).resolve() if request.root else find_top(here) or here
    return as_html(
        PageFacts(
            title or folder.name or "this project",
            found,
            overview_of(opened, request.root),
            timeline_of(opened, found),
            rates_of(request),
        )
    )
