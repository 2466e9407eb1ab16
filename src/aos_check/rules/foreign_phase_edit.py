"""A part of a cycle was written by another phase than its own.

In a cycle of plan, execute, express and review, each agent writes only its own phase, and only the
review writes the summary. If another one does, the plan says something else than what was planned,
or the summary praises work that no review has seen. Let the owner write its part again.

The revisions of a live cycle (`check --live`) show which part changed in which phase. NATS keeps no
author. An exported file shows only a summary before the review.

## Flagged

```json .agent-os/specs/2025-10-08-login/cycle.json GATE011:1
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"status": "EXPRESSING", "current_phase": "express"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed"},
    "express": {"status": "in_progress"},
    "review": {"status": "pending"}
  },
  "cycle_summary": {"success": true, "completion": 100}
}
```

## Accepted

```json .agent-os/specs/2025-10-08-login/cycle.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"status": "COMPLETED", "current_phase": "review"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed"},
    "express": {"status": "completed"},
    "review": {"status": "completed"}
  },
  "cycle_summary": {"success": true, "completion": 100}
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aos_check.model.cycle import PHASES, SUMMARY, Cycle
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.cycles import OWNERS, CycleRecord, Move, moves, series_of, unread


@project_rule("GATE011", doc=__doc__, severity=Severity.WARNING)
def foreign_phase_edit(project: Project) -> Verdicts:
    """Report each part of a cycle whose present text is not by its owner."""
    yield from unread(project)
    for series in series_of(project):
        for each in series:
            foreign = dict(_foreign(each.cycle))
            state = each.cycle.state
            if SUMMARY in state.parts and state.stages["review"] == "pending":
                yield _too_early(each)
                foreign.pop(SUMMARY, None)
            yield from (_foreign_edit(each, part, move) for part, move in foreign.items())


def _foreign(cycle: Cycle) -> Iterator[tuple[str, Move]]:
    """The parts whose present text came with a revision of another phase, and that revision."""
    texts = {it.number: it.state.parts for it in cycle.revisions if it.state}
    own = dict(next(iter(texts.values()), {}))
    wrong: dict[str, Move] = {}
    for move in moves(cycle):
        for part in move.changed:
            text = texts[move.revision].get(part, "")
            if _phase(part) == _at_work(move) or text == own.get(part, ""):
                own[part] = text
                wrong.pop(part, None)
            else:
                wrong[part] = move
    yield from wrong.items()


def _phase(part: str) -> str:
    return "review" if part == SUMMARY else part


def _at_work(move: Move) -> str:
    """The only phase that a revision may change: one that the cycle is at, or that comes next."""
    changed = [_phase(part) for part in move.changed]
    following = [after for before, after in pairwise(PHASES) if before in move.at]
    allowed = [*move.at, *following] or changed
    return next((phase for phase in allowed if phase in changed), "")


def _foreign_edit(each: CycleRecord, part: str, move: Move) -> Problem:
    name = "summary" if part == SUMMARY else f"phase {part}"
    owner = _at_work(move)
    during = f"together with the phase {owner}" if owner else f"while it is at {move.at[-1]}"
    return Problem(
        at=each.record.at,
        message=f"{each.record.lead}revision {move.revision} changes the {name} {during}",
        help=f"put back the text of an earlier revision, or let {OWNERS[part]} write the {name} "
        "again",
        key=f"{each.cycle.key} {part}",
    )


def _too_early(each: CycleRecord) -> Problem:
    return Problem(
        at=each.record.at,
        message=f"{each.record.lead}the cycle has a summary, but its review has not begun",
        help="remove the summary, and let the review write it",
        key=f"{each.cycle.key} {SUMMARY}",
    )
