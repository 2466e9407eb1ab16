"""Reads what the data files of a spec say about it: its status, its approval, its process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aos_check.model.document import Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.wording import shortened
from aos_check.reading.layouts import Process, StatusForm
from aos_check.reading.status import normalise
from aos_check.reading.structured import Data, read_json

_LONGEST = 80  # characters of a status in a message


def status_in_file(
    text: str, path: str, form: StatusForm, words: Mapping[str, Status]
) -> StatusLine | None:
    """The status in the text of a data file. Raises UnreadableDataError.

    Only the value true approves. Any other value of the flag says that the spec is in review.
    """
    data = read_json(text)
    flag = form.flag
    keys = flag.split(".") if flag else ["status"]
    value = _value_at(data, keys)
    at = Place(path, data.line(*keys))
    if flag and value is not _MISSING:
        status = Status.APPROVED if value is True else Status.REVIEW
        shown = f"{flag}: {json.dumps(value, ensure_ascii=False)}"
        return StatusLine(status, shortened(shown, _LONGEST), at, flag)
    if isinstance(value, str):
        return StatusLine(normalise(value, words), shortened(value, _LONGEST), at)
    return None


def goes_without_requirements(text: str, _path: str, process: Process) -> bool:
    """True if the text of a data file names a process without requirements.

    Raises UnreadableDataError.
    """
    return _value_at(read_json(text), [process.key]) in process.without_requirements


_MISSING = object()


def _value_at(data: Data, keys: Sequence[str]) -> object:
    value = data.value
    for key in keys:
        value = value.get(key, _MISSING) if isinstance(value, dict) else _MISSING
    return value
