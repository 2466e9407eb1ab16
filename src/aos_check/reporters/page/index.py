"""The specs by path: their standing, their life, their link and the filters that they fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aos_check.history.timeline.life import Life
from aos_check.model.wording import shortened
from aos_check.progress import SpecProgress
from aos_check.reporters.page.model import Chip, Link, PageFacts
from aos_check.reporters.page.standing import Stage, Standing, spec_chip, standing
from aos_check.reporters.page.words import anchors

MAX_CHOICES = 24
"""A filter offers so many values, the most frequent first, and one for all others."""

NO_OWNER = "no owner"
_OTHERS = "others"


class SpecFacts(NamedTuple):
    """What several parts of the page say about one spec."""

    progress: SpecProgress
    standing: Standing
    state: Chip
    group: str
    life: Life
    link: Link


class Filter(NamedTuple):
    """A question with its choices: each a class of the elements to keep, and a label."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]


Index = Mapping[str, SpecFacts]

GROUPS = ("In progress", "Not started", "Nothing to do")


def index_of(facts: PageFacts) -> tuple[Index, list[Filter]]:
    """The specs in order by their paths, and the filters that tell some of them from others."""
    work = facts.timeline.work
    lives = work.lives if work else {}
    every = facts.overview.all_progress
    own = {it.spec.path: lives.get(it.spec.path, Life()) for it in every}
    stands = {it.spec.path: standing(it, begun=_is_begun(own[it.spec.path])) for it in every}
    groups = {it.spec.path: _group(it, stands[it.spec.path]) for it in every}
    owners = {path: life.owner.name if life.owner else NO_OWNER for path, life in own.items()}
    layouts = {it.spec.path: it.spec.layout for it in every}
    asked = [
        _filter("owner", "Owner", owners),
        _filter("layout", "Layout", layouts),
        _filter("state", "State", groups),
    ]
    index = {}
    for it, anchor in zip(every, anchors("spec", (it.name for it in every)), strict=True):
        path = it.spec.path
        fitting = " ".join(classes[path] for _, classes in asked)
        link = Link(it.name, anchor, fitting)
        state = spec_chip(it, stands[path])
        index[path] = SpecFacts(it, stands[path], state, groups[path], own[path], link)
    return index, [question for question, _ in asked if len(question.choices) > 1]


def _is_begun(life: Life) -> bool:
    return life.begun is not None


def _group(spec_progress: SpecProgress, own: Standing) -> str:
    if spec_progress.rest:
        return GROUPS[2]
    return GROUPS[0] if own.stage in (Stage.IN_PROGRESS, Stage.DONE) else GROUPS[1]


def _filter(key: str, label: str, values: Mapping[str, str]) -> tuple[Filter, dict[str, str]]:
    """The filter of these values by path, and the class of each path."""
    frequent = [value for value, _ in Counter(values.values()).most_common(MAX_CHOICES)]
    shown = sorted(frequent, key=lambda it: (it == NO_OWNER, it.casefold()))
    known = {value: f"{key}-{number}" for number, value in enumerate(shown)}
    classes = {path: known.get(value, f"{key}-{len(shown)}") for path, value in values.items()}
    choices = [(known[value], shortened(value, 40)) for value in shown]
    if len(known) < len(set(values.values())):
        choices.append((f"{key}-{len(shown)}", _OTHERS))
    return Filter(key, label, choices), classes


def style_of(filters: Iterable[Filter]) -> str:
    """The style that hides what does not fit the chosen values."""
    return "".join(
        f":root:has(#{name}:checked) .pick:not(.{name}){{display:none}}\n"
        for each in filters
        for name, _ in each.choices
    )


def classes_of(links: Iterable[Link]) -> str:
    """The classes of the filters that any of the specs fits, for an element around them."""
    return " ".join(dict.fromkeys(name for link in links for name in link.classes.split()))
