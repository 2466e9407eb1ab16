"""The outputs and workflow commands that a GitHub Actions step writes for its runner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_OUTPUT = re.compile(
    r"(?P<name>[\w-]+)(?:=(?P<line>.*)|<<(?P<end>.+)\n(?P<lines>(?:.*\n)*?)(?P=end))\n"
)
_COMMAND = re.compile(r"\s*::(?P<name>[\w-]+)(?P<properties> .*?)?::(?P<message>.*)")
_OLD_COMMAND = re.compile(r"##\[(?P<name>[\w-]+)(?P<properties> .*?)?\](?P<message>.*)")
# The percent sign comes last, so that `%250A` becomes `%0A`.
_ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


@dataclass(frozen=True, slots=True)
class Command:
    """A workflow command: `::name key=value,key=value::message`."""

    name: str
    properties: Mapping[str, str]
    message: str


def read_outputs(text: str) -> dict[str, str]:
    """Read outputs of the form `name=value`, or `name<<WORD`, the lines of the value, `WORD`."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        if not (match := _OUTPUT.match(text, position)):
            raise ValueError(f"not an output: {text[position:]!r}")
        whole = match["line"] if match["end"] is None else match["lines"].removesuffix("\n")
        found[match["name"]] = whole
        position = match.end()
    return found


def read_commands(log: str) -> list[Command]:
    """The commands that the runner executes: none between `stop-commands` and its end token."""
    found: list[Command] = []
    stopped_until = ""
    for line in re.split(r"\r\n|\r|\n", log):
        command = _read_command(line)
        if stopped_until:
            if command and command.name == stopped_until:
                stopped_until = ""
        elif command:
            found.append(command)
            if command.name == "stop-commands":
                stopped_until = command.message
    return found


def _read_command(line: str) -> Command | None:
    if not (match := _COMMAND.match(line) or _OLD_COMMAND.search(line)):
        return None
    pairs = (pair.partition("=") for pair in (match["properties"] or "").strip().split(","))
    properties = {key: _decode(value) for key, _, value in pairs if key}
    return Command(match["name"].lower(), properties, _decode(match["message"]))


def _decode(text: str) -> str:
    for escape, plain in _ESCAPES.items():
        text = text.replace(escape, plain)
    return text
