"""Fetches missing commits. Only this module contacts a remote or adds to a repository."""

from __future__ import annotations

from aos_check.git.program import Git
from aos_check.git.revisions import REMOTE, tracking_ref
from aos_check.model.errors import CannotCheckError

_TIMEOUT = 900  # seconds

# A fetch must not run a program, as the protocol `ext::` does.
_PROTOCOLS = "file:git:http:https:ssh"
_OPTIONS = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")


class Remote:
    """The remote that a clone was made from."""

    def __init__(self, git: Git) -> None:
        self._git = git

    def deepen(self, tip: str, remedy: str) -> None:
        """Fetch the whole history of `tip` into a shallow clone. Raises CannotCheckError.

        The repository must be opened again afterwards.
        """
        if error := self._error_of_fetch("--unshallow", REMOTE, tip):
            message = f"the checkout is too shallow, and its history cannot be fetched: {error}"
            raise CannotCheckError(message, remedy)

    def fetch(self, commit: str) -> bool:
        """Fetch a commit; False if the remote refuses."""
        return not self._error_of_fetch(REMOTE, commit)

    def fetch_branch(self, branch: str) -> bool:
        """Fetch a branch into its tracking ref; False if the remote refuses."""
        return not self._error_of_fetch(REMOTE, f"+refs/heads/{branch}:{tracking_ref(branch)}")

    def _error_of_fetch(self, *arguments: str) -> str:
        """The last line of git's error; "" on success."""
        git = self._git.with_variables(GIT_ALLOW_PROTOCOL=_PROTOCOLS)
        answer = git.attempt("fetch", *_OPTIONS, *arguments, timeout=_TIMEOUT)
        if answer.code == 0:
            return ""
        lines = answer.complaint.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"git fetch fails with exit code {answer.code}"
