"""Which sign and word each state has on the page."""

from __future__ import annotations

from aos_check.model.approval import Approval
from aos_check.model.decision import DecisionStatus
from aos_check.model.document import State
from aos_check.model.finding import Place, Severity
from aos_check.progress import SpecProgress, approval_in_brief
from aos_check.progress.approval import is_missing
from aos_check.reporters.page.model import Chip, Tone

_STATES = {
    State.OPEN: Chip(Tone.OPEN, "open"),
    State.IN_PROGRESS: Chip(Tone.BUSY, "in progress"),
    State.DONE: Chip(Tone.GOOD, "done"),
    State.DEFERRED: Chip(Tone.ASIDE, "deferred"),
    State.BLOCKED: Chip(Tone.WARN, "blocked"),
    State.CANCELLED: Chip(Tone.ASIDE, "cancelled"),
}
_SEVERITIES = {
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


def of_state(state: State) -> Chip:
    """The state of a task or a roadmap item."""
    return _STATES[state]


def of_severity(severity: Severity) -> Chip:
    """How much a finding weighs."""
    return _SEVERITIES[severity]


def of_decision(status: DecisionStatus) -> Chip:
    """How a decision stands."""
    return _DECISIONS[status]


def of_approval(approval: Approval) -> Chip:
    """How an approval stands."""
    if is_missing(approval):
        tone = Tone.BAD if approval.stale or approval.vetoes else Tone.WARN
    else:
        approved = approval_in_brief(approval).startswith("approved")
        tone = Tone.GOOD if approved else Tone.ASIDE
    return Chip(tone, approval_in_brief(approval))


def of_spec(spec_progress: SpecProgress) -> Chip:
    """How far a spec is, in a word."""
    rest = spec_progress.rest
    if rest:
        return Chip(Tone.GOOD if rest == "finished" else Tone.ASIDE, rest)
    if spec_progress.spec.finished:
        return Chip(Tone.BUSY, "to be closed")
    if spec_progress.spec.said_done:
        return Chip(Tone.WARN, "said to be done")
    if spec_progress.is_begun:
        return Chip(Tone.BUSY, "under way")
    return Chip(Tone.OPEN, "to come")


def of_tasks(spec_progress: SpecProgress) -> Chip:
    """How far its tasks are."""
    progress = spec_progress.tasks
    if not progress.total:
        return Chip(Tone.ASIDE, "no tasks" if spec_progress.spec.tasks is None else "no boxes")
    text = f"{progress.done} of {progress.total} done"
    if progress.done == progress.total or spec_progress.spec.finished:
        return Chip(Tone.GOOD, text)
    return Chip(Tone.BUSY if progress.done or progress.in_progress else Tone.OPEN, text)


def placed(at: Place) -> str:
    """A place as an editor opens it."""
    return f"{at.path}:{at.line}"
