"""The versions of aos-check (here, on PATH and in the configuration), of git and of Python."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator

from aos_check import __version__
from aos_check.git.environment import undirected
from aos_check.model.gate import Result, ResultState
from aos_check.model.source import Source
from aos_check.setup.doctor.clone import Clone
from aos_check.setup.doctor.running import run
from aos_check.setup.installing import for_good, lasting_program
from aos_check.setup.source import installed

GATE = "versions"
OLDEST_GIT, MERGING_GIT = (2, 30), (2, 38)

_PATIENCE = 20
_NUMBER = re.compile(r"(\d+)\.(\d+)(?:\.\d+)?")
_TAG = re.compile(r"v?(\d+\.\d+\.\d+\S*)")


def examine(clone: Clone, named: Iterable[tuple[str, Source]]) -> Iterator[Result]:
    """The results. `named` are pairs of a file and a source in it."""
    python = platform.python_version()
    yield Result(GATE, "aos-check", ResultState.OK, f"{__version__}, on Python {python}")
    yield _on_path(clone)
    yield from _named(named)
    yield _git(clone)


def _on_path(clone: Clone) -> Result:
    """The version on PATH, which native hooks and agents run."""
    program = lasting_program()
    if program is None:
        text = "aos-check is not on PATH, so native hooks and agents cannot run it"
        return Result(GATE, "path", ResultState.NOTE, text, for_good())
    ended = run([program, "--version"], clone.folder, undirected(clone.folder), _PATIENCE)
    found = _NUMBER.search(ended.output)
    if ended.code != 0 or not found:
        text = f"{program} does not print its version: {ended.last_words[:200]}"
        return Result(GATE, "path", ResultState.NOTE, text, "reinstall aos-check")
    if ended.output.split()[-1] != __version__:
        text = f"{program} is {ended.output.split()[-1]}, and this is {__version__}"
        return Result(GATE, "path", ResultState.NOTE, text, "pipx upgrade aos-check")
    return Result(GATE, "path", ResultState.OK, f"{program} is {__version__}")


def _named(named: Iterable[tuple[str, Source]]) -> Iterator[Result]:
    commit = installed().revision
    for file, source in named:
        revision = source.revision or source.version
        found = _TAG.fullmatch(revision)
        if found and found[1] != __version__:
            text = f"it names {revision}, and this is v{__version__}"
            yield Result(
                GATE,
                file,
                ResultState.NOTE,
                text,
                f"name v{__version__} there, or install {revision}",
            )
        else:
            this = found or revision == commit
            what = "this version" if this else "a revision that is not a version"
            yield Result(GATE, file, ResultState.OK, f"it names {revision[:40]}, {what}")


def _git(clone: Clone) -> Result:
    ended = run([clone.git, "--version"], clone.folder, undirected(clone.folder), _PATIENCE)
    found = _NUMBER.search(ended.output)
    if not found:
        text = f"{clone.git} does not print its version"
        return Result(GATE, "git", ResultState.UNJUDGED, text, "run `git --version` to see why")
    version = (int(found[1]), int(found[2]))
    if version < OLDEST_GIT:
        text = f"{found[0]} is too old: aos-check needs at least 2.30"
        return Result(GATE, "git", ResultState.OPEN, text, "install a newer git")
    if version < MERGING_GIT:
        text = f"{found[0]} works; with 2.38 or later, aos-check also sees what a merge itself adds"
        return Result(GATE, "git", ResultState.OK, text)
    return Result(GATE, "git", ResultState.OK, found[0])
