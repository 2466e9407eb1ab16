"""The index, a commit or a range of commits as the input of a check."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aos_check.agents.signatures import agent_took_part, running_agent
from aos_check.git import Repository, expect_no_link, runs_in_commit
from aos_check.history.adoption import since_adoption
from aos_check.history.agent_approvals import newly_approved
from aos_check.history.authorship import Authorship
from aos_check.history.commit_reader import CommitReader, EarlierWork
from aos_check.history.commits import BEFORE_THE_PROJECT
from aos_check.history.messages import Message
from aos_check.history.references import tasks_to_name
from aos_check.history.snapshots import SnapshotDiff, Snapshots
from aos_check.history.trailer_insertion import insert_trailer
from aos_check.judging.check_input import CheckInput, Subject
from aos_check.judging.input.checked_tree import CheckedTree
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.input.rules_in_force import Trees, rules_in_force
from aos_check.judging.input.sources import asking_as_before, settled_at
from aos_check.judging.request import CheckRequest
from aos_check.judging.settings import Config
from aos_check.model.change import Change, Commit, CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Unjudged
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.model.wording import counted
from aos_check.reading.snapshot import Snapshot

NO_MESSAGE = "there is no message yet: `aos-check commit-msg` checks it, or pass --message-file"
NOT_THE_DOCUMENTS = "the documents are checked before the commit, by `aos-check check --staged`"
COMMIT_CODES = tuple(f"GIT00{number}" for number in range(1, 9))


class CommitSpan(NamedTuple):
    """The commits that are reachable from `tip` and not from `without`.

    The whole span is compared with `base`; None is before the first commit. The work on it began at
    `start`, which earlier pushes may have left behind; None if that is unknown. `branch` is the
    branch of the commits, "" if it is unknown or checked out. Errors call the span by `name`. If it
    `goes_on`, later commits may finish its tasks.
    """

    tip: str
    without: tuple[str, ...]
    base: str | None
    start: str | None = None
    branch: str = ""
    name: str = "the range"
    goes_on: bool = False


class RevisionReader:
    """Reads the index, commits and ranges of the repository around the requested folder."""

    def __init__(self, request: CheckRequest) -> None:
        self._request = request
        if request.root is not None:
            expect_no_link(Path.cwd() / request.root)
        here = Path.cwd() if request.root is None else (Path.cwd() / request.root).resolve()
        self.repository = Repository.open(here)
        request.console.on_exit(self.repository.close)
        top = self.repository.top
        self._below = ""
        if request.root and top and here != top:
            self._below = here.relative_to(top).as_posix()
        self._today = request.clock()

    def staged(self, message_file: Path | None = None, *, documents: bool = True) -> CheckInput:
        """The index, compared with HEAD; with a message, also the commit to be made.

        During a merge, the index is compared with the merge that git would make. Without
        `documents`, they are only read if a coding agent approves one.
        """
        head = self.repository.head()
        checked = self._checked_tree(self.repository.index_tree(), head, head)
        merging = self.repository.merge_heads()
        base = head
        if head and merging:
            base, paths = checked.snapshots.merged((head, *merging), None)
        else:
            paths = self.repository.staged(head)
        before = checked.snapshots.at(base)
        witness = Authorship(self.repository, head, self.repository.author)
        if documents:
            after = checked.snapshot(witness)
        else:
            after = checked.snapshots.after(before, paths, witness)
        diff = SnapshotDiff(before, after, paths)
        message = checked.parse(message_content(message_file)) if message_file else None
        commits = [checked.reader.pending(message, diff)] if message else []
        change = next((commit.change for commit in commits), None) or diff.change()
        sides = [checked.snapshots.at(it) for it in (head, *merging)] if head and merging else []
        change = self._pending(checked.judged(change, diff), message, sides)
        if change.approved_by_agents and not documents:
            # Only the message may show the agent, so the check before it did not know.
            return self.staged(message_file)
        unjudged: dict[type, str] = {} if message else {Commit: NO_MESSAGE}
        if not documents:
            unjudged[Project] = NOT_THE_DOCUMENTS
        subject = Subject((), change, commits, unjudged)
        # With nothing staged, as in `pre-commit run --all-files`, there is no change to compare.
        parents = [head, *merging] if paths or merging or runs_in_commit() else []
        return checked.input(after, subject, "staged", parents)

    def _pending(
        self, change: Change, message: Message | None = None, parents: Sequence[Snapshot] = ()
    ) -> Change:
        """The change of the next commit, with the approvals if a coding agent makes it."""
        approved = list(newly_approved(change, parents))
        if not approved:
            return change
        author, text = self.repository.author(), message.text if message else ""
        when = datetime.now(timezone.utc)
        by_agent = agent_took_part(CommitRecord("", (), author, author, when, text))
        if not (by_agent or running_agent(os.environ)):
            return change
        return change._replace(approved_by_agents=tuple((spec.path, "") for spec in approved))

    def with_trailer(self, content: bytes) -> bytes:
        """The message of the next commit, with a trailer for its tasks if they are certain."""
        repository = self.repository
        # A commit that is picked, as in a rebase, has its author's message.
        if repository.merge_heads() or repository.git_path("CHERRY_PICK_HEAD").exists():
            return content
        head = repository.head()
        checked = self._checked_tree(repository.index_tree(), head, head)
        message = checked.parse(content)
        named = message.maintenance or any(it.certain for it in message.references)
        if message.reverts or named:
            return content
        paths = repository.staged(head)
        before = checked.snapshots.at(head)
        after = checked.snapshots.after(before, paths, Authorship(repository, head))
        fitting = tasks_to_name(
            message,
            SnapshotDiff(before, after, paths),
            checked.reader.policy,
            repository.branch,
            repository.chosen_spec,
        )
        keys = checked.reader.policy.trailers
        if not (fitting and keys):
            return content
        prefix = repository.comment_prefix(content)
        return insert_trailer(content, keys[0], ", ".join(fitting), prefix)

    def commit(self, rev: str) -> CheckInput:
        """A commit with its message, compared with its first parent."""
        record = self.repository.commit(self.repository.resolve(rev))
        tree = self.repository.commit_tree(record.id)
        checked = self._checked_tree(tree, record.parent, record.id)
        end = checked.snapshot(Authorship(self.repository, record.id))
        late, remarks = self._since_adoption(checked, [record])
        found = checked.reader.range(late, end, self.repository.branch_of(rev))
        commits = [commit._replace(alone=True) for commit in found]
        change = next((commit.change for commit in commits), None)
        if change:
            diff = SnapshotDiff(checked.snapshots.at(record.parent), end, ())
            change = checked.judged(change, diff, late)
        foreign = any(commit.unjudged == BEFORE_THE_PROJECT for commit in commits)
        if foreign:
            self._request.console.note(
                f"{record.id[:10]} is not checked: there is no project in its tree"
            )
        subject = Subject((), change, commits, {}, remarks)
        return checked.input(end, subject, "commit", record.parents, may_be_empty=foreign)

    def range(self, written: str, message_file: Path | None = None) -> CheckInput:
        """Every commit of `A..B`, and the range as a whole; with a message, its squash."""
        span = self.span(written)
        if message_file is None:
            return self.each_and_whole(span)
        return self.squashed(span, message_content(message_file))

    def span(self, written: str) -> CommitSpan:
        """The span of `A..B`."""
        first, dots, last = written.partition("..")
        if not dots or last.startswith("."):
            raise CannotCheckError(
                f"{written} is not a range", "write it as A..B: the commits of B that A lacks"
            )
        start = self.repository.resolve_exactly(first or "HEAD")
        tip = self.repository.resolve_exactly(last or "HEAD")
        base = self.repository.merge_base(start, tip)
        branch = self.repository.branch_of(last or "HEAD")
        return CommitSpan(tip, (start,), base, base, branch, f"the range {written}")

    def each_and_whole(self, span: CommitSpan, *, pushed: bool = False) -> CheckInput:
        """Every commit of the span, and the span as a whole; a pushed one may have no commits."""
        checked, whole, records = self._read(span, may_be_empty=pushed)
        late, remarks = self._since_adoption(checked, records)
        strict = checked.rules.config.roadmap.when == "commit"
        both = whole.change()._replace(at_once=False, alone=span.goes_on)
        change = checked.judged(both, whole, late)
        commits: Iterable[Commit] = checked.reader.range(
            late,
            whole.after,
            self._branch(span),
            earlier=self._earlier_work(checked.snapshots, span),
            roadmap=strict,
        )
        commits = (commit._replace(alone=span.goes_on) for commit in commits)
        if strict:
            commits = list(commits)
            change = change._replace(parts=tuple(commit.change for commit in commits))
        subject = Subject((), change, commits, {}, remarks)
        return checked.input(
            whole.after, subject, "range", [span.base], may_be_empty=_is_foreign(whole)
        )

    def squashed(self, span: CommitSpan, message: bytes, *, edited: bool = True) -> CheckInput:
        """The span as the one commit that a squash with this message would make of it.

        Only a message that was `edited` in git's file has comments.
        """
        checked, whole, records = self._read(span)
        late, remarks = self._since_adoption(checked, records)
        parsed = checked.parse(message, edited=edited, squash=True)
        commits = [checked.reader.squashed(parsed, whole, late, self._branch(span))] if late else []
        if any(not commit.exempt for commit in commits):
            remarks = []  # the squash is checked with all its commits
        change = checked.judged(whole.change()._replace(at_once=False), whole, late)
        subject = Subject((), change, commits, {}, remarks)
        return checked.input(
            whole.after, subject, "range", [span.base], may_be_empty=_is_foreign(whole)
        )

    def history(self) -> tuple[CheckInput, CheckedTree]:
        """HEAD, and its tree with the rules and the reader of its history."""
        head = self.repository.head()
        if head is None:
            raise CannotCheckError("there are no commits yet", "commit something first")
        checked = self._checked_tree(self.repository.commit_tree(head), None, head)
        end = checked.snapshot(Authorship(self.repository, head))
        return checked.input(end, Subject(), "worktree", []), checked

    def _earlier_work(self, snapshots: Snapshots, span: CommitSpan) -> EarlierWork | None:
        """The work on the span that earlier pushes brought."""
        if span.start is None:
            return None
        start, base = span.start, span.base
        moved = self.repository.changes(start, base) if base and start != base else ()
        commits = partial(self.repository.commits, [base] if base else [], [start])
        return EarlierWork(snapshots.at(start), moved, commits)

    def config(self) -> Config:
        """The configuration of the requested revision."""
        given = self.repository.resolve_exactly(self._request.config_from or "HEAD")
        tree = self.repository.commit_tree(given)
        return rules_in_force(Trees(tree, config_from=tree), self._request, self._below).config

    def _branch(self, span: CommitSpan) -> str:
        return span.branch or self.repository.branch_of(span.tip)

    def _read(
        self, span: CommitSpan, *, may_be_empty: bool = False
    ) -> tuple[CheckedTree, SnapshotDiff, list[CommitRecord]]:
        """The tree at the end of a span, the span as one change, and its commits."""
        records = list(self.repository.commits([span.tip], span.without))
        if not (records or may_be_empty or self._request.allow_empty):
            raise CannotCheckError(
                f"{span.name} is empty: its end has no commit that its start does not have",
                "name a range that holds commits, or pass --allow-empty",
            )
        tree = self.repository.commit_tree(span.tip)
        checked = self._checked_tree(tree, span.base, span.tip)
        end = checked.snapshot(Authorship(self.repository, span.tip))
        paths = self.repository.changes(span.base, span.tip)
        return checked, SnapshotDiff(checked.snapshots.at(span.base), end, paths), records

    def _since_adoption(
        self, checked: CheckedTree, records: Sequence[CommitRecord]
    ) -> tuple[list[CommitRecord], list[Unjudged]]:
        """The commits since `enforce-since`, and remarks on the others."""
        config = checked.rules.config
        since, key = config.adopted, "enforce-since" if config.enforce_since else "observe"
        late = since_adoption(self.repository, records, since)
        early = len(records) - len(late)
        reason = f"{counted(early, 'commit is', 'commits are')} older than {key} ({since})"
        return late, [Unjudged(code, reason) for code in COMMIT_CODES] if early else []

    def _checked_tree(self, tree: Tree, base: str | None, tip: str | None) -> CheckedTree:
        """The tree with the rules in force, its `base`, and the `tip` of its history."""
        repository, request = self.repository, self._request
        given = request.config_from
        trees = Trees(
            tree,
            repository.commit_tree(base) if base else None,
            repository.commit_tree(repository.resolve_exactly(given)) if given else None,
            repository.top,
        )
        rules = rules_in_force(trees, request, self._below)
        place = (repository.top or repository.git_dir) / self._below
        request.console.detail(f"root {place}")
        request.console.detail(f"configuration {rules.path or 'none, the defaults'}")
        sources = settled_at(rules.sources, rules.config, repository, tip)
        if trees.base:
            sources = asking_as_before(sources, trees.base)
        rules = rules._replace(sources=sources)
        snapshots = Snapshots(repository, rules.sources)
        reader = CommitReader(snapshots, commit_policy_of(rules.config), self._today)
        return CheckedTree(request, tree, self._below, place, rules, reader, tip)


def _is_foreign(whole: SnapshotDiff) -> bool:
    """True if no project has an artifact before or after: the commits serve another purpose."""
    return whole.before.found.is_empty and whole.after.found.is_empty


def message_content(file: Path) -> bytes:
    """The content of a message file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be read: {error.strerror}", "name the file that holds the message"
        ) from error
