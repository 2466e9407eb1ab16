"""The functions that an expression may call."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tests.actions.values import ExpressionError, Unsupported, Value, equal, fold, is_plain, text_of

MANY = 255


@dataclass(frozen=True, slots=True)
class Around:
    """What a function may know besides its arguments."""

    status: str = "success"
    workspace: Path | None = None


def format_(_: Around, template: Value, *values: Value) -> str:
    """`format('{0} of {1}', a, b)`; braces that stay are written twice."""

    def put(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        if not found[1] or int(found[1]) >= len(values):
            raise ExpressionError(f"format: {found[0]!r} in {text_of(template)!r}")
        return text_of(values[int(found[1])])

    return re.sub(r"\{\{|\}\}|\{([0-9]+)\}|[{}]", put, text_of(template))


def contains(_: Around, whole: Value, part: Value) -> bool:
    """Whether a text has this part, or a list this item."""
    if isinstance(whole, list):
        return any(equal(item, part) for item in whole)
    if not (is_plain(whole) and is_plain(part)):
        return False
    return text_of(part).lower() in text_of(whole).lower()


def starts_with(_: Around, whole: Value, part: Value) -> bool:
    """Whether a text begins so, without regard to case."""
    both = is_plain(whole) and is_plain(part)
    return both and fold(text_of(whole)).startswith(fold(text_of(part)))


def ends_with(_: Around, whole: Value, part: Value) -> bool:
    """Whether a text ends so, without regard to case."""
    both = is_plain(whole) and is_plain(part)
    return both and fold(text_of(whole)).endswith(fold(text_of(part)))


def join(_: Around, items: Value, between: Value = ",") -> str:
    """The items of a list in one text."""
    if isinstance(items, list):
        mark = text_of(between) if is_plain(between) else ","
        return mark.join(text_of(item) for item in items)
    return text_of(items) if is_plain(items) else ""


def to_json(_: Around, value: Value) -> str:
    """The value as indented JSON."""
    return json.dumps(_whole_numbers(value), indent=2, ensure_ascii=False)


def _whole_numbers(value: Value) -> Value:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _whole_numbers(item) for key, item in value.items()}
    return value


def from_json(_: Around, text: Value) -> Value:
    """The value that a JSON text stands for."""
    try:
        return json.loads(text_of(text), parse_constant=_no_constant)
    except ValueError as error:
        raise ExpressionError(f"fromJSON: {error}") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def hash_files(around: Around, *patterns: Value) -> str:
    """One digest of the files of the workspace that fit; "" if none does.

    The runner takes folders in the order of the system, here they are sorted: the digest is another
    one, but changes with the same files.
    """
    if around.workspace is None:
        raise Unsupported("hashFiles where there is no workspace")
    found: set[Path] = set()
    for pattern in patterns:
        name = text_of(pattern)
        files = set(_fitting(around.workspace, name.removeprefix("!")))
        found = found - files if name.startswith("!") else found | files
    digests = [hashlib.sha256(path.read_bytes()).digest() for path in sorted(found)]
    return hashlib.sha256(b"".join(digests)).hexdigest() if digests else ""


def _fitting(workspace: Path, pattern: str) -> Iterator[Path]:
    """The files that fit; a folder that fits stands for all that is below it."""
    if pattern.startswith("-") or ".." in Path(pattern).parts:
        raise Unsupported(f"hashFiles({pattern!r})")
    if Path(pattern).is_absolute():
        # Outside the workspace the runner leaves out every file, and says so only in its log.
        if not Path(pattern).is_relative_to(workspace):
            return
        pattern = str(Path(pattern).relative_to(workspace))
    for path in workspace.glob(pattern):
        for below in path.rglob("*") if path.is_dir() and not path.is_symlink() else [path]:
            if below.is_file():
                yield below


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "success": lambda around: around.status == "success",
    "failure": lambda around: around.status == "failure",
    "always": lambda _: True,
    "cancelled": lambda _: False,
    "format": format_,
    "contains": contains,
    "startswith": starts_with,
    "endswith": ends_with,
    "join": join,
    "tojson": to_json,
    "fromjson": from_json,
    "hashfiles": hash_files,
}
STATUS = frozenset({"success", "failure", "always", "cancelled"})


def arity(name: str) -> tuple[int, int]:
    """The least and the greatest number of arguments of a function."""
    parameters = list(inspect.signature(FUNCTIONS[name]).parameters.values())[1:]
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return 1, MANY
    needed = [parameter for parameter in parameters if parameter.default is parameter.empty]
    return len(needed), len(parameters)
