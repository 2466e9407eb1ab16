"""`aos-check report`: the state of the process as one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.request import CheckRequest

_STANDARD_OUTPUT = Path("-")
_NO_CHANGE = "the page judges documents as they are; `aos-check check --range` judges commits"


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Write the page to this file; - is standard output.",
)
@click.option("--title", metavar="TEXT", help="What the page is called: by default the folder.")
@options.root
@options.config_file
@options.allow_empty
@options.verbose
def report(output: Path, title: str | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Write a page on the state of the process: one HTML file that needs nothing else.

    Each spec's road from requirements to commits, progress over time, the roadmap as it claims and
    as it is, findings by age, decisions in force. It needs `pip install 'aos-check[report]'`.
    """
    _expect_jinja()
    from aos_check.cli.terminal import request_of

    page = _page(request_of(given), title)
    if output == _STANDARD_OUTPUT:
        # Whatever the encoding there, a browser reads it.
        emit(page.encode("ascii", "xmlcharrefreplace").decode("ascii"))
        return
    from aos_check.git.files import replace_file

    replace_file(output, page.encode("utf-8", "backslashreplace"))


def _expect_jinja() -> None:
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        raise CannotCheckError(
            "the page needs jinja2, which is not installed",
            "install it with `pip install 'aos-check[report]'`",
        )


def _page(request: CheckRequest, title: str | None) -> str:
    from aos_check.cli.status import at_work_on
    from aos_check.judging.judge import judge
    from aos_check.judging.timeline import timeline_of
    from aos_check.judging.worktree import open_projects
    from aos_check.progress import active, all_progress
    from aos_check.reporters.page import PageFacts, as_html
    from aos_check.reporters.status import Overview

    opened = open_projects(request)
    unjudged = dict.fromkeys(opened.subject.unjudged, _NO_CHANGE)
    opened = replace(opened, subject=replace(opened.subject, unjudged=unjudged))
    found = judge(opened)
    spec_progress = all_progress(opened.projects, opened.layouts)
    overview = Overview(
        opened.projects, spec_progress, *active(spec_progress, *at_work_on(request.root))
    )
    name = title or _folder(request).name or "this project"
    return as_html(PageFacts(name, found, overview, timeline_of(opened, found)))


def _folder(request: CheckRequest) -> Path:
    """The folder asked for, else the one at the top of the repository."""
    from aos_check.git import find_top

    here = Path.cwd().resolve()
    return (here / request.root).resolve() if request.root else find_top(here) or here
