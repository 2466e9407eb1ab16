"""A commit does work on a spec whose requirements are not approved.

What is built before anybody agreed to it is built twice, or defended because it is there. Have the
requirements approved before the first commit, or with it. Unlike a tree, a commit is judged even
where the spec is finished by now: it is this work that nobody had asked for.

## Flagged

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] 1. Add the form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 001-login#1                  <!-- GIT004 -->
```

## Accepted: approved with the commit

```md context/spec/001-login/functional-spec.md before
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] 1. Add the form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 001-login#1
```

## Accepted: no code

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] 1. Add the form
```

```md docs/login.md new
# How to sign in
```

```text commit
Explain the form

Task: 001-login#1
```

## Accepted: a layout that has no word for it, where nothing else asks

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
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
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.progress.approval_wording import not_judged, shown, way_out, why_not


@commit_rule("GIT004", doc=__doc__, severity=Severity.ERROR)
def unapproved_work(commit: Commit) -> Verdicts:
    """Judge each spec that a commit with code works on, at its first mention."""
    if not commit.code or commit.exempt:
        return
    specs = {named.spec.path: named for named in reversed(commit.named) if named.spec}
    for named in reversed(specs.values()):
        spec = named.spec
        # A task that is not there is another rule's; of this spec nothing was worked on.
        if spec is None or named.task is None or spec.approval.holds:
            continue
        yield not_judged(spec) or Problem(
            at=commit.at(named.line),
            spec=spec.id,
            message=f"{commit.called} works on {spec.id}, whose requirements are not approved: "
            f"{why_not(spec)}",
            help=way_out(spec),
            related=(shown(spec),),
        )
