"""Finds out whether git joins the ticks of two branches in this clone."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.git.environment import undirected
from aos_check.model.gate import Result, ResultState
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.doctor.running import find_program, run
from aos_check.setup.init.merge_driver import ATTRIBUTE, ATTRIBUTES, SETTING
from aos_check.setup.installing import for_good

GATE = "merge"
_PATIENCE = 20


def examine(clone: Clone) -> Iterator[Result]:
    """One result if the attributes name the merge driver; else none."""
    try:
        named = ATTRIBUTE in (clone.text(ATTRIBUTES) or "")
    except UnreadableError:
        return
    if named:
        state, text, remedy = _state(clone)
        yield Result(GATE, ATTRIBUTES, state, text, remedy)


def _state(clone: Clone) -> tuple[ResultState, str, str]:
    command = [clone.git, "config", "--get", SETTING]
    driver = run(command, clone.folder, undirected(clone.folder), _PATIENCE)
    alone = "so git merges task lists without it"
    if driver.code:
        text = f"it names the merge driver, which this clone does not have, {alone}"
        return ResultState.NOTE, text, "run `aos-check init --with merge`"
    if not find_program("aos-check"):
        text = f"the merge driver does not find aos-check on PATH, {alone}"
        return ResultState.NOTE, text, f"run `{for_good()}`"
    return ResultState.OK, "git joins the ticks of two branches in task lists", ""
