"""The evidence of a done task in parts, so that a missing part stands out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.approval import ApprovalLevel
from aos_check.model.evidence import Evidence
from aos_check.model.wording import counted, shortened


class Part(NamedTuple):
    """A part of the evidence. `commit` is the one to link to, "" for none."""

    text: str
    missing: bool = False
    commit: str = ""


def parts_of(evidence: Evidence, *, asked: bool, proving: bool) -> Iterator[Part]:
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
        yield Part(f"approved · {level.value}")
    elif evidence.ticked and asked:
        yield Part("not approved then", missing=True)
    if evidence.proof or proving:
        yield _proof(evidence)


def _tick(evidence: Evidence) -> Part:
    if not evidence.ticked:
        known = "no commit ticks it" if evidence.whole else "ticked before the known history"
        return Part(known, missing=True)
    verb = "appeared done in" if evidence.appeared else "ticked in"
    return Part(verb, evidence.appeared, evidence.ticked)


def _work(evidence: Evidence) -> Part:
    if evidence.documents and not evidence.work:
        return Part("its documents")
    number = len(evidence.work)
    return Part(counted(number, "code file")) if number else Part("no code", missing=True)


def _tests(evidence: Evidence) -> Part:
    number = len(evidence.tests)
    return Part(counted(number, "test")) if number else Part("no test", missing=True)


def _proof(evidence: Evidence) -> Part:
    if evidence.proof is None:
        return Part("no proof")
    if evidence.flaw:
        return Part(f"its proof does not count: {shortened(evidence.flaw, 120)}", missing=True)
    return Part(f"proved by {shortened(shlex.join(evidence.proof.command), 120)}")
