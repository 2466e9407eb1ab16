"""Files that a command writes for the user: shown as a diff, and all of them written or none."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from aos_check.git.files import read_regular, replace_file
from aos_check.model.errors import CannotCheckError

MAX_SIZE = 1024 * 1024
"""How large a file may be that something is put into, in bytes."""


class FileEdit(NamedTuple):
    """A file by its path below the top, with its text before and after; None: it is not there."""

    path: str
    before: str | None
    after: str | None


def text_at(top: Path, path: str) -> str | None:
    """The text of a file that may be written; None where there is none."""
    _refuse_detours(top, path)
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
        reason = error.strerror or str(error)
        raise CannotCheckError(f"{path} cannot be read: {reason}", _REMEDY) from error


_REMEDY = "make it a readable file of this repository, or leave it out"


def _refuse_detours(top: Path, path: str) -> None:
    """Refuse a link, which might lead out of the repository, and what is no folder."""
    for place in (PurePosixPath(path), *PurePosixPath(path).parents[:-1]):
        there = top / place
        if there.is_symlink():
            raise CannotCheckError(
                f"{place} is a symbolic link and is not written through",
                "replace the link with what it leads to",
            )
        if str(place) != path and there.exists() and not there.is_dir():
            raise CannotCheckError(f"{place} is not a folder", "move it out of the way")


# Shown


def diff_of(edits: Iterable[FileEdit]) -> str:
    """What changes, as a unified diff that is safe for a terminal."""
    from aos_check.reporters.style import safe

    lines = (line for edit in edits for line in _diff(edit))
    # A tab does a terminal no harm, and a patch has to have it.
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
    """The lines as an editor counts them, each with its end; Python would see more."""
    rows = (text or "").split("\n")
    return [f"{row}\n" for row in rows[:-1]] + [row for row in rows[-1:] if row]


# Written


def put(top: Path, edits: Sequence[FileEdit]) -> None:
    """Write the files, or leave all of them as they were. Raises CannotCheckError."""
    for edit in edits:
        if text_at(top, edit.path) != edit.before:
            raise CannotCheckError(f"{edit.path} has just been changed", "run it again")
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
    file = top / edit.path
    if edit.after is None:
        _delete(top, file)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCheckError(
            f"{file.parent} cannot be made: {error.strerror}", "make its folder writable"
        ) from error
    replace_file(file, edit.after.encode())


def _delete(top: Path, file: Path) -> None:
    """Delete the file, and the folders that are empty then."""
    try:
        file.unlink()
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be deleted: {error.strerror}", "make its folder writable"
        ) from error
    with contextlib.suppress(OSError):
        for folder in file.relative_to(top).parents[:-1]:
            (top / folder).rmdir()
