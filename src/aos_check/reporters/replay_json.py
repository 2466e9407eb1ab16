"""The replay of a history as published JSON."""

from __future__ import annotations

from pydantic import Field

from aos_check import __version__
from aos_check.model.replay import Rates, Replay, Share
from aos_check.reading.toml_edits import written
from aos_check.reporters.published import Published, PublishedDocument, Text, ToolModel


class ShareModel(Published):
    """A number of things among all of them."""

    part: int = Field(description="The number of these things.")
    whole: int = Field(description="The number of all of them.")


class StoppedCommitModel(Published):
    """A commit that a rule would have stopped, and the reason."""

    commit: str = Field(description="The id of the commit.")
    subject: Text = Field(description="The first line of its message.")
    reason: Text = Field(description="The message of the finding.")


class RuleStopsModel(Published):
    """The numbers of commits and branches that a rule would have stopped."""

    code: str = Field(description="The code of the rule.")
    name: str = Field(description="The name of the rule.")
    commits: int = Field(description="The number of commits.")
    branches: int = Field(description="The number of branches.")
    samples: list[StoppedCommitModel] = Field(description="At most three of these commits.")


class RatesModel(Published):
    """The commits and branches that would have been stopped."""

    commits: ShareModel
    branches: ShareModel
    rules: list[RuleStopsModel]


class ConventionModel(Published):
    """A way to name the spec of a commit."""

    name: str = Field(description="The way, in words.")
    used: ShareModel = Field(description="The code commits that use it.")
    right: ShareModel = Field(description="The right ones among those that tick exactly one spec.")


class CodeKindModel(Published):
    """The code commits of one kind, and those of them that tick a task."""

    name: Text = Field(description="The folder, or the type of the subject.")
    commits: int = Field(description="The number of code commits.")
    ticking: int = Field(description="The number of those that tick a task.")


class HabitsModel(Published):
    """The code commits by kind, and what happens to ticks."""

    ticking: ShareModel = Field(description="The code commits that tick a task.")
    maintenance: ShareModel = Field(
        description="The code commits that say that no task describes them."
    )
    exempt: ShareModel = Field(description="The code commits that need no task for another reason.")
    folders: list[CodeKindModel] = Field(
        description="The code commits by the folder that they change."
    )
    types: list[CodeKindModel] = Field(description="The code commits by the type of their subject.")
    bulk_ticks: int = Field(description="The commits that tick more tasks than allowed.")
    unticks: int = Field(description="The commits that take ticks back.")
    vanished: int = Field(description="The done tasks that were removed.")
    never_built: int | None = Field(description="Null if it is not known.")


class ProposedSettingModel(Published):
    """A proposed setting, with its value as TOML."""

    key: list[str] = Field(description="The key, part by part.")
    value: Text = Field(description="The value as TOML.")
    reason: Text = Field(description="The figures that speak for it.")


class ReplayModel(PublishedDocument):
    """The replay of a history."""

    tool: ToolModel
    first: str = Field(description="The first commit.")
    last: str = Field(description="The last commit.")
    since: str = Field(description="The day of the first commit.")
    until: str = Field(description="The day of the last commit.")
    commits: int = Field(description="The number of commits that were checked.")
    before: RatesModel = Field(description="By the present settings.")
    after: RatesModel = Field(description="By the proposed settings.")
    conventions: list[ConventionModel]
    habits: HabitsModel
    settings: list[ProposedSettingModel]
    gaps: list[Text] = Field(description="What is not known, and why.")


def replay_json(replay: Replay) -> str:
    """The replay as JSON."""
    return ReplayModel(
        schema=1,
        tool=ToolModel(version=__version__),
        first=replay.first,
        last=replay.last,
        since=replay.since.isoformat(),
        until=replay.until.isoformat(),
        commits=replay.commits,
        before=_rates(replay.before),
        after=_rates(replay.after),
        conventions=[
            ConventionModel(name=it.name, used=_share(it.used), right=_share(it.right))
            for it in replay.conventions
        ],
        habits=_habits(replay),
        settings=[
            ProposedSettingModel(key=list(it.key), value=written(it.value), reason=it.reason)
            for it in replay.settings
        ],
        gaps=list(replay.gaps),
    ).as_json()


def _habits(replay: Replay) -> HabitsModel:
    habits = replay.habits
    counts = habits._asdict()
    for name in ("ticking", "maintenance", "exempt"):
        counts[name] = _share(getattr(habits, name))
    for kind in ("folders", "types"):
        counts[kind] = [CodeKindModel(**part._asdict()) for part in getattr(habits, kind)]
    return HabitsModel(**counts)


def _rates(rates: Rates) -> RatesModel:
    rules = [
        RuleStopsModel(
            **{
                **rule._asdict(),
                "samples": [StoppedCommitModel(**it._asdict()) for it in rule.samples],
            }
        )
        for rule in rates.rules
    ]
    return RatesModel(commits=_share(rates.commits), branches=_share(rates.branches), rules=rules)


def _share(share: Share) -> ShareModel:
    return ShareModel(part=share.part, whole=share.whole)
