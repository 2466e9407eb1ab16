"""Checks at the end of a session. They compare trees, so that no tool can hide a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime, timezone
from typing import Any

from aos_check.agent_hook.coverage import cover_of, is_below
from aos_check.agent_hook.documents import approves, findings
from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts
from aos_check.agent_hook.repository_view import RepositoryView, RepositoryViewer, accepted
from aos_check.agent_hook.session_commits import approvals_in, commits_since
from aos_check.agent_hook.worktree_snapshot import SessionStart, WorktreeChanges
from aos_check.agents.event import HookAnswer, HookVerdict
from aos_check.history.commits import RawCommit, describe
from aos_check.history.messages import Message
from aos_check.history.snapshots import SnapshotDiff
from aos_check.judging.check_input import Subject
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.report.baseline import MAX_SIZE
from aos_check.model.change import Commit, Person
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import MESSAGE, Finding
from aos_check.model.tree import content
from aos_check.model.wording import and_more
from aos_check.progress.approval import is_missing

_RULES = ("GIT006", "ROAD004")
"""The rules on commits that are checked before the commit, while the agent can still fix it."""

_MOST = 5
"""The most files to name."""


def unfinished_work(
    top: str, session: Mapping[str, Any], facts: RepositoryFacts, judged: Collection[str] = ()
) -> tuple[HookAnswer, list[str]]:
    """Return what the agent must fix before it stops, and the last commits that were judged.

    Commits up to the `judged` ones are not judged again. If the project only observes, the work
    itself holds no agent: the user gets a notice.
    """
    problems: list[str] = []
    with closing(RepositoryViewer(top)) as viewer:
        about_the_gate = list(_changed_rules(session, facts))
        start = SessionStart.of(session)
        if baselined(viewer, start, facts["baseline"]):
            about_the_gate.append(_BASELINED.format(facts["baseline"]))
        if commit := work(viewer, start):
            problems += _uncovered(commit, facts)
            problems += _found(commit, viewer.now())
            about_the_gate += approved(commit)
        for text, is_approval in _committed(viewer, start, judged, problems):
            (about_the_gate if is_approval else problems).append(text)
        tips = list(viewer.repository.tips_since(start.known))
    if facts["observing"] and not about_the_gate:
        heading = "aos-check only observes, and would have asked for this:"
        return HookAnswer(notice=_listed(heading, problems) if problems else ""), tips
    if not (problems or about_the_gate):
        return HookAnswer(), tips
    # All in one answer: the agent is held only once.
    heading = "aos-check: fix this before you stop (it is reported only once):"
    return HookAnswer(HookVerdict.DENY, _listed(heading, [*problems, *about_the_gate])), tips


def _listed(heading: str, problems: Iterable[str]) -> str:
    return "\n".join((heading, *(f"- {each}" for each in dict.fromkeys(problems))))


def work(viewer: RepositoryViewer, start: SessionStart) -> Commit | None:
    """The changes of the session, as if they were one commit; None if there are none."""
    changes = _changes(viewer, start)
    paths = tuple(changes.changes())
    if not paths:
        return None
    before, after = viewer.of(changes.before()), viewer.now()
    diff = SnapshotDiff(before.snapshot, after.snapshot, paths)
    raw = RawCommit(Message("", ""), diff, lambda: Person("", ""))
    today = datetime.now(timezone.utc).date()
    return describe(raw, commit_policy_of(viewer.config), today)


def baselined(viewer: RepositoryViewer, start: SessionStart, path: str) -> bool:
    """True if the session added findings to the baseline. A pull can also bring some."""
    brought = accepted(content(_changes(viewer, start).before(), path, MAX_SIZE), path)
    return not viewer.accepted(path) <= brought.union(start.accepted)


def _changes(viewer: RepositoryViewer, start: SessionStart) -> WorktreeChanges:
    return WorktreeChanges(start, viewer.repository, str(viewer.top), viewer.tree)


_BASELINED = (
    "{} hides more findings since this session began, and only a person adds to it. If you "
    "changed it, restore it."
)


def _changed_rules(session: Mapping[str, Any], facts: RepositoryFacts) -> Iterator[str]:
    if session["rules"] != facts["rules"]:
        yield (
            "the configuration of aos-check has changed since this session began, and only a "
            "person changes it. If you changed it, restore it."
        )


def _uncovered(commit: Commit, facts: RepositoryFacts) -> Iterator[str]:
    """Changed code that belongs neither to an open task nor to one finished in this session."""
    for cover in facts["covers"]:
        own = [path for path in commit.code if cover_of(path, facts) is cover]
        if own and not cover["covered"] and not ticked_in(commit, cover):
            names = ", ".join(own[:_MOST]) + and_more(own, _MOST)
            yield f"{names} changed, and {cover['said']}"


def ticked_in(commit: Commit, cover: Cover) -> bool:
    """True if the session finished a task of an approved spec in the project."""
    ticks = (tick.spec for tick in commit.change.ticks())
    return any(
        is_below(spec.path, cover["root"]) for spec in ticks if not is_missing(spec.approval)
    )


def _found(commit: Commit, after: RepositoryView) -> Iterator[str]:
    """The findings on the session's changes, as if they were one commit."""
    subject = Subject(after.projects, commit.change, [commit])
    for finding in findings(after, subject, _RULES):
        problem = finding.problem
        places = ", ".join(_places(finding))
        yield f"{finding.code} will report: {problem.message} ({places}). To fix: {problem.help}."


