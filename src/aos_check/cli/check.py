"""`aos-check check`: check the worktree, the index, a commit or a range."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import say
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of
from aos_check.model.errors import NothingToCheckError

if TYPE_CHECKING:
    from aos_check.judging.check_input import CheckInput
    from aos_check.model.finding import Report

_MODES = ("stdin", "staged", "commit", "range", "since")


@click.command()
@click.argument("paths", nargs=-1, type=options.PATH, metavar="[PATH]...")
@click.option("--fix", is_flag=True, help="Fix what is mechanical and certain, and check again.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@click.option("--staged", is_flag=True, help="Check the staged changes against HEAD.")
@click.option("--commit", metavar="REV", help="Check a commit and its message.")
@click.option("--range", metavar="A..B", help="Check each commit of a range, and all together.")
@click.option("--since", metavar="REV", help="Check the range REV..HEAD.")
@options.file(
    "--message-file",
    help="Check this commit message too. With --range, it is that of the squashed commit.",
)
@options.reporting
@click.option("--statistics", is_flag=True, help="Print a table by rule, not the findings.")
@options.strict
@options.live
@options.reading
@options.config_from
@options.version
def check(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the worktree, the index, a commit or a range.

    Reports where specs, tasks, decisions, commits and the roadmap contradict each other. Checks the
    worktree, unless one of --staged, --commit, --range and --since is given.

    With PATH, reports only the findings in these files and folders. Everything is still read,
    because a document may contradict one in another folder.

    --fix ticks a roadmap item whose specs are finished and a task whose subtasks are done, and
    links a decision back to the one that it supersedes. A fix that would bring another finding is
    left out. It never changes a requirement, an approval or a task without subtasks.

    CODES are codes (TASK003), prefixes of codes (TASK, TASK0) or names (duplicate-task-id).

    \b
    Examples:
      aos-check check
      aos-check check docs/adr --select ADR
      aos-check check --select TASK,SPEC004
      aos-check check --diff
      aos-check check --range origin/main..HEAD --strict
      aos-check check --format sarif --output aos-check.sarif
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.judge import Modes, open_subject

    _expect_one_purpose(given)
    modes = Modes(**{name: given[name] for name in (*_MODES[1:], "message_file")})

    def checked() -> tuple[Report, CheckInput]:
        opened = open_subject(request_of(given), modes)
        return report_on(opened, given | {"paths": _places(given["paths"], opened)}), opened

    try:
        report, opened = checked()
    except NothingToCheckError as error:
        error.next_step = _first_document(given)
        raise
    if given["fix"] or given["diff"]:
        if report.fixes.made:
            from aos_check.cli.fixing import fix

            fix(report, opened, given)
            report, opened = checked()
        elif report.findings and not given["quiet"]:
            say("no finding can be fixed automatically")
    conclude(report, given, [opened], _next_step(report, opened, given))


def _next_step(report: Report, opened: CheckInput, given: dict[str, Any]) -> str:
    if not _is_plain(given):
        return ""
    from aos_check.setup.first_run import next_step

    return next_step(report, opened)


def _first_document(given: dict[str, Any]) -> str:
    if not _is_plain(given):
        return ""
    from aos_check.setup.first_run import first_document

    return first_document(Path.cwd().resolve())


def _is_plain(given: dict[str, Any]) -> bool:
    """True for a check without options, as on the first run."""
    return given["form"] == "text" and not any(
        value for name, value in given.items() if name not in ("form", "color")
    )


def _expect_one_purpose(given: dict[str, Any]) -> None:
    """Refuse options that do not go together."""
    chosen = [name for name in (*_MODES, "fix", "diff") if given[name]]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other")
    if given["statistics"] and given["form"] != "text" and not given["output"]:
        raise click.UsageError("--statistics is for --format text")
    about_commits = [name for name in ("commit", "range", "since", "message_file") if given[name]]
    if given["paths"] and about_commits:
        option = about_commits[0].replace("_", "-")
        raise click.UsageError(
            f"PATH does not go with --{option}: findings about commits have no path, "
            "and a gate must not lose them"
        )


def _places(paths: Sequence[Path], opened: CheckInput) -> Sequence[str]:
    if not paths:
        return ()
    from aos_check.judging.input.paths import places_of

    return places_of(paths, Path.cwd(), opened.top or Path.cwd(), opened.tree)
