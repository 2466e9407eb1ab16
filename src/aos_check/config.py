"""The configuration: from a TOML file to one frozen model, where an unknown key is an error."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    Strict,
    ValidationError,
)
from pydantic_core import ErrorDetails

from aos_check.errors import CannotCheckError
from aos_check.layouts import Layout, Level
from aos_check.toml_lines import lines_of_keys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILES = ("pyproject.toml", "aos-check.toml", ".aos-check.toml")
"""Where a configuration may stand in a folder; one of them, not two."""

MAX_SIZE = 256 * 1024
"""How large a configuration may be, in bytes."""

Read: TypeAlias = Callable[[str], bytes | None]
"""Reads a file by its path below the root; None when there is none."""

Strings: TypeAlias = Annotated[tuple[str, ...], Strict(strict=False)]
Answer: TypeAlias = Literal["advise", "ask", "deny"]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    """A table of the file: keys in kebab-case, no other keys, no conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=_kebab)


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _named(layouts: dict[str, Layout]) -> dict[str, Layout]:
    return {name: layout.model_copy(update={"name": name}) for name, layout in layouts.items()}


class Commits(_Table):
    """What is asked of a commit."""

    require: Literal["exists", "started", "done"] = Field(
        default="done", description="How far the task that a commit names must be."
    )
    trailers: Strings = Field(default=("Task",), description="Trailers that name a task.")
    max_ticks: int = Field(
        default=5, ge=1, description="A commit that marks more tasks done is a finding."
    )
    bots: Strings = Field(
        default=("dependabot[bot]", "renovate[bot]"),
        description="Authors who need no task for dependency manifests and lock files.",
    )
    waivable: Strings = Field(default=("GIT001",), description="Codes that a commit may waive.")
    waivers_by: Strings = Field(
        default=(), description="Who may waive, by mail address; empty: anyone."
    )


class Approval(_Table):
    """How well an approval must be proved."""

    level: Literal["none", "status", "pinned", "separate", "listed", "signed"] = Field(
        default="status", description="The level that work on a spec requires."
    )
    approvers: Strings | Literal["CODEOWNERS"] = Field(
        default=(), description="Mail addresses of those who may approve, or the word CODEOWNERS."
    )
    statuses: Strings = Field(
        default=(), description="Statuses that count as approved, beside the layout's own."
    )


class Agents(_Table):
    """What a coding agent's hook answers."""

    code_without_cover: Answer = Field(
        default="advise", description="A write of code that no approved spec and open task covers."
    )
    self_approval: Answer = Field(default="deny", description="An approval by the agent itself.")
    bypass: Answer = Field(default="deny", description="A commit that skips hooks.")


class Roadmap(_Table):
    """When the roadmap must follow."""

    when: Literal["commit", "range"] = Field(
        default="range", description="ROAD004 fails in each commit, or at the end of a range."
    )


@dataclass(frozen=True, slots=True)
class _Origin:
    """The file that a configuration was read from, and the table in it."""

    path: str
    text: str
    table: tuple[str, ...]

    def at(self, key: str) -> str:
        line = lines_of_keys(self.text).get((*self.table, key))
        return f"{self.path}:{line}" if line else self.path


class Config(_Table):
    """Everything that can be configured; without a file, the defaults."""

    _origin: _Origin | None = PrivateAttr(default=None)

    layouts: Strings = Field(
        default=(), description="Layouts to look for; empty: all that are known."
    )
    projects: Strings = Field(default=(), description="Folders that hold a project; empty: found.")
    decisions: Strings = Field(default=(), description="More folders that hold decision records.")
    select: Strings = Field(default=("ALL",), description="Rules to run: codes, prefixes or names.")
    ignore: Strings = Field(default=(), description="Rules not to run: codes, prefixes or names.")
    severity: dict[str, Level] = Field(default={}, description="Severity by code, prefix or name.")
    enforce_since: Annotated[str, BeforeValidator(_as_text)] | None = Field(
        default=None, description="A date or a revision: older commits are not judged."
    )
    code: Strings = Field(default=("**",), description="What counts as code …")
    exempt: Strings = Field(default=(), description="… less these, added to the defaults.")
    baseline: str = Field(
        default=".aos-check-baseline.json", description="Findings that do not count."
    )
    commits: Commits = Commits()
    approval: Approval = Approval()
    agents: Agents = Agents()
    roadmap: Roadmap = Roadmap()
    layout: Annotated[dict[str, Layout], AfterValidator(_named)] = Field(
        default={}, description="Layouts of your own, by name."
    )

    def read_from(self, origin: _Origin) -> Config:
        """This configuration, which knows now where it was read."""
        self._origin = origin
        return self

    def at(self, key: str) -> str:
        """The file and the line of a key at top level, as a message begins; else the key."""
        return f"{self._origin.at(key)}: {key}" if self._origin else key


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


def load(read: Read, path: str) -> Config:
    """The configuration in the file `path`, which must be there."""
    text = _text(read, path)
    if text is None:
        raise CannotCheckError(f"there is no configuration file {path}", "correct --config")
    return parse(text, path)


