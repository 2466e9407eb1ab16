"""The trials of each hook: one commit, merge or push to refuse, and one to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from aos_check.setup.doctor import sample
from aos_check.setup.doctor.running import Ended
from aos_check.setup.doctor.sample import SampleCommit
from aos_check.setup.doctor.scratch import Scratch

_Act: TypeAlias = Callable[[Scratch, Path], Ended]


class Trial(NamedTuple):
    """An act that a hook must refuse under the rule `code`, and one that it must accept."""

    code: str
    what: str
    bad: _Act
    good: _Act


def _committing(commit: SampleCommit) -> _Act:
    def act(scratch: Scratch, hook: Path) -> Ended:
        scratch.stage(commit)
        scratch.install(hook)
        return scratch.attempt("commit", "--quiet", "-m", commit.message)

    return act


def _merging(other: SampleCommit) -> _Act:
    def act(scratch: Scratch, hook: Path) -> Ended:
        scratch.expect("checkout", "--quiet", "-B", "other")
        scratch.record(other)
        scratch.expect("checkout", "--quiet", "main")
        scratch.record(sample.ONE)
        scratch.install(hook)
        return scratch.attempt("merge", "--quiet", "--no-ff", "--no-edit", "other")

    return act


def _pushing(commit: SampleCommit, *, receiving: bool = False) -> _Act:
    def act(scratch: Scratch, hook: Path) -> Ended:
        scratch.record(commit)
        scratch.install(hook, receiving=receiving)
        return scratch.attempt("push", "--quiet", "origin", "main")

    return act


_COMMITTING = _committing(sample.PART)

TRIALS: Mapping[str, Trial] = {
    "pre-commit": Trial(
        "TASK001",
        "a finished task with an open subtask",
        _committing(sample.CONTRADICTION),
        _COMMITTING,
    ),
    "pre-merge-commit": Trial(
        "SPEC008",
        "a merge that gives two specs the same number",
        _merging(sample.OTHER),
        _merging(sample.PART),
    ),
    "commit-msg": Trial(
        "GIT001", "code without a task", _committing(sample.WITHOUT_TASK), _COMMITTING
    ),
    "pre-push": Trial(
        "GIT001",
        "a push of code without a task",
        _pushing(sample.WITHOUT_TASK),
        _pushing(sample.PART),
    ),
    "pre-receive": Trial(
        "GIT001",
        "a push of code without a task",
        _pushing(sample.WITHOUT_TASK, receiving=True),
        _pushing(sample.PART, receiving=True),
    ),
}
"""The trials by the name of the hook."""

NAMING = _committing(sample.UNNAMED_PART)
"""The trial of `prepare-commit-msg`, which names the task and refuses nothing."""


def names_the_task(scratch: Scratch) -> bool:
    """True if the last commit message has the trailer."""
    return sample.NAMED in scratch.expect("log", "-1", "--format=%B").splitlines()
