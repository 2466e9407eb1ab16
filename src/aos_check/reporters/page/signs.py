"""The chip of each state, with its tone and its words."""

from __future__ import annotations

from aos_check.model.approval import Approval
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import State
from aos_check.model.finding import Severity
from aos_check.model.task import Gate
from aos_check.model.wording import shortened
from aos_check.progress import approval_in_brief
from aos_check.progress.approval import is_missing
from aos_check.reporters.page.model import Chip, Tone

STATES = {
    State.OPEN: Chip(Tone.OPEN, "open"),
    State.IN_PROGRESS: Chip(Tone.BUSY, "in progress"),
    State.DONE: Chip(Tone.GOOD, "done"),
    State.DEFERRED: Chip(Tone.ASIDE, "deferred"),
    State.BLOCKED: Chip(Tone.WARN, "blocked"),
    State.CANCELLED: Chip(Tone.ASIDE, "cancelled"),
}
SEVERITIES = {
    Severity.ERROR: Chip(Tone.BAD, "error"),
    Severity.WARNING: Chip(Tone.WARN, "warning"),
    Severity.INFO: Chip(Tone.NOTE, "info"),
}
_DECISIONS = {
    DecisionStatus.ACCEPTED: Chip(Tone.GOOD, "accepted"),
    DecisionStatus.PROPOSED: Chip(Tone.OPEN, "proposed"),
    DecisionStatus.REJECTED: Chip(Tone.ASIDE, "rejected"),
    DecisionStatus.DEPRECATED: Chip(Tone.ASIDE, "deprecated"),
    DecisionStatus.SUPERSEDED: Chip(Tone.ASIDE, "superseded"),
    DecisionStatus.OTHER: Chip(Tone.WARN, "unknown status"),
    DecisionStatus.NONE: Chip(Tone.NOTE, "no status"),
}


def of_decision(decision: Decision) -> Chip:
    """The status of a decision, in the words of the document if aos-check does not know them."""
    chip = _DECISIONS[decision.status]
    unknown = decision.status in (DecisionStatus.OTHER, DecisionStatus.NONE)
    text = shortened(decision.status_text, 60) if unknown else ""
    return Chip(chip.tone, text or chip.text)


def of_approval(approval: Approval) -> Chip:
    """The state of an approval."""
    brief = approval_in_brief(approval)
    if is_missing(approval):
        return Chip(Tone.BAD if approval.stale or approval.vetoes else Tone.WARN, brief)
    return Chip(Tone.GOOD if brief.startswith("approved") else Tone.ASIDE, brief)


def of_gate(gate: Gate) -> Chip:
    """The state of a gate."""
    left = len(gate.open_boxes)
    return Chip(Tone.WARN, f"{left} open") if left else Chip(Tone.GOOD, "passed")
