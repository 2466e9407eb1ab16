"""The contents of files as git stores them, asked for by object id of one child process."""

from __future__ import annotations

import re
import subprocess
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import IO, cast

from aos_check.git.program import FETCH, Git
from aos_check.model.errors import CannotCheckError

_ID = re.compile(r"[0-9a-f]{40,64}")
_CHUNK = 1 << 16
_MOST_AHEAD = 500  # questions, which must find room in a pipe that nobody reads as yet
_KEPT = 1 << 16  # bytes of a content that is kept until it is wanted


class Contents:
    """Contents by object id, through one `git cat-file --batch` that starts when needed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: subprocess.Popen[bytes] | None = None
        self._ahead: deque[str] = deque()  # asked for and not answered yet
        self._passed: dict[str, bytes] = {}  # answered before they were wanted

    def expect(self, blobs: Iterable[str]) -> None:
        """Ask for what will soon be read, in about this order: git need not be waited for."""
        if self._ahead:
            return
        wanted = [blob for blob in islice(blobs, _MOST_AHEAD) if _ID.fullmatch(blob)]
        if wanted:
            self._ask("".join(f"{blob}\n" for blob in wanted))
            self._ahead.extend(wanted)

    def read(self, blob: str, at_most: int) -> bytes:
        """The first `at_most` bytes. Raises CannotCheckError where the object is not there."""
        if not _ID.fullmatch(blob):
            raise lacking(blob)
        if blob in self._passed:
            return self._passed.pop(blob)[:at_most]
        while self._ahead:
            next_one = self._ahead.popleft()
            if next_one == blob:
                return self._take(blob, at_most)
            content = self._take(next_one, _KEPT + 1)
            if len(content) <= _KEPT:
                self._passed[next_one] = content
        self._ask(f"{blob}\n")
        return self._take(blob, at_most)

    def _take(self, blob: str, at_most: int) -> bytes:
        """The next answer, which is that on `blob`; what is too much is dropped."""
        size = self._size(blob)
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
        self._ahead.clear()
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            cast("IO[bytes]", pipe).close()
        child.wait()

    def _ask(self, lines: str) -> None:
        questions = cast("IO[bytes]", self._started().stdin)
        with suppress(BrokenPipeError):  # then there is no answer, which is told
            questions.write(lines.encode())
            questions.flush()

    def _size(self, blob: str) -> int:
        """How large the object is, once its content is next to be read."""
        answer = cast("IO[bytes]", self._started().stdout).readline().split()
        if not answer:
            raise self._died(blob)
        if len(answer) != len(("id", "type", "size")):
            raise lacking(blob)
        return int(answer[2])

    def _died(self, blob: str) -> CannotCheckError:
        """The child ends where it cannot fetch what a partial clone lacks."""
        child, self._child = self._child, None
        self._ahead.clear()
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
