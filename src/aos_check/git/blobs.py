"""Reads the contents of files by object id through one `git cat-file` process."""

from __future__ import annotations

import re
import subprocess
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import IO, cast

from aos_check.git.program import FETCH, Git
from aos_check.model.errors import MissingObjectError

_ID = re.compile(r"[0-9a-f]{40,64}")
_CHUNK = 1 << 16
_MAX_AHEAD = 500  # requests, which must fit into the pipe before git reads them
_MAX_KEPT = 1 << 16  # bytes of a content that is kept for later


class Contents:
    """Reads contents through one `git cat-file --batch`, which starts when needed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: subprocess.Popen[bytes] | None = None
        self._ahead: deque[str] = deque()  # requested and not answered yet
        self._early: dict[str, bytes] = {}  # answered before they were read

    def expect(self, blobs: Iterable[str]) -> None:
        """Request contents that will soon be read, in about this order, so that git works ahead."""
        if self._ahead:
            return
        wanted = [blob for blob in islice(blobs, _MAX_AHEAD) if _ID.fullmatch(blob)]
        if wanted:
            self._ask("".join(f"{blob}\n" for blob in wanted))
            self._ahead.extend(wanted)

    def read(self, blob: str, at_most: int) -> bytes:
        """The first `at_most` bytes. Raises MissingObjectError."""
        if not _ID.fullmatch(blob):
            raise missing_object(blob)
        if blob in self._early:
            return self._early.pop(blob)[:at_most]
        while self._ahead:
            next_one = self._ahead.popleft()
            if next_one == blob:
                return self._take(blob, at_most)
            with suppress(MissingObjectError):  # it is reported when it is read itself
                content = self._take(next_one, _MAX_KEPT + 1)
                if len(content) <= _MAX_KEPT:
                    self._early[next_one] = content
        self._ask(f"{blob}\n")
        return self._take(blob, at_most)

    def _take(self, blob: str, at_most: int) -> bytes:
        """The first `at_most` bytes of the next answer, which is for `blob`."""
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
        """End the child process; the next read starts another."""
        child, self._child = self._child, None
        self._ahead.clear()
        if child is not None:
            child.kill()
            child.communicate()

    def _ask(self, lines: str) -> None:
        questions = cast("IO[bytes]", self._started().stdin)
        with suppress(BrokenPipeError):  # the missing answer is reported later
            questions.write(lines.encode())
            questions.flush()

    def _size(self, blob: str) -> int:
        """The size of the object whose content comes next."""
        answer = cast("IO[bytes]", self._started().stdout).readline().split()
        if not answer:
            raise self._died(blob)
        if len(answer) != len(("id", "type", "size")):
            raise missing_object(blob)
        return int(answer[2])

    def _died(self, blob: str) -> MissingObjectError:
        """The error after the child has ended, which a missing object of a partial clone causes."""
        self.close()
        return missing_object(blob)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = self._git.converse("cat-file", "--batch")
        return self._child


def missing_object(name: str) -> MissingObjectError:
    """The error for an object that is missing from the repository."""
    return MissingObjectError(f"the object {name} is missing from this repository", FETCH)
