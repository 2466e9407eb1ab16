"""Finds projects that only observe, so that no gate refuses anything yet."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.judging import config as configuration
from aos_check.judging.input.rules_in_force import on_disk
from aos_check.judging.observation import would_have_failed
from aos_check.model.errors import CannotCheckError
from aos_check.model.gate import Result, ResultState
from aos_check.model.wording import counted
from aos_check.setup.doctor.clone import Clone

GATE = "rules"


def examine(clone: Clone) -> Iterator[Result]:
    """One result for a project that observes; none for one that enforces."""
    try:
        config, path = configuration.find(lambda name: on_disk(clone.folder, name), [""])
    except CannotCheckError:  # every check reports it
        return
    if not config.observe:
        return
    try:
        number = len(would_have_failed(config))
        found = f"{counted(number, 'finding')} would have failed"
    except CannotCheckError as error:
        found = f"it is not known what would have failed: {error.message}"
    yield Result(
        GATE,
        path or "",
        ResultState.NOTE,
        f"observing since {config.observe}, {found}",
        "run `aos-check init --enforce` when the team is ready",
    )
