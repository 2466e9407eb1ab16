"""A done task names a file that is not there.

A task that says it creates a file is done when the file exists. This one is neither in the tree nor
in the history, and no source file has a similar name. Untick the task until the file is written. If
it was built elsewhere, name that file. A single one is a warning. Three or more, if they are at
least half of the files that the spec names, are errors.

## Flagged

```md openspec/changes/add-login/tasks.md
- [x] T001 Create the form in src/form.py
- [x] T002 [P] Create `src/session.py`             <!-- TASK014 -->
- [x] T003 Write the session store in src/store.py <!-- TASK014 -->
```

```py src/form.py
FORM = ["e-mail", "password"]
```

## Accepted

```md openspec/changes/add-login/tasks.md
- [x] T001 Create the form in src/login/forms.ts
- [x] T002 Create `src/old_session.py`
- [ ] T003 Create `src/logout.py`
- [x] T004 Add a link to `src/page.py`
- [x] T005 Create `src/store.py` or `src/cache.py`
- [x] T006 Create a temporary script in src/migrate.py
- [x] T007 Create `src/mail.py`
      Merged into the form.
```

```ts src/login/LoginForms.ts
export const FORMS = [];
```

```py src/old_session.py before
STORE = {}
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.history import History
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.wording import reopen

_MANY = 3


@spec_rule("TASK014", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def named_file_missing(spec: Spec, *, history: History) -> Verdicts:
    """Look for the file that each done task makes."""
    if any(file.found is None for file in spec.named_files):
        yield NotEvaluated("the tree does not have the code that done tasks name")
    missing = [file for file in spec.named_files if file.found is False]
    absent = [file for file in missing if not history.ever_had(file.name)]
    many = len(absent) >= _MANY and len(absent) * 2 >= len(spec.named_files)
    for file in absent:
        yield Problem(
            at=file.at,
            task=file.task,
            message=f"task {file.task} is done, but {file.path}, which it names, is not in the "
            "tree and never was",
            help=f"name the file that was written instead, or {reopen(file.task)}, until "
            f"a commit writes {file.path}",
            weak=not many,
        )
