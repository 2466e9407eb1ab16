"""A commit works on a spec whose requirements are not approved.

Work without agreement is often done twice, or kept only because it exists. Get the requirements
approved before the first commit, or in it. A commit works on a spec if it names or ticks a task of
it. This rule also applies when the spec is finished by now, because the work came before the
approval. An approval that is taken back must be given again by the end of the range. Where
approvals are required, a spec without requirements needs none only if the base already had its home
without any.

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

```md context/spec/002-sheets/functional-spec.md
# Functional Specification: Song sheets

- **Status:** Approved
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

## Accepted: a layout without an approval status, and nothing else requires approval

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

from aos_check.model.change import Commit, NamedTask
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.spec import Spec
from aos_check.progress.approval import how_to_approve, not_judged, related_place, why_not


@commit_rule("GIT004", doc=__doc__, severity=Severity.ERROR)
def unapproved_work(commit: Commit) -> Verdicts:
    """Report each unapproved spec that a commit with code works on, once."""
    if not commit.code or commit.exempt:
        return
    specs = {named.spec.path: named for named in reversed(commit.named) if named.spec}
    for named in reversed(specs.values()):
        spec = named.spec
        # GIT002 reports a task that does not exist; there was no work on its spec.
        if spec is None or named.task is None:
            continue
        if spec.approval.evades:
            yield _evading(commit, named.line, spec)
        elif not spec.approval.holds:
            yield not_judged(spec) or _unapproved(commit, named.line, spec)
        elif named.withdrawn and not commit.alone:
            yield _withdrawn(commit, named, named.withdrawn)
    # A commit that names one spec may finish the tasks of another.
    ticked = {it.spec.path: it.spec for it in commit.change.ticks()}
    for path, spec in ticked.items():
        if path not in specs and spec.approval.evades:
            yield _evading(commit, 1, spec)
        elif path not in specs and not spec.approval.holds and not not_judged(spec):
            yield _unapproved(commit, 1, spec)


def _unapproved(commit: Commit, line: int, spec: Spec) -> Problem:
    return Problem(
        at=commit.at(line),
        spec=spec.id,
        message=f"{commit.called} works on {spec.id}, whose requirements are not approved: "
        f"{why_not(spec)}",
        help=how_to_approve(spec),
        related=(related_place(spec),),
        strict=spec.approval.demanded,
    )


def _evading(commit: Commit, line: int, spec: Spec) -> Problem:
    return Problem(
        at=commit.at(line),
        spec=spec.id,
        message=f"{commit.called} works on {spec.id}, which has no requirements to approve, and "
        "the base does not have it like that",
        help="write the requirements as a spec that can be approved; or bring this home without "
        "requirements into the base first, in a change without work; or lower GIT004 in `severity` "
        "of the base's configuration",
        related=(related_place(spec),),
        strict=spec.approval.demanded,
    )


def _withdrawn(commit: Commit, named: NamedTask, end: Spec) -> Problem:
    return Problem(
        at=commit.at(named.line),
        spec=end.id,
        message=f"{commit.called} works on {end.id}, whose approval is gone at the end of the "
        f"range: {why_not(end)}",
        help=f"{how_to_approve(end)}, or undo the work with `git revert`",
        related=(related_place(end),),
        strict=end.approval.demanded,
    )
