"""The interface of a CI platform: its events, its reports, and its configuration files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aos_check.model.gate import Result, ResultState
from aos_check.model.source import Source, pinned_version
from aos_check.reading.structured import UnreadableDataError, read_yaml

if TYPE_CHECKING:
    from aos_check.ci.event import CIEvent
    from aos_check.model.errors import CannotCheckError
    from aos_check.model.finding import Report

GATE = "ci"


class Log(Protocol):
    """Writes to the log. With `commands`, the platform executes commands in the text."""

    def __call__(self, text: str, *, colour: bool = False, commands: bool = False) -> None:
        """Write the text."""


class Runner:
    """A runner that reads only the log and the exit code."""

    def __init__(self, environment: Mapping[str, str], log: Log) -> None:
        self.environment = environment
        self.emit = log

    def log(self, text: str) -> None:
        """Write to the log."""
        self.emit(text, colour=True)

    def conclude(
        self, report: Report, render: Callable[[str], str], outputs: Mapping[str, str]
    ) -> None:
        """Show the report, which `render` writes in any format, and set the outputs."""

    def refuse(self, error: CannotCheckError, outputs: Mapping[str, str]) -> None:
        """Show why nothing could be checked, and set the outputs."""

    def set_outputs(self, outputs: Mapping[str, str]) -> None:
        """Pass values to the next steps."""


class Examined(NamedTuple):
    """The holes through which mistakes pass a configuration, and notes.

    Each entry is a sentence and its remedy.
    """

    holes: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = ()


_LONGEST = 500
_FROM_GIT = re.compile(r"git\+(\S+)@([^@/\s]+)")


class Platform:
    """A CI platform. A subclass must define `runs` and `event_of`."""

    site = ""
    """The name of the site that the platform belongs to."""

    files: tuple[str, ...] = ()
    """The files that configure it, as patterns from the top of a repository."""

    file = ""
    """The file that `aos-check init` writes."""

    verdict = "it runs the check; whether it is required cannot be seen from here"
    """The result of `aos-check doctor` for a configuration without holes."""

    def runs(self, environment: Mapping[str, str]) -> bool:
        """Return whether the platform runs this process."""
        raise NotImplementedError

    def event_of(self, environment: Mapping[str, str]) -> CIEvent:
        """Return the event that CI runs for. Raises CannotCheckError if it cannot be checked."""
        raise NotImplementedError

    def runner(self, environment: Mapping[str, str], log: Log) -> Runner:
        """Return the runner to which the report goes."""
        return Runner(environment, log)

    # In a repository

    def is_used(self, paths: Collection[str]) -> bool:
        """Return whether a repository with these files uses the platform."""
        return any(map(self.configured_by, paths))

    def configured_by(self, path: str) -> bool:
        """Return whether this file configures the platform."""
        return any(fnmatchcase(path, pattern) for pattern in self.files)

    def checks(self, text: str) -> bool:
        """Return whether a configuration names the check."""
        return "aos-check" in text

    # For `aos-check init`

    def written(self, branch: str, source: Source) -> str | None:
        """Return the text of `file` for a repository with this main branch; None for no file."""

    def without(self, text: str) -> tuple[str | None, str]:
        """Return the text without what `init` wrote (None: delete the file), and why some stays."""
        return text, ""

    def next_step(self, *, wrote: bool, checks: bool, branch: str) -> str | None:
        """Return what the user must do after `init`; None for nothing."""

    # For `aos-check doctor`

    def sources(self, text: str) -> Iterator[Source]:
        """The sources of aos-check that a configuration names."""
        lines = (line.partition("#")[0] for line in text.splitlines())
        for line in lines if self.checks(text) else ():
            if "aos-check" in line or self.checks(line):
                words = (word.strip("\"',") for word in line.split())
                yield from filter(None, (self.named(it) for it in words if len(it) < _LONGEST))

    def named(self, word: str) -> Source | None:
        """The source that a word names; None if it names none."""
        if version := pinned_version(word):
            return Source(version=version)
        found = _FROM_GIT.fullmatch(word)
        return Source(git=found[1], revision=found[2]) if found else None

    def look_into(self, value: object) -> Examined | None:
        """Examine a configuration; return None if no job seems to run the check."""

    def examine(self, path: str, text: str) -> Iterator[Result]:
        """The results for a configuration; none if it does not name the check."""
        if not self.checks(text):
            return
        found, why = None, "it names aos-check, but no job seems to run it"
        try:
            found = self.look_into(read_yaml(text).value)
        except UnreadableDataError as error:
            why = f"line {error.line}: {error}"
        if found is None:
            remedy = f"look on {self.site} whether it runs"
            yield Result(GATE, path, ResultState.UNJUDGED, why, remedy)
            return
        holes = [*found.holes, *(it for source in self.sources(text) for it in source.gaps)]
        for hole, remedy in holes:
            yield Result(GATE, path, ResultState.OPEN, hole, remedy)
        if not holes:
            yield Result(GATE, path, ResultState.OK, self.verdict, blocks=True)
        for note, remedy in dict.fromkeys(found.notes):
            yield Result(GATE, path, ResultState.NOTE, note, remedy)
