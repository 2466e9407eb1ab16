"""The configuration: one frozen value, read from TOML. An unknown key is an error.

The classes are plain dataclasses. pydantic fills them, and is imported only if there is a file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, get_type_hints

from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import OptionValue
from aos_check.model.tree import Tree, content
from aos_check.model.wording import shortened
from aos_check.reading.layouts import AS_TABLE, Layout, Level, kebab
from aos_check.reading.layouts.patterns import fault
from aos_check.reading.toml_lines import lines_of_keys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

FILES = ("pyproject.toml", "aos-check.toml", ".aos-check.toml")
"""The names of a configuration file. A folder may have only one of them."""

MAX_SIZE = 256 * 1024
"""The largest configuration, in bytes."""

MAX_READ = 4 * MAX_SIZE
"""The bytes of a file that are read to see whether it is a configuration."""

Read: TypeAlias = Callable[[str], bytes | None]
"""Reads a file by its path below the root; returns None if it does not exist."""

Answer: TypeAlias = Literal["advise", "ask", "deny"]
ApprovalLevelName: TypeAlias = Literal["none", "status", "pinned", "separate", "listed", "signed"]


@dataclass(frozen=True)
class CommitsTable:
    """The requirements for a commit."""

    __pydantic_config__ = AS_TABLE

    require: Literal["exists", "started", "done"] = "done"
    """The state that the named task must have."""
    when: Literal["commit", "range"] = "range"
    """When a named task must be done: in its own commit, or at the end of a range."""
    trailers: tuple[str, ...] = ("Task",)
    """Trailers that name a task."""
    max_ticks: int = 5
    """The most tasks at the top level that a commit may mark done."""
    bots: tuple[str, ...] = ("dependabot[bot]", "renovate[bot]")
    """Authors who need no task for dependency manifests and lock files."""
    waivable: tuple[str, ...] = ("GIT001",)
    """Codes that a commit may waive."""
    waivers_by: tuple[str, ...] = ()
    """Mail addresses of those who may waive; empty: anyone."""


@dataclass(frozen=True)
class ApprovalTable:
    """The requirements for an approval."""

    __pydantic_config__ = AS_TABLE

    level: ApprovalLevelName | None = None
    """The level that work on a spec requires; by default status."""
    approvers: tuple[str, ...] | Literal["CODEOWNERS"] = ()
    """Mail addresses of those who may approve, or the word CODEOWNERS."""
    statuses: tuple[str, ...] = ()
    """More statuses that count as approved."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Mail addresses of each owner in CODEOWNERS: @user or @org/team."""
    allowed_signers: str | None = None
    """A file of this repository with the keys of signers."""


@dataclass(frozen=True)
class AgentsTable:
    """The answers of a coding agent's hook."""

    __pydantic_config__ = AS_TABLE

    code_without_cover: Answer = "advise"
    """A write of code that no approved spec and open task covers."""
    self_approval: Answer = "deny"
    """An approval by the agent itself."""
    bypass: Answer = "deny"
    """A commit that skips hooks."""


@dataclass(frozen=True)
class RoadmapTable:
    """When the roadmap must be updated."""

    __pydantic_config__ = AS_TABLE

    when: Literal["commit", "range"] = "range"
    """ROAD004 fails in each commit, or at the end of a range."""


