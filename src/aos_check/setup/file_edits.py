"""Writing files for the user: shown as a diff, and either all written or none."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from aos_check.git.files import read_regular, replace_file
from aos_check.model.errors import CannotCheckError
from aos_check.reporters.style import safe

MAX_SIZE = 1024 * 1024
"""The largest file, in bytes, that a command edits."""

DRY_RUN = "\nthis is a dry run: nothing was written\n"
"""The last line of a `--dry-run`."""

NOTHING_WRITTEN = "\nnothing was written\n"
"""The last line if the user does not confirm the changes."""


class FileEdit(NamedTuple):
    """The text of a file before and after; None for no file. The path starts at the top."""

    path: str
    before: str | None
    after: str | None


class Removal(NamedTuple):
    """The text of a file without what `init` added; None to delete the file.

    If something of `init` stays, `left` says what, and why.
    """

    text: str | None
    left: str = ""


def text_at(top: Path, path: str) -> str | None:
    """The text of a file; None if there is none. Raises CannotCheckError if it cannot be edited."""
    _expect_plain_path(top, path)
    try:
        content = read_regular(top / path, MAX_SIZE + 1)
        if len(content) > MAX_SIZE:
            raise CannotCheckError(f"{path} is larger than 1 MiB", "edit it by hand")
        return content.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CannotCheckError(f"{path} is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise CannotCheckError(
            f"{path} cannot be read: {error.strerror or error}",
            "make the file readable, or leave this part out",
        ) from error


def _expect_plain_path(top: Path, path: str) -> None:
    """Refuse a symbolic link, which may lead out of the repository, and a file in a folder's place.

    Raises CannotCheckError.
    """
    for place in (PurePosixPath(path), *PurePosixPath(path).parents[:-1]):
        there = top / place
        if there.is_symlink():
            raise CannotCheckError(
                f"{place} is a symbolic link, and aos-check does not write through links",
                "replace the link with its target",
            )
        if str(place) != path and there.exists() and not there.is_dir():
            raise CannotCheckError(f"{place} is not a folder", "move or delete that file")


def apply(
    top: Path,
    edits: Sequence[FileEdit],
    *,
    dry_run: bool = False,
    confirm: Callable[[], bool] = lambda: True,
) -> Iterator[str]:
    """Yield the diff, make the changes if they are confirmed, and yield the result."""
    if edits:
        yield f"{_done(edits, 'to write:', 'to delete:')}\n\n{diff_of(edits)}"
        if dry_run:
            yield DRY_RUN
            return
        if not confirm():
            yield NOTHING_WRITTEN
            return
        write_all(top, edits)
        yield f"\n{_done(edits, 'wrote', 'deleted')}\n"


def _done(edits: Sequence[FileEdit], writing: str, deleting: str) -> str:
    """The files in a line, after a word for those to write and one for those to delete."""
    written = ", ".join(edit.path for edit in edits if edit.after is not None)
    deleted = ", ".join(edit.path for edit in edits if edit.after is None)
    done = ((written, f"{writing} {written}"), (deleted, f"{deleting} {deleted}"))
    return ", ".join(text for paths, text in done if paths)


def diff_of(edits: Iterable[FileEdit]) -> str:
    """The changes as a unified diff that is safe for a terminal."""
    lines = (line for edit in edits for line in _diff(edit))
    # A patch needs its tabs, and they do not harm a terminal.
    return "".join("\t".join(map(safe, line.split("\t"))) + "\n" for line in lines)


def _diff(edit: FileEdit) -> Iterator[str]:
    before, after = _rows(edit.before), _rows(edit.after)
    old = "/dev/null" if edit.before is None else f"a/{edit.path}"
    new = "/dev/null" if edit.after is None else f"b/{edit.path}"
    for row in difflib.unified_diff(before, after, old, new):
        line, ended, _ = row.partition("\n")
        yield line.removesuffix("\r")
        if not ended:
            yield "\\ No newline at end of file"


def _rows(text: str | None) -> list[str]:
    """The lines as an editor counts them, each with its end. `splitlines` finds more of them."""
    rows = (text or "").split("\n")
    return [f"{row}\n" for row in rows[:-1]] + [row for row in rows[-1:] if row]


def write_all(top: Path, edits: Sequence[FileEdit]) -> None:
    """Write all files. If one cannot be written, restore all and raise CannotCheckError."""
    for edit in edits:
        if text_at(top, edit.path) != edit.before:
            raise CannotCheckError(f"{edit.path} has just been changed", "run the command again")
    done: list[FileEdit] = []
    try:
        for edit in edits:
            _write(top, edit)
            done.append(edit)
    except CannotCheckError:
        for edit in reversed(done):
            with contextlib.suppress(CannotCheckError):
                _write(top, edit._replace(before=edit.after, after=edit.before))
        raise


def _write(top: Path, edit: FileEdit) -> None:
    """Write or delete one file. Create its folders, or delete those that become empty."""
    file = top / edit.path
    doing = "deleted" if edit.after is None else "created"
    subject = file if edit.after is None else file.parent
    try:
        if edit.after is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCheckError(
            f"{subject} cannot be {doing}: {error.strerror}", "make its folder writable"
        ) from error
    if edit.after is not None:
        replace_file(file, edit.after.encode())
        return
    with contextlib.suppress(OSError):
        for folder in file.relative_to(top).parents[:-1]:
            (top / folder).rmdir()
