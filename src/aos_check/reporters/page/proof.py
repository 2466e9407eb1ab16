"""The evidence of a done task in parts, so that a missing part stands out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.approval import ApprovalLevel
from aos_check.model.evidence import Evidence
from aos_check.model.wording import counted, shortened


class EvidencePart(NamedTuple):
    """A part of the evidence. `commit` is the one to link to, "" for none."""

    text: str
    missing: bool = False
    commit: str = ""


def parts_of(evidence: Evidence, *, asked: bool, proving: bool) -> Iterator[EvidencePart]:
    """The commit of the tick, the code, the tests, the approval and the proof of a done task.

    The approval is missing only if it is `asked` for, and the proof only if the spec has others.
    """
    yield _tick(evidence)
    if evidence.ticked or evidence.work or evidence.documents:
        yield _work(evidence)
        if evidence.work:
            yield _tests(evidence)
    level = evidence.approval
    if evidence.ticked and level is not ApprovalLevel.NONE:
        yield EvidencePart(f"approved · {level.value}")
    elif evidence.ticked and asked:
        yield EvidencePart("not approved then", missing=True)
    if evidence.proof or proving:
        yield _proof(evidence)


def _tick(evidence: Evidence) -> EvidencePart:
    if not evidence.ticked:
        known = "no commit ticks it" if evidence.whole else "ticked before the known history"
        return EvidencePart(known, missing=True)
    verb = "appeared done in" if evidence.appeared else "ticked in"
    return EvidencePart(verb, evidence.appeared, evidence.ticked)


def _work(evidence: Evidence) -> EvidencePart:
    if evidence.documents and not evidence.work:
        return EvidencePart("its documents")
    number = len(evidence.work)
    return (
        EvidencePart(counted(number, "code file"))
        if number
        else EvidencePart("no code", missing=True)
    )


def _tests(evidence: Evidence) -> EvidencePart:
    number = len(evidence.tests)
    return (
        EvidencePart(counted(number, "test")) if number else EvidencePart("no test", missing=True)
    )


def _proof(evidence: Evidence) -> EvidencePart:
    if evidence.proof is None:
        return EvidencePart("no proof")
    if evidence.flaw:
        return EvidencePart(
            f"its proof does not count: {shortened(evidence.flaw, 120)}", missing=True
        )
    return EvidencePart(f"proved by {shortened(shlex.join(evidence.proof.command), 120)}")
