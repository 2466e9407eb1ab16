"""The trailer that names the task of the commit to come, if exactly one task fits."""

from __future__ import annotations

import os
from pathlib import Path

from aos_check.cli.output import say
from aos_check.git.files import replace_file
from aos_check.history.messages import insert_trailer
from aos_check.judging.request import CheckRequest
from aos_check.judging.revisions import RevisionReader, message_content
from aos_check.model.errors import CannotCheckError

UNTOUCHED = ("merge", "squash", "commit")
"""Sources of a message that is another commit's, or several."""


def prepare(file: Path, source: str, request: CheckRequest) -> None:
    """Write the trailer into the message file, or leave the file as it is.

    Where the task cannot be found out, the commit goes on: whether it may is for `commit-msg` to
    say, which does not stand in the way of a rebase.
    """
    # pre-commit passes on the file alone.
    if (source or os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")) in UNTOUCHED:
        return
    message = message_content(file)
    try:
        prepared = _with_trailer(message, RevisionReader(request))
    except CannotCheckError as error:
        say(f"aos-check: the message names no task: {error.message}")
        say(f"  help: {error.remedy}")
        return
    if prepared != message:
        replace_file(file, prepared)


def _with_trailer(message: bytes, revisions: RevisionReader) -> bytes:
    repository = revisions.repository
    # A commit that is picked, as in a rebase, has its author's message.
    if repository.git_path("CHERRY_PICK_HEAD").exists():
        return message
    found = revisions.trailer_for(message)
    if found is None:
        return message
    return insert_trailer(message, *found, repository.comment_prefix(message))
