"""The contents of files as git stores them, asked for by object id of one child process."""

from __future__ import annotations

import re
import subprocess
from typing import IO, cast

from aos_check.errors import CannotCheckError
from aos_check.repo.program import FETCH, Git

_ID = re.compile(r"[0-9a-f]{40,64}")
_CHUNK = 1 << 16


class Contents:
    """Contents by object id, through one `git cat-file --batch` that starts when needed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, blob: str, at_most: int) -> bytes:
        """The first `at_most` bytes. Raises CannotCheckError where the object is not there."""
        if not _ID.fullmatch(blob):
            raise lacking(blob)
        size = self._find(blob)
        answers = cast("IO[bytes]", self._started().stdout)
        content = answers.read(min(size, at_most))
        left = size - len(content) + 1  # a newline ends the answer
        while left > 0:
            dropped = answers.read(min(left, _CHUNK))
            if not dropped:
                raise self._died(blob)
            left -= len(dropped)
        return content

    def close(self) -> None:
        """End the child; reading on starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            cast("IO[bytes]", pipe).close()
        child.wait()

    def _find(self, blob: str) -> int:
        """Ask for the object; its size, once the content is next to be read."""
        child = self._started()
        try:
            questions = cast("IO[bytes]", child.stdin)
            questions.write(f"{blob}\n".encode())
            questions.flush()
            answer = cast("IO[bytes]", child.stdout).readline().split()
        except BrokenPipeError:
            answer = []
        if not answer:
            raise self._died(blob)
        if len(answer) != len(("id", "type", "size")):
            raise lacking(blob)
        return int(answer[2])

    def _died(self, blob: str) -> CannotCheckError:
        """The child ends where it cannot fetch what a partial clone lacks."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()
        return lacking(blob)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = self._git.converse("cat-file", "--batch")
        return self._child


def lacking(name: str) -> CannotCheckError:
    """The error for an object that the repository should hold and does not."""
    return CannotCheckError(f"this repository lacks the object {name}", FETCH)
