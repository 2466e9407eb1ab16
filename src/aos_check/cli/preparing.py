"""The trailer that names the task of the commit to come, if exactly one task fits."""

from __future__ import annotations

from pathlib import Path

from aos_check.cli.opening import Request
from aos_check.cli.revisions import Revisions
from aos_check.errors import CannotCheckError
from aos_check.messages import insert_trailer
from aos_check.writing import replace_file

UNTOUCHED = ("merge", "squash", "commit")
"""Sources of a message that is another commit's, or several."""


def prepare(file: Path, source: str, request: Request) -> None:
    """Write the trailer into the message file, or leave the file as it is."""
    if source in UNTOUCHED:
        return
    try:
        message = file.read_bytes()
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be read: {error.strerror}", "name the file that holds the message"
        ) from error
    revisions = Revisions(request)
    if trailer := revisions.trailer_for(message):
        key, address = trailer
        comment = revisions.repository.comment_prefix(message)
        replace_file(file, insert_trailer(message, key, address, comment))