def _committed(
    viewer: RepositoryViewer, start: SessionStart, judged: Collection[str], told: Iterable[str]
) -> Iterator[tuple[str, bool]]:
    """The faults of the commits of the session, which may have bypassed git's hooks.

    Each text comes with True if it is about an approval.
    """
    codes = {text.partition(" ")[0] for text in told}
    with suppress(CannotCheckError):  # of a shallow history
        for made in commits_since(start, judged, viewer.repository, viewer.top):
            # A person may have approved it before, without a commit.
            before = _approvals_at(viewer, start)
            kept = {path for mark, path in made.approvals().items() if mark not in before}
            approvals = [(it.id, text, True) for it in made.all for text in approved(it, kept)]
            new = [it for it in made.errors() if it.code not in codes]
            found = [*approvals, *((it.commit or "", _said(it), False) for it in new)]
            again = made.again(start.known) if found else ()
            yield from [(text, it) for commit, text, it in found if commit not in again][:_MOST]


def _approvals_at(viewer: RepositoryViewer, start: SessionStart) -> Collection[tuple[str, str]]:
    return approvals_in(viewer.of(_changes(viewer, start).before()).projects)


def _said(finding: Finding) -> str:
    problem = finding.problem
    return f"{finding.code}: {problem.message}. To fix: {problem.help}."


def _places(finding: Finding) -> Iterator[str]:
    at = finding.problem.at
    if at.path != MESSAGE:
        yield f"{at.path}:{at.line}"
    else:
        for related in finding.problem.related[:_MOST]:
            yield f"{related.at.path}:{related.at.line}: {related.message}"


def approved(commit: Commit, only: Collection[str] | None = None) -> Iterator[str]:
    """The specs, or `only` those at these paths, that the session approves."""
    specs = commit.change.specs
    gone = (pair.before for pair in specs if pair.after is None)
    moved = any(spec and (spec.given_approvals or spec.approval.records) for spec in gone)
    for pair in specs:
        effect = approves(pair.before, pair.after)
        if not effect or pair.after is None or (pair.before is None and moved):
            continue
        if only is None or pair.after.path in only:
            yield (
                f"{pair.after.slug} approves itself since this session began: {effect}. Only a "
                "person approves a spec (SPEC006). If you wrote this, undo it, also where it is "
                "committed. If a person did, say so."
            )
