"""Finds the configuration, and reads it from TOML. An unknown key is an error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, timezone
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from aos_check.history.adoption import day_of
from aos_check.judging.config_errors import Origin, line_of, refusal
from aos_check.judging.layout_faults import Faults, faults_of_layout
from aos_check.judging.layout_tables import with_bases
from aos_check.judging.proving import words_of
from aos_check.judging.settings import CommitsTable, Config
from aos_check.judging.workflow_faults import faults_of_phases
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree, content
from aos_check.reading.layouts.patterns import fault
from aos_check.reading.toml_lines import lines_of_keys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pydantic import TypeAdapter

OWN_FILE = "aos-check.toml"
FILES = ("pyproject.toml", OWN_FILE, ".aos-check.toml")
"""The names of a configuration file. A folder may have only one of them."""

MAX_SIZE = 256 * 1024
"""The largest configuration, in bytes."""

MAX_READ = 4 * MAX_SIZE
"""The bytes of a file that are read to see whether it is a configuration."""

Read: TypeAlias = Callable[[str], bytes | None]
"""Reads a file by its path below the root; returns None if it does not exist."""


@dataclass(frozen=True)
class FileConfig(Config):
    """A configuration that knows its file."""

    origin: Origin = field(kw_only=True, compare=False)

    def at(self, *keys: str) -> str:
        """The file, the line and the key."""
        return f"{self.origin.at(keys)}: {'.'.join(keys)}"


@cache
def adapter() -> TypeAdapter[Config]:
    """The pydantic adapter, which also knows the JSON Schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(Config)


def find(read: Read, folders: Iterable[str]) -> tuple[Config, str | None]:
    """The configuration in the first of `folders` that has one, and its path; else the defaults."""
    for folder in folders:
        prefix = "" if folder in ("", ".") else f"{folder}/"
        texts = [(prefix + name, _text(read, prefix + name)) for name in FILES]
        here = [(path, text) for path, text in texts if text is not None and _governs(path, text)]
        if len(here) > 1:
            names = " and ".join(path for path, _ in here)
            raise CannotCheckError(
                f"there are two configurations: {names}", "keep one of them and delete the other"
            )
        for path, text in here:
            return parse(text, path), path
    return Config(), None


def find_in(tree: Tree, below: str = "") -> tuple[Config, str | None]:
    """The nearest configuration in a tree, from the folder `below` upwards."""
    return find(lambda path: content(tree, path, MAX_READ), above(below))


def above(below: str) -> list[str]:
    """The folder and those above it, up to the top."""
    folder = PurePosixPath(below)
    return [str(each) for each in (folder, *folder.parents)]


def load(read: Read, path: str) -> Config:
    """The configuration in the file `path`, which must exist."""
    text = _text(read, path)
    if text is None:
        raise CannotCheckError(f"there is no configuration file {path}", "correct --config")
    return parse(text, path)


@lru_cache(maxsize=4)
def parse(text: str, path: str) -> Config:
    """The configuration in `text`. `path` decides the table, and errors name it."""
    table = table_of(path)
    found = _within(_loaded(text, path), table)
    if found is None:
        raise CannotCheckError(
            f"{path} has no table [tool.aos-check]", "add the table, or name another file"
        )
    origin = Origin(path, text, table)
    config = _validated(with_bases(found, origin), origin)
    if wrong := next(_faults(config), None):
        where, expected = wrong
        line = line_of(where, lines_of_keys(text), table)
        key = ".".join(where)
        raise CannotCheckError(f"{path}:{line}: {key} must be {expected}", f"correct {key}")
    values = {each.name: getattr(config, each.name) for each in fields(config)}
    values["layout"] = {name: replace(each, name=name) for name, each in config.layout.items()}
    return FileConfig(**values, origin=origin)


def _validated(found: object, origin: Origin) -> Config:
    from pydantic import ValidationError

    try:
        # As JSON, where strictness still takes a list for a tuple; a date becomes its text.
        return adapter().validate_json(json.dumps(found, default=str), strict=True)
    except ValidationError as error:
        raise refusal(error, origin) from error


