"""A suppression suppresses nothing, or gives no reason.

A suppression that names no rule has no effect. One that outlives its problem hides the next one.
One without a reason cannot be reviewed, so it has no effect. Delete it, or add the reason.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

<!-- aos-check: ignore[TASK001] Ada signs off without the check -->  <!-- DOC007 -->
- [x] 1. Sign-in form
  - [x] 1.1 Write tests

<!-- aos-check: ignore[TASK001] -->  <!-- DOC007 -->
- [x] 2. Sign-out
  - [ ] 2.1 Write tests

<!-- aos-check: ignore[TSAK001] Ada signs off without the check -->  <!-- DOC007 -->
- [ ] 3. Sign-up
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

<!-- aos-check: ignore[TASK001] Ada signs off without the check -->
- [x] 1. Sign-in form
  - [ ] 1.1 Write tests
```
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from aos_check.model.document import Ignore
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Suppressions, Verdicts, suppression_rule


@suppression_rule("DOC007", doc=__doc__, severity=Severity.WARNING)
def unused_ignore(suppressions: Suppressions) -> Verdicts:
    """Report unused suppressions, and those without a reason."""
    guide = _Guide(suppressions.names)
    for ignore in suppressions.unused:
        unknown = [word for word in ignore.codes if word.lower() not in guide.words]
        if codes := ", ".join(word for word in ignore.codes if word.lower() in guide.words):
            yield Problem(
                at=ignore.at,
                message=f"{codes} is suppressed here but has nothing to report",
                help=f"delete {codes} from the suppression",
            )
        if unknown or not ignore.codes:
            yield _names_no_rule(ignore, unknown, guide)
    for ignore in suppressions.unreasoned:
        codes = ", ".join(ignore.codes)
        yield Problem(
            at=ignore.at,
            message=f"the suppression of {codes or 'nothing'} gives no reason, so it has no effect",
            help="write the reason after the bracket",
        )


def _names_no_rule(ignore: Ignore, words: Iterable[str], guide: _Guide) -> Problem:
    if listed := ", ".join(words):
        nearest = guide.nearest(listed.partition(",")[0])
        return Problem(
            at=ignore.at,
            message=f"there is no rule {listed}, so this suppresses nothing",
            help=f"name a rule{f', the nearest is {nearest}' if nearest else ''}, or delete it",
        )
    return Problem(
        at=ignore.at, message="this suppression names no rule", help="name a rule, or delete it"
    )


class _Guide:
    """The words that name a rule, and the nearest of them to an unknown word."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {name.lower(): name for name in names}
        codes = [name for name in self._names if name.isalnum()]
        self.words = {*self._names, *(code[:end] for code in codes for end in range(1, len(code)))}
        self._guesses = _MAX_GUESSES

    def nearest(self, word: str) -> str:
        """Return the code or name that is nearest to `word`; "" if none is near."""
        self._guesses -= 1
        if self._guesses < 0:
            return ""
        found = get_close_matches(word[:_LONGEST].lower(), self._names, 1)
        return self._names[found[0]] if found else ""


# A guess takes time, and a document may have a suppression on every line.
_MAX_GUESSES = 200
_LONGEST = 40
