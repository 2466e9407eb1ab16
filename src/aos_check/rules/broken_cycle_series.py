"""The cycles of a spec do not follow one another.

The next cycle gets its number from the key `cycle.current`, and `--continue` takes up the last
cycle that is not completed. With two open cycles, a wrong number or a gap, the agents go on with
the wrong plan, or stop. Finish or fail the cycle that is not in use, and correct the number.

## Flagged

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.1.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"status": "EXECUTING", "current_phase": "execute"},
  "phases": {"plan": {"status": "completed"}, "execute": {"status": "in_progress"}}
}
```

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.2.json GATE012:1
{
  "cycle_id": "peer.spec.login.cycle.2",
  "metadata": {"status": "PLANNING", "current_phase": "plan"},
  "context": {"peer_mode": "new"},
  "phases": {"plan": {"status": "in_progress"}}
}
```

## Flagged: nothing to continue

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.1.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"status": "COMPLETE", "current_phase": "review"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed"},
    "express": {"status": "completed"},
    "review": {"status": "completed"}
  }
}
```

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.2.json GATE012:1
{
  "cycle_id": "peer.spec.login.cycle.2",
  "metadata": {"status": "PLANNING", "current_phase": "plan"},
  "context": {"peer_mode": "continue"},
  "phases": {"plan": {"status": "in_progress"}}
}
```

## Accepted

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.1.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"status": "FAILED", "current_phase": "execute"},
  "phases": {"plan": {"status": "completed"}, "execute": {"status": "failed"}}
}
```

```json .agent-os/specs/2025-10-08-login/peer.spec.login.cycle.2.json
{
  "cycle_id": "peer.spec.login.cycle.2",
  "metadata": {"status": "PLANNING", "current_phase": "plan"},
  "context": {"peer_mode": "continue"},
  "phases": {"plan": {"status": "in_progress"}}
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.cycles import CycleRecord, series_of, unread


@project_rule("GATE012", doc=__doc__, severity=Severity.WARNING)
def broken_cycle_series(project: Project) -> Verdicts:
    """Report two open cycles, a cycle that continues none, and numbers that do not fit."""
    yield from unread(project)
    for series in series_of(project):
        yield from _open_at_once(series)
        yield from _continued(series)
        yield from _pointer(series)
        if series[0].cycle.live:  # only some cycles may be exported
            yield from _gaps(series)
            yield from _copies(series)


def _open_at_once(series: Sequence[CycleRecord]) -> Iterator[Problem]:
    """Two open cycles of one spec, unless the later one continues the earlier one."""
    still_open = [it for it in series if not it.cycle.state.over]
    newest = still_open[-1] if still_open else None
    if newest and newest.cycle.spec and not _continues(newest) and len(still_open) > 1:
        earlier = still_open[-2]
        yield _problem(
            newest,
            f"cycle {newest.cycle.number} of {newest.cycle.spec} is open, and so is cycle "
            f"{earlier.cycle.number}",
            "complete one of the two, or set its status to FAILED",
            earlier,
        )


def _continued(series: Sequence[CycleRecord]) -> Iterator[Problem]:
    """A cycle that began as a continuation after the cycles before it were completed."""
    for index, each in enumerate(series):
        before = series[:index]
        if before and _continues(each) and all(_was_completed(it, each) for it in before):
            yield _problem(
                each,
                f"cycle {each.cycle.number} continues an earlier one, but cycle "
                f"{before[-1].cycle.number} was completed",
                "set peer_mode to new, or continue an open cycle",
                before[-1],
            )


def _continues(each: CycleRecord) -> bool:
    """True if the cycle began as a continuation: a cycle that is taken up again is its own."""
    begun = next((it.state for it in each.cycle.revisions if it.state), each.cycle.state)
    return begun.mode == "continue" and each.cycle.state.mode == "continue"


def _was_completed(earlier: CycleRecord, each: CycleRecord) -> bool:
    """True if a cycle was completed before another one began; without revisions, if it is."""
    if not each.cycle.live:
        return earlier.cycle.state.completed
    begin = each.cycle.revisions[0].number
    until = [it.state for it in earlier.cycle.revisions if it.state and it.number < begin]
    return bool(until) and until[-1].completed


def _pointer(series: Sequence[CycleRecord]) -> Iterator[Problem]:
    newest = series[-1]
    number, pointer = newest.cycle.number, newest.cycle.pointer
    if pointer != number and (pointer is not None or newest.cycle.live):
        says = "is missing" if pointer is None else f"is {pointer}"
        yield _problem(
            newest,
            f"{newest.cycle.series}.current {says}, but the newest cycle is {number}",
            f"set it to {number}",
        )


def _gaps(series: Sequence[CycleRecord]) -> Iterator[Problem]:
    for earlier, each in pairwise(series):
        if each.cycle.number > earlier.cycle.number + 1:
            yield _problem(
                each,
                f"cycle {each.cycle.number} follows cycle {earlier.cycle.number}",
                f"restore cycle {each.cycle.number - 1}, or store this one with the next number",
                earlier,
            )


def _copies(series: Sequence[CycleRecord]) -> Iterator[Problem]:
    for each in series:
        if each.cycle.state.id != each.cycle.key:
            yield _problem(
                each,
                f"the value calls itself {each.cycle.state.id}",
                f"set its cycle_id to {each.cycle.key}",
            )


def _problem(
    each: CycleRecord, message: str, remedy: str, other: CycleRecord | None = None
) -> Problem:
    related = (Related(other.record.at, f"cycle {other.cycle.number}"),) if other else ()
    return Problem(
        at=each.record.at,
        message=each.record.lead + message,
        help=remedy,
        related=related,
        key=f"{each.cycle.key} {message}",
    )
