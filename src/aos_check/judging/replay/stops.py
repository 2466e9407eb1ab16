"""Checks each step of a history like the gates do, and finds what they would have stopped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from aos_check.history.agent_approvals import approved_by_agents
from aos_check.history.code_owners import ungoverned
from aos_check.history.commit_reader import CommitReader
from aos_check.history.range_outcomes import since_start, ticks_of, with_outcome
from aos_check.history.spec_names import OtherState, Renames
from aos_check.judging.check_input import CheckInput, Earlier, Subject
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.judge import judged
from aos_check.judging.plugins import rules_of
from aos_check.judging.replay.narrowing import concerned, concerns_all, narrowed
from aos_check.judging.replay.steps import Landing, Step
from aos_check.judging.report.inherited import is_inheritable
from aos_check.judging.selection import choose, severities_of
from aos_check.model.change import Change, Commit
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Project
from aos_check.reading.project import projects_of

NOT_REPLAYED = ("DOC003", "TASK014", "TASK015", "SPEC013")
"""The rules that need every file of a tree, or its whole history."""


class Stops(NamedTuple):
    """The errors of a step: of each commit checked alone, and of the branch that it merges."""

    step: Step
    commits: Mapping[str, Sequence[Finding]]
    branch: Sequence[Finding] = ()

    @property
    def any(self) -> bool:
        """True if there is any error."""
        return bool(self.branch or self.commits)

    @property
    def stopped(self) -> bool:
        """True if the step itself would not have reached the main line."""
        return bool(self.branch or self.commits.get(self.step.record.id))


class StepJudge:
    """Checks steps by the configuration of `opened`.

    The documents are checked only in the steps with these ids; None for all.
    """

    def __init__(
        self, opened: CheckInput, reader: CommitReader, documents: Collection[str] | None = None
    ) -> None:
        self._opened = opened
        self._with_documents = documents
        self._reader = reader
        self._policy = commit_policy_of(opened.config)
        rules = rules_of(opened.config)
        chosen = choose(rules, opened.config, ignore=NOT_REPLAYED)
        severities = severities_of(rules, opened.layouts, opened.config)
        failing = [it for it in chosen.rules if severities.may_fail(it)]
        self._on_documents = chosen._replace(rules=list(filter(is_inheritable, failing)))
        self._on_commits = chosen._replace(
            rules=[rule for rule in failing if not is_inheritable(rule)]
        )
        self._projects = lru_cache(maxsize=2)(projects_of)
        self._shared: Sequence[Project] = ()  # as last read; only single specs changed since then

    def stops(self, step: Step) -> Stops:
        """The errors that the gates would have found."""
        commits = [it.commit._replace(alone=True) for it in step.commits]
        found = self._errors(step, Subject(commits=commits))
        by_commit: dict[str, list[Finding]] = {}
        for finding in found:
            by_commit.setdefault(finding.commit or "", []).append(finding)
        if not step.diff.has_project:
            return Stops(step, dict(by_commit))
        whole = [*self._of_change(step), *self._of_documents(step)]
        if step.kind is Landing.COMMIT:
            by_commit.setdefault(step.record.id, []).extend(whole)
            return Stops(step, {key: each for key, each in by_commit.items() if each})
        return Stops(step, dict(by_commit), whole)

    def _of_change(self, step: Step) -> list[Finding]:
        """The errors of the step as one change, and of a branch's commits at its end."""
        own = step.commits[-1].commit
        direct = step.kind is Landing.COMMIT
        change = own.change if direct else step.diff.change()
        change = self._completed(change._replace(at_once=direct, alone=direct), step)
        commits = () if direct else tuple(at_end(step))
        return self._errors(step, Subject(change=change, commits=commits))

    def _completed(self, change: Change, step: Step) -> Change:
        """The change with facts that only a whole tree and its commits show."""
        reader, records, diff = self._reader, [it.record for it in step.commits], step.diff
        tree = reader.repository.commit_tree(step.record.id)
        approved = approved_by_agents(change, records, reader.snapshots)
        return change._replace(
            strict=self._opened.config.roadmap.when == "commit",
            ungoverned=tuple(ungoverned(diff, tree, self._policy)),
            approved_by_agents=tuple(approved),
        )

    # Documents

    def _of_documents(self, step: Step) -> list[Finding]:
        """The errors in documents that the step brings."""
        if not step.documents:
            return []
        if self._with_documents is not None:
            if step.record.id not in self._with_documents:
                return []
            self._shared = ()  # the steps before this one may not have been read
        earlier = self._shared or self._projects(step.diff.before)
        if not self._shared or concerns_all(step):
            self._shared = self._projects(step.diff.after)
        paths = concerned(step, earlier, self._shared)
        before = partial(narrowed, earlier, paths, step.diff.before)
        found = self._document_errors(step, narrowed(self._shared, paths, step.diff.after), before)
        if not found:
            return []
        # Without the other specs, a rule may miss what it compares with.
        before = partial(self._projects, step.diff.before)
        return self._document_errors(step, self._projects(step.diff.after), before)

    def _document_errors(
        self, step: Step, projects: tuple[Project, ...], before: Callable[[], tuple[Project, ...]]
    ) -> list[Finding]:
        moved = {it.before: it.after for it in step.diff.paths if it.before and it.after}
        opened = replace(
            self._opened,
            tree=step.diff.after.tree,
            projects=projects,
            subject=Subject(projects, today=step.record.committed.date()),
            before=(lambda: Earlier(step.diff.before.tree, before(), moved),),
        )
        return _errors(judged(opened, self._on_documents).findings)

    def _errors(self, step: Step, subject: Subject) -> list[Finding]:
        today = step.record.committed.date()
        opened = replace(
            self._opened,
            tree=step.diff.after.tree,
            projects=(),
            subject=replace(subject, today=today),
            before=(),
            baseline=None,
        )
        return _errors(judged(opened, self._on_commits).findings)


def at_end(step: Step) -> Iterator[Commit]:
    """The commits of a branch as a check of the whole branch describes them."""
    renames = Renames((it.record.id, it.diff.paths) for it in step.commits)
    ticked: set[tuple[str, str]] = set()
    for it in step.commits:
        ticked.update(ticks_of(it.commit))
        start = OtherState(step.diff.before, renames.before(it.record.id))
        end = OtherState(step.diff.after, renames.after(it.record.id))
        yield with_outcome(since_start(it.commit, start, ticked), end)


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [it for it in findings if it.severity is Severity.ERROR and it.counts]
