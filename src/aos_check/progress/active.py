"""The active spec: the one to work on, by branch, tasks and roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter

from aos_check.model.document import State
from aos_check.progress.spec_progress import SpecProgress
from aos_check.progress.step import StepKind


def active(
    all_progress: Sequence[SpecProgress], branch: str = "", chosen: str = ""
) -> tuple[SpecProgress | None, str]:
    """The spec to work on, and why it is that one.

    The first of these that exists:

    - the spec `chosen` by name, slug or id
    - the spec whose slug or id is the last part of the branch's name
    - the only spec with open tasks
    - the only one of those with a task done or in progress
    - the first with an open roadmap item and a free task
    - the first by path with a free task
    - the first by path that needs any other step

    A spec that is marked done has no open tasks here.
    """
    for found, why in _candidates(all_progress, branch, chosen):
        if found is not None:
            return found, why
    return None, "no spec has a next step" if all_progress else "there are no specs"


def _candidates(
    all_progress: Sequence[SpecProgress], branch: str, chosen: str
) -> Iterator[tuple[SpecProgress | None, str]]:
    meant = [it for it in all_progress if chosen and chosen in (it.name, it.spec.slug, it.spec.id)]
    yield _only(meant), "it was chosen with `git config aos-check.spec`"
    last = branch.rpartition("/")[2]
    named = [each for each in all_progress if last and last in (each.spec.slug, each.spec.id)]
    yield _only(named), f"the branch {branch} is named after it"
    still_open = [each for each in all_progress if each.is_open]
    yield _only(still_open), "it is the only spec with open tasks"
    begun = [each for each in still_open if each.is_begun]
    yield _only(begun), "it is the only spec with tasks begun and not finished"
    free = [each for each in still_open if each.step.kind is StepKind.WORK]
    yield _first_planned(free), "it is the first on the roadmap with a free task"
    yield _first(free), "it is the first by path with a free task"
    needing = [each for each in all_progress if each.step.kind is not StepKind.NONE]
    unfinished = [each for each in needing if not each.spec.marked_done]
    yield _first(unfinished or needing), "no task is free, and it is the first by path"


def _only(found: Sequence[SpecProgress]) -> SpecProgress | None:
    return found[0] if len(found) == 1 else None


def _first(found: Iterable[SpecProgress]) -> SpecProgress | None:
    return min(found, key=attrgetter("spec.path"), default=None)


def _first_planned(found: Iterable[SpecProgress]) -> SpecProgress | None:
    items = [
        (each.milestone.at, each)
        for each in found
        if each.milestone and each.milestone.state is not State.DONE
    ]
    return min(items, key=itemgetter(0), default=(None, None))[1]
