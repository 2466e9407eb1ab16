"""The evidence of a done task as text."""

from __future__ import annotations

import shlex

from aos_check.model.approval import ApprovalLevel
from aos_check.model.evidence import Evidence
from aos_check.model.wording import counted

UNKNOWN_TICK = "not in the history that is read"


def evidence_in_words(evidence: Evidence) -> str:
    """The evidence in one line: `ticked in 1a2b3c4d5e, 2 code files, 1 test, approved · status`."""
    tests = len(evidence.tests)
    work = [
        counted(len(evidence.work), "code file") if evidence.work else "no code",
        *([f"{tests:,} of them {'a test' if tests == 1 else 'tests'}"] if tests else []),
    ]
    if evidence.documents and not evidence.work:
        work = ["its documents"]
    level = evidence.approval
    approved = "not approved" if level is ApprovalLevel.NONE else f"approved · {level.value}"
    parts = [_ticked(evidence), *work, *([approved] if evidence.ticked else []), _proof(evidence)]
    return ", ".join(filter(None, parts))


def _ticked(evidence: Evidence) -> str:
    if not evidence.ticked:
        return UNKNOWN_TICK
    verb = "appeared done" if evidence.appeared else "ticked"
    return f"{verb} in {evidence.ticked[:10]}"


def _proof(evidence: Evidence) -> str:
    if evidence.proof is None:
        return ""
    if evidence.flaw:
        return f"proof does not count: {evidence.flaw}"
    return f"proved by `{shlex.join(evidence.proof.command)}`"
