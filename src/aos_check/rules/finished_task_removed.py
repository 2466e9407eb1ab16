"""A finished task is removed or reopened, and the commit does not say why.

The record of finished work is lost, often because an agent rewrote the whole file. Restore the
task, or name it in the message (by its address, id or title) and say why. Where a rewritten list
lacks several tasks, it is enough to name the spec outside an address. A commit that reverts another
may reopen the tasks that the other finished.

Tasks are compared by their titles, because lists are renumbered. One finding covers all the tasks
of a list. A task is not lost if it moves to another spec, is split into subtasks, or is cancelled.
The list of a finished spec may be deleted, like the whole spec.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [ ] 3. Reset the password
```

```md .agent-os/specs/2025-10-08-login/tasks.md TASK012:1
# Spec Tasks

- [ ] 1. Sign-in form
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

## Flagged: the id belongs to another task now

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md TASK012:1
# Spec Tasks

- [x] 1. Encrypt the session
- [ ] 2. Sign-out
```

```text commit
Plan the encryption
```

## Accepted: a rewritten list, and the message names the spec

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Ask the provider for a token
- [ ] 2. Forget the token after a day
```

```text commit
Plan login again, the provider does all the rest
```

## Accepted: reworded, split and cancelled

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [x] 3. Reset the password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form with e-mail and password
- [ ] 2. Sign-out
  - [x] 2.1 On one device
  - [ ] 2.2 On all devices
- [x] ~~3. Reset the password~~ (cancelled: the provider does it)
```

```text commit
Sort the tasks
```
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from aos_check.model.addresses import write
from aos_check.model.change import Change, Commit, TaskChange
from aos_check.model.document import State
from aos_check.model.finding import Place, Problem, Related, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.spec import Spec
from aos_check.model.task_pairs import same_words

_MAX_LOST = 1_000
_MAX_RELATED = 20
_MAX_SEARCHED = 65_536  # characters of the message
_MAX_PLACES = 100  # places in it where one task may be named
_REWRITTEN = 2  # tasks that are gone from a list which counts as rewritten

# Next to one of these, an id is part of something else: 1 is neither 1.2 nor v-1, and #1 is an
# issue.
_PART_BEFORE = re.compile(r"[\w.~#-]")
_PART_AFTER = re.compile(r"[\w#-]|\.\w")


@commit_rule("TASK012", doc=__doc__, severity=Severity.ERROR)
def finished_task_removed(commit: Commit) -> Verdicts:
    """Report the done tasks of each list that are removed or reopened without a word."""
    if commit.reverts:
        return
    text = _normalized(commit.message[:_MAX_SEARCHED])
    by_spec: dict[str, list[TaskChange]] = {}
    for it in islice(_lost(commit.change), _MAX_LOST):
        if not _is_named(commit, text, it):
            by_spec.setdefault(it.spec.path, []).append(it)
    for lost in by_spec.values():
        if left := _not_rewritten(text, lost):
            yield _one(left[0]) if len(left) == 1 else _several(left)


def _lost(change: Change) -> Iterator[TaskChange]:
    """The tasks that were done and no longer are, unless another task with their title is."""
    shrunk = Counter(_done_titles(pair.before for pair in change.specs))
    shrunk.subtract(_done_titles(pair.after for pair in change.specs))
    left = {after.path for before, after in change.specs if after and _keeps_list(before, after)}
    for it in change.tasks():
        if not it.before.done or it.spec.path not in left or _is_kept(it):
            continue
        title = same_words(it.before.title)
        own = it.after and (it.after.id, same_words(it.after.title)) == (it.before.id, title)
        if own or shrunk[title] > 0:
            yield it


def _keeps_list(before: Spec | None, after: Spec) -> bool:
    """True unless the list of a finished spec is deleted: it may go, like the whole spec."""
    return bool(after.tasks) or not (before and before.finished)


def _done_titles(specs: Iterable[Spec | None]) -> Iterator[tuple[str, ...]]:
    tasks = (task for spec in specs if spec for task in spec.all_tasks())
    return (same_words(task.title) for task in tasks if task.done)


def _is_kept(it: TaskChange) -> bool:
    """True if the task is still done, is cancelled, or is split into subtasks."""
    if it.after:
        split = len(it.after.subtasks) > len(it.before.subtasks)
        return split or it.after.state in (State.DONE, State.CANCELLED)
    groups = it.spec.tasks.groups if it.spec.tasks else ()
    title = set(same_words(it.before.title))
    return any(group.tasks and title <= set(same_words(group.title)) for group in groups)


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


def _not_rewritten(text: str, lost: Sequence[TaskChange]) -> Sequence[TaskChange]:
    """The lost tasks without those that are gone from a list whose rewriting is explained."""
    open_again = [it for it in lost if it.after]
    rewritten = len(lost) - len(open_again) >= _REWRITTEN
    return open_again if rewritten and _names_spec(text, lost[0].spec) else lost


def _names_spec(text: str, spec: Spec) -> bool:
    """Return True if the message names the spec. That of a merge only names its branch."""
    names = (spec.id, spec.slug, spec.path, f"spec {spec.number}")
    return not text.startswith("merge ") and any(_contains(name, text) for name in names)


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


def _one(lost: TaskChange) -> Problem:
    spec, before, after = lost.spec, lost.before, lost.after
    return Problem(
        at=_place(lost),
        spec=spec.id,
        task=after.id if after else before.id,
        message=f'task {before.id} of {spec.id} ("{before.title}") was done and {_now(lost)}, '
        "and the message does not say why",
        help=f"restore it, or name {write(spec.id, before.id)} in the message and say why",
    )


def _several(lost: Sequence[TaskChange]) -> Problem:
    spec = lost[0].spec
    all_gone = not any(it.after for it in lost)
    name = spec.id if all_gone else f"each, such as {write(spec.id, lost[0].before.id)},"
    return Problem(
        at=Place(_place(lost[0]).path),
        spec=spec.id,
        message=f"{len(lost):,} tasks of {spec.id} were done and "
        f"{'are gone' if all_gone else 'no longer are'}, and the message does not say why",
        help=f"restore them, or name {name} in the message and say why",
        related=tuple(
            Related(_place(it), f'{it.before.id} ("{it.before.title}") {_now(it)}')
            for it in lost[:_MAX_RELATED]
        ),
    )


def _place(lost: TaskChange) -> Place:
    tasks = lost.spec.tasks
    return lost.after.at if lost.after else Place(tasks.path if tasks else lost.spec.path)


def _now(lost: TaskChange) -> str:
    return f"is {lost.after.state.value.replace('-', ' ')} now" if lost.after else "is gone"
