"""The records of approvals in `approval.json`."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable

from aos_check.model.approval import ApprovalRecord
from aos_check.model.finding import Place
from aos_check.reading.structured import UnreadableDataError, read_json

FILE = "approval.json"
"""The file in a spec's folder that holds its approvals."""


class BadRecordsError(Exception):
    """An invalid `approval.json`; `complaints` are pairs of line and reason."""

    def __init__(self, complaints: Iterable[tuple[int, str]]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(self.complaints[0][1])


def read_records(text: str, path: str) -> tuple[ApprovalRecord, ...]:
    """The records of the file `path`. Raises BadRecordsError."""
    from aos_check.reading.schemas import located_complaints

    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise BadRecordsError([(error.line, f"{path} cannot be read: {error}")]) from None
    found = located_complaints("approval", data.value)
    if complaints := [(data.line(*it.path), it.text) for it in found]:
        raise BadRecordsError(complaints)
    if data.repeated:
        raise BadRecordsError(
            (line, f"the key {key} is given twice") for key, line in data.repeated
        )
    folder = posixpath.dirname(path)
    return tuple(
        ApprovalRecord(
            artifact=posixpath.normpath(posixpath.join(folder, entry["artifact"])),
            by=entry["by"],
            digest=entry["digest"],
            at=Place(path, data.line("approvals", number, "artifact")),
            sections=tuple((each["id"], each["digest"]) for each in entry.get("sections", ())),
            when=entry["at"],
        )
        for number, entry in enumerate(data.value["approvals"])
    )


def identity(record: ApprovalRecord) -> str:
    """A text that identifies a record, even if its file is moved."""
    return json.dumps([record.by, record.when, record.digest])


def holds(content: bytes, wanted: str) -> bool:
    """True if the content of a file includes the record with that identity."""
    try:
        entries = read_json(content.decode("utf-8-sig")).value["approvals"]
        found = {json.dumps([it["by"], it["at"], it["digest"]]) for it in entries}
    except (UnreadableDataError, ValueError, TypeError, LookupError):
        return False  # an earlier version may be invalid
    return wanted in found