@dataclass(frozen=True)
class Config:
    """All settings; without a file, the defaults."""

    __pydantic_config__ = AS_TABLE

    layouts: tuple[str, ...] = ()
    """Layouts to look for; empty: all."""
    projects: tuple[str, ...] = ()
    """Folders of projects; empty: found automatically."""
    decisions: tuple[str, ...] = ()
    """More folders with decision records."""
    select: tuple[str, ...] = ("ALL",)
    """Rules to run: codes, prefixes or names."""
    ignore: tuple[str, ...] = ()
    """Rules not to run: codes, prefixes or names."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """Severity by code, prefix or name."""
    enforce_since: str | None = None
    """A date or a revision: older commits are not checked."""
    code: tuple[str, ...] = ("**",)
    """Globs of the files that count as code …"""
    exempt: tuple[str, ...] = ()
    """… except these, in addition to the defaults."""
    baseline: str = ".aos-check-baseline.json"
    """Findings that do not count."""
    inherited: Literal["show", "fail"] = "show"
    """Findings that stood before a change: only show them, or fail for them like for new ones."""
    commits: CommitsTable = CommitsTable()
    approval: ApprovalTable = ApprovalTable()
    agents: AgentsTable = AgentsTable()
    roadmap: RoadmapTable = RoadmapTable()
    layout: Mapping[str, Layout] = field(default_factory=dict)
    """Layouts of your own, by name."""
    rules: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    """Options of a rule, by its code or name."""
    plugins: tuple[str, ...] = ()
    """Installed packages that add rules."""

    def at(self, *keys: str) -> str:
        """The key as a message names it: with file and line, if there is a file."""
        return ".".join(keys)


@dataclass(frozen=True, slots=True)
class _Origin:
    """The file of a configuration, and the table in it."""

    path: str
    text: str
    table: tuple[str, ...]

    def at(self, keys: Sequence[str]) -> str:
        """The file and the line of a key, or of the nearest table around it."""
        return f"{self.path}:{_line_of(keys, lines_of_keys(self.text), self.table)}"


@dataclass(frozen=True)
class FileConfig(Config):
    """A configuration that knows its file."""

    origin: _Origin = field(kw_only=True, compare=False)

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


def parse(text: str, path: str) -> Config:
    """The configuration in `text`. `path` decides the table, and errors name it."""
    table = _TABLE if _is_pyproject(path) else ()
    found = _within(_loaded(text, path), table)
    if found is None:
        raise CannotCheckError(
            f"{path} has no table [tool.aos-check]", "add the table, or name another file"
        )
    origin = _Origin(path, text, table)
    config = _validated(found, origin)
    if wrong := next(_faults(config), None):
        where, expected = wrong
        line = _line_of(where, lines_of_keys(text), table)
        key = ".".join(where)
        raise CannotCheckError(f"{path}:{line}: {key} must be {expected}", f"correct {key}")
    values = {each.name: getattr(config, each.name) for each in fields(config)}
    values["layout"] = {name: replace(each, name=name) for name, each in config.layout.items()}
    return FileConfig(**values, origin=origin)


def _validated(found: object, origin: _Origin) -> Config:
    from pydantic import ValidationError

    try:
        # As JSON, where strictness still takes a list for a tuple; a date becomes its text.
        return adapter().validate_json(json.dumps(found, default=str), strict=True)
    except ValidationError as error:
        raise _refusal(error, origin) from error


def _faults(config: Config) -> Iterator[tuple[tuple[str, ...], str]]:
    """The faults that the types do not catch: the key, and its valid values."""
    if config.commits.max_ticks < 1:
        yield ("commits", "max-ticks"), "greater than or equal to 1"
    for name, layout in config.layout.items():
        for home in layout.homes:
            if not {"", ".", ".."}.isdisjoint(home.split("/")):
                yield ("layout", name, "homes"), f"names of folders, not {home or 'an empty name'}"
        patterns = [(("specs", "name"), layout.specs.name), (("requirement",), layout.requirement)]
        patterns += [(("archiving",), pattern) for pattern in layout.archiving]
        patterns += [(("elsewhere",), pattern) for pattern in layout.elsewhere.values()]
        for where, pattern in patterns:
            if wrong := fault(pattern):
                yield ("layout", name, *where), f"a pattern ({wrong})"


_TABLE = ("tool", "aos-check")

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
    if not _is_pyproject(path) or _HEADER.search(content.decode("utf-8", "replace")):
        raise CannotCheckError(
            f"{path} is larger than {MAX_SIZE // 1024} KiB, the limit of a configuration",
            "shorten it",
        )


_HEADER = re.compile(
    r"""^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?aos[-_]check\b""", re.MULTILINE
)


def _governs(path: str, text: str) -> bool:
    """Return True if the file configures this tool; a pyproject.toml may not."""
    if not _is_pyproject(path):
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
    return _within(found, _TABLE) is not None


def _is_pyproject(path: str) -> bool:
    return path.rsplit("/", 1)[-1] == "pyproject.toml"


def _refusal(error: ValidationError, origin: _Origin) -> CannotCheckError:
    """The first fault as a sentence, and the number of others.

    An unknown key comes first: the key that it was meant for may be reported as missing.
    """
    lines = lines_of_keys(origin.text)
    faults: dict[tuple[int, tuple[str, ...]], list[ErrorDetails]] = {}
    for details in error.errors(include_url=False, include_input=False):
        line = _line_of([str(part) for part in details["loc"]], lines, origin.table)
        faults.setdefault((line, _key(details)), []).append(details)
    line, where = min(faults, key=lambda each: (not _is_unknown(faults[each]), each))
    if where == ("tool",) and not origin.table:
        return CannotCheckError(
            f"{origin.path}:{line}: there is a table [tool.aos-check], as in pyproject.toml",
            f"leave out its header: in {origin.path} the keys are at top level",
        )
    message, remedy = _fault(list(where), faults[line, where])
    more = f" (and {len(faults) - 1} more)" if faults.keys() - {(line, where)} else ""
    return CannotCheckError(f"{origin.path}:{line}: {message}{more}", remedy)


_EXPECTED = {
    "tuple_type": "a list",
    "string_type": "a string",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a table",
    "dataclass_type": "a table",
    "dataclass_exact_type": "a table",
    "missing": "present",
}


def _line_of(
    where: Sequence[str], lines: Mapping[tuple[str, ...], int], table: tuple[str, ...]
) -> int:
    """The line of the key, or of the nearest table around it that has one."""
    path = list(where)
    while (line := lines.get((*table, *path))) is None and path:
        path.pop()
    return line or 1


def _key(details: ErrorDetails) -> tuple[str, ...]:
    """The path of the key. Parts such as `literal['CODEOWNERS']` are the branches of a choice."""
    where = [str(part) for part in details["loc"]]
    if where[0] == "rules":  # an option is below its rule, and everything else a branch
        return tuple(where[:3])
    if details["type"] in _UNKNOWN:
        return tuple(where)
    return tuple(takewhile(lambda part: "[" not in part, where))


def _fault(where: list[str], choices: list[ErrorDetails]) -> tuple[str, str]:
    """The message and the remedy; a choice of types fails once per type."""
    key = shortened(".".join(where), _LONGEST)
    if _is_unknown(choices):
        nearest = _nearest(where)
        remedy = f"the nearest valid key is {nearest}" if nearest else _SCHEMA
        return f"unknown key {key}", remedy
    expected = sorted({_expected(details) for details in choices})
    twin = f", or spell it {_TWINS[key]}" if key in _TWINS else ""
    return f"{key} must be {' or '.join(expected)}", f"correct {key}{twin}"


def _is_unknown(choices: list[ErrorDetails]) -> bool:
    return choices[0]["type"] in _UNKNOWN


_TWINS = {"layout": "layouts", "layouts": "layout"}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_SCHEMA = "see `aos-check schema config` for the valid keys"


def _expected(details: ErrorDetails) -> str:
    fallback = details["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return shortened(_EXPECTED.get(details["type"], fallback), _LONGEST)


_LONGEST = 200


def _nearest(where: list[str]) -> str | None:
    """The valid key that is nearest to the last of `where`, preferably of the same table."""
    import difflib

    wrong = kebab(where[-1])[:_LONGEST]
    home: type = Config
    for part in where[:-1]:
        home = _below(home, part)
    candidates = [(*where[:-1], kebab(each.name)) for each in fields(home)]
    candidates += [key for key in _all_keys() if key not in candidates]
    ratios = [difflib.SequenceMatcher(None, key[-1], wrong).ratio() for key in candidates]
    best = max(ratios)
    return ".".join(candidates[ratios.index(best)]) if best >= _ALIKE else None


_ALIKE = 0.5


def _all_keys() -> Iterator[tuple[str, ...]]:
    """The keys at top level and those of the tables there."""
    for name, kind in _types_of(Config).items():
        yield (kebab(name),)
        if is_dataclass(kind):
            yield from ((kebab(name), kebab(each.name)) for each in fields(kind))


def _below(table: type, key: str) -> type:
    """The class of the table under `key`, or of the entries of a list or mapping there."""
    for name, kind in _types_of(table).items():
        if kebab(name) == key:
            return next(_tables_in(kind), table)
    return table


def _types_of(table: type) -> dict[str, Any]:
    """The types of a table's keys."""
    hints = get_type_hints(table)
    return {each.name: hints[each.name] for each in fields(table)}


def _tables_in(kind: object) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for part in get_args(kind):
        yield from _tables_in(part)
