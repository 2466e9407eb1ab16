"""What a session leaves behind: trees are compared, whatever tool changed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from aos_check.agent_hook.coverage import cover_of, is_below, is_document
from aos_check.agent_hook.documents import approves
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.repository_view import RepositoryViewer
from aos_check.agent_hook.worktree_snapshot import SessionStart, WorktreeChanges
from aos_check.agents.event import HookAnswer, HookVerdict
from aos_check.history.commits import code_of, finished
from aos_check.judging.policies import commit_policy_of
from aos_check.model.change import Change
from aos_check.progress.approval import is_missing
from aos_check.progress.milestones import overdue
from aos_check.reading.compare import compare
from aos_check.reading.snapshot import Snapshot

_MOST = 5
"""How many files, tasks or specs are named."""


def left_behind(top: str, session: Mapping[str, Any], facts: RepositoryFacts) -> HookAnswer:
    """What is asked of the agent before it stops; nothing, where all is in order."""
    with closing(RepositoryViewer(top)) as viewer:
        compared = WorktreeChanges(SessionStart.of(session), viewer.repository, top, viewer.tree)
        paths = tuple(compared.changes())
        said = list(_loosened(session, facts))
        if paths:
            before, after = viewer.of(compared.before()), viewer.now()
            change = compare(before.snapshot, after.snapshot, paths)
            code, _ = code_of(
                paths, before.snapshot, after.snapshot, commit_policy_of(viewer.config)
            )
            said += _uncovered(code, change, facts)
            said += _unearned(change, after.snapshot, facts)
            said += _unclosed(change)
            said += _approved(change, viewer)
        return _together(said)


def _loosened(session: Mapping[str, Any], facts: RepositoryFacts) -> Iterator[str]:
    if session["rules"] != facts["rules"]:
        yield (
            "the configuration of aos-check is not what it was as this session began, and it is a "
            "person's to change: put back what this session changed in it, if it did."
        )


def _together(said: list[str]) -> HookAnswer:
    """One answer, which holds the agent: that is said once, and advice would be lost."""
    if not said:
        return HookAnswer()
    heading = "aos-check, on what this session leaves behind (said once):"
    return HookAnswer(HookVerdict.DENY, "\n".join((heading, *(f"- {each}" for each in said))))


def _uncovered(code: tuple[str, ...], change: Change, facts: RepositoryFacts) -> Iterator[str]:
    """Code outside of any open task, and of those approved ones that this session finished."""
    finished_in = [tick.spec.path for tick in change.ticks() if not is_missing(tick.spec.approval)]
    for cover in facts["covers"]:
        own = [path for path in code if cover_of(path, facts) is cover]
        worked = any(is_below(path, cover["root"]) for path in finished_in)
        if own and not cover["covered"] and not worked:
            yield f"{_named(own)} changed, and {cover['said']}"


def _unearned(change: Change, after: Snapshot, facts: RepositoryFacts) -> Iterator[str]:
    """Ticks where nothing but artifacts changed."""
    ticked = list(finished(change, after))
    others = (path for each in change.paths for path in each.paths if not is_document(path, facts))
    if ticked and not any(others):
        yield (
            f"marked done, while nothing else changed: {_named(ticked)}. Take the tick back, or "
            "say what was done for it."
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


def _approved(change: Change, viewer: RepositoryViewer) -> Iterator[str]:
    """A spec that approves itself by words that nobody has committed yet."""
    gone = (pair.before for pair in change.specs if pair.after is None)
    moved = any(spec and spec.approval.approved for spec in gone)
    for pair in change.specs:
        said = approves(pair.before, pair.after)
        if not said or pair.after is None or (pair.before is None and moved):
            continue
        documents = {mark.at.path for mark in pair.after.approval.marks} or {pair.after.at.path}
        if not all(map(viewer.is_as_committed, documents)):
            yield (
                f"{pair.after.slug} is approved by its own words since this session began: {said}. "
                "An approval is a person's (SPEC006): if you wrote it, take it back."
            )


def _named(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST])
    more = len(names) - _MOST
    return f"{shown} and {more} more" if more > 0 else shown
