"""Make a report, print it and exit: the last steps of every command that checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, save, say, style_for

if TYPE_CHECKING:
    from aos_check.judging.check_input import CheckInput
    from aos_check.model.finding import Report


def report_on(opened: CheckInput, given: dict[str, Any]) -> Report:
    """Check with the rules that the options select."""
    from aos_check.judging.judge import judge

    paths = given.get("paths", ())
    return judge(opened, select=given["select"], ignore=given["ignore"], paths=paths)


def conclude(
    report: Report, given: dict[str, Any], opened: Sequence[CheckInput] = (), next_step: str = ""
) -> None:
    """Write the report and the next step, and exit with the code of the report."""
    if given["output"]:
        save(rendered(report, given["form"], opened), given["output"])
    commands = given["form"] == "github" and not given["output"]
    emit(terminal_text(report, given, opened), colour=True, commands=commands)
    if next_step:
        emit(f"next: {next_step}\n")
    if not given["output"] and not given["quiet"]:
        _say_what_is_left_out(report, given["form"])
    click.get_current_context().exit(int(report.fails(strict=given["strict"])))


def terminal_text(report: Report, given: dict[str, Any], opened: Sequence[CheckInput]) -> str:
    """The report for the terminal: in the chosen format, or as text if that goes to a file."""
    from aos_check.reporters import FOR_PEOPLE

    form = "text" if given["output"] else given["form"]
    if form in FOR_PEOPLE:
        return _for_people(report, form, given)
    return rendered(report, form, opened)


def rendered(report: Report, form: str, opened: Sequence[CheckInput]) -> str:
    """The report in a format. Some formats also show the progress of the specs in `opened`."""
    from aos_check.progress import all_progress
    from aos_check.reporters import render

    return render(
        form,
        report,
        lambda: [it for each in opened for it in all_progress(each.projects, each.layouts)],
    )


def _say_what_is_left_out(report: Report, form: str) -> None:
    """Print the rules that were not evaluated, if the format has no place for them."""
    from aos_check.reporters import INCOMPLETE
    from aos_check.reporters.summary import unjudged

    if form in INCOMPLETE:
        for codes, reason in unjudged(report):
            say(f"not evaluated: {codes}: {reason}")


def _for_people(report: Report, form: str, given: dict[str, Any]) -> str:
    """The report with the colours and the detail that the options set."""
    from aos_check.reporters.finding_text import Detail

    detail = Detail.VERBOSE if options.is_verbose() else Detail.NORMAL
    if given["quiet"]:
        detail = Detail.QUIET
    style = style_for(given["color"])
    if form == "concise":
        from aos_check.reporters.concise import as_concise

        return as_concise(report, style, detail)
    from aos_check.reporters.text import as_text

    return style.fitted(as_text(report, style, detail, statistics=given.get("statistics", False)))
