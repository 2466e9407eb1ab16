"""The file of a spec's records, to which a command adds."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.model.errors import CannotCheckError
from aos_check.reading.page import MAX_BYTES, UnreadableFileError, read_text
from aos_check.reading.record_files import BadRecordsError


def record_file(
    path: str, opened: CheckInput, read: Callable[[str, str], object]
) -> tuple[Path, str | None]:
    """The file's path on disk, and its text (None: no file).

    Raises CannotCheckError if `read` finds the file broken, or if git ignores it.
    """
    top = opened.top or Path()
    if not os.path.lexists(top / path):
        return top / path, None
    if path not in opened.tree.paths():
        raise CannotCheckError(
            f"{path} exists, but git ignores it", "remove it from .gitignore first"
        )
    try:
        read(read_text(opened.tree, path), path)
    except (UnreadableFileError, BadRecordsError) as error:
        raise CannotCheckError(
            f"{path} exists, but cannot be extended: {error}", "fix the file first"
        ) from error
    # Not the parsed records: the other entries stay as they are, byte for byte.
    return top / path, opened.tree.read(path, MAX_BYTES).decode("utf-8-sig")


def recorded_now() -> str:
    """The present time in UTC, as a record has it."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
