"""Runs git without running any program that a repository configures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from aos_check.model.errors import CannotCheckError, MissingObjectError

TIMEOUT = 20
"""Seconds that git may take. A pipe in place of an ignore file would block it forever."""

# The repository is not trusted, so no program from its configuration may run. Neither its settings
# nor the user's may change git's output.
_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.quotepath=off",
    "core.pager=cat",
    "color.ui=never",
    f"diff.orderFile={os.devnull}",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.mailmap=false",
    "log.showSignature=false",
    "trailer.separators=:",
)

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Never fetch the missing objects of a partial clone. Only git 2.45 knows the first variable;
    # without protocols, older versions cannot run programs from the remote's configuration.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    # Read the stored objects, which are pushed, and not their local replacements.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}

# These contradict --literal-pathspecs.
_PATHSPECS = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")


def find_program() -> str:
    """The path of git. Raises CannotCheckError."""
    if program := shutil.which("git"):
        return program
    raise CannotCheckError("git is not installed", "install git, or check only the worktree")


@dataclass(frozen=True, slots=True)
class GitResult:
    """Git's output, errors and exit code."""

    code: int
    output: bytes
    complaint: bytes


class Git:
    """The git program in one folder, with one environment."""

    def __init__(self, program: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.program = program
        self.folder = folder
        kept = {key: value for key, value in environment.items() if key not in _PATHSPECS}
        self.environment: dict[str, str] = kept | _ENVIRONMENT

    def with_variables(self, **environment: str) -> Git:
        """The same program with other variables, even ones that are fixed here."""
        other = Git(self.program, self.folder, self.environment)
        other.environment |= environment
        return other

    def command(self, arguments: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
        """The whole command line."""
        pairs = (part for each in (*_SETTINGS, *settings) for part in ("-c", each))
        # `check-ignore` is the only command that refuses literal paths.
        literal = () if arguments[0] == "check-ignore" else ("--literal-pathspecs",)
        return [self.program, *pairs, "--no-pager", "--no-optional-locks", *literal, *arguments]

    def attempt(
        self,
        *arguments: str,
        given: bytes = b"",
        settings: Sequence[str] = (),
        timeout: float | None = None,
    ) -> GitResult:
        """Run a short command, which may fail; `timeout` is in seconds."""
        try:
            done = subprocess.run(  # noqa: S603
                self.command(arguments, settings),
                cwd=self.folder,
                env=self.environment,
                input=given,
                capture_output=True,
                check=False,
                timeout=timeout or TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            raise self._timed_out(arguments) from None
        return GitResult(done.returncode, done.stdout, done.stderr)

    def ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """The output of a short command; None if it fails."""
        answer = self.attempt(*arguments, given=given)
        return answer.output if answer.code == 0 else None

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """The output of a short command. Raises CannotCheckError if it fails."""
        answer = self.attempt(*arguments, given=given)
        if answer.code:
            raise self.refused(arguments, answer.complaint)
        return answer.output

    def stream(self, *arguments: str, lines: Iterable[str] = ()) -> Iterator[bytes]:
        """The NUL-ended fields that a long command prints, as they come.

        `lines` are its standard input. They are in a file because with a pipe, each process could
        wait for the other.
        """
        with TemporaryFile() as given, TemporaryFile() as complaints:
            given.writelines(os.fsencode(f"{line}\n") for line in lines)
            given.seek(0)
            child = self._start(arguments, given, complaints)
            in_time = True
            try:
                for chunk in _chunks(child):
                    in_time = chunk is not None
                    yield from chunk or ()
            except BaseException:
                child.kill()
                raise
            finally:
                cast("IO[bytes]", child.stdout).close()
                child.wait()
            if child.returncode:
                complaints.seek(0)
                complaint = complaints.read(_MAX_COMPLAINT)
                raise self.refused(arguments, complaint) if in_time else self._timed_out(arguments)

    def converse(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A child that answers line by line."""
        return self._start(arguments, subprocess.PIPE, subprocess.DEVNULL)

    def _start(
        self, arguments: Sequence[str], given: IO[bytes] | int, complaints: IO[bytes] | int
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            self.command(arguments),
            cwd=self.folder,
            env=self.environment,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )

    def refused(self, arguments: Sequence[str], complaint: bytes) -> CannotCheckError:
        """The error for a failed command with this complaint."""
        lines = complaint.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        fatal = (line for line in lines if line.startswith(("fatal: ", "error: ")))
        reason = next(fatal, lines[0])
        message = f"git {arguments[0]} fails in {self.folder}: {reason}"
        if "dubious ownership" in reason:
            remedy = f"trust it with `git config --global --add safe.directory {self.folder}`"
        elif any(_MISSING.search(line) for line in lines):
            return MissingObjectError(message, FETCH)
        else:
            remedy = "run `git status` there to see why"
        return CannotCheckError(message, remedy)

    def _timed_out(self, arguments: Sequence[str]) -> CannotCheckError:
        return CannotCheckError(
            f"`git {arguments[0]}` does not finish in {self.folder}",
            "find out why `git status` hangs there: .gitignore, .gitattributes and "
            "core.excludesFile must be files",
        )


FETCH = (
    "fetch what is missing: `git fetch --unshallow` (fetch-depth: 0 in a workflow), "
    "or `git fetch --refetch --no-filter` in a partial clone"
)
"""The remedy for objects that are missing from a clone."""

_MISSING = re.compile(
    r"bad object|bad tree|could not (?:read|fetch)|unable to (?:read|parse|find)|missing"
    r"|promisor|invalid object|not a (?:valid|tree) object|shallow",
    re.IGNORECASE,
)
_MAX_COMPLAINT = 10_000
_CHUNK = 1 << 20


def _chunks(child: subprocess.Popen[bytes]) -> Iterator[list[bytes] | None]:
    """The fields that the child prints, as they come, and None at the end if it took too long."""
    output, rest = cast("IO[bytes]", child.stdout), b""
    while True:
        expired = threading.Event()

        def give_up(expired: threading.Event = expired) -> None:
            expired.set()
            child.kill()

        watch = threading.Timer(TIMEOUT, give_up)
        watch.daemon = True
        watch.start()
        chunk = os.read(output.fileno(), _CHUNK)
        watch.cancel()
        if expired.is_set():
            yield None
            return
        if not chunk:
            return
        *whole, rest = (rest + chunk).split(b"\0")
        yield whole
