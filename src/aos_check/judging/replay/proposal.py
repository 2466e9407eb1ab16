"""Proposes the settings that fit a team's habits, each with the figures that speak for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aos_check.judging.replay.conventions import PATTERNS, WORDS
from aos_check.judging.replay.habits import HabitCounter
from aos_check.judging.settings import Config
from aos_check.model.replay import Convention, ProposedSetting, Rates, RuleStops, Share
from aos_check.model.wording import counted

_OFTEN = 20
"""A percentage from which a law stops too much to begin with."""
_NOISY = 5
"""A percentage from which a rule is a warning to begin with …"""
_FEW = 3
"""… if it would have stopped at least this many commits and branches."""
_TRUSTED = 80
"""A percentage from which a way to name a spec is right often enough."""
_HIGHEST_TICKS = 20

_OPERATIONS = (
    *(".devcontainer", ".docker", ".github", ".gitlab", "ansible", "bench", "benchmarks", "bin"),
    *("build", "ci", "deploy", "deployment", "docker", "e2e", "examples", "hack", "helm", "infra"),
    *("infrastructure", "k8s", "kubernetes", "ops", "perf", "scripts", "terraform", "tools"),
)
_APPROVALS = ("GIT004", "SPEC004", "SPEC012")


class Facts(NamedTuple):
    """The figures of the history under the present configuration.

    `reached` counts the branches with named tasks whose tasks were all done, started or known by
    their end.
    """

    config: Config
    head: str
    habits: HabitCounter
    rates: Rates
    reached: Mapping[str, Share]
    conventions: Mapping[str, Convention]


def structure(facts: Facts) -> tuple[ProposedSetting, ...]:
    """The settings that say what is asked of a commit."""
    return (
        *_enforce_since(facts),
        *_exempt(facts),
        *_references(facts),
        *_patterns(facts),
        *_require(facts),
        *_when(facts),
        *_level(facts),
        *_max_ticks(facts),
    )


def severities(rates: Rates) -> Iterator[ProposedSetting]:
    """The rules that stop too much to begin with, as warnings."""
    for rule in rates.rules:
        if rule.commits + rule.branches >= _FEW and _share(rule, rates) >= _NOISY:
            yield ProposedSetting(
                ("severity", rule.code),
                "warning",
                f"{rule.name} would still have stopped {_both(rule)}",
            )


def _enforce_since(facts: Facts) -> Iterator[ProposedSetting]:
    commits = facts.rates.commits
    if facts.config.enforce_since is None and commits.part:
        yield ProposedSetting(
            ("enforce-since",),
            facts.head,
            f"{_of(commits)} earlier commits would be refused, and nobody can change them now",
        )


def _exempt(facts: Facts) -> Iterator[ProposedSetting]:
    counts, habits = facts.habits.folders, facts.habits
    # As many commits elsewhere tick at least a few tasks.
    enough = _FEW * habits.code / max(habits.ticking, 1)
    quiet = {
        folder: counts[folder, False]
        for folder, _ in counts
        if folder in _OPERATIONS and counts[folder, False] >= enough and not counts[folder, True]
    }
    globs = [f"{folder}/**" for folder in sorted(quiet)]
    new = [glob for glob in globs if glob not in facts.config.exempt]
    if new and facts.habits.ticking:
        which = ", ".join(f"{counted(quiet[it[:-3]], 'commit')} in {it[:-3]}" for it in new)
        yield ProposedSetting(
            ("exempt",), (*facts.config.exempt, *new), f"no commit there ticks a task: {which}"
        )


def _references(facts: Facts) -> Iterator[ProposedSetting]:
    """Words that are often wrong go, and those that are right come."""
    present = facts.config.commits.references
    words = facts.conventions.get(WORDS)
    if words is None or words.used.part < _FEW:
        return
    figures = f"{_of(words.used)} code commits name their spec in words, {_right(words)}"
    if "words" in present and not _is_right(words):
        left = tuple(kind for kind in present if kind != "words")
        yield ProposedSetting(("commits", "references"), left, figures)
    elif "words" not in present and _is_right(words):
        yield ProposedSetting(("commits", "references"), (*present, "words"), figures)


def _patterns(facts: Facts) -> Iterator[ProposedSetting]:
    present = facts.config.commits.patterns
    for pattern in PATTERNS:
        found = facts.conventions.get(pattern)
        if found and pattern not in present and found.used.part >= _FEW and _is_right(found):
            yield ProposedSetting(
                ("commits", "patterns"),
                (*present, pattern),
                f"{_of(found.used)} code commits name their task in this form, {_right(found)}",
            )
            return


def _is_right(way: Convention) -> bool:
    """True if the way is usually right, as far as the commits that tick one spec show."""
    return way.right.whole < _FEW or way.right.percent >= _TRUSTED


def _right(way: Convention) -> str:
    return f"and {_of(way.right)} that tick exactly one spec are right"


def _require(facts: Facts) -> Iterator[ProposedSetting]:
    if facts.config.commits.require != "done":
        return
    done = facts.reached["done"]
    if done.whole - done.part < _FEW or _missed(done) < _OFTEN:
        return
    level = "started" if _missed(facts.reached["started"]) < _OFTEN else "exists"
    yield ProposedSetting(
        ("commits", "require"),
        level,
        f"{_of(done)} branches had done the tasks they name by their end, and "
        f"{_of(facts.reached[level])} reach this state",
    )


def _when(facts: Facts) -> Iterator[ProposedSetting]:
    late = next((it for it in facts.rates.rules if it.code == "GIT003"), None)
    if facts.config.commits.when == "commit" and late and _share(late, facts.rates) >= _NOISY:
        yield ProposedSetting(
            ("commits", "when"),
            "range",
            f"{counted(late.commits, 'commit')} named a task that was done only later",
        )


def _level(facts: Facts) -> Iterator[ProposedSetting]:
    rules = [it for it in facts.rates.rules if it.code in _APPROVALS]
    worst = max(rules, key=lambda it: it.commits + it.branches, default=None)
    # A team that has set a level wants it.
    if worst and _share(worst, facts.rates) >= _OFTEN and facts.config.approval.level is None:
        yield ProposedSetting(
            ("approval", "level"),
            "none",
            f"{worst.code} would have stopped {_both(worst)}, because approvals are not recorded "
            "before the work",
        )


def _max_ticks(facts: Facts) -> Iterator[ProposedSetting]:
    ticks, most = sorted(facts.habits.ticks), facts.config.commits.max_ticks
    over = Share(sum(number > most for number in ticks), len(ticks))
    if over.part >= _FEW and over.percent >= _OFTEN / 2:
        usual = min(ticks[len(ticks) * 9 // 10], _HIGHEST_TICKS)
        if usual > most:
            yield ProposedSetting(
                ("commits", "max-ticks"),
                usual,
                f"{_of(over)} commits with ticks have more than {most}, and nine of ten have at "
                f"most {usual}",
            )


def _share(rule: RuleStops, rates: Rates) -> int:
    """The percentage of commits or branches that the rule stops, whichever is higher."""
    return max(
        Share(rule.commits, rates.commits.whole).percent,
        Share(rule.branches, rates.branches.whole).percent,
    )


def _missed(share: Share) -> int:
    return 100 - share.percent if share.whole else 0


def _of(share: Share) -> str:
    return f"{share.part:,} of {share.whole:,}"


def _both(rule: RuleStops) -> str:
    numbers = ((rule.commits, "commit", "commits"), (rule.branches, "branch", "branches"))
    return " and ".join(counted(*each) for each in numbers if each[0])
