"""The approval of a spec as text: its level, what is missing, and how to get it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from posixpath import basename

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.change import Change
from aos_check.model.document import Role
from aos_check.model.finding import NotEvaluated, Place, Related
from aos_check.model.spec import Spec
from aos_check.model.wording import listed

UNSAID = (
    "nothing says which specs are approved: record approvals with `aos-check approve`, "
    "or set approval.level"
)

BY_THE_END = ", by the end of the range"
"""The end of the advice on an approval that a single commit takes back."""


def approval_in_brief(approval: Approval) -> str:
    """The approval in a few words: `approved · pinned`, `not approved`, `stale: FR-002`."""
    if approval.stale:
        return f"stale: {_changed(approval)}"
    if approval.level is not ApprovalLevel.NONE:
        return f"approved · {approval.level.value}"
    return "not approved" if is_missing(approval) else "not required"


def approval_in_words(approval: Approval) -> str:
    """The same with the reason: `not approved: in review/`, `approved · status, not signed`."""
    brief = approval_in_brief(approval)
    if not is_missing(approval) or approval.stale:
        return brief
    if approval.vetoes:
        return f"{brief}: {approval.vetoes[0].text}"
    held = approval.level is not ApprovalLevel.NONE and approval.asked
    return f"{brief}, not {held.value}" if held else brief


def is_missing(approval: Approval) -> bool:
    """True when the project requires an approval that is missing or stale."""
    if approval.asked in (None, ApprovalLevel.NONE):
        return False
    return not approval.holds or bool(approval.stale)


def not_judged(spec: Spec) -> NotEvaluated | None:
    """Why a missing approval cannot be reported; None if it can."""
    asked = spec.approval.asked is not None
    if spec.approval.unproved:
        return NotEvaluated(f"{spec.id}: {spec.approval.unproved}", applies=asked)
    return None if asked else NotEvaluated(UNSAID, applies=False)


def is_taken_back(spec: Spec, change: Change | None) -> bool:
    """True if the approval held before a change, and commits that follow may bring another."""
    pairs = change.specs if change and change.alone else ()
    return any(
        before.approval.holds
        for before, after in pairs
        if before and after and after.path == spec.path
    )


def why_missing(spec: Spec) -> str:
    """Why the approval does not hold, in a sentence with names."""
    approval = spec.approval
    if approval.vetoes:
        return why_not(spec)
    if approval.stale:
        return f"{_changed(approval)} changed since {approval.stale[0].record.by} approved it"
    if approval.own:
        return approval.own[0].text
    return approval.unproved or why_not(spec)


def why_not(spec: Spec) -> str:
    """Why the approval does not hold, in a few words."""
    approval, asked = spec.approval, spec.approval.asked or ApprovalLevel.STATUS
    if approval.vetoes:
        return f'"{approval.vetoes[0].text}" contradicts it'
    if approval.stale:
        return "the approved text has changed since"
    if asked is not ApprovalLevel.STATUS:
        return f"{asked.value} is required, but only {approval.level.value} is proved"
    status = approval.status or spec.status
    return f'the status is "{status.text}"' if status else "nothing says that they are"


def how_to_approve(spec: Spec) -> str:
    """How to get the approval, as the help of a finding."""
    if spec.approval.vetoes:
        return "get the requirements approved, and remove what contradicts the approval"
    by_status = (spec.approval.asked or ApprovalLevel.STATUS) is ApprovalLevel.STATUS
    command = f"`aos-check approve {shlex.quote(spec.id)}`"
    if by_status:
        how = f"set {flag} to true" if (flag := approval_flag(spec)) else "set their status"
        return f"get the requirements approved: {how}, or run {command}"
    return f"get the requirements approved with {command}"


def approval_flag(spec: Spec) -> str:
    """The name of the flag that states the approval; "" if the spec has none."""
    return spec.status.flag if spec.status else ""


def place_of(spec: Spec) -> Place:
    """Where the approval would be: at the veto, the status or the requirements."""
    places = [it.at for it in (*spec.approval.vetoes, spec.approval.status or spec.status) if it]
    # A mark on the folder has no line: point to the spec's first document.
    if places:
        return spec.at if places[0] == Place(spec.path) else places[0]
    document = spec.document(Role.REQUIREMENTS) or spec.document(Role.TASKS)
    return document.at if document else spec.at


def place_to_review(spec: Spec) -> Place:
    """The place to look at: the veto, the changed text or the self-approval, else `place_of`."""
    approval = spec.approval
    if approval.vetoes:
        return place_of(spec)
    changed = [place for stale in approval.stale for _, place in stale.changed]
    changed += [stale.document for stale in approval.stale]
    return next(iter([*changed, *(mark.at for mark in approval.own)]), place_of(spec))


def related_place(spec: Spec) -> Related:
    """The place of the missing approval, for a problem that is elsewhere."""
    return Related(place_of(spec), "no approval here")


def _changed(approval: Approval) -> str:
    """The requirements that have changed since the approval; the document if it lists none."""
    return listed(list(dict.fromkeys(_names(approval))))


def _names(approval: Approval) -> Iterator[str]:
    for stale in approval.stale:
        yield from (name for name, _ in stale.changed)
        if not stale.changed:
            yield basename(stale.document.path)
