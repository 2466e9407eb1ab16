"""`aos-check merge-tasks`: a merge driver of git for task lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aos_check.cli import options
from aos_check.cli.output import say

if TYPE_CHECKING:
    from aos_check.git.merge_file import MergedFile
    from aos_check.reading.shared_boxes import Versions

_EPILOG = """\b
Exit codes:
  - 0: there is no conflict
  - 1: the conflicts are marked in OURS
  - 129: the files could not be merged"""
LABELS = ("ours", "base", "theirs")
MARKER_SIZE = 7
_CONFLICT = 1
_FAILED = 129  # git takes 1 to 128 for a conflict, whose markers are in the file


@click.command(name="merge-tasks", epilog=_EPILOG)
@click.argument("base", type=options.PATH)
@click.argument("ours", type=options.PATH)
@click.argument("theirs", type=options.PATH)
@click.option(
    "--marker-size", default=MARKER_SIZE, metavar="N", help="Write conflict markers of N signs."
)
@click.option(
    "-L", "labels", multiple=True, metavar="NAME", help="Label OURS, then BASE, then THEIRS."
)
@options.verbose
def merge_tasks(
    base: Path, ours: Path, theirs: Path, marker_size: int, labels: tuple[str, ...]
) -> None:
    """Merge the ticks of two branches in a task list.

    Git runs this merge driver after `aos-check init` has set it up. BASE is the common ancestor.
    Writes the merge into OURS.

    If git merges the files without a conflict, the result is git's. Otherwise, merges the state of
    each task first, and then the text as git does. A conflict remains where both branches changed
    one task in different ways, or the same lines of other text.

    \b
    Examples:
      aos-check merge-tasks base.md ours.md theirs.md
    """  # noqa: D301 - click reads the backspace
    from aos_check.git.files import replace_file
    from aos_check.reading.shared_boxes import Versions

    try:
        versions = Versions(base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
        merged = merge(versions, _known(labels), marker_size)
        replace_file(ours, merged.content)
        code = 0 if merged.clean else _CONFLICT
    except Exception as error:  # noqa: BLE001 - git takes any other code for a marked conflict
        say(f"aos-check: the files cannot be merged: {error}")
        code = _FAILED
    click.get_current_context().exit(code)


def _known(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels; usual ones if git knows none. Before version 2.44, it passes `%X` on."""
    return LABELS if any(label.startswith("%") for label in labels) else labels or LABELS


def merge(
    versions: Versions, labels: Sequence[str] = LABELS, marker_size: int = MARKER_SIZE
) -> MergedFile:
    """Git's merge, if it has no conflict; else one with the states of tasks merged first."""
    from aos_check.git.merge_file import merge_file
    from aos_check.reading.shared_boxes import with_merged_states

    merged = merge_file(*versions, labels, marker_size)
    if merged.clean:
        return merged
    try:
        return merge_file(*with_merged_states(versions), labels, marker_size)
    except Exception as error:  # noqa: BLE001 - git's own conflict is always right
        say(f"aos-check: git alone merges the file: {error}")
        return merged
