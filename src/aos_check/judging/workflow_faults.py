"""The faults of a team's workflow that its types do not catch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aos_check.judging.layout_faults import Faults, is_outside
from aos_check.model.globs import MAX_LENGTH
from aos_check.model.workflow import TeamPhase


def faults_of_phases(phases: Sequence[TeamPhase]) -> Faults:
    """The faults of the phases, by their keys."""
    names: set[str] = set()
    begun = False
    for number, phase in enumerate(phases):
        name = phase.name.strip().casefold()
        if not name or name in names:
            yield (str(number), "name"), "a name that no other phase has"
        names.add(name)
        begun |= phase.tasks is not None
        if phase.proved and not begun:
            yield (str(number), "proved"), 'false before the phase with tasks = "done"'
        if not (phase.globs or phase.tasks or phase.proved):
            yield (str(number),), "a phase with one of the keys exists, approved, tasks and proved"
        for key, globs in (("exists", phase.exists), ("approved", phase.approved)):
            yield from (((str(number), key), fault) for fault in _faults_of_globs(globs))
    if phases and sum(phase.tasks is not None for phase in phases) != 1:
        yield (), 'phases of which exactly one has tasks = "done"'


def _faults_of_globs(globs: Sequence[str]) -> Iterator[str]:
    for glob in globs:
        if is_outside(glob) or len(glob) > MAX_LENGTH:
            yield f"paths in the spec's folder, not {glob[:40] or 'an empty path'}"
