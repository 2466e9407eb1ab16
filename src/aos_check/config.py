"""The configuration: from a TOML file to one frozen model, where an unknown key is an error."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
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


class Config(_Table):
    """Everything that can be configured; without a file, the defaults."""

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
    try:
        return Config.model_validate(_table(text, path, table))
    except ValidationError as error:
        lines = lines_of_keys(text)
        faults = sorted(_fault(details, lines, table) for details in error.errors())
        line, message, remedy = faults[0]
        # A choice of types fails once per type: one sentence says them all.
        choices = [fault[1].rpartition(" must be ")[2] for fault in faults if fault[2] == remedy]
        message = " or ".join([message, *choices[1:]])
        raise CannotCheckError(f"{path}:{line}: {message}", remedy) from error


_TABLE = ("tool", "aos-check")


def _table(text: str, path: str, table: tuple[str, ...]) -> object:
    try:
        found: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = f"{path}:{line[1]}" if line else path
        raise CannotCheckError(f"{at}: this is not TOML: {error}", "correct the file") from error
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    if found is None:
        raise CannotCheckError(
            f"{path} has no table [tool.aos-check]", "add the table, or name another file"
        )
    return found


def _text(read: Read, path: str) -> str | None:
    try:
        content = read(path)
        return None if content is None else content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, ValueError) else error.strerror
        raise CannotCheckError(f"{path} cannot be read: {reason}", "put the file right") from error


def _governs(path: str, text: str) -> bool:
    """True when the file is a configuration of this tool; a pyproject.toml need not be one."""
    if not _is_pyproject(path):
        return True
    tables = {key[:2] for key in lines_of_keys(text)} if "aos" in text else set()
    if ("tool", "aos_check") in tables:
        line = lines_of_keys(text)["tool", "aos_check"]
        raise CannotCheckError(
            f"{path}:{line}: there is a table [tool.aos_check]", "spell it [tool.aos-check]"
        )
    return _TABLE in tables


def _is_pyproject(path: str) -> bool:
    return path.rsplit("/", 1)[-1] == "pyproject.toml"


_EXPECTED = {
    "tuple_type": "a list",
    "string_type": "a string",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a table",
    "model_type": "a table",
    "missing": "there",
}


def _fault(
    details: ErrorDetails, lines: Mapping[tuple[str, ...], int], table: tuple[str, ...]
) -> tuple[int, str, str]:
    """The line, the message and the remedy for one error that pydantic found."""
    where = [str(part) for part in details["loc"]]
    path = list(where)
    while (line := lines.get((*table, *path))) is None and path:
        path.pop()
    if details["type"] == "extra_forbidden":
        unknown, nearest = ".".join(where), ".".join([*where[:-1], _nearest(where)])
        return line or 1, f"unknown key {unknown}", f"the nearest valid key is {nearest}"
    # Parts such as `literal['CODEOWNERS']` are not keys but the branches of a choice.
    key = ".".join(takewhile(lambda part: "[" not in part, where))
    fallback = details["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    expected = _EXPECTED.get(details["type"], fallback)
    return line or 1, f"{key} must be {expected}", f"correct {key}"


def _nearest(where: list[str]) -> str:
    """The valid key that looks most like the last of `where`, among those of its table."""
    model: type[BaseModel] = Config
    for part in where[:-1]:
        model = _below(model, part)
    keys = [_kebab(name) for name in model.model_fields]
    return max(keys, key=lambda key: difflib.SequenceMatcher(None, key, where[-1]).ratio())


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
