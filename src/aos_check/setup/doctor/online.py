"""Trying that the sources which a repository names resolve. Only this part uses the network."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from aos_check.git.environment import undirected
from aos_check.model.gate import Result, ResultState
from aos_check.model.source import Source
from aos_check.model.wording import shortened
from aos_check.setup.doctor.clone import Clone
from aos_check.setup.doctor.running import Ended, find_program, run

PATIENCE = 60.0
"""The seconds that all sources may take together."""

# The address is not trusted: no protocol that runs a program, and no question to the user.
_GIT_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_ASKPASS": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS_REQUIRE": "never",
}
_FETCH = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head")
# Only wheels, because building a package runs its code.
_DOWNLOAD = (
    "download", "--quiet", "--no-input", "--no-deps", "--only-binary", ":all:",
    "--no-cache-dir", "--disable-pip-version-check",
)  # fmt: skip
_VERSION = re.compile(r"[\w.+!-]{1,100}")
_REVISION = re.compile(r"\w[\w./+@-]{0,200}")
_LONGEST = 200


def examine(clone: Clone, gate: str, named: Iterable[tuple[str, Source]]) -> Iterator[Result]:
    """A result for each source, with the file that names it."""
    deadline = time.monotonic() + PATIENCE
    for file, source in named:
        with TemporaryDirectory(prefix="aos-check-doctor-", ignore_cleanup_errors=True) as folder:
            attempt = _from_git if source.git else _from_index
            ended = attempt(clone, source, Path(folder), lambda: deadline - time.monotonic())
        yield _result(gate, file, source, ended)


def _result(gate: str, file: str, source: Source, ended: Ended | None) -> Result:
    if ended is None:
        text = f"it is not known whether {source.name} resolves: there is no pip"
        return Result(gate, file, ResultState.UNJUDGED, text, "install pip, and try again")
    if ended.code is None:
        text = f"{source.name} does not answer within {PATIENCE:g} s"
        return Result(gate, file, ResultState.UNJUDGED, text, "try again later")
    if ended.code:
        text = f"{source.name} does not resolve: {shortened(_reason(ended), _LONGEST)}"
        remedy = "check the address and the network, or run `aos-check init` from another source"
        return Result(gate, file, ResultState.OPEN, text, remedy)
    return Result(gate, file, ResultState.OK, f"{source.name} resolves")


def _reason(ended: Ended) -> str:
    lines = [line.strip() for line in ended.screen.splitlines() if line.strip()]
    reasons = (line for line in lines if line.lower().startswith(("fatal:", "error:")))
    return next(reasons, ended.last_words)


def _from_git(clone: Clone, source: Source, folder: Path, left: Callable[[], float]) -> Ended:
    """Fetch the revision into an empty repository."""
    if not _REVISION.fullmatch(source.revision):
        return Ended(1, "", f"{source.revision or 'nothing'} is not a revision")
    environment = undirected(folder) | _GIT_VARIABLES
    git = [clone.git, f"--git-dir={folder}"]
    made = run([*git, "init", "--quiet", "--bare", "--template="], folder, environment, left())
    if made.code != 0:
        return made
    command = [*git, *_FETCH, "--", source.git, source.revision]
    return run(command, clone.folder, environment, left())


def _from_index(
    clone: Clone, source: Source, folder: Path, left: Callable[[], float]
) -> Ended | None:
    """Download the wheel, which runs no code; None without pip."""
    pip = [sys.executable, "-I", "-m", "pip"] if find_spec("pip") else [find_program("pip3") or ""]
    if not all(pip):
        return None
    if not _VERSION.fullmatch(source.version):
        return Ended(1, "", f"{source.version} is not a version")
    command = [*pip, *_DOWNLOAD, "--dest", str(folder), source.requirement()]
    return run(command, folder, undirected(clone.folder), left())
