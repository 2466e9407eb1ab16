"""What a session leaves behind: trees are compared, whatever tool changed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from aos_check.agents.event import Answer, Verdict
from aos_check.change import Change
from aos_check.commits import code_of, finished
from aos_check.guard.deciding import is_below
from aos_check.guard.memory import Cover, Facts
from aos_check.guard.papers import approves
from aos_check.guard.snapshot import Snapshot
from aos_check.guard.view import Viewer
from aos_check.reading.comparing import compare
from aos_check.rules.overdue_milestones import overdue
from aos_check.terms import terms_of

_MOST = 5
"""How many files, tasks or specs are named."""


def left_behind(top: str, session: Mapping[str, Any], facts: Facts) -> Answer:
    """What is asked of the agent before it stops; nothing, where all is in order."""
    snapshot = Snapshot.of(session)
    with closing(Viewer(top)) as viewer:
        paths = tuple(snapshot.changes(viewer.repository, top, viewer.tree))
        if not paths:
            return Answer()
        before, after = viewer.of(snapshot.tree(viewer.repository)), viewer.now()
        change = compare(before.moment, after.moment, paths)
        terms = terms_of(viewer.config)
        code, _ = code_of(paths, before.moment, after.moment, terms)
        ticked = list(finished(change, after.moment))
        return _together(
            [
                *_uncovered(code, ticked, change, facts),
                *_unearned(ticked, code),
                *_unclosed(change),
                *_approved(change),
            ]
        )


def _together(said: list[str]) -> Answer:
    """One answer, which holds the agent: that is said once, and advice would be lost."""
    if not said:
        return Answer()
    heading = "aos-check, on what this session leaves behind (said once):"
    return Answer(Verdict.DENY, "\n".join((heading, *(f"- {each}" for each in said))))


def _uncovered(
    code: tuple[str, ...], ticked: list[str], change: Change, facts: Facts
) -> Iterator[str]:
    """Code outside of any open task, and of those that this session finished."""
    finished_in = {it.after.path for it in change.specs if it.after and ticked}
    for cover in facts["covers"]:
        own = [path for path in code if _owner(path, facts) is cover]
        worked = any(is_below(path, cover["root"]) for path in finished_in)
        if own and not cover["covered"] and not worked:
            yield f"{_named(own)} changed, and {cover['said']}"


def _owner(path: str, facts: Facts) -> Cover | None:
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def _unearned(ticked: list[str], code: tuple[str, ...]) -> Iterator[str]:
    if ticked and not code:
        yield (
            f"{_named(ticked)} was marked done, and no code changed. Take the tick back, or say "
            "what was done for it."
        )


def _unclosed(change: Change) -> Iterator[str]:
    """A roadmap item that stays open although this session finished its spec."""
    for completion in change.completions:
        for milestone, specs in overdue(completion.project):
            if done := [spec.slug for spec in specs if spec.id in completion.specs]:
                place = f"{milestone.at.path}:{milestone.at.line}"
                yield (
                    f"{_named(done)} is finished, and its roadmap item is open ({place}, ROAD004). "
                    "Tick the item, or add the task that is missing."
                )


def _approved(change: Change) -> Iterator[str]:
    for pair in change.specs:
        said = approves(pair.before, pair.after)
        if said and pair.after:
            yield (
                f"{pair.after.slug} is approved by its own words since this session began: {said}. "
                "An approval is a person's (SPEC006): take it back, unless a person wrote it."
            )


def _named(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST])
    more = len(names) - _MOST
    return f"{shown} and {more} more" if more > 0 else shown
