"""A task is marked done without the evidence that the project requires.

The list `evidence.require` in the configuration names what a tick must show; by default it is
empty. `work` is code in the commit that ticks the task, or in any commit that names it. A task that
names only files that are not code shows its work by changing them. `tests` is a test among that
code, if there must be code. `proof` is a recorded run of a command (`aos-check prove`). The rule
checks only tasks without done subtasks that the change under check marks done. A recorded proof
must never be edited or removed, even if nothing is required.
[evidence.md](../explanation/evidence.md) has an example.

## Flagged

```toml aos-check.toml
[evidence]
require = ["work"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form       <!-- TASK015 -->
```

```text commit
Tick the form
```

## Flagged: code without a test

```toml aos-check.toml
[evidence]
require = ["work", "tests"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form       <!-- TASK015 -->
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1
```

## Flagged: a proof that failed

```toml aos-check.toml
[evidence]
require = ["proof"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form       <!-- TASK015 -->
```

```json .agent-os/specs/2025-10-08-login/evidence.json new
{"schema": 1, "evidence": [
  {"task": "login#1", "command": ["pytest"], "exit": 1,
   "tree": "0123456789012345678901234567890123456789", "at": "2026-01-30T12:00:00Z", "seconds": 2}
]}
```

```text commit
Tick the form
```

## Accepted

```toml aos-check.toml
[evidence]
require = ["work", "tests", "proof"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
  - [ ] 1.1 Ask for the e-mail
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
  - [x] 1.1 Ask for the e-mail
```

```json .agent-os/specs/2025-10-08-login/evidence.json new
{"schema": 1, "evidence": [
  {"task": "login#1.1", "command": ["pytest"], "exit": 0,
   "tree": "0123456789012345678901234567890123456789", "at": "2026-01-30T12:00:00Z", "seconds": 2}
]}
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```py tests/test_login.py new
from src.login import FORM

assert "e-mail" in FORM
```

```text commit
Add the form

Task: login#1
```

## Accepted: a document is the work

```toml aos-check.toml
[evidence]
require = ["work"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Write docs/login.md
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Write docs/login.md
```

```md docs/login.md new
# Login
```

```text commit
Say how to sign in
```
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from aos_check.model.addresses import write
from aos_check.model.change import Change, SpecChange
from aos_check.model.evidence import Evidence
from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.proof import ProofRecord, Rerun
from aos_check.model.rule import Verdicts, change_rule
from aos_check.model.spec import Spec
from aos_check.model.wording import reopen


@change_rule("TASK015", doc=__doc__, severity=Severity.ERROR)
def unearned_tick(change: Change) -> Verdicts:
    """Check the evidence of each task that the change marks done, and the records themselves."""
    lost = [found for pair in change.specs for found in _lost(pair)]
    for spec, proof in (*lost, *change.lost_proofs):
        yield _edited(spec, proof)
    for evidence in change.evidence:
        if not any(task.done for task in evidence.task.walk() if task is not evidence.task):
            yield from _lacking(evidence, change.evidence_required)
    for rerun in change.reruns:
        yield from _rerun(rerun)


def _lacking(evidence: Evidence, required: tuple[str, ...]) -> Verdicts:
    shown = {
        "work": bool(evidence.work) or evidence.documents,
        "tests": bool(evidence.tests) or evidence.documents,
        "proof": evidence.proved,
    }
    missing = [kind for kind in required if not shown[kind]]
    if not evidence.whole and not {"work", "tests"}.isdisjoint(missing):
        yield NotEvaluated("the history that is read does not reach back to the start of the spec")
        missing = [kind for kind in missing if kind == "proof"]
    if missing:
        yield _unearned(evidence, missing[0])


def _unearned(evidence: Evidence, kind: str) -> Problem:
    task, address = evidence.task, write(evidence.spec, evidence.task.id)
    of = "in the commit that ticks it or in one that names it"
    counts = f"its proof does not count: {evidence.flaw}" if evidence.flaw else "it has no proof"
    why = {"work": f"there is no code {of}", "tests": f"there is no test {of}", "proof": counts}
    what = "its code" if kind == "work" else "a test"
    help_ = f"commit {what} with the trailer `Task: {address}`"
    if kind == "proof":
        help_ = f"run `aos-check prove {address} -- COMMAND`, and commit evidence.json"
    return Problem(
        at=task.at,
        spec=evidence.spec,
        task=task.id,
        message=f"task {task.label} is marked done, but {why[kind]}",
        help=f"{help_}, or {reopen(task.label)}",
    )


def _lost(pair: SpecChange) -> Iterator[tuple[Spec, ProofRecord]]:
    """The recorded proofs that the change edits or removes, with their spec."""
    before, after = pair
    if before is None or after is None:  # another rule reports a deleted spec
        return
    lost = Counter(it.record for it in before.proofs) - Counter(it.record for it in after.proofs)
    for proof in before.proofs:
        if lost[proof.record]:
            lost[proof.record] -= 1
            yield after, proof


def _edited(spec: Spec, proof: ProofRecord) -> Problem:
    return Problem(
        at=spec.proofs[0].at if spec.proofs else spec.at,
        spec=spec.id,
        message=f"the proof of {proof.task} from {proof.when} was edited or removed",
        help="restore the record; a new run of `aos-check prove` adds another one",
    )


def _rerun(rerun: Rerun) -> Verdicts:
    proof = rerun.proof
    command = shlex.join(proof.command)
    if rerun.reason:
        yield NotEvaluated(f"the proof of {proof.task} was not run again: {rerun.reason}")
    elif rerun.exit != proof.exit:
        ended = "did not end in time" if rerun.exit is None else f"ended with {rerun.exit}"
        yield Problem(
            at=proof.at,
            message=f"`{command}` {ended}, and the proof of {proof.task} records {proof.exit}",
            help=f"make it pass, commit, and run `aos-check prove {proof.task} -- {command}` again",
        )
