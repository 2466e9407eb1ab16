"""The rules, one module each."""

from __future__ import annotations

from importlib import import_module

from aos_check.model.rule import Rule

NAMES = (
    "unknown_decision_status",
    "missing_decision_section",
    "duplicate_decision_number",
    "one_sided_supersession",
    "accepted_decision_edited",
    "misnumbered_decision",
    "undated_decision",
    "unread_artifact",
    "leftover_placeholder",
    "broken_reference",
    "unreadable_file",
    "contradicting_metadata",
    "open_clarification",
    "unused_ignore",
    "conflict_markers",
    "missing_evidence",
    "invalid_evidence",
    "phase_skipped",
    "phase_ahead",
    "work_ahead",
    "misassigned_group",
    "unknown_subagent",
    "unknown_standard",
    "contradicting_workflow",
    "contradicting_state",
    "foreign_phase_edit",
    "broken_cycle_series",
    "cycle_contradicts_spec",
    "commit_without_task",
    "unknown_task",
    "task_not_done",
    "unapproved_work",
    "ambiguous_task",
    "tick_without_work",
    "bulk_tick",
    "bad_waiver",
    "maintenance_commit",
    "ungoverned_code",
    "unsquashed_fixup",
    "missing_mission",
    "incomplete_mission",
    "missing_roadmap",
    "milestone_ticked_early",
    "milestone_not_ticked",
    "roadmap_not_updated",
    "duplicate_milestone",
    "misnamed_spec_folder",
    "missing_spec_artifact",
    "missing_spec_section",
    "unapproved_requirements",
    "stale_approval",
    "self_approval",
    "status_contradicts_tasks",
    "duplicate_spec_number",
    "code_in_spec",
    "spec_in_wrong_bucket",
    "spec_deleted",
    "tasks_before_requirements",
    "finished_not_archived",
    "delta_without_base",
    "ledgers_disagree",
    "dropped_scenario",
    "done_task_open_subtask",
    "open_task_done_subtasks",
    "duplicate_task_id",
    "unknown_dependency",
    "dependency_cycle",
    "done_before_dependency",
    "gate_passed_open",
    "out_of_sequence",
    "done_task_open_criterion",
    "uncovered_requirement",
    "unknown_requirement",
    "finished_task_removed",
    "unexplained_open_task",
    "named_file_missing",
    "unearned_tick",
)
"""The modules in the order of their rules' codes. A module's rule has the module's name."""


def _rule(name: str) -> Rule:
    rule: Rule = getattr(import_module(f"{__name__}.{name}"), name)
    return rule


RULES = tuple(map(_rule, NAMES))
