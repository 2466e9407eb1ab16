"""The git program, run in one way: nothing that a repository configures runs along with it."""

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

from aos_check.model.errors import CannotCheckError

TIMEOUT = 20
"""Seconds that git may take. A pipe among its ignore files would keep it for ever."""

# What is checked is not trusted: nothing that its configuration names may run, and nothing that
# it, or the user's taste, configures may change what git answers.
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
    # What a partial clone lacks is not fetched. Only git 2.45 knows the first of these; no
    # protocol being allowed, older ones cannot run what the remote's configuration names.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    # Judged is what is stored and pushed, not what a local replacement shows instead.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}

# They contradict --literal-pathspecs.
_PATHSPECS = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")


def find_program() -> str:
    """Where git is. Raises CannotCheckError."""
    if program := shutil.which("git"):
        return program
    raise CannotCheckError("git is not installed", "install git, or check the worktree alone")


@dataclass(frozen=True, slots=True)
class GitResult:
    """What git said and how it ended."""

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

    def but(self, **environment: str) -> Git:
        """The same with other variables, whatever is fixed for all."""
        other = Git(self.program, self.folder, self.environment)
        other.environment |= environment
        return other

    def command(self, arguments: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
        """The whole command line."""
        pairs = (part for each in (*_SETTINGS, *settings) for part in ("-c", each))
        # It alone takes no paths as they are written.
        literal = () if arguments[0] == "check-ignore" else ("--literal-pathspecs",)
        return [self.program, *pairs, "--no-pager", "--no-optional-locks", *literal, *arguments]

    def attempt(
        self,
        *arguments: str,
        given: bytes = b"",
        settings: Sequence[str] = (),
        patience: float | None = None,
    ) -> GitResult:
        """Run a short command, which may fail; `patience` are the seconds that it may take."""
        try:
            done = subprocess.run(  # noqa: S603
                self.command(arguments, settings),
                cwd=self.folder,
                env=self.environment,
                input=given,
                capture_output=True,
                check=False,
                timeout=patience or TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            raise self._endless(arguments) from None
        return GitResult(done.returncode, done.stdout, done.stderr)

    def ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """The output of a short command; None when it fails."""
        answer = self.attempt(*arguments, given=given)
        return answer.output if answer.code == 0 else None

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """The output of a short command. Raises CannotCheckError when it fails."""
        answer = self.attempt(*arguments, given=given)
        if answer.code:
            raise self.refused(arguments, answer.complaint)
        return answer.output

    def stream(self, *arguments: str, lines: Iterable[str] = ()) -> Iterator[bytes]:
        """The fields that a long command prints, each ended by NUL, as they come.

        `lines` are its standard input: a file and no pipe, so that neither waits for the other.
        """
        with TemporaryFile() as given, TemporaryFile() as complaints:
            given.writelines(os.fsencode(f"{line}\n") for line in lines)
            given.seek(0)
            child = self._start(arguments, given, complaints)
            patient = True
            try:
                for chunk in _chunks(child):
                    patient = chunk is not None
                    yield from chunk or ()
            except BaseException:
                child.kill()
                raise
            finally:
                cast("IO[bytes]", child.stdout).close()
                child.wait()
            if child.returncode:
                complaints.seek(0)
                complaint = complaints.read(_LONGEST_COMPLAINT)
                raise self.refused(arguments, complaint) if patient else self._endless(arguments)

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
        """The error to raise for what git complains of."""
        lines = complaint.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        fatal = (line for line in lines if line.startswith(("fatal: ", "error: ")))
        reason = next(fatal, lines[0])
        message = f"git {arguments[0]} fails in {self.folder}: {reason}"
        if "dubious ownership" in reason:
            remedy = f"trust it with `git config --global --add safe.directory {self.folder}`"
        elif any(_LACKING.search(line) for line in lines):
            remedy = FETCH
        else:
            remedy = "see what `git status` says there"
        return CannotCheckError(message, remedy)

    def _endless(self, arguments: Sequence[str]) -> CannotCheckError:
        return CannotCheckError(
            f"git does not come to an end with `git {arguments[0]}` in {self.folder}",
            "see where `git status` hangs there: .gitignore, .gitattributes and "
            "core.excludesFile must be files",
        )


FETCH = (
    "fetch what is missing: `git fetch --unshallow` (fetch-depth: 0 in a workflow), "
    "or `git fetch --refetch --no-filter` in a partial clone"
)
"""The remedy where a clone does not hold all that it names."""

_LACKING = re.compile(
    r"bad object|bad tree|could not (?:read|fetch)|unable to (?:read|parse|find)|missing"
    r"|promisor|invalid object|not a (?:valid|tree) object|shallow",
    re.IGNORECASE,
)
_LONGEST_COMPLAINT = 10_000
_CHUNK = 1 << 20


def _chunks(child: subprocess.Popen[bytes]) -> Iterator[list[bytes] | None]:
    """The fields of what the child prints, as they come; None when it was waited for too long."""
    output, rest = cast("IO[bytes]", child.stdout), b""
    while True:
        tired = threading.Event()

        def give_up(tired: threading.Event = tired) -> None:
            tired.set()
            child.kill()

        watch = threading.Timer(TIMEOUT, give_up)
        watch.daemon = True
        watch.start()
        chunk = os.read(output.fileno(), _CHUNK)
        watch.cancel()
        if tired.is_set():
            yield None
            return
        if not chunk:
            return
        *whole, rest = (rest + chunk).split(b"\0")
        yield whole