def _faults(config: Config) -> Faults:
    """The faults that the types do not catch."""
    if config.observe is not None and not _has_begun(config.observe):
        yield ("observe",), "a day that has begun, such as 2026-11-30"
    yield from _faults_of_commits(config.commits)
    if not _SERVER.fullmatch(config.peer.server):
        yield ("peer", "server"), "an address such as nats://127.0.0.1:4222, without a password"
    if not _BUCKET.fullmatch(config.peer.bucket):
        yield ("peer", "bucket"), "a name of letters, digits, - and _"
    for text in config.evidence.commands:
        if not words_of(text):
            yield ("evidence", "commands"), f"words in closed quotes, the first not *: {text}"
    for where, expected in faults_of_phases(config.workflow.phases):
        yield ("workflow", "phases", *where), expected
    for name, layout in config.layout.items():
        for where, expected in faults_of_layout(name, layout):
            yield ("layout", name, *where), expected


def _has_begun(text: str) -> bool:
    """True for a day up to tomorrow, because clocks and time zones differ."""
    day = day_of(text)
    return day is not None and day <= datetime.now(timezone.utc).date() + timedelta(days=1)


def _faults_of_commits(commits: CommitsTable) -> Faults:
    for key, number in (
        ("max-ticks", commits.max_ticks),
        ("maintenance-lines", commits.maintenance_lines),
    ):
        if number < 1:
            yield ("commits", key), "greater than or equal to 1"
    for pattern in commits.patterns:
        # Messages are longer than the names that the patterns of layouts match.
        if wrong := fault(pattern, group="task", most=_MAX_REPEATS_IN_MESSAGES):
            yield ("commits", "patterns"), f"patterns with a group `task` ({wrong})"


_MAX_REPEATS_IN_MESSAGES = 3

_SERVER = re.compile(r"(?:nats|tls)://(?:[\w.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?")
_BUCKET = re.compile(r"[A-Za-z0-9_-]{1,200}")

_DEEP = re.compile(r"""(?:\.[ \t]*(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*){200}""")


def _loaded(text: str, path: str) -> object:
    """The text as TOML. Raises _NotTomlError, whatever error the reader raises."""
    # The reader's time and memory grow with the square of the number of names in a key.
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _NotTomlError(f"{path}:{line}: this key has more than 200 names", "correct the file")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _NotTomlError(
            f"{path}: its values are nested too deeply", "correct the file"
        ) from error
    except ValueError as error:
        line_said = re.search(r"at line (\d+)", str(error))
        at = f"{path}:{line_said[1]}" if line_said else path
        raise _NotTomlError(f"{at}: this is not TOML: {error}", "correct the file") from error


class _NotTomlError(CannotCheckError):
    """The file cannot be read as TOML."""


def _within(found: Any, table: tuple[str, ...]) -> object:  # noqa: ANN401 - what TOML holds
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(read: Read, path: str) -> str | None:
    try:
        content = read(path)
        if content is not None and len(content) > MAX_SIZE:
            _refuse_oversized(path, content)
            return None
        return None if content is None else content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, ValueError) else error.strerror
        raise CannotCheckError(f"{path} cannot be read: {reason}", "fix the file") from error


def _refuse_oversized(path: str, content: bytes) -> None:
    """Refuse the file, unless it is a pyproject.toml without a table of this tool."""
    if not table_of(path) or _HEADER.search(content.decode("utf-8", "replace")):
        raise CannotCheckError(
            f"{path} is larger than {MAX_SIZE // 1024} KiB, the limit of a configuration",
            "shorten it",
        )


_HEADER = re.compile(
    r"""^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?aos[-_]check\b""", re.MULTILINE
)


@lru_cache(maxsize=4)
def _governs(path: str, text: str) -> bool:
    """Return True if the file configures this tool; a pyproject.toml may not."""
    if not table_of(path):
        return True
    if "aos" not in text:
        return False
    try:
        found = _loaded(text, path)
    except _NotTomlError:
        if _HEADER.search(text):
            raise
        return False
    if _within(found, ("tool", "aos_check")) is not None:
        line = lines_of_keys(text).get(("tool", "aos_check"), 1)
        raise CannotCheckError(
            f"{path}:{line}: there is a table [tool.aos_check]", "spell it [tool.aos-check]"
        )
    return _within(found, table_of(path)) is not None


def table_of(path: str) -> tuple[str, ...]:
    """The table of the settings in the file `path`, by its names; () for the top level."""
    return ("tool", "aos-check") if path.rsplit("/", 1)[-1] == "pyproject.toml" else ()
