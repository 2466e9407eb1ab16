"""The policies and layouts that a configuration sets, for the packages below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from aos_check.history.commit_policy import CommitPolicy
from aos_check.judging.settings import Config
from aos_check.model.approval import ApprovalLevel
from aos_check.reading.approval.levels import ApprovalPolicy
from aos_check.reading.artifact_index import Sources
from aos_check.reading.code_files import CodePolicy
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped


def commit_policy_of(config: Config) -> CommitPolicy:
    """The policy for commits."""
    commits = config.commits
    return CommitPolicy(
        require=commits.require,
        done_later=commits.require == "done" and commits.when == "range",
        references=commits.references,
        trailers=commits.trailers if "trailer" in commits.references else (),
        patterns=commits.patterns,
        maintenance=commits.maintenance != "deny",
        maintenance_lines=commits.maintenance_lines,
        max_ticks=commits.max_ticks,
        bots=commits.bots,
        waivable=commits.waivable,
        waivers_by=commits.waivers_by,
        files=CodePolicy(config.code, config.exempt),
    )


def approval_policy_of(config: Config) -> ApprovalPolicy:
    """The policy for approvals, without the approvers that CODEOWNERS names."""
    approval = config.approval
    approvers = approval.approvers
    return ApprovalPolicy(
        level=ApprovalLevel(approval.level or "status"),
        configured=bool(approval.statuses) or approval.level is not None,
        approvers=() if isinstance(approvers, str) else approvers,
        members=approval.members,
    )


def layouts_of(config: Config) -> tuple[Layout, ...]:
    """The layouts to look for, the user's own first."""
    own = tuple(config.layout.values())
    known = (*own, *(layout for layout in shipped() if layout.name not in config.layout))
    if not config.layouts:
        return known
    named = tuple(layout for layout in known if layout.name in config.layouts)
    homes = Counter(home for layout in named for home in layout.homes)
    return tuple(
        replace(layout, marks=()) if _is_sure(layout, homes) else layout for layout in named
    )


def _is_sure(layout: Layout, homes: Mapping[str, int]) -> bool:
    """True if a home's name alone proves the layout: no other named layout uses these names.

    Only a framework has such a hidden folder, but a project may have a `context` of its own.
    """
    return all(home.startswith(".") and homes[home] == 1 for home in layout.homes)


def sources_of(config: Config) -> Sources:
    """The places and layouts of artifacts."""
    return Sources(
        layouts=layouts_of(config),
        roots=config.projects or None,
        approved_words=config.approval.statuses,
        decision_folders=config.decisions,
        policy=approval_policy_of(config),
        phases=config.workflow.phases,
    )
