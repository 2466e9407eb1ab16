"""The git hooks: `aos-check commit-msg`, `prepare-commit-msg`, `pre-push` and `pre-receive`."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import say
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError
from aos_check.reporters import FOR_PEOPLE

if TYPE_CHECKING:
    from aos_check.model.finding import Report

UNTOUCHED = ("merge", "squash", "commit")
"""The sources of a message that comes from other commits."""

_checking = options.combined(
    options.reporting,
    options.strict,
    options.root,
    options.config_file,
    options.config_from,
    options.allow_empty,
    options.verbose,
)


@click.command(name="commit-msg")
@click.argument("file", type=options.PATH, required=False)
@_checking
def commit_msg(file: Path | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the commit message and the staged changes.

    Git runs this hook before each commit. FILE contains the message. Without it, git's own file is
    read: pre-commit passes none if its configuration excludes the file. The staged changes are
    compared with HEAD.

    \b
    Examples:
      aos-check commit-msg .git/COMMIT_EDITMSG
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.input.revisions import RevisionReader

    reader = RevisionReader(request_of(given))
    opened = reader.staged(file or reader.repository.pending_message(), documents=False)
    # The pre-commit hook has just printed everything else.
    quiet = given["quiet"] or not options.is_verbose()
    conclude(report_on(opened, given), {**given, "quiet": quiet})


@click.command(name="prepare-commit-msg")
@click.argument("file", type=options.PATH)
@click.argument("source", required=False, default="")
@click.argument("sha", required=False, default="")
@options.root
@options.config_file
@options.verbose
def prepare_commit_msg(file: Path, source: str, sha: str, **given: Any) -> None:  # noqa: ANN401
    """Name the task in the commit message.

    Git runs this hook before you edit the message. Adds a trailer to the message in FILE for the
    tasks that the commit ticks. If it ticks none and commits.require is not "done", it names the
    only task in progress. Changes nothing if the message already names a task, nor in merges,
    squashes and amends.

    \b
    Examples:
      aos-check prepare-commit-msg .git/COMMIT_EDITMSG
    """  # noqa: D301 - click reads the backspace
    from aos_check.git.files import replace_file
    from aos_check.judging.input.revisions import RevisionReader, message_content

    del sha
    # pre-commit passes only the file.
    if (source or os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")) in UNTOUCHED:
        return
    message = message_content(file)
    try:
        prepared = RevisionReader(request_of(given)).with_trailer(message)
    except CannotCheckError as error:
        # The commit goes on, and `commit-msg` decides.
        say(f"aos-check: the message names no task: {error.message}")
        say(f"  help: {error.remedy}")
        return
    if prepared != message:
        replace_file(file, prepared)


@click.command(name="pre-push")
@click.argument("remote", required=False, default="")
@click.argument("url", required=False, default="")
@_checking
def pre_push(remote: str, url: str, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check every commit of a push before it is sent.

    Git runs this hook in your clone. Reads the pushed refs from standard input, as git passes them.
    pre-commit does not pass them on, but names the commits in environment variables.

    \b
    Examples:
      aos-check pre-push
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.input.pushes import outgoing

    del url
    _conclude(outgoing(remote, request_of(given), partial(report_on, given=given)), given)


@click.command(name="pre-receive")
@options.reporting
@options.strict
@options.root
@options.allow_empty
@options.verbose
def pre_receive(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check every commit of a push that a server receives.

    Git runs this hook on the server. Reads the pushed refs from standard input, as git passes them.
    A branch is checked by the configuration of the commit where it left the default branch.

    \b
    Examples:
      aos-check pre-receive
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.input.pushes import incoming

    _conclude(incoming(request_of(given), partial(report_on, given=given)), given)


def _conclude(report: Report, given: dict[str, Any]) -> None:
    """End a hook, silently if there is nothing to report."""
    news = report.notes or report.waived or any(it.counts for it in report.findings)
    silent = given["form"] in FOR_PEOPLE and not news and not options.is_verbose()
    conclude(report, {**given, "quiet": given["quiet"] or silent})
