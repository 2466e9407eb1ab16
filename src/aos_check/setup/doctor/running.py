"""Running programs as git or an agent would, within a time limit."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

_LONGEST = 256 * 1024  # bytes of output to read, from the end


class Ended(NamedTuple):
    """The exit code and the output of a program. `code` is None after a timeout."""

    code: int | None
    output: str
    complaint: str

    @property
    def screen(self) -> str:
        """The output and the error output."""
        return self.output + self.complaint

    @property
    def last_words(self) -> str:
        """The last line that is not empty."""
        lines = [line.strip() for line in self.screen.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def find_program(name: str) -> str | None:
    """Find a program on PATH, but not in relative folders: a repository could contain those."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    fixed = os.pathsep.join(each for each in folders if os.path.isabs(each))  # noqa: PTH117
    found = shutil.which(name, path=fixed)
    return found if found and os.path.isabs(found) else None  # noqa: PTH117


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    patience: float,
    given: bytes = b"",
) -> Ended:
    """Run a program for at most `patience` seconds, then end it and the processes it started."""
    if patience <= 0:
        return Ended(None, "", "")
    # Files, not pipes: a grandchild that keeps running would keep pipes open.
    with TemporaryFile() as fed, TemporaryFile() as output, TemporaryFile() as complaint:
        fed.write(given)
        fed.seek(0)
        try:
            child = subprocess.Popen(  # noqa: S603
                command,
                cwd=folder,
                env=dict(environment),
                stdin=fed,
                stdout=output,
                stderr=complaint,
                start_new_session=True,
            )
        except OSError as error:
            return Ended(_CANNOT_START, "", f"{command[0]}: {error.strerror or error}")
        code = _wait(child, patience)
        return Ended(code, _text(output), _text(complaint))


def run_in_sight(command: Sequence[str], folder: Path, patience: float | None = None) -> int | None:
    """Run a program that prints on standard error; return its exit code, None after a timeout.

    A name without folders is looked up on PATH, and no shell is involved. Raises OSError if it
    cannot be started.
    """
    name = command[0]
    program = str(folder / name) if "/" in name else find_program(name)
    if program is None:
        raise FileNotFoundError(errno.ENOENT, "it is not on PATH", name)
    child = subprocess.Popen(  # noqa: S603
        [program, *command[1:]],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=2,
        start_new_session=patience is not None,
    )
    code = _wait(child, patience)
    return code if code is None or code >= 0 else 128 - code  # as a shell reports a signal


_CANNOT_START = 126


def _wait(child: subprocess.Popen[bytes], patience: float | None) -> int | None:
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all processes that it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.wait()


def _text(file: IO[bytes]) -> str:
    """The end of the output."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST))
    return file.read().decode("utf-8", "replace")
