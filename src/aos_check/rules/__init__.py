"""All rules, by hand and in the order of their codes."""

from __future__ import annotations

from aos_check.model.rule import Rule
from aos_check.rules.accepted_decision_edited import accepted_decision_edited
from aos_check.rules.ambiguous_task import ambiguous_task
from aos_check.rules.bad_waiver import bad_waiver
from aos_check.rules.broken_reference import broken_reference
from aos_check.rules.bulk_tick import bulk_tick
from aos_check.rules.code_in_spec import code_in_spec
from aos_check.rules.commit_without_task import commit_without_task
from aos_check.rules.contradicting_metadata import contradicting_metadata
from aos_check.rules.dependency_cycle import dependency_cycle
from aos_check.rules.done_before_dependency import done_before_dependency
from aos_check.rules.done_task_open_criterion import done_task_open_criterion
from aos_check.rules.done_task_open_subtask import done_task_open_subtask
from aos_check.rules.duplicate_decision_number import duplicate_decision_number
from aos_check.rules.duplicate_milestone import duplicate_milestone
from aos_check.rules.duplicate_spec_number import duplicate_spec_number
from aos_check.rules.duplicate_task_id import duplicate_task_id
from aos_check.rules.finished_task_removed import finished_task_removed
from aos_check.rules.gate_passed_open import gate_passed_open
from aos_check.rules.incomplete_mission import incomplete_mission
from aos_check.rules.invalid_evidence import invalid_evidence
from aos_check.rules.leftover_placeholder import leftover_placeholder
from aos_check.rules.milestone_not_ticked import milestone_not_ticked
from aos_check.rules.milestone_ticked_early import milestone_ticked_early
from aos_check.rules.misnamed_spec_folder import misnamed_spec_folder
from aos_check.rules.misnumbered_decision import misnumbered_decision
from aos_check.rules.missing_decision_section import missing_decision_section
from aos_check.rules.missing_evidence import missing_evidence
from aos_check.rules.missing_mission import missing_mission
from aos_check.rules.missing_roadmap import missing_roadmap
from aos_check.rules.missing_spec_artifact import missing_spec_artifact
from aos_check.rules.missing_spec_section import missing_spec_section
from aos_check.rules.one_sided_supersession import one_sided_supersession
from aos_check.rules.open_clarification import open_clarification
from aos_check.rules.open_task_done_subtasks import open_task_done_subtasks
from aos_check.rules.out_of_sequence import out_of_sequence
from aos_check.rules.phase_skipped import phase_skipped
from aos_check.rules.roadmap_not_updated import roadmap_not_updated
from aos_check.rules.self_approval import self_approval
from aos_check.rules.spec_deleted import spec_deleted
from aos_check.rules.spec_in_wrong_bucket import spec_in_wrong_bucket
from aos_check.rules.stale_approval import stale_approval
from aos_check.rules.status_contradicts_tasks import status_contradicts_tasks
from aos_check.rules.task_not_done import task_not_done
from aos_check.rules.tasks_before_requirements import tasks_before_requirements
from aos_check.rules.tick_without_work import tick_without_work
from aos_check.rules.unapproved_requirements import unapproved_requirements
from aos_check.rules.unapproved_work import unapproved_work
from aos_check.rules.uncovered_requirement import uncovered_requirement
from aos_check.rules.undated_decision import undated_decision
from aos_check.rules.unexplained_open_task import unexplained_open_task
from aos_check.rules.unknown_decision_status import unknown_decision_status
from aos_check.rules.unknown_dependency import unknown_dependency
from aos_check.rules.unknown_requirement import unknown_requirement
from aos_check.rules.unknown_task import unknown_task
from aos_check.rules.unread_artifact import unread_artifact
from aos_check.rules.unreadable_file import unreadable_file
from aos_check.rules.unused_ignore import unused_ignore

RULES: tuple[Rule, ...] = (
    unknown_decision_status,
    missing_decision_section,
    duplicate_decision_number,
    one_sided_supersession,
    accepted_decision_edited,
    misnumbered_decision,
    undated_decision,
    unread_artifact,
    leftover_placeholder,
    broken_reference,
    unreadable_file,
    contradicting_metadata,
    open_clarification,
    unused_ignore,
    missing_evidence,
    invalid_evidence,
    phase_skipped,
    commit_without_task,
    unknown_task,
    task_not_done,
    unapproved_work,
    ambiguous_task,
    tick_without_work,
    bulk_tick,
    bad_waiver,
    missing_mission,
    incomplete_mission,
    missing_roadmap,
    milestone_ticked_early,
    milestone_not_ticked,
    roadmap_not_updated,
    duplicate_milestone,
    misnamed_spec_folder,
    missing_spec_artifact,
    missing_spec_section,
    unapproved_requirements,
    stale_approval,
    self_approval,
    status_contradicts_tasks,
    duplicate_spec_number,
    code_in_spec,
    spec_in_wrong_bucket,
    spec_deleted,
    tasks_before_requirements,
    done_task_open_subtask,
    open_task_done_subtasks,
    duplicate_task_id,
    unknown_dependency,
    dependency_cycle,
    done_before_dependency,
    gate_passed_open,
    out_of_sequence,
    done_task_open_criterion,
    uncovered_requirement,
    unknown_requirement,
    finished_task_removed,
    unexplained_open_task,
)
