"""`aos-check report`: write the state of the process as one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, say
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.request import CheckRequest

_STANDARD_OUTPUT = Path("-")


@click.command()
@click.argument("files", nargs=-1, type=options.PATH, metavar="[FILE]...")
@click.option("--merge", is_flag=True, help="Make one page of many repositories from these files.")
@options.form("html", "json")
@options.file("--output", required=True, help="Write to this file, or - for standard output.")
@click.option("--title", metavar="TEXT", help="The title. By default, the name of the repository.")
@options.root
@options.config_file
@options.allow_empty
@options.verbose
def report(
    files: tuple[Path, ...],
    merge: bool,  # noqa: FBT001
    form: str,
    output: Path,
    title: str | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """Write the state of the process as one HTML page.

    The page shows:

    \b
    - the findings, and what is late and next
    - each spec, from its requirements to its commits
    - tasks and findings over time, and how long specs take
    - the claimed and the actual state of the roadmap
    - the approvals, and the decisions in force

    It loads nothing from elsewhere. The page needs the extra `report`. `--format json` writes
    the same facts for programs, and needs no extra.

    With --merge, the page shows many repositories, the one with the most errors first. Each FILE is
    the JSON that this command wrote for one of them. A file that cannot be read gets a row on the
    page.

    \b
    Examples:
      aos-check report --output report.html
      aos-check report --format json --output report.json
      aos-check report --merge one.json two.json --output all.html
    """  # noqa: D301 - click reads the backspace
    if merge is not bool(files):
        raise CannotCheckError(
            "--merge and the files to merge belong together",
            "write `aos-check report --merge FILE... --output PAGE`",
        )
    if merge and form == "json":
        raise CannotCheckError("a merge has no JSON", "use the files that it merges")
    if form == "html":
        from aos_check.setup.installing import expect_extra

        expect_extra("report", "jinja2", "the page", "aos-check report --output PAGE")
    if merge:
        text = _merged(files, title or "Repositories")
    else:
        text = _written(request_of(given), title, form)
    _save(text, output)


def _save(page: str, output: Path) -> None:
    if output == _STANDARD_OUTPUT:
        # A browser reads this in any encoding.
        emit(page.encode("ascii", "xmlcharrefreplace").decode("ascii"))
        return
    from aos_check.git.files import replace_file

    replace_file(output, page.encode("utf-8", "backslashreplace"))


def _written(request: CheckRequest, title: str | None, form: str) -> str:
    from aos_check.cli.page_facts import facts_of

    if form == "json":
        from aos_check.reporters.page_json import page_json

        return page_json(facts_of(request, title))
    from aos_check.judging.replay.run import rates_of
    from aos_check.reporters.page.rendering import as_html

    facts = facts_of(request, title)
    if facts.report.observing:
        # The replay of the whole history takes as long as everything else.
        facts = facts._replace(rates=rates_of(request))
    return as_html(facts)


def _merged(files: Sequence[Path], title: str) -> str:
    from aos_check.reporters.organisation.files import MAX_FILES, read_page_file
    from aos_check.reporters.organisation.merge import merge
    from aos_check.reporters.page.rendering import organisation_as_html

    if len(files) > MAX_FILES:
        raise CannotCheckError(
            f"a page has at most {MAX_FILES} repositories", "merge fewer files at once"
        )
    organisation = merge(title, map(read_page_file, files))
    for each in organisation.unread:
        say(f"aos-check: {each}")
    if not organisation.repositories:
        raise CannotCheckError("none of the files can be read", organisation.unread[0].remedy)
    return organisation_as_html(organisation)
