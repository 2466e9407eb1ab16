"""Where each spec stands: how far its tasks are, what stands in the way, what is legal next."""

from aos_check.progress.active import active
from aos_check.progress.approval import approval_in_brief, approval_in_words
from aos_check.progress.spec_progress import Progress, Standing, progress_of, standings
from aos_check.progress.step import Step, StepKind, nothing

__all__ = [
    "Progress",
    "Standing",
    "Step",
    "StepKind",
    "active",
    "approval_in_brief",
    "approval_in_words",
    "nothing",
    "progress_of",
    "standings",
]
