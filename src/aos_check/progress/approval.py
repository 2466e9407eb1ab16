"""An approval in words: how well it is proved, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.progress.approval_wording import place_of, why_not

_SHOWN = 3
"""How many requirements are named that have changed."""


def approval_in_brief(approval: Approval) -> str:
    """The approval in a few words: `approved · pinned`, `not approved`, `stale: FR-002`."""
    if approval.stale:
        return f"stale: {_changed(approval)}"
    if approval.level is not ApprovalLevel.NONE:
        return f"approved · {approval.level.value}"
    return "not approved" if lacks(approval) else "not asked"


def approval_in_words(approval: Approval) -> str:
    """The same, with what it lacks: `not approved: in review/`, `approved · status, not signed`."""
    brief = approval_in_brief(approval)
    if not lacks(approval) or approval.stale:
        return brief
    if approval.vetoes:
        return f"{brief}: {approval.vetoes[0].text}"
    held = approval.level is not ApprovalLevel.NONE and approval.asked
    return f"{brief}, not {held.value}" if held else brief


def lacks(approval: Approval) -> bool:
    """True when the project asks for an approval that is not there, or not of this text."""
    if approval.asked in (None, ApprovalLevel.NONE):
        return False
    return not approval.holds or bool(approval.stale)


def why_lacking(spec: Spec) -> str:
    """Why the approval of a spec does not hold, in a sentence."""
    approval = spec.approval
    if approval.vetoes:
        return why_not(spec)
    if approval.stale:
        return f"{_changed(approval)} changed since {approval.stale[0].record.by} approved it"
    if approval.own:
        return approval.own[0].text
    return approval.unproved or why_not(spec)


def doubted(spec: Spec) -> Place:
    """The place to look at: what stands against the approval, what changed, else its own."""
    approval = spec.approval
    changed = [place for stale in approval.stale for _, place in stale.changed]
    changed += [stale.document for stale in approval.stale]
    own = [mark.at for mark in approval.own]
    return place_of(spec) if approval.vetoes else next(iter([*changed, *own]), place_of(spec))


def _changed(approval: Approval) -> str:
    """What has changed since: the requirements if that is known, else the document."""
    names = list(dict.fromkeys(_names(approval)))
    more = f" and {len(names) - _SHOWN} more" if names[_SHOWN:] else ""
    return ", ".join(names[:_SHOWN]) + more


def _names(approval: Approval) -> Iterator[str]:
    for stale in approval.stale:
        yield from (name for name, _ in stale.changed)
        if not stale.changed:
            yield basename(stale.document.path)
