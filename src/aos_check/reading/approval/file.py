"""An approval, written into the file of its spec and taken out of it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aos_check.model.change import Person


@dataclass(frozen=True, slots=True)
class NewRecord:
    """An approval as it is to be recorded; `artifact` is relative to the spec's folder."""

    artifact: str
    by: Person
    at: str
    digest: str
    sections: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def as_json(self) -> str:
        """The record as it is written."""
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


_EMPTY = '{\n  "schema": 1,\n  "approvals": []\n}\n'


def with_entry(text: str | None, entry: NewRecord) -> str:
    """The file's text with `entry` in it, in the place of the same person's for the same file."""
    listing = _RecordList.of(text or _EMPTY)
    mail = f"<{entry.by.mail}>".lower()
    kept = [
        source
        for source, each in listing.entries
        if posixpath.normpath(each["artifact"]) != entry.artifact
        or not each["by"].lower().endswith(mail)
    ]
    return listing.holding([*kept, entry.as_json().replace("\n", listing.newline)])


def without_entries(text: str, artifact: str) -> str | None:
    """The file's text without the approvals of `artifact`; None when there were none."""
    listing = _RecordList.of(text)
    kept = [
        source
        for source, each in listing.entries
        if posixpath.normpath(each["artifact"]) != artifact
    ]
    return None if len(kept) == len(listing.entries) else listing.holding(kept)


_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class _RecordList(NamedTuple):
    """The text of a file around its records, and each record as it is written there.

    What others wrote is never written anew: it might come out in another form.
    """

    before: str
    entries: list[tuple[str, dict[str, str]]]
    after: str
    newline: str

    @classmethod
    def of(cls, text: str) -> _RecordList:
        """The parts of a text that `read_records` reads."""
        start = _start_of_list(text)
        entries = []
        at = _past(text, start)
        while text[at] != "]":
            value, end = _DECODER.raw_decode(text, at)
            entries.append((text[at:end], value))
            at = _past(text, end)
            if text[at] == ",":
                at = _past(text, at + 1)
        newline = "\r\n" if "\r\n" in text else "\n"
        return cls(text[:start], entries, text[at:], newline)

    def holding(self, records: Sequence[str]) -> str:
        """The text with these records in the place of its own."""
        listed = ",".join(f"{self.newline}    {record}" for record in records)
        end = f"{self.newline}  " if records else ""
        return f"{self.before}{listed}{end}{self.after}"


def _start_of_list(text: str) -> int:
    """Where the list of records begins, behind its bracket."""
    at = _past(text, 0)
    while text[at] in "{,":
        key, at = _DECODER.raw_decode(text, _past(text, at + 1))
        at = _past(text, _past(text, at) + 1)
        if key == "approvals":
            return at + 1
        at = _past(text, _DECODER.raw_decode(text, at)[1])
    raise ValueError("there is no list of approvals")


def _past(text: str, at: int) -> int:
    """The next place that is no white space."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
