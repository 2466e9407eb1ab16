"""A new task in a JSON file that has the tasks of a whole home, in the form of task-master."""

from __future__ import annotations

import json
from typing import Any

from aos_check.model.errors import CannotCheckError
from aos_check.reading.lines import ended_like
from aos_check.reading.structured import Data, Path, UnreadableDataError, read_json


def with_task(text: str, path: str, draft: str) -> str:
    """The file's text with the task of the draft at the end of its first list, under a free id.

    Raises CannotCheckError if the file has no such list.
    """
    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise CannotCheckError(
            f"{path}:{error.line}: it cannot be read: {error}", "fix the file first"
        ) from error
    at = _list(data)
    if at is None:
        raise CannotCheckError(f"{path} has no list of tasks", "fix the file first")
    items = _items(data.value, at)
    task = _items(json.loads(draft), _list(read_json(draft)) or ())[0]
    ids = (item.get("id") for item in items if isinstance(item, dict))
    numbers = (int(it) for it in map(str, ids) if it.isascii() and it.isdecimal())
    added = json.dumps({**task, "id": max(numbers, default=0) + 1}, indent=2, ensure_ascii=False)
    return _inserted(text, data, at, added, first=not items)


def _list(data: Data) -> Path | None:
    """The path of the list `tasks` at top level, else of the first tag that has one."""
    value = data.value if isinstance(data.value, dict) else {}
    paths: list[Path] = [("tasks",), *((tag, "tasks") for tag in value)]
    return next((path for path in paths if isinstance(_items(value, path), list)), None)


def _items(value: Any, path: Path) -> Any:  # noqa: ANN401 - any JSON value
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _inserted(text: str, data: Data, at: Path, added: str, *, first: bool) -> str:
    """The text with the object before the end of the list, indented like the last one."""
    span = data.spans[at]
    body = text[: span.end - 1].rstrip()
    item: Path = (*at, 0)
    like = span if first else data.spans[item]
    line = text.rfind("\n", 0, like.start) + 1
    indent = text[line : line + len(text[line:]) - len(text[line:].lstrip())]
    newline = ended_like(text, "\n")
    lines = added.replace("\n", f"{newline}{indent}")
    return f"{body}{'' if first else ','}{newline}{indent}{lines}{text[len(body) :]}"
