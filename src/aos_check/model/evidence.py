"""The evidence that a done task is done."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.approval import ApprovalLevel
from aos_check.model.proof import ProofRecord
from aos_check.model.task import Task


class Evidence(NamedTuple):
    """The facts in the history that prove a done task, or fail to.

    `ticked` is the commit that marked it done, "" if it is not in the history; `appeared` says that
    the task was never open. `work` are the code files of that commit and of the commits that name
    the task, and `tests` those of them that are tests. `documents` says that the task names only
    files that are no code, and that these commits changed all of them, and no code. `approval` is
    that of the spec at the tick. `proof` is the last one for the task, and `flaw` the reason why it
    does not count. `whole` is false if earlier commits are not known.
    """

    spec: str
    task: Task
    ticked: str = ""
    appeared: bool = False
    work: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    documents: bool = False
    approval: ApprovalLevel = ApprovalLevel.NONE
    proof: ProofRecord | None = None
    flaw: str = ""
    whole: bool = True

    @property
    def proved(self) -> bool:
        """True if its last proof counts."""
        return self.proof is not None and not self.flaw
