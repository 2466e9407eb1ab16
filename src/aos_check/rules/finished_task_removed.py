"""A finished task is removed or reopened, and the commit does not say why.

The record of finished work is lost, often because an agent rewrote the whole file. Restore the
task, or name it in the message (by its address, id or title) and say why. A commit that reverts
another may reopen the tasks that the other finished.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [ ] 3. Reset the password
```

```md .agent-os/specs/2025-10-08-login/tasks.md TASK012:1
# Spec Tasks

- [ ] 1. Sign-in form              <!-- TASK012 -->
- [ ] 3. Reset the password
```

```text commit
Tidy up
```

## Flagged: deferred after it was done

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1.1 Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1.1 Sign-in form (deferred: needs the session store)  <!-- TASK012 -->
```

```text commit
Update the tasks of release 1.1.2
```

## Accepted: the message names it

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [x] 3. Reset the password
- [ ] 4. Passkeys
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 3. Reset the password
- [ ] 4. Passkeys
```

```text commit
Reopen 1, the form forgets the e-mail

"Sign-out" is part of another project by now.

Task: login#3
```

## Accepted: moved to another place

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Show the terms
- [x] 2. Sign-in form
```

```md .agent-os/specs/2025-11-02-session/tasks.md new
# Spec Tasks

- [x] 1. Sign-out
- [ ] 2. Forget the session after a day
```

```text commit
Sort the tasks
```
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from aos_check.model.addresses import write
from aos_check.model.change import Change, Commit, TaskChange
from aos_check.model.finding import Place, Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.spec import Spec

_MAX_REPORTED = 20
_MAX_SEARCHED = 65_536  # characters of the message
_MAX_PLACES = 100  # places in it where one task may be named

# Next to one of these, an id is part of something else: 1 is neither 1.2 nor v-1, and #1 is an
# issue.
_PART_BEFORE = re.compile(r"[\w.~#-]")
_PART_AFTER = re.compile(r"[\w#-]|\.\w")


@commit_rule("TASK012", doc=__doc__, severity=Severity.ERROR)
def finished_task_removed(commit: Commit) -> Verdicts:
    """Report every done task that is removed or reopened, unless the message names it."""
    if commit.reverts:
        return
    text = _normalized(commit.message[:_MAX_SEARCHED])
    lost = (it for it in _lost(commit.change) if not _is_named(commit, text, it))
    for it in islice(lost, _MAX_REPORTED):
        yield _unexplained(it)


def _lost(change: Change) -> Iterator[TaskChange]:
    """The tasks that were done and no longer are, unless another task with their title is."""
    shrunk = Counter(_done_titles(pair.before for pair in change.specs))
    shrunk.subtract(_done_titles(pair.after for pair in change.specs))
    left = {pair.after.path for pair in change.specs if pair.after and pair.after.tasks}
    for it in change.tasks():
        if not it.before.done or it.spec.path not in left or (it.after and it.after.done):
            continue
        same = it.after is not None and it.after.title == it.before.title
        if same or shrunk[it.before.title] > 0:
            yield it


def _done_titles(specs: Iterable[Spec | None]) -> Iterator[str]:
    return (task.title for spec in specs if spec for task in spec.all_tasks() if task.done)


def _is_named(commit: Commit, text: str, lost: TaskChange) -> bool:
    """Return True if the message names the task: by reference, address, id or title."""
    spec = lost.spec
    ids = {task.id for task in (lost.before, lost.after) if task}
    for named in commit.named:
        if named.spec and named.task and named.spec.path == spec.path and named.task.id in ids:
            return True
    names = [name for name in (spec.id, spec.slug, spec.number, spec.path) if name]
    addresses = [write(name, each) for name in names for each in ids]
    return any(_contains(words, text) for words in (*addresses, *ids, lost.before.title))


def _contains(words: str, text: str) -> bool:
    """Return True if the text contains `words` as whole words."""
    wanted = _normalized(words)
    at = text.find(wanted) if wanted else -1
    for _ in range(_MAX_PLACES):
        if at < 0:
            return False
        before = text[max(at - 1, 0) : at]
        if not _PART_BEFORE.match(before) and not _PART_AFTER.match(text, at + len(wanted)):
            return True
        at = text.find(wanted, at + 1)
    return False


def _normalized(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unexplained(lost: TaskChange) -> Problem:
    spec, before, after = lost.spec, lost.before, lost.after
    path = spec.tasks.path if spec.tasks else spec.path
    now = f"is {after.state.value.replace('-', ' ')} now" if after else "is gone"
    return Problem(
        at=after.at if after else Place(path),
        spec=spec.id,
        task=after.id if after else before.id,
        message=f'task {before.id} of {spec.id} ("{before.title}") was done and {now}, '
        "and the message does not say why",
        help=f"restore it, or name {write(spec.id, before.id)} in the message and say why",
    )
