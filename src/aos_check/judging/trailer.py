"""The trailer that names the task of the next commit, if exactly one task fits."""

from __future__ import annotations

from aos_check.history.messages import insert_trailer
from aos_check.judging.request import CheckRequest
from aos_check.judging.revisions import RevisionReader


def with_trailer(message: bytes, request: CheckRequest) -> bytes:
    """The message with the trailer, or unchanged. Raises CannotCheckError."""
    revisions = RevisionReader(request)
    repository = revisions.repository
    # A commit that is picked, as in a rebase, has its author's message.
    if repository.git_path("CHERRY_PICK_HEAD").exists():
        return message
    found = revisions.trailer_for(message)
    if found is None:
        return message
    return insert_trailer(message, *found, repository.comment_prefix(message))
