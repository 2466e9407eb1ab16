"""What CI runs: from the event to a report, which is told to who runs it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from aos_check.ci import event_of
from aos_check.cli.boundary import CANNOT_CHECK, OWN_FAULT
from aos_check.cli.ci_runner import Runner, counted, runner_of
from aos_check.cli.output import save, say
from aos_check.cli.present import report_on, shown, told
from aos_check.cli.terminal import request_of
from aos_check.judging.check_input import CheckInput
from aos_check.judging.ci_range import ci_range
from aos_check.judging.merge_reports import of_folders
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report


def run(folders: Sequence[Path], given: dict[str, Any]) -> None:
    """Judge what CI runs for, tell it, and end with the exit code that it gives."""
    with _telling(runner_of(os.environ)) as runner:
        opened = _opened(folders, given)
        report = of_folders([report_on(each, given) for each in opened])
        code = int(report.fails(strict=given["strict"]))
        file = _saved(report, given, opened)
        runner.log(shown(report, given, opened))
        sarif = file if given["form"] == "sarif" else ""
        runner.conclude(report, opened, {**_ending(code), **counted(report), "sarif-file": sarif})
    click.get_current_context().exit(code)


@contextmanager
def _telling(runner: Runner) -> Iterator[Runner]:
    """Let whoever runs this know how it ended, whatever happens."""
    try:
        yield runner
    except CannotCheckError as error:
        runner.refuse(error, _ending(CANNOT_CHECK))
        raise
    except Exception:
        runner.hand_on(_ending(OWN_FAULT))
        raise


def _ending(code: int) -> dict[str, str]:
    return {"exit-code": str(code)}


def _opened(folders: Sequence[Path], given: dict[str, Any]) -> list[CheckInput]:
    event, request = event_of(os.environ), request_of(given)
    found = ci_range(event, request, given["range"], squash=given["squash"])
    name = event.name if event else "no event"
    say(f"aos-check: {name}: {found}")
    return [found.open(request._replace(root=folder)) for folder in folders or (None,)]


def _saved(report: Report, given: dict[str, Any], opened: Sequence[CheckInput]) -> str:
    """Write the file that is asked for; its name, as the steps that follow find it."""
    if not given["output"]:
        return ""
    save(told(report, given["form"], opened), given["output"])
    return str(Path(given["output"]).absolute())
