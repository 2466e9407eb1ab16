"""Writing the fixes of a report to the files, or printing them as a diff."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli.output import emit, say
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.check_input import CheckInput
    from aos_check.model.finding import Report


def fix(report: Report, opened: CheckInput, given: dict[str, Any]) -> None:
    """Write the fixes, and print a line for each. With `--diff`, print the diff and exit with 1."""
    from aos_check.setup.file_edits import FileEdit, diff_of, write_all

    top = opened.top or Path.cwd()
    files = [
        FileEdit(path, it.before.decode("utf-8"), it.after.decode("utf-8"))
        for path, it in sorted(report.fixes.files.items())
    ]
    if given["diff"]:
        emit(diff_of(files))
        click.get_current_context().exit(1)
    for file in files:
        _expect_writable(top / file.path, file.path)
    write_all(top, files)
    for finding, edit in () if given["quiet"] else report.fixes.made:
        say(f"fixed {edit.path}:{edit.line}: {finding.code} {finding.name}")


def _expect_writable(file: Path, path: str) -> None:
    """Refuse a read-only file: replacing it would need only a writable folder."""
    if not file.lstat().st_mode & stat.S_IWUSR:
        raise CannotCheckError(f"{path} is read-only", "make the file writable")
