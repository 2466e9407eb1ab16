"""Reads files on disk without following links, and writes them atomically."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from aos_check.model.errors import CannotCheckError


def read_regular(file: Path, at_most: int) -> bytes:
    """The first `at_most` bytes of a regular file; OSError for a link, a pipe or a device."""
    if file.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link, and links are not followed", str(file))
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(file))
        return opened.read(at_most)


def read_if_there(file: Path, at_most: int) -> bytes | None:
    """The first bytes of a regular file; None if there is none. Raises OSError as above."""
    try:
        return read_regular(file, at_most)
    except (FileNotFoundError, NotADirectoryError):
        return None


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to a new or existing file, and keep its mode.

    If that fails, the file is unchanged. Raises CannotCheckError.
    """
    try:
        _replace(path, content, _mode(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotCheckError(
            f"{path} cannot be written: {reason}", "make the file and its folder writable"
        ) from error


def _mode(path: Path) -> int | None:
    """The mode of the file; None if it does not exist."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        # A rename would replace the link with a file, and its target may be outside the tree.
        raise CannotCheckError(
            f"{path} is a symbolic link, and links are not followed",
            "replace the link with a file",
        )
    if not stat.S_ISREG(mode):
        raise CannotCheckError(f"{path} is not a regular file", "move it away")
    return stat.S_IMODE(mode)


def _replace(path: Path, content: bytes, mode: int | None) -> None:
    # The temporary file is in the same folder: a rename is atomic only within one file system.
    temporary = path.with_name(f".aos-check-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)
            file.write(content)
            file.flush()
            # The content must be on disk before the rename, in case of a crash.
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
