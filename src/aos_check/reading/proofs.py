"""Reads and adds the proofs of a file."""

from __future__ import annotations

import json

from aos_check.model.finding import Place
from aos_check.model.proof import ProofRecord
from aos_check.reading.lines import ended_like
from aos_check.reading.record_files import read_valid, sources, with_records


def read_proofs(text: str, path: str) -> tuple[ProofRecord, ...]:
    """The proofs in the `text` of the file `path`. Raises BadRecordsError."""
    data = read_valid("evidence", text, path)
    return tuple(
        ProofRecord(
            task=entry["task"],
            command=tuple(entry["command"]),
            exit=int(entry["exit"]),
            tree=entry["tree"],
            when=entry["at"],
            seconds=entry["seconds"],
            at=Place(path, data.line(_KEY, number, "task")),
        )
        for number, entry in enumerate(data.value[_KEY])
    )


def with_proof(text: str, proof: ProofRecord) -> str:
    """The file's text ("" before the first proof) with one more proof."""
    text = text or _EMPTY
    record = {
        "task": proof.task,
        "command": proof.command,
        "exit": proof.exit,
        "tree": proof.tree,
        "at": proof.when,
        "seconds": proof.seconds,
    }
    written = json.dumps(record, indent=2, ensure_ascii=False).replace("\n", "\n    ")
    return with_records(text, _KEY, [*sources(text, _KEY), ended_like(text, written)])


_KEY = "evidence"
_EMPTY = '{\n  "schema": 1,\n  "evidence": []\n}\n'
