"""The progress of each spec: its tasks, what blocks them, and the next step."""

from aos_check.progress.active import active
from aos_check.progress.approval import approval_in_brief, approval_in_words
from aos_check.progress.evidence import evidence_in_words
from aos_check.progress.spec_progress import SpecProgress, TaskProgress, all_progress, progress_of
from aos_check.progress.step import NextStep, StepKind, nothing
from aos_check.progress.work import what_blocks

__all__ = [
    "NextStep",
    "SpecProgress",
    "StepKind",
    "TaskProgress",
    "active",
    "all_progress",
    "approval_in_brief",
    "approval_in_words",
    "evidence_in_words",
    "nothing",
    "progress_of",
    "what_blocks",
]
