"""The replay of a history: what the rules would have stopped, and a configuration that fits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

SettingValue: TypeAlias = bool | int | str | tuple[str, ...] | Mapping[str, str]


class Share(NamedTuple):
    """A number of things among all of them."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> int:
        """The percentage, rounded; 100 only for all, and 0 only for none."""
        if not self.part:
            return 0
        share = round(100 * self.part / self.whole)
        return min(max(share, 1), 100 if self.part == self.whole else 99)


class StoppedCommit(NamedTuple):
    """A commit that a rule would have stopped, and the reason."""

    commit: str
    subject: str
    reason: str


class RuleStops(NamedTuple):
    """The numbers of commits and branches that a rule would have stopped, with samples."""

    code: str
    name: str
    commits: int = 0
    branches: int = 0
    samples: tuple[StoppedCommit, ...] = ()


class Stop(NamedTuple):
    """A step of the main line: its day, and whether it would have been stopped."""

    day: date
    stopped: bool


class Rates(NamedTuple):
    """The commits and branches that would have been stopped: in total, by rule, and over time."""

    commits: Share
    branches: Share
    rules: tuple[RuleStops, ...] = ()
    steps: tuple[Stop, ...] = ()


class Convention(NamedTuple):
    """A way to name the spec of a commit: the code commits that use it, and how often it is right.

    `right` counts those of the commits that tick exactly one spec.
    """

    name: str
    used: Share
    right: Share


class CodeKind(NamedTuple):
    """The code commits of one kind: their number, and those that tick a task."""

    name: str
    commits: int
    ticking: int


class Habits(NamedTuple):
    """The habits of a team: its code commits by kind, and what happens to its ticks.

    The `exempt` commits need no task for another reason than maintenance. `bulk_ticks` and
    `unticks` are numbers of commits, and `vanished` of finished tasks. `never_built` is the number
    of done tasks at the end whose named file never existed; None if that is not known.
    """

    ticking: Share
    maintenance: Share
    exempt: Share
    folders: tuple[CodeKind, ...] = ()
    types: tuple[CodeKind, ...] = ()
    bulk_ticks: int = 0
    unticks: int = 0
    vanished: int = 0
    never_built: int | None = None


class ProposedSetting(NamedTuple):
    """A proposed setting: its key, its value as TOML, and the reason with its figures."""

    key: tuple[str, ...]
    value: SettingValue
    reason: str


class Replay(NamedTuple):
    """The replay of the commits from `first` to `last`, which are `commits` in number.

    `before` are the rates of the present configuration, `after` those with the settings. `gaps`
    name what is not known, and why.
    """

    first: str
    last: str
    since: date
    until: date
    commits: int
    before: Rates
    after: Rates
    conventions: tuple[Convention, ...]
    habits: Habits
    settings: tuple[ProposedSetting, ...] = ()
    gaps: tuple[str, ...] = ()
