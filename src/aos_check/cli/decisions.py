"""`aos-check decisions`: the decisions in force, and their digest for agents."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, save, show, style_for
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.progress.decisions import DecisionStanding
    from aos_check.reporters.decision_digest import KeptDigest


@click.command()
@click.option("--brief", is_flag=True, help="Print a digest in Markdown for an agent's context.")
@options.file("--output", help="Write the digest to this file, in place of the one in it.")
@options.file("--check", "kept", help="Only check that the digest in this file is current.")
@options.form("text", "json")
@options.color
@options.reading
def decisions(
    *,
    brief: bool,
    output: Path | None,
    kept: Path | None,
    form: str,
    color: str,
    **given: Any,  # noqa: ANN401 - what click parsed
) -> None:
    """List the decisions in force, by topic and date.

    Decisions that are superseded, deprecated or rejected are left out. Those that are proposed, or
    whose status is unclear, come last.

    With --brief, prints one line for each decision in force: its first sentence and its place. Add
    that digest once to a file for agents, such as AGENTS.md. --output renews the digest there and
    leaves the rest of the file alone. --check exits 1 if the digest in the file is stale, 2 if the
    file has none.

    \b
    Examples:
      aos-check decisions
      aos-check decisions --brief
      aos-check decisions --brief --output AGENTS.md
      aos-check decisions --check AGENTS.md
    """  # noqa: D301 - click reads the backspace
    if output and not brief:
        raise click.UsageError("--output needs --brief")
    if (brief or form == "json") and kept:
        raise click.UsageError("--check excludes --brief and --format json")
    if brief and form == "json":
        raise click.UsageError("--brief and --format json exclude each other")
    from aos_check.judging.input.worktree import open_projects
    from aos_check.progress.decisions import standing

    found = standing(open_projects(request_of(given)).projects)
    if kept:
        _check(kept, found, given["root"])
    elif brief:
        _write(output, found)
    elif form == "json":
        from aos_check.reporters.decisions_json import decisions_json

        emit(decisions_json(found))
    else:
        from aos_check.reporters.decisions import as_text

        style = style_for(color)
        show(as_text(found, style), style)


def _write(file: Path | None, found: DecisionStanding) -> None:
    from aos_check.reporters.decision_digest import digest

    now = digest(found.in_force)
    if file is None:
        emit(f"{now}\n")
    elif file.exists():
        save(_kept_in(file).renewed(now), file)
    else:
        save(f"{now}\n", file)


def _check(file: Path, found: DecisionStanding, root: Path | None) -> None:
    """Print whether the digest in a file is current, and exit with 1 if it is not."""
    from aos_check.reporters.decision_digest import digest
    from aos_check.reporters.style import safe

    kept = _kept_in(file)
    if kept.is_current(digest(found.in_force)):
        emit(f"{safe(str(file))}: the digest of the decisions is current\n")
        return
    below = f" --root {shlex.quote(str(root))}" if root else ""
    command = f"aos-check decisions --brief{below} --output {shlex.quote(str(file))}"
    emit(
        f"{safe(str(file))}:{kept.line}: error: the decisions have changed since this digest was "
        f"written, or somebody has edited it\n  help: run `{safe(command)}`\n"
    )
    click.get_current_context().exit(1)


def _kept_in(file: Path) -> KeptDigest:
    """The digest in a file. Raises CannotCheckError if the file has none."""
    from aos_check.reading.page import MAX_BYTES
    from aos_check.reporters.decision_digest import NoDigestError, kept_in

    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_BYTES + 1).decode("utf-8")
        if len(text) > MAX_BYTES:
            raise CannotCheckError(f"{file} is too large", "keep the digest in a smaller file")
        return kept_in(text)
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be read: {error.strerror}",
            f"write it with `aos-check decisions --brief --output {shlex.quote(str(file))}`",
        ) from error
    except UnicodeDecodeError:
        raise CannotCheckError(f"{file} is not UTF-8", "convert it to UTF-8") from None
    except NoDigestError as error:
        raise CannotCheckError(
            f"{file} has {error}",
            f"add one with `aos-check decisions --brief >> {shlex.quote(str(file))}`",
        ) from error