def parse(text: str, path: str) -> Config:
    """The configuration that `text` holds; `path` is named in errors and tells which table."""
    table = _TABLE if _is_pyproject(path) else ()
    found = _within(_loaded(text, path), table)
    if found is None:
        raise CannotCheckError(
            f"{path} has no table [tool.aos-check]", "add the table, or name another file"
        )
    try:
        return Config.model_validate(found).read_from(_Origin(path, text, table))
    except ValidationError as error:
        raise _refusal(error, _Origin(path, text, table)) from error


_TABLE = ("tool", "aos-check")

_DEEP = re.compile(r"""(?:\.[ \t]*(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*){200}""")


def _loaded(text: str, path: str) -> object:
    """The text as TOML. Whatever a reader of TOML may trip over is the file's fault."""
    # The reader takes the square of a key's names in time and memory.
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise _NotTomlError(f"{path}:{line}: this key has more than 200 names", "correct the file")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _NotTomlError(
            f"{path}: its values are nested too deep", "correct the file"
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
        raise CannotCheckError(f"{path} cannot be read: {reason}", "put the file right") from error


def _refuse_oversized(path: str, content: bytes) -> None:
    """Refuse the file, unless it is a pyproject.toml that does not speak of this tool."""
    if not _is_pyproject(path) or _HEADER.search(content.decode("utf-8", "replace")):
        raise CannotCheckError(
            f"{path} is larger than {MAX_SIZE // 1024} KiB, and no configuration is", "shorten it"
        )


_HEADER = re.compile(
    r"""^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?aos[-_]check\b""", re.MULTILINE
)


def _governs(path: str, text: str) -> bool:
    """True when the file is a configuration of this tool; a pyproject.toml need not be one."""
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
    """The first thing that is wrong, as a sentence, and how many more there are."""
    lines = lines_of_keys(origin.text)
    faults: dict[tuple[int, tuple[str, ...]], list[ErrorDetails]] = {}
    for details in error.errors(include_url=False, include_input=False):
        line = _line(details, lines, origin.table)
        faults.setdefault((line, _key(details)), []).append(details)
    line, where = min(faults)
    if where == ("tool",) and not origin.table:
        return CannotCheckError(
            f"{origin.path}:{line}: there is a table [tool.aos-check], as in pyproject.toml",
            f"leave out its header: in {origin.path} the keys stand at top level",
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
    "model_type": "a table",
    "missing": "there",
}


def _line(
    details: ErrorDetails, lines: Mapping[tuple[str, ...], int], table: tuple[str, ...]
) -> int:
    """The line of the key, or of the nearest table around it that has one."""
    path = [str(part) for part in details["loc"]]
    while (line := lines.get((*table, *path))) is None and path:
        path.pop()
    return line or 1


def _key(details: ErrorDetails) -> tuple[str, ...]:
    """The path of the key. Parts such as `literal['CODEOWNERS']` are the branches of a choice."""
    where = [str(part) for part in details["loc"]]
    if details["type"] == "extra_forbidden":
        return tuple(where)
    return tuple(takewhile(lambda part: "[" not in part, where))


def _fault(where: list[str], choices: list[ErrorDetails]) -> tuple[str, str]:
    """The message and the remedy; a choice of types fails once per type."""
    key = _shortened(".".join(where))
    if choices[0]["type"] == "extra_forbidden":
        nearest = _nearest(where)
        remedy = f"the nearest valid key is {nearest}" if nearest else _SCHEMA
        return f"unknown key {key}", remedy
    expected = sorted({_expected(details) for details in choices})
    return f"{key} must be {' or '.join(expected)}", f"correct {key}"


_SCHEMA = "see `aos-check schema config` for the keys there are"


def _expected(details: ErrorDetails) -> str:
    fallback = details["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return _shortened(_EXPECTED.get(details["type"], fallback))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_LONGEST = 200


def _nearest(where: list[str]) -> str | None:
    """The valid key that looks most like the last of `where`, from its own table if it can be."""
    wrong = _kebab(where[-1])[:_LONGEST]
    home: type[BaseModel] = Config
    for part in where[:-1]:
        home = _below(home, part)
    candidates = [(*where[:-1], _kebab(name)) for name in home.model_fields]
    candidates += [key for key in _all_keys() if key not in candidates]
    ratios = [difflib.SequenceMatcher(None, key[-1], wrong).ratio() for key in candidates]
    best = max(ratios)
    return ".".join(candidates[ratios.index(best)]) if best >= _ALIKE else None


_ALIKE = 0.5


def _all_keys() -> Iterator[tuple[str, ...]]:
    """The keys at top level and those of the tables there."""
    for name, field in Config.model_fields.items():
        yield (_kebab(name),)
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Table):
            yield from ((_kebab(name), _kebab(key)) for key in field.annotation.model_fields)


def _below(model: type[BaseModel], key: str) -> type[BaseModel]:
    """The model of the table under `key`, or of the entries of a list or mapping there."""
    for name, field in model.model_fields.items():
        if _kebab(name) == key:
            return next(_models_in(field.annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
