"""The input of a check: what is checked, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from aos_check.judging.request import utc_today
from aos_check.model.change import Change, Commit
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Unjudged
from aos_check.model.history import History
from aos_check.model.project import Project
from aos_check.model.rule import OptionValue, Rule


def no_history() -> History:
    """Raise CannotCheckError, as any source of a history does that has none."""
    raise CannotCheckError("there is no git history here", "run it in a git repository")


class Selection(NamedTuple):
    """The rules of a run.

    No other rule silences those in `asked`, which the user selected by their codes. `left_out`
    are the rules that do not run. `options` are the configured ones: by code, then by parameter.
    """

    rules: Sequence[Rule]
    asked: Collection[str] = ()
    left_out: Sequence[Rule] = ()
    options: Mapping[str, Mapping[str, OptionValue]] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """The projects under check, the change that led to them, and the commits of that change.

    `unjudged` gives the reason why one of these types is absent. `remarks` list what else is not
    checked. `history` is called only if a rule asks for it; it raises CannotCheckError where there
    is none.
    """

    projects: Sequence[Project] = ()
    change: Change | None = None
    commits: Iterable[Commit] = ()
    unjudged: Mapping[type, str] = field(default_factory=dict)
    remarks: Sequence[Unjudged] = ()
    today: date = field(default_factory=utc_today)
    history: Callable[[], History] = no_history
