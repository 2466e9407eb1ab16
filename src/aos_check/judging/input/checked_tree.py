"""A tree with the rules in force for it, from which the input of a check is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aos_check.history.agent_approvals import approved_by_agents
from aos_check.history.authorship import Authorship
from aos_check.history.code_owners import ungoverned
from aos_check.history.commit_reader import CommitReader
from aos_check.history.lost_proofs import lost_proofs
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.snapshots import SnapshotDiff, Snapshots
from aos_check.history.timeline.evidence import find_evidence
from aos_check.judging import config as configuration
from aos_check.judging.check_input import CheckInput, Earlier, Subject
from aos_check.judging.input.expectations import expect_configured, expect_something
from aos_check.judging.input.git_history import later
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.input.rules_in_force import RulesInForce
from aos_check.judging.input.sources import policy_with_approvers, settled_at, sources_for
from aos_check.judging.request import CheckRequest
from aos_check.model.change import Change, CommitRecord
from aos_check.model.evidence import Evidence
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot


class CheckedTree(NamedTuple):
    """A tree to check, and the rules in force for it."""

    request: CheckRequest
    tree: Tree
    below: str
    place: Path
    rules: RulesInForce
    reader: CommitReader
    tip: str | None

    @property
    def snapshots(self) -> Snapshots:
        """The snapshots of the repository."""
        return self.reader.snapshots

    def configured(self, written: str) -> CheckedTree:
        """The same tree under another configuration."""
        text = written.removeprefix("\ufeff")
        config = configuration.parse(text, self.rules.path or configuration.OWN_FILE)
        sources = sources_for(config, self.below, self.tree)
        policy = policy_with_approvers(config, self.tree, None, self.below)
        known = self.snapshots
        sources = settled_at(replace(sources, policy=policy), config, known.repository, self.tip)
        rules = self.rules._replace(config=config, expected=config, sources=sources)
        snapshots = Snapshots(known.repository, sources, known.cache)
        reader = CommitReader(snapshots, commit_policy_of(config), self.reader.today)
        return self._replace(rules=rules, reader=reader)

    def parse(self, message: bytes, *, edited: bool = True, squash: bool = False) -> Message:
        """The parsed message."""
        text, trailers = self.reader.repository.parse_message(message, edited=edited)
        return read_message(text, trailers, self.reader.policy.trailers, squash=squash)

    def snapshot(self, witness: Authorship) -> Snapshot:
        """The snapshot of the whole tree."""
        return Snapshot(
            self.tree,
            self.rules.sources,
            witness=witness,
            progress=self.request.console.progress,
            cache=self.snapshots.cache,
        )

    def judged(
        self, change: Change, diff: SnapshotDiff, records: Sequence[CommitRecord] = ()
    ) -> Change:
        """The change with the code that it takes away, agents' approvals, and evidence."""
        approved = approved_by_agents(change, records, self.snapshots)
        return change._replace(
            ungoverned=tuple(ungoverned(diff, self.tree, self.reader.policy)),
            approved_by_agents=tuple(approved),
            evidence=tuple(self._evidence(change, diff.after) if records else ()),
            evidence_required=self.rules.config.evidence.require,
            lost_proofs=tuple(lost_proofs(records, self.snapshots, diff.after)),
        )

    def _evidence(self, change: Change, end: Snapshot) -> Iterator[Evidence]:
        """The evidence of the tasks that a change of commits marks done, if any is required."""
        required = self.rules.config.evidence.require
        finished = change.finished() if required else []
        if not (finished and self.tip):
            return
        ids = {(spec.path, task.id) for spec, task in finished}
        wanted = [end.spec(path) for path in dict.fromkeys(spec.path for spec, _ in finished)]
        found = find_evidence(self.reader, self.tip, end.specs(), wanted)
        for path, every in found.items():
            yield from (it for it in every if (path, it.task.id) in ids)

    def input(
        self,
        snapshot: Snapshot,
        subject: Subject,
        mode: str,
        parents: Sequence[str | None],
        *,
        may_be_empty: bool = False,
    ) -> CheckInput:
        """The input of a check with this subject, to which the projects are added.

        `parents` are the commits that the change began with: a merge has several.
        """
        rules = self.rules
        documents = Project not in subject.unjudged
        projects = projects_of(snapshot) if documents else ()
        self.request.console.finish_progress()
        if documents and not may_be_empty:
            self._expect(projects, snapshot.found, subject.change, mode)
        change = subject.change
        if change:
            strict = rules.config.roadmap.when == "commit"
            change = change._replace(strict=strict, alone=change.alone or mode != "range")
        return CheckInput(
            tree=self.tree,
            config=rules.config,
            layouts=tuple(rules.sources.known),
            projects=projects,
            subject=replace(
                subject,
                projects=projects,
                change=change,
                today=self.reader.today,
                history=later(self.reader.repository, self.tip, self.tree),
            ),
            sources=rules.sources,
            mode=mode,
            allowed=rules.known,
            notes=partial(self._notes, projects),
            top=self.reader.repository.top,
            baseline=rules.baseline,
            before=tuple(
                partial(self._earlier, snapshot, parent, mode)
                for parent in parents
                if parent and documents
            ),
        )

    def _expect(
        self, projects: Sequence[Project], index: ArtifactIndex, change: Change | None, mode: str
    ) -> None:
        """Raise CannotCheckError if the configuration fits nothing, or nothing can be checked."""
        expect_configured(self.rules.expected, projects, self.tree, self.below)
        lost = change and change.ungoverned  # a rule reports this
        if not (self.request.allow_empty or lost) and mode != "staged":
            expect_something(projects, self.place, index, self.rules.sources.known)

    def _notes(self, projects: Sequence[Project]) -> tuple[str, ...]:
        config_from = self.request.config_from or ""
        return (*self.rules.notes_on(projects, config_from), *self.snapshots.gaps)

    def _earlier(self, now: Snapshot, parent: str, mode: str) -> Earlier:
        """The projects of a parent. Documents that did not change are not read again."""
        repository = self.reader.repository
        if mode == "staged" or self.tip is None:
            paths = repository.staged(parent)
        else:
            paths = repository.changes(parent, self.tip)
        tree = repository.commit_tree(parent)
        snapshot = now.after(tree, paths, Authorship(repository, parent))
        moved = {it.before: it.after for it in paths if it.before and it.after}
        return Earlier(tree, projects_of(snapshot), moved)
