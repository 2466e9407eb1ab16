"""Writes of tools that an agent gets from a server (MCP), whose arguments can have any shape.

A tool with a path writes to it, unless its name says that it only reads.
"""

from __future__ import annotations

import re

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from aos_check.agents.payload import Table

_READS = re.compile(
    r"(?:analy[sz]e|check|count|describe|diff|download|exists|fetch|find|get|glob|grep|info|lint"
    r"|list|load|look|open|query|read|scan|search|show|stat|status|tree|upload|view)s?"
)
_WRITES = re.compile(
    r"(?:add|append|apply|copy|create|delete|edit|insert|make|modify|move|patch|put|remove|rename"
    r"|replace|save|set|update|write)s?"
)
_WORD = re.compile(r"[A-Z]?[a-z]+")
_PATHS = (
    "path", "file_path", "filePath", "filepath", "file", "filename", "relative_path", "paths",
    "target_path", "absolute_path", "notebook_path", "destination", "destination_path",
)  # fmt: skip
_SOURCES = ("source", "source_path")
_CONTENTS = ("content", "contents", "text", "file_text", "new_content")
_OLD = ("oldText", "old_text", "old_string", "old_str", "oldString")
_NEW = ("newText", "new_text", "new_string", "new_str", "newString")


def using(event: Event, tool: str, given: Table) -> Event | None:
    """The event with the writes or the command in the arguments of the tool.

    None before a tool that only reads. After any tool, the hook looks at what has changed.
    """
    words = [word.lower() for word in _WORD.findall(tool.rpartition("__")[2])]
    reads = any(map(_READS.fullmatch, words)) and not any(map(_WRITES.fullmatch, words))
    paths = [] if reads else [path for key in _PATHS for path in _texts(given.get(key))]
    command = "" if reads or paths else _first(given, ("command",)) or ""
    adds = not {"append", "insert", "move", "copy"}.isdisjoint(words)
    content, edits = None if adds else _first(given, _CONTENTS), _edits(given)
    moved = [ToolWrite(it, gone=True) for key in _SOURCES for it in _texts(given.get(key))]
    writes = (*moved, *(ToolWrite(path, content, edits) for path in paths)) if paths else ()
    known = writes or command or event.kind is EventKind.AFTER_TOOL
    return event._replace(tool=tool, writes=writes, command=command) if known else None


def _edits(given: Table) -> tuple[TextReplacement, ...]:
    several = given.get("edits")
    changes = [it for it in several if isinstance(it, dict)] if isinstance(several, list) else []
    pairs = [(_first(it, _OLD), _first(it, _NEW)) for it in (*changes, given)]
    return tuple(TextReplacement(old, new or "") for old, new in pairs if old)


def _first(given: Table, keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys for text in _texts(given.get(key))), None)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
