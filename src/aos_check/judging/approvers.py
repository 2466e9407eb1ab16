"""Who may approve: what configuration and CODEOWNERS say of it, as both stand at the base."""

from __future__ import annotations

from dataclasses import replace

from aos_check.judging.config import MAX_READ, Config, find_in
from aos_check.judging.policies import approval_policy_of
from aos_check.model.approval import ApprovalLevel
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree, content
from aos_check.reading.approval import codeowners
from aos_check.reading.approval.levels import ApprovalPolicy


def policy_with_approvers(
    config: Config, source: Tree, base: Tree | None = None, below: str = ""
) -> ApprovalPolicy:
    """The policy on approvals of what lies in the folder `below`.

    CODEOWNERS and the keys of signers are those of `source`; who is listed is what the
    configuration at the `base` says, where there is one.
    """
    policy = approval_policy_of(config)
    if policy.level.rank < ApprovalLevel.LISTED.rank:
        return policy
    approving = _at_base(config, base, below)
    signers = approving.approval.allowed_signers
    return replace(
        policy,
        approvers=approval_policy_of(approving).approvers,
        members=approving.approval.members,
        owners=_owners(source) if approving.approval.approvers == "CODEOWNERS" else None,
        signers=content(source, signers, MAX_READ) if signers else None,
    )


def _at_base(config: Config, base: Tree | None, below: str) -> Config:
    """The configuration at the base, if there is one; a project may just be adopting the gate."""
    if base is None:
        return config
    try:
        found, path = find_in(base, below)
    except CannotCheckError:
        return config
    return found if path else config


def _owners(tree: Tree) -> codeowners.Owners:
    texts = (content(tree, place, MAX_READ) for place in codeowners.PLACES)
    found = next((text for text in texts if text is not None), b"")
    return codeowners.parse(found.decode("utf-8", "replace"))
