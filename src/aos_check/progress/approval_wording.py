"""Why the requirements of a spec do not count as approved, and what to do about it."""

from __future__ import annotations

import shlex

from aos_check.model.approval import ApprovalLevel
from aos_check.model.document import Role
from aos_check.model.finding import NotEvaluated, Place, Related
from aos_check.model.spec import Spec

UNSAID = (
    "nothing says which specs are approved: record it with `aos-check approve`, "
    "or set approval.level"
)


def not_judged(spec: Spec) -> NotEvaluated | None:
    """Why it cannot be judged that the approval does not hold; None where it can."""
    if spec.approval.asked is None:
        return NotEvaluated(UNSAID)
    if spec.approval.unproved:
        return NotEvaluated(f"{spec.id}: {spec.approval.unproved}")
    return None


def why_not(spec: Spec) -> str:
    """What keeps the approval from holding, in a few words."""
    approval, asked = spec.approval, spec.approval.asked or ApprovalLevel.STATUS
    if approval.vetoes:
        return f'"{approval.vetoes[0].text}" stands against it'
    if approval.stale:
        return "what was approved has changed since"
    if asked is not ApprovalLevel.STATUS:
        return f"{asked.value} is asked for, and {approval.level.value} is proved"
    return f'the status is "{spec.status.text}"' if spec.status else "nothing says that they are"


def way_out(spec: Spec) -> str:
    """What brings the approval about."""
    if spec.approval.vetoes:
        return "have the requirements approved, and take away what stands against it"
    recorded = f"`aos-check approve {shlex.quote(spec.id)}`"
    if (spec.approval.asked or ApprovalLevel.STATUS) is ApprovalLevel.STATUS:
        return f"have the requirements approved: by their status, or with {recorded}"
    return f"have the requirements approved with {recorded}"


def place_of(spec: Spec) -> Place:
    """Where the approval would show: what stands against it, the status, the requirements."""
    status = (spec.status,) if spec.status else ()
    places = [it.at for it in (*spec.approval.vetoes, *status)]
    # What a folder says has no line: the spec's first document stands for it.
    if places:
        return spec.at if places[0] == Place(spec.path) else places[0]
    document = spec.document(Role.REQUIREMENTS) or spec.document(Role.TASKS)
    return document.at if document else spec.at


def shown(spec: Spec) -> Related:
    """The same place as one that explains a problem elsewhere."""
    return Related(place_of(spec), "no approval here")
