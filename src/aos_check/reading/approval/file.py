"""An approval, written into the file of its spec and taken out of it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aos_check.model.change import Person
from aos_check.reading.lines import ended_like
from aos_check.reading.structured import read_json


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
    text = text or _EMPTY
    mail = f"<{entry.by.mail}>".lower()
    kept = [
        source
        for source, each in _entries(text)
        if posixpath.normpath(each["artifact"]) != entry.artifact
        or not each["by"].lower().endswith(mail)
    ]
    return _holding(text, [*kept, ended_like(text, entry.as_json())])


def without_entries(text: str, artifact: str) -> str | None:
    """The file's text without the approvals of `artifact`; None when there were none."""
    entries = _entries(text)
    kept = [source for source, each in entries if posixpath.normpath(each["artifact"]) != artifact]
    return None if len(kept) == len(entries) else _holding(text, kept)


def _entries(text: str) -> list[tuple[str, dict[str, str]]]:
    """Each record of a text that `read_records` reads, as it is written there and as it reads.

    What others wrote is never written anew: it might come out in another form.
    """
    data = read_json(text)
    spans = (data.spans["approvals", at] for at in range(len(data.value["approvals"])))
    return [
        (text[span.start : span.end], each)
        for span, each in zip(spans, data.value["approvals"], strict=True)
    ]


def _holding(text: str, records: Sequence[str]) -> str:
    """The text with these records in the place of its own."""
    around = read_json(text).spans["approvals",]
    newline = ended_like(text, "\n")
    listed = ",".join(f"{newline}    {record}" for record in records)
    end = f"{newline}  " if records else ""
    return f"{text[: around.start + 1]}{listed}{end}{text[around.end - 1 :]}"
