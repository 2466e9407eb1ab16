"""What a clone lacks is fetched: the one thing here that asks a remote and adds to a repository."""

from __future__ import annotations

from aos_check.git.program import Git
from aos_check.model.errors import CannotCheckError

REMOTE = "origin"

PATIENCE = 900
"""How many seconds a fetch may take."""

# Everything else asks no remote. What is fetched must not start a program, as `ext::` would.
_PROTOCOLS = "file:git:http:https:ssh"
_QUIETLY = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")


def deepen(git: Git, tip: str, remedy: str) -> None:
    """Fetch all that came before `tip` in a shallow clone. Raises CannotCheckError."""
    answer = _fetch(git, "--unshallow", REMOTE, tip)
    if answer:
        raise CannotCheckError(
            f"the checkout is too shallow, and what came before cannot be fetched: {answer}", remedy
        )


def bring(git: Git, wanted: str) -> bool:
    """Fetch a commit, or what `<ref>:<ref>` says; False where the remote does not give it."""
    return not _fetch(git, REMOTE, wanted)


def _fetch(git: Git, *arguments: str) -> str:
    """What git complains of; "" for nothing."""
    asking = git.but(GIT_ALLOW_PROTOCOL=_PROTOCOLS)
    answer = asking.attempt("fetch", *_QUIETLY, *arguments, patience=PATIENCE)
    if answer.code == 0:
        return ""
    lines = answer.complaint.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"git fetch ends with {answer.code}"
