"""Proofs: the recorded runs of commands for tasks."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.addresses import parse
from aos_check.model.finding import Place


class ProofRecord(NamedTuple):
    """A recorded run of a command for the task with this address, in the tree of a commit."""

    task: str
    command: tuple[str, ...]
    exit: int
    tree: str
    when: str
    seconds: float
    at: Place

    @property
    def record(self) -> tuple[object, ...]:
        """Everything that was recorded, wherever its file is now."""
        return self[:-1]

    def task_in(self, *spec_names: str) -> str:
        """The id of its task, "" if it is not of the spec with these names."""
        address = parse(self.task)
        return address.task if address and address.spec in spec_names else ""


class Rerun(NamedTuple):
    """A proof that was run again: its new exit code, or the `reason` why it was not run.

    `exit` is None if the command did not end in time.
    """

    proof: ProofRecord
    exit: int | None = None
    reason: str = ""
