"""Reads, adds and removes the approval records of a file."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from aos_check.model.approval import ApprovalRecord
from aos_check.model.change import Person
from aos_check.model.finding import Place
from aos_check.reading.lines import ended_like
from aos_check.reading.record_files import read_valid, sources, with_records
from aos_check.reading.structured import UnreadableDataError, read_json


def read_records(text: str, path: str) -> tuple[ApprovalRecord, ...]:
    """The records in the `text` of the file `path`. Raises BadRecordsError."""
    data = read_valid("approval", text, path)
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


def contains(content: bytes, wanted: str) -> bool:
    """True if the content of a file includes the record with that identity."""
    try:
        entries = read_json(content.decode("utf-8-sig")).value["approvals"]
        found = {json.dumps([it["by"], it["at"], it["digest"]]) for it in entries}
    except (UnreadableDataError, ValueError, TypeError, LookupError):
        return False  # an earlier version may be invalid
    return wanted in found


# Writing


@dataclass(frozen=True, slots=True)
class NewRecord:
    """An approval to record; `artifact` is relative to the folder of the file."""

    artifact: str
    by: Person
    at: str
    digest: str
    sections: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def as_json(self) -> str:
        """The record as indented JSON."""
        record: dict[str, object] = {
            "artifact": self.artifact,
            "by": str(self.by),
            "at": self.at,
            "digest": self.digest,
        }
        if self.sections:
            record["sections"] = [{"id": key, "digest": it} for key, it in self.sections.items()]
        if self.note:
            record["note"] = self.note
        return json.dumps(record, indent=2, ensure_ascii=False).replace("\n", "\n    ")


_KEY = "approvals"
_EMPTY = '{\n  "schema": 1,\n  "approvals": []\n}\n'


def with_entry(text: str | None, entry: NewRecord) -> str:
    """The file's text with `entry`, which replaces earlier ones by that person for that file."""
    text = text or _EMPTY
    mail = f"<{entry.by.mail}>".lower()
    kept = [
        source
        for source, each in _entries(text)
        if posixpath.normpath(each["artifact"]) != entry.artifact
        or not each["by"].lower().endswith(mail)
    ]
    return with_records(text, _KEY, [*kept, ended_like(text, entry.as_json())])


def without_entries(text: str, artifact: str | None) -> str | None:
    """The text without the approvals of `artifact` (None: of all); None if there were none."""
    entries = _entries(text)
    kept = [
        source
        for source, each in entries
        if artifact is not None and posixpath.normpath(each["artifact"]) != artifact
    ]
    return None if len(kept) == len(entries) else with_records(text, _KEY, kept)


def _entries(text: str) -> list[tuple[str, dict[str, str]]]:
    """Each record in a valid text: its source, and its value."""
    return list(zip(sources(text, _KEY), read_json(text).value[_KEY], strict=True))
