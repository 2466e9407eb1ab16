"""Writing the fixes of a report to the files, or printing them as a diff."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli.output import emit, say
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.check_input import CheckInput
    from aos_check.model.finding import Report
    from aos_check.setup.file_edits import FileEdit


def fix(report: Report, opened: CheckInput, given: dict[str, Any]) -> None:
    """Write the fixes, and print a line for each. With `--diff`, print the diff and exit with 1."""
    from aos_check.setup.file_edits import diff_of, write_all

    top = opened.top or Path.cwd()
    files = list(_file_edits(report, opened))
    if given["diff"]:
        emit(diff_of(files))
        click.get_current_context().exit(1)
    for file in files:
        _expect_writable(top / file.path, file.path)
    write_all(top, files)
    for finding, edit in () if given["quiet"] else report.fixes:
        say(f"fixed {edit.path}:{edit.line}: {finding.code} {finding.name}")


def _file_edits(report: Report, opened: CheckInput) -> Iterator[FileEdit]:
    """The text of each file before and after its fixes, which are made in their order."""
    from aos_check.model.edit import edited
    from aos_check.reading.page import MAX_BYTES
    from aos_check.setup.file_edits import FileEdit

    ordered = sorted((fix.edit for fix in report.fixes), key=lambda edit: edit.path)
    for path, edits in groupby(ordered, key=lambda edit: edit.path):
        before = opened.tree.read(path, MAX_BYTES)
        after: bytes | None = before
        for edit in edits:
            after = edited(after, [edit]) if after else None
        if after is None:
            raise CannotCheckError(f"{path} has just been changed", "run the command again")
        yield FileEdit(path, before.decode("utf-8"), after.decode("utf-8"))


def _expect_writable(file: Path, path: str) -> None:
    """Refuse a read-only file: replacing it would need only a writable folder."""
    if not file.lstat().st_mode & stat.S_IWUSR:
        raise CannotCheckError(f"{path} is read-only", "make the file writable")
