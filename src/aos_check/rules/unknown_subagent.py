"""An assignment names a subagent that the repository does not define.

The command then stops, or another agent does the work without these instructions. Name a subagent
that is defined in `.claude/agents`, that Claude Code has built in, or that belongs to a plugin
(`plugin:agent`). Or commit the missing definition: other people do not have the subagents in your
home folder. Without subagents in the repository the rule is not evaluated. Finished specs are not
checked.

## Flagged

```md .claude/agents/agent-os/implementer.md
---
name: implementer
description: Implements a task group
---
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Sign-in API

- [ ] 1.0 Complete the API

#### Task Group 2: Sign-in form

- [ ] 2.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-api
    claude_code_subagent: implementer
  - name: sign-in-form
    claude_code_subagent: ui-specialist  # GATE007
```

## Accepted

```md .claude/agents/agent-os/implementer.md
---
name: implementer
description: Implements a task group
---
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Sign-in API

- [ ] 1.0 Complete the API

#### Task Group 2: Sign-in form

- [ ] 2.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-api
    claude_code_subagent: implementer
  - name: sign-in-form
    claude_code_subagent: general-purpose
```
"""

from __future__ import annotations

import re

from aos_check.model.finding import NotEvaluated, Place, Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.wording import listed

_BUILT_IN = frozenset(
    {"claude-code-guide", "explore", "general-purpose", "plan", "statusline-setup"}
)
_OF_PLUGIN = re.compile(r"[\w.-]+:[\w.-]+")
_SHOWN = 5


@project_rule("GATE007", doc=__doc__, severity=Severity.WARNING)
def unknown_subagent(project: Project) -> Verdicts:
    """Report every subagent that an unfinished spec assigns and nothing defines."""
    for spec in project.specs:
        for name, places in _assigned(spec).items():
            if name.casefold() in _BUILT_IN or _OF_PLUGIN.fullmatch(name):
                continue
            if project.agents is None:
                reason = f"no file in .claude/agents defines the subagents that {spec.id} assigns"
                yield NotEvaluated(reason)
                break
            if name.casefold() not in project.agents:
                yield Problem(
                    at=places[0],
                    message=f'the subagent "{name}" is not defined in .claude/agents',
                    help=f"name a subagent that is defined ({listed(sorted(project.agents))}), "
                    "or commit its definition",
                    related=tuple(Related(at, "here too") for at in places[1 : _SHOWN + 1]),
                )


def _assigned(spec: Spec) -> dict[str, list[Place]]:
    """The subagents that an unfinished spec assigns, each with its places."""
    places: dict[str, list[Place]] = {}
    for agent in (it.agent for it in spec.assignments if not spec.closed):
        if agent:
            places.setdefault(agent.text, []).append(agent.at)
    return places
