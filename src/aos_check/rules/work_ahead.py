"""A commit works on a spec whose phases before the work are not over.

The team wants these phases first, such as a design that is approved. Work without them is often
done twice. Do first what the phase still needs, or do it in the same commit. A commit works on a
spec if it changes code and names or ticks a task of the spec. The phases are those of
`workflow.phases` in the configuration; without them, the rule reports nothing.

## Flagged

```toml aos-check.toml
[[workflow.phases]]
name = "design"
approved = ["technical-spec.md"]

[[workflow.phases]]
name = "build"
tasks = "done"
```

```md .agent-os/specs/2025-10-08-login/technical-spec.md
# Technical Specification

> Status: Draft
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1                      <!-- GATE005 -->
```

## Accepted: approved with the commit

```toml aos-check.toml
[[workflow.phases]]
name = "design"
approved = ["technical-spec.md"]

[[workflow.phases]]
name = "build"
tasks = "done"
```

```md .agent-os/specs/2025-10-08-login/technical-spec.md before
# Technical Specification

> Status: Draft
```

```md .agent-os/specs/2025-10-08-login/technical-spec.md
# Technical Specification

> Status: Approved
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import NotEvaluated, Problem, Related, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.spec import Spec
from aos_check.model.workflow import PhaseProgress
from aos_check.progress.phases import how_to_meet

_SHOWN = 5


@commit_rule("GATE005", doc=__doc__, severity=Severity.ERROR)
def work_ahead(commit: Commit) -> Verdicts:
    """Report each spec that a commit with code works on too early, once."""
    if not commit.code or commit.exempt:
        return
    ticked = [(it.spec, 1) for it in commit.change.ticks()]
    named = [(it.spec, it.line) for it in reversed(commit.named) if it.spec and it.task]
    for spec, line in {spec.path: (spec, line) for spec, line in (*ticked, *named)}.values():
        if phase := spec.phases.certain.before_work:
            yield _ahead(commit, line, spec, phase)
        elif phase := spec.phases.before_work:
            yield NotEvaluated(f"{spec.id}: {phase.needs[0].why}")


def _ahead(commit: Commit, line: int, spec: Spec, phase: PhaseProgress) -> Problem:
    need = phase.needs[0]
    return Problem(
        at=commit.at(line),
        spec=spec.id,
        message=f'{commit.called} works on {spec.id}, but its phase "{phase.name}" '
        f"is not over: {need.why}",
        help=how_to_meet(need, spec),
        related=tuple(Related(each.at, each.why) for each in phase.needs[:_SHOWN]),
        strict=True,
    )
