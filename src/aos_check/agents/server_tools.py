"""Writes of tools that an agent gets from a server (MCP), whose arguments can have any shape.

A tool with a path writes to it, unless its name says that it only reads. What no known argument
says is put in the words of a shell: the command of a tool that runs one, the options of git, the
paths that a tool moves or removes, and every other argument that is a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from aos_check.agents.payload import Table

_READS = re.compile(
    r"(?:analy[sz]e|ask|check|compare|count|describe|diff|download|exists|explain|fetch|find|get"
    r"|glob|grep|info|lint|list|load|look|open|parse|query|read|render|review|scan|search|show|stat"
    r"|status|summari[sz]e|tree|upload|validate|view)s?"
)
_WRITES = re.compile(
    r"(?:add|append|apply|copy|create|delete|edit|insert|make|modify|move|patch|put|remove|rename"
    r"|replace|save|set|update|write)s?"
)
_RUNS = re.compile(
    r"(?:bash|cmd|command|console|eval|exec|execute|powershell|process|run|script|sh|shell|spawn"
    r"|ssh|terminal)s?"
)
_COMMAND = re.compile(r"(?:cmd|command|script)s?")
_ARGUMENT = re.compile(r"(?:arg|argument|argv|flag|option)s?")
_PROSE = re.compile(r"(?:body|comment|description|explanation|message|prompt|reason|title)s?")
_PATH = re.compile(
    r"(?:dest|destination|dir|directory|dst|file|folder|from|path|source|src|target|to)s?"
)
_LAST = {"dest", "destination", "dst", "new", "target", "to"}
_WORD = re.compile(r"[A-Z]?[a-z]+")
_LIKE_PATH = re.compile(r"(?!\w+://)(?=\S*/|\.\w)\S+")
_FILE = re.compile(r"\Afile://(?:localhost)?/")
_PATHS = (
    "path", "file_path", "filePath", "filepath", "file", "filename", "relative_path", "paths",
    "target_path", "absolute_path", "notebook_path", "uri",
)  # fmt: skip
_CONTENTS = ("content", "contents", "text", "file_text", "new_content")
_OLD = ("oldText", "old_text", "old_string", "old_str", "oldString")
_NEW = ("newText", "new_text", "new_string", "new_str", "newString")
_OF_GIT = {"am", "commit", "merge", "pull", "push", "rebase"}
_PROGRAMS = {
    "move": "mv", "rename": "mv", "copy": "cp", "delete": "rm -r", "remove": "rm -r",
}  # fmt: skip


def using(event: Event, tool: str, given: Table) -> Event | None:
    """The event with the writes or the command in the arguments of the tool.

    None before a tool that only reads. After any tool, the hook looks at what has changed.
    """
    words = _words(tool.rpartition("__")[2])
    reads = any(map(_READS.fullmatch, words)) and not any(map(_WRITES.fullmatch, words))
    program = next((_PROGRAMS[word] for word in words if word in _PROGRAMS), "")
    writes: list[ToolWrite] = []
    commands: list[str] = []
    for each in () if reads else (given, *_inside(given)):
        writes += () if program else _writes(words, each)
        commands += [*_run(tool, each), *_of_git(tool, each)]
        if "git" not in _words(tool):
            commands += _changed(event.folder, tool, program, each)
    if not (writes or commands or event.kind is EventKind.AFTER_TOOL):
        return None
    return event._replace(tool=tool, writes=tuple(writes), command="\n".join(commands))


def _inside(given: Table) -> Iterator[Table]:
    """The objects in the arguments: steps, or an object as JSON."""
    for key, value in given.items():
        if key not in _CONTENTS and not _has(key, _PROSE):
            values = map(_parsed, value if isinstance(value, list) else [value])
            yield from (each for each in values if isinstance(each, dict))


def _parsed(value: object) -> object:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        import json

        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _writes(words: list[str], given: Table) -> tuple[ToolWrite, ...]:
    """The writes to the paths in well-known arguments."""
    adds = not {"append", "insert"}.isdisjoint(words)
    content, edits = None if adds else _first(given, _CONTENTS), _edits(given)
    return tuple(ToolWrite(it, content, edits) for key in _PATHS for it in _texts(given.get(key)))


def _edits(given: Table) -> tuple[TextReplacement, ...]:
    several = given.get("edits")
    changes = [it for it in several if isinstance(it, dict)] if isinstance(several, list) else []
    pairs = [(_first(it, _OLD), _first(it, _NEW)) for it in (*changes, given)]
    return tuple(TextReplacement(old, new or "") for old, new in pairs if old)


def _run(tool: str, given: Table) -> Iterator[str]:
    """The commands that the tool runs: each text, also with the arguments in another one."""
    runs = _has(tool, _RUNS)
    texts: list[str] = []
    arguments: list[str] = []
    for key, value in given.items():
        listed = _joined(_texts(value)) if isinstance(value, list) else ""
        if _has(key, _ARGUMENT):
            arguments += [listed] if listed else _texts(value)
        elif _has(key, _COMMAND) or (runs and not _has(key, _PROSE)):
            texts += [*_texts(value), *filter(None, [listed])]
    yield from texts
    yield from (f"{text} {more}" for text in texts or [""] for more in arguments)


def _of_git(tool: str, given: Table) -> Iterator[str]:
    """The command of a tool that stands for one of git, with its options."""
    words = _words(tool)
    command = next((word for word in words if word in _OF_GIT), "")
    more = [_joined(_texts(value)) for key, value in given.items() if _has(key, _ARGUMENT)]
    if "git" not in words or not (command or any(more)):
        return
    folders = [f"-C {_quoted(it)}" for key in given if "repo" in key for it in _texts(given[key])]
    options = ["-".join(_words(key)) for key, value in given.items() if value is True]
    options += [f"no-{'-'.join(_words(key))}" for key, value in given.items() if value is False]
    yield " ".join(("git", *folders, command, *(f"--{it}" for it in options), *more))


def _changed(folder: str, tool: str, program: str, given: Table) -> Iterator[str]:
    """A command that moves, removes or writes the paths in the arguments."""
    keys = [key for key in given if program or key not in (*_PATHS, *_CONTENTS, *_OLD, *_NEW)]
    keys.sort(key=lambda key: not _LAST.isdisjoint(_words(key)))
    found = [it for key in keys for it in _texts(given[key]) if _is_path(key, it, folder)]
    if program and found:
        yield f"{program} {_joined(found)}"
    else:
        yield from (f"{_quoted(tool)} > {_quoted(path)}" for path in found)


def _is_path(key: str, text: str, folder: str) -> bool:
    """True for the path of a file or a folder, other than those above the current folder."""
    above = text == "." or f"{folder}/".startswith(f"{text.rstrip('/')}/")
    like = _LIKE_PATH.fullmatch(text) or (_has(key, _PATH) and "\n" not in text)
    return bool(text and like and not above)


def _joined(words: list[str]) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def _has(name: str, kind: re.Pattern[str]) -> bool:
    return any(map(kind.fullmatch, _words(name)))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _first(given: Table, keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys for text in _texts(given.get(key))), None)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_FILE.sub("/", each, count=1) for each in values if isinstance(each, str)]
