"""Reads the approval of a spec from its documents.

One positive mark is enough, and any veto overrides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.document import BoxKind, Mark, Role, State, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Layout

_APPROVING = {Status.APPROVED, Status.IN_PROGRESS, Status.DONE}
_NO_DRAFT = _APPROVING | {Status.READY, Status.REVIEW}  # where a status must say it


def approval_of(spec: Spec, layout: Layout, *, by_status: bool) -> Approval:
    """The approval that the documents state, with the marks for and against it."""
    boxes = [it for each in spec.documents for it in each.boxes if it.kind is BoxKind.APPROVER]
    unticked = [box for box in boxes if box.state is not State.DONE]
    marks = [*_status_marks(spec, layout, by_status=by_status)]
    if not unticked:
        marks += [Mark(box.text, box.at) for box in boxes]
    vetoes = [Mark(box.text, box.at) for box in unticked]
    vetoes += [*_marker_vetoes(spec), *_negations(_approving_status(spec, layout))]
    if spec.bucket in ("approved", "completed"):
        marks.append(Mark(f"in {spec.bucket}/", Place(spec.path)))
    if spec.bucket == "review":
        vetoes.append(Mark("in review/", Place(spec.path)))
    level = ApprovalLevel.STATUS if marks and not vetoes else ApprovalLevel.NONE
    status = _approving_status(spec, layout) if layout.elsewhere else None
    return Approval(bool(marks), tuple(marks), tuple(vetoes), level=level, status=status)


def _approving_status(spec: Spec, layout: Layout) -> StatusLine | None:
    """The status that may approve the spec. If its requirements are elsewhere, it is theirs."""
    requirements = spec.document(Role.REQUIREMENTS) if layout.elsewhere else None
    return requirements.status if requirements else spec.status


def _status_marks(spec: Spec, layout: Layout, *, by_status: bool) -> Iterator[Mark]:
    """The status if it means approval. Later stages do if the layout has an approved status."""
    status = _approving_status(spec, layout)
    approving = _APPROVING if layout.status.approves in (True, "if-stated") else {Status.APPROVED}
    if spec.reviews_work and by_status:
        approving = _NO_DRAFT
    if status and status.value in approving:
        yield Mark(status.text, status.at)


def says_approved(spec: Spec) -> bool:
    """True if the text says that the spec is approved, and not only that it is being built."""
    status = spec.status
    built = {status.at} if status and status.value is not Status.APPROVED else set()
    return any(mark.at not in built for mark in spec.given_approvals)


def _marker_vetoes(spec: Spec) -> Iterator[Mark]:
    for document in spec.documents:
        yield from (mark for mark in document.markers if mark.text == "not-user-reviewed")


_NEGATED = expression(
    r"(?:\b(?:not|un|dis|never|no|to be|will be|should be|must be|pending|awaiting|requires?"
    r"|needs?|without|before|until)|n't)\W{0,5}(?:(?:yet|been|longer|be|fully)\W{1,5}){0,2}approv"
    r"|\bapprov(?:ed|al)(?:\s{0,3}:|\s{1,3}by\b:?|\s{1,3}was\b|\s{1,3}is\b)\s{0,3}"
    r"(?:no(?:body|ne|t)?|pending|tbd|tba|todo|required|refused|denied|withdrawn|revoked)\b"
    r"|\bapproved\?",
    re.IGNORECASE,
)


def _negations(status: StatusLine | None) -> Iterator[Mark]:
    if status and _NEGATED.search(status.text):
        yield Mark(status.text, status.at)
