"""Running the check in CI: from the event to a report on the platform."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from aos_check.ci import platform_running
from aos_check.ci.platform import Platform, Runner
from aos_check.cli.boundary import CANNOT_CHECK, OWN_FAULT
from aos_check.cli.output import emit, save, say
from aos_check.cli.present import rendered, report_on, terminal_text
from aos_check.cli.terminal import request_of
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.ci_range import ci_range
from aos_check.judging.report.merging import merge_folders
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report
from aos_check.reporters.summary import inherited, news


def run(folders: Sequence[Path], given: dict[str, Any]) -> None:
    """Check the commits, report the findings to the platform, and exit."""
    platform = platform_running(os.environ)
    log = partial(emit, colour=True)
    runner = platform.runner(os.environ, log) if platform else Runner(os.environ, log)
    with _reporting(runner):
        opened = _opened(folders, given, platform)
        report = merge_folders([report_on(each, given) for each in opened])
        code = int(report.fails(strict=given["strict"]))
        file = _saved(report, given, opened)
        runner.log(terminal_text(report, given, opened))
        sarif = file if given["form"] == "sarif" else ""
        files = {"sarif-file": sarif, "report-file": _facts_saved(given)}
        outputs = {**_ending(code), **_counted(report), **files}
        runner.conclude(report, lambda form: rendered(report, form, opened), outputs)
    click.get_current_context().exit(code)


@contextmanager
def _reporting(runner: Runner) -> Iterator[None]:
    """Tell the platform too if the check fails."""
    try:
        yield
    except CannotCheckError as error:
        runner.refuse(error, _ending(CANNOT_CHECK))
        raise
    except Exception:
        runner.set_outputs(_ending(OWN_FAULT))
        raise


def _ending(code: int) -> dict[str, str]:
    return {"exit-code": str(code)}


def _counted(report: Report) -> dict[str, str]:
    """The outputs that count the findings and commits of a report."""
    counting = news(report)
    found = Counter(finding.severity.value for finding in counting)
    return {
        "errors": str(found["error"]),
        "warnings": str(found["warning"]),
        "infos": str(found["info"]),
        "baselined": str(sum(it.baselined for it in report.findings)),
        "inherited": str(len(inherited(report))),
        "waived": str(len(report.waived)),
        "not-evaluated": str(len({rule.code for rule in report.not_evaluated})),
        "commits": str(report.checked.commits),
    }


def _opened(
    folders: Sequence[Path], given: dict[str, Any], platform: Platform | None
) -> list[CheckInput]:
    event = platform.event_of(os.environ) if platform else None
    request = request_of(given)
    found = ci_range(event, request, given["range"], squash=given["squash"])
    name = event.name if event else "no event"
    say(f"aos-check: {name}: {found}")
    opened = [found.open(request._replace(root=folder)) for folder in folders or (None,)]
    if not given["prove"]:
        return opened
    from aos_check.cli.proving import prove_again

    return prove_again(opened, found, request)


def _saved(report: Report, given: dict[str, Any], opened: Sequence[CheckInput]) -> str:
    """Write the file of `--output`; return its path, or "" without that option."""
    if not given["output"]:
        return ""
    save(rendered(report, given["form"], opened), given["output"])
    return str(Path(given["output"]).absolute())


def _facts_saved(given: dict[str, Any]) -> str:
    """Write the file of `--report-file`; return its path, or "" without that option."""
    file: Path | None = given["report_file"]
    if file is None:
        return ""
    from aos_check.cli.page_facts import facts_of
    from aos_check.reporters.page_json import page_json

    save(page_json(facts_of(request_of(given))), file)
    return str(file.absolute())
