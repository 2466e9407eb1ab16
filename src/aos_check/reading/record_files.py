"""Reads and extends the JSON files of records that aos-check writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aos_check.reading.lines import ended_like
from aos_check.reading.structured import Data, UnreadableDataError, read_json


class BadRecordsError(Exception):
    """An invalid file of records; `complaints` are pairs of line and reason."""

    def __init__(self, complaints: Iterable[tuple[int, str]]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(self.complaints[0][1])


def read_valid(kind: str, text: str, path: str) -> Data:
    """The content of the file `path`, by the schema `kind`. Raises BadRecordsError."""
    from aos_check.reading.schemas import located_complaints

    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise BadRecordsError([(error.line, f"{path} cannot be read: {error}")]) from None
    found = located_complaints(kind, data.value)
    if complaints := [(data.line(*it.path), it.text) for it in found]:
        raise BadRecordsError(complaints)
    if data.repeated:
        raise BadRecordsError(
            (line, f"the key {key} is given twice") for key, line in data.repeated
        )
    return data


def sources(text: str, key: str) -> list[str]:
    """The source of each record in a valid text: writing a value again might change its form."""
    data = read_json(text)
    spans = (data.spans[key, at] for at in range(len(data.value[key])))
    return [text[span.start : span.end] for span in spans]


def with_records(text: str, key: str, records: Sequence[str]) -> str:
    """The text with its records replaced."""
    around = read_json(text).spans[key,]
    newline = ended_like(text, "\n")
    listed = ",".join(f"{newline}    {record}" for record in records)
    end = f"{newline}  " if records else ""
    return f"{text[: around.start + 1]}{listed}{end}{text[around.end - 1 :]}"
