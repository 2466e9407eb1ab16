"""The log of a step as the runner reads it: what is a command, what is text, what is annotated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["error", "warning", "notice"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LIMIT = 10
"""This many annotations of each kind are shown of one step; a composite action is one step."""
LONGEST = 4096
"""What a message has beyond this is cut off."""
STOP = "stop-commands"
NAMES = frozenset({
    *KINDS, STOP, "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "group",
    "remove-matcher", "save-state", "set-env", "set-output",
})  # fmt: skip
NO_TOKEN = NAMES | {"", "pause-logging"}
"""What may not be the word that ends a stop."""
BLANK = "".join(map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))) + (
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What the runner passes over at the start of a line."""
LINE_ENDS = re.compile(r"\r\n|\r|\n")
OLD = re.compile(r"##\[([^\]]*)\](.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One workflow command: `::name key=value,key=value::data`."""

    name: str
    properties: Mapping[str, str]
    data: str


@dataclass(frozen=True, slots=True)
class Log:
    """What a step wrote, split into what the runner obeys and what it shows."""

    text: str
    commands: tuple[Command, ...] = ()
    shown: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Lines among those shown that look like a command, of a name that the runner does not know."""
    refused: tuple[str, ...] = ()
    """The words that a `stop-commands` gave and must not: each fails the step."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What GitHub shows beside a line, or above the log."""

    kind: Kind
    message: str
    title: str = ""
    path: str = ""
    line: int | None = None
    end_line: int | None = None
    column: int | None = None
    end_column: int | None = None


@dataclass(slots=True)
class _Reading:
    """Where the reading of a log stands."""

    until: str | None = None
    commands: list[Command] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Read one more line."""
        command = read_command(line, NAMES if self.until is None else NAMES | {self.until})
        if command is None or (self.until is not None and command.name.lower() != self.until):
            self.shown.append(line)
            if command is None and re.match(r"::[\w-]+[^:]*::", line.lstrip(BLANK)):
                self.unknown.append(line)
        elif self.until is not None:
            self.until = None
        elif command.name.lower() != STOP:
            self.commands.append(command)
        elif command.data.lower() in NO_TOKEN:
            self.refused.append(command.data)
        else:
            self.commands.append(command)
            self.until = command.data.lower()


def read_log(text: str) -> Log:
    """The commands in what a step wrote. Carriage returns end lines too."""
    reading = _Reading()
    lines = LINE_ENDS.split(text)
    for line in lines[:-1] if not lines[-1] else lines:
        reading.take(line)
    return Log(
        text,
        tuple(reading.commands),
        tuple(reading.shown),
        tuple(reading.unknown),
        tuple(reading.refused),
    )


def read_command(line: str, names: Iterable[str] = NAMES) -> Command | None:
    """The command of a line: `::name::` at its start, or the older `##[name]` anywhere in it."""
    start = line.lstrip(BLANK)
    if start.startswith("::"):
        head, separator, data = start[2:].partition("::")
        if separator and (command := _command(head, ",", names)):
            return Command(*command, _decode(data, {}))
    if found := OLD.search(line):
        semicolons = {"%3B": ";", "%5D": "]"}
        if command := _command(found[1], ";", names):
            return Command(*command, _decode(found[2], semicolons))
    return None


def _command(head: str, between: str, names: Iterable[str]) -> tuple[str, dict[str, str]] | None:
    name, _, rest = head.partition(" ")
    if name.lower() not in names:
        return None
    escapes = {"%3A": ":", "%2C": ","} if between == "," else {"%3B": ";", "%5D": "]"}
    return name.lower(), dict(_properties(rest, between, escapes))


def _properties(text: str, between: str, escapes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for pair in (text.strip(BLANK) if between == "," else text).split(between):
        key, _, value = pair.lstrip("=").partition("=")
        if key and (value := value.lstrip("=")):
            yield key.lower(), _decode(value, escapes)


def _decode(text: str, more: Mapping[str, str]) -> str:
    """The text without escapes: the percent sign last, so that `%250A` stays `%0A`."""
    for escape, plain in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escape, plain)
    return text


def annotated(log: Log, workspace: Path) -> Iterator[Annotation]:
    """What the commands of a log annotate, before any limit."""
    for command in log.commands:
        for kind in KINDS:
            if command.name == kind:
                yield _annotation(kind, command, workspace)


def _annotation(kind: Kind, command: Command, workspace: Path) -> Annotation:
    line, end_line, column, end_column = _place(command.properties)
    return Annotation(
        kind,
        command.data[:LONGEST],
        command.properties.get("title", ""),
        _relative(command.properties.get("file", ""), workspace),
        line,
        end_line,
        column,
        end_column,
    )


def _relative(path: str, workspace: Path) -> str:
    if path and Path(path).is_absolute() and Path(path).is_relative_to(workspace):
        return Path(path).relative_to(workspace).as_posix()
    return path


def _place(given: Mapping[str, str]) -> tuple[int | None, int | None, int | None, int | None]:
    """Line, end line, column, end column: what does not go together is dropped."""
    names = ("line", "endline", "col", "endcolumn")
    line, end_line, column, end_column = (_number(given.get(name, "")) for name in names)
    line = end_line if line is None else line
    column = end_column if column is None else column
    if line is None or (end_line is not None and end_line != line):
        column = end_column = None
    if line is not None and end_line is not None and end_line < line:
        line = end_line = None
    if column is not None and end_column is not None and end_column < column:
        column = end_column = None
    return line, end_line, column, end_column


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\s*[+-]?[0-9]+\s*", text) else None


def within_limits(every: Iterable[Annotation]) -> tuple[tuple[Annotation, ...], Counter[str]]:
    """The annotations that GitHub shows of one step, and how many of each kind it drops."""
    kept: list[Annotation] = []
    seen: Counter[str] = Counter()
    for one in every:
        seen[one.kind] += 1
        if seen[one.kind] <= LIMIT:
            kept.append(one)
    return tuple(kept), Counter({kind: n - LIMIT for kind, n in seen.items() if n > LIMIT})
