"""`aos-check report`: the state of the process as one page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.git import Repository
    from aos_check.history.timeline.record import Chronicle
    from aos_check.judging.projects import Opened, Request
    from aos_check.model.finding import Report
    from aos_check.model.project import Project
    from aos_check.model.tree import Tree
    from aos_check.reading.snapshot import Sources

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
    from aos_check.judging.projects import Request

    page = _page(Request(**given, verbose=options.is_verbose()), title)
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


def _page(request: Request, title: str | None) -> str:
    from aos_check.cli.status import at_work_on
    from aos_check.judging.judge import judge, open_worktree_subject
    from aos_check.progress import active, standings
    from aos_check.reporters.page import Facts, as_html
    from aos_check.reporters.status import Overview

    opened = open_worktree_subject(request)
    unjudged = dict.fromkeys(opened.subject.unjudged, _NO_CHANGE)
    opened = replace(opened, subject=replace(opened.subject, unjudged=unjudged))
    found = judge(opened)
    standing = standings(opened.projects, opened.layouts)
    overview = Overview(opened.projects, standing, *active(standing, *at_work_on(request.root)))
    name = title or _folder(request).name or "this project"
    return as_html(Facts(name, found, overview, _chronicle(opened, found, request)))


def _folder(request: Request) -> Path:
    """The folder asked for, else the one at the top of the repository."""
    from aos_check.git import find_top

    here = Path.cwd().resolve()
    return (here / request.root).resolve() if request.root else find_top(here) or here


def _chronicle(opened: Opened, found: Report, request: Request) -> Chronicle:
    """What the history says; where there is none, that."""
    from aos_check.git import Repository, find_top
    from aos_check.history.timeline.record import Chronicle

    if opened.top is None or find_top(opened.top) is None:
        return Chronicle(gaps=("there is no repository: nothing can be told of the past",))
    try:
        with Repository.open(opened.top) as repository:
            return _retold(repository, opened, found, request)
    except CannotCheckError as error:
        return Chronicle(gaps=(f"nothing can be told of the past: {error.message}",))


def _retold(repository: Repository, opened: Opened, found: Report, request: Request) -> Chronicle:
    from aos_check.history.ranges import History
    from aos_check.history.timeline import Past, Present, retell
    from aos_check.history.timeline.record import time_of
    from aos_check.judging.judge import find_all
    from aos_check.judging.policies import terms_of

    sources = _sources(repository, opened, request)
    head = repository.head()
    # No rule on commits is asked here: the day is that of a page that comes out the same again.
    today = time_of(repository.commit(head)).date() if head else date.min
    history = History(repository, sources, terms_of(opened.config), today)
    homes = {name for layout in sources.known for name in layout.homes}
    past = Past(repository, history, homes, opened.config.enforce_since)

    def judged(projects: Sequence[Project], tree: Tree) -> Collection[str]:
        subject = replace(opened.subject, projects=projects)
        then = replace(opened, projects=tuple(projects), subject=subject, tree=tree)
        return {finding.fingerprint for finding in find_all(then).findings}

    counting = [finding for finding in found.findings if not finding.baselined]
    return retell(past, Present(opened.projects, opened.tree, counting, judged))


def _sources(repository: Repository, opened: Opened, request: Request) -> Sources:
    """Where artifacts are looked for, and by whose word they are approved, as in a check."""
    from aos_check.judging.approvers import policy_with_approvers
    from aos_check.judging.projects import sources_for

    folder = _folder(request)
    top = opened.top or folder
    below = folder.relative_to(top).as_posix() if folder != top else ""
    head = repository.head()
    base = repository.commit_tree(head) if head else None
    policy = policy_with_approvers(opened.config, base or opened.tree, base, below)
    return replace(sources_for(opened.config, below, opened.tree), policy=policy)
