"""Reads the JSON files of pages. They come from elsewhere, so nothing in them is trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from aos_check.git.files import read_regular
from aos_check.model.wording import shortened
from aos_check.reading.structured import UnreadableDataError, read_json
from aos_check.reporters.page_schema import SCHEMA, PageModel

MAX_FILES = 500
MAX_BYTES = 16 * 1024 * 1024
_AGAIN = "write it again with `aos-check report --format json`"


class Unread(NamedTuple):
    """A file that could not be read, with the line (0: none), the reason, and what to do."""

    file: str
    line: int
    reason: str
    remedy: str = _AGAIN

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.reason}; {self.remedy}"


def read_page_file(file: Path) -> PageModel | Unread:
    """The facts of a repository, or the reason why they cannot be read."""
    try:
        content = read_regular(file, MAX_BYTES + 1)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror or error}"
        return Unread(str(file), 0, reason, f"check that its report was made, or {_AGAIN}")
    if len(content) > MAX_BYTES:
        limit = f"it is larger than {MAX_BYTES // 1024 // 1024} MiB"
        return Unread(str(file), 0, limit, "leave it out, or report on a part of it with --root")
    return _parsed(str(file), content)


def _parsed(file: str, content: bytes) -> PageModel | Unread:
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return Unread(file, error.lineno, f"it is not JSON: {error.msg[0].lower()}{error.msg[1:]}")
    except RecursionError:
        return Unread(file, 0, "it nests too deep")
    except ValueError as error:
        return Unread(file, 0, f"it is not JSON: {shortened(str(error), 120)}")
    number = value.get("schema") if isinstance(value, dict) else None
    if type(number) is int and number > SCHEMA:
        newer = f"a newer aos-check wrote it, with schema {shortened(str(number), 20)}"
        return Unread(file, _line(text, ("schema",)), newer, "update aos-check, which merges it")
    try:
        return PageModel.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        keys = ".".join(map(str, first["loc"]))
        reason = f"{shortened(keys, 120) or 'the document'}: {shortened(first['msg'], 200)}"
        return Unread(file, _line(text, first["loc"]), reason[0].lower() + reason[1:])


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


def _line(text: str, path: tuple[str | int, ...]) -> int:
    """The line of a value, or of the nearest one around it; 0 if the text is too large."""
    try:
        return read_json(text).line(*path)
    except UnreadableDataError:
        return 0
