"""What is checked when it is no worktree: the index, a commit, or a range of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aos_check.git import Repository, expect_no_link
from aos_check.history.adoption import since_adoption
from aos_check.history.authorship import Authorship
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.ranges import CommitJudge, SnapshotPair
from aos_check.judging.check_input import CheckInput, CheckRequest
from aos_check.judging.config import Config
from aos_check.judging.expectations import expect_configured, expect_something
from aos_check.judging.git_history import later
from aos_check.judging.policies import commit_policy_of
from aos_check.judging.rule_sources import RulesInForce, RuleSources, rules_in_force
from aos_check.judging.subject import Subject
from aos_check.model.change import Commit, CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Unjudged
from aos_check.model.history import History
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.compare import compare
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot

NO_MESSAGE = "there is no message yet: `aos-check commit-msg` judges it, or pass --message-file"
NOT_THE_DOCUMENTS = "the documents are judged before the commit, by `aos-check check --staged`"
COMMIT_CODES = tuple(f"GIT00{number}" for number in range(1, 9))


class CommitSpan(NamedTuple):
    """Commits to be judged: what is reachable from `tip` and not from `without`.

    The whole of it is compared with `base`; None is before the first commit. `branch` is whose
    name the commits may mean, where that is not the one checked out. `called` names it in errors.
    """

    tip: str
    without: tuple[str, ...]
    base: str | None
    branch: str = ""
    called: str = "the range"


class RevisionReader:
    """Opens the index, commits and ranges of the repository around the folder asked for."""

    def __init__(self, request: CheckRequest) -> None:
        self._request = request
        if request.root is not None:
            expect_no_link(Path.cwd() / request.root)
        here = Path.cwd() if request.root is None else (Path.cwd() / request.root).resolve()
        self.repository = Repository.open(here)
        request.console.on_exit(self.repository.close)
        top = self.repository.top
        asked = here if request.root else top
        self._below = asked.relative_to(top).as_posix() if asked and top and asked != top else ""
        self._today = request.clock()

    def staged(self, message_file: Path | None = None, *, documents: bool = True) -> CheckInput:
        """HEAD against the index that is about to be committed; with a message, the commit.

        In a merge that is being concluded, it is the merge that git would make against the index.
        """
        head = self.repository.head()
        judged = self._judged_tree(self.repository.index_tree(), head, head)
        merging = self.repository.merge_heads()
        base = head
        if head and merging:
            base, paths = judged.history.merged((head, *merging), None)
        else:
            paths = self.repository.staged(head)
        before = judged.history.snapshot(base)
        witness = Authorship(self.repository, head, self.repository.author)
        after = (
            judged.snapshot(witness) if documents else judged.history.after(before, paths, witness)
        )
        unjudged: dict[type, str] = {} if documents else {Project: NOT_THE_DOCUMENTS}
        if message_file is None:
            unjudged[Commit] = NO_MESSAGE
            subject = Subject((), compare(before, after, paths), (), unjudged)
        else:
            message = self._message(message_content(message_file), judged.in_force.config)
            step = SnapshotPair(before, after, paths)
            commit = judged.history.pending(message, step, self.repository.author)
            subject = Subject((), commit.change, [commit], unjudged)
        return judged.opened(after, subject, "staged")

    def trailer_for(self, content: bytes) -> tuple[str, str] | None:
        """The trailer (key, address) that a message lacks, if exactly one task fits it."""
        if self.repository.merge_heads():
            return None
        head = self.repository.head()
        judged = self._judged_tree(self.repository.index_tree(), head, head)
        commit_policy = commit_policy_of(judged.in_force.config)
        text, trailers = self.repository.parse_message(content)
        written = read_message(text, trailers, commit_policy.trailers)
        if written.reverts or any(it.certain for it in written.references):
            return None
        paths = self.repository.staged(head)
        before = judged.history.snapshot(head)
        after = judged.history.after(before, paths, Authorship(self.repository, head))
        fitting = judged.history.at_hand(SnapshotPair(before, after, paths))
        return (
            (commit_policy.trailers[0], fitting[0])
            if len(fitting) == 1 and commit_policy.trailers
            else None
        )

    def commit(self, rev: str) -> CheckInput:
        """A commit against its first parent, with its message."""
        record = self.repository.commit(self.repository.resolve(rev))
        judged = self._judged_tree(self.repository.commit_tree(record.id), record.parent, record.id)
        end = judged.snapshot(Authorship(self.repository, record.id))
        late, remarks = self._since(judged.in_force.config, [record])
        commits = list(judged.history.range(late, end))
        change = next((commit.change for commit in commits), None)
        return judged.opened(end, Subject((), change, commits, {}, remarks), "commit")

    def range(self, written: str, message_file: Path | None = None) -> CheckInput:
        """Every commit of `A..B`, then the whole; with a message, the squash of it."""
        span = self.span(written)
        if message_file is None:
            return self.judged(span)
        return self.squashed(span, message_content(message_file))

    def span(self, written: str) -> CommitSpan:
        """What `A..B` means."""
        first, dots, last = written.partition("..")
        if not dots or last.startswith("."):
            raise CannotCheckError(
                f"{written} is not a range", "write it as A..B: what B has and A has not"
            )
        start = self.repository.resolve(first or "HEAD")
        tip = self.repository.resolve(last or "HEAD")
        base = self.repository.merge_base(start, tip)
        return CommitSpan(tip, (start,), base, called=f"the range {written}")

    def judged(self, span: CommitSpan, *, pushed: bool = False) -> CheckInput:
        """Every commit of the span, then the whole.

        Of what is pushed no artifacts are expected: a branch may have another purpose.
        """
        records = list(self.repository.commits([span.tip], span.without))
        if not records and not pushed:
            self._expect_commits(span)
        judged = self._judged_tree(self.repository.commit_tree(span.tip), span.base, span.tip)
        end = judged.snapshot(Authorship(self.repository, span.tip))
        whole = self._whole(judged, span, end)
        late, remarks = self._since(judged.in_force.config, records)
        here = span.tip == self.repository.head()
        branch = span.branch or (self.repository.branch() if here else "")
        strict = judged.in_force.config.roadmap.when == "commit"
        commits: Iterable[Commit] = judged.history.range(late, end, branch, roadmap=strict)
        change = compare(*whole)._replace(at_once=False)
        if strict:
            commits = list(commits)
            change = change._replace(parts=tuple(commit.change for commit in commits))
        foreign = pushed and not (end.found.roots or whole.before.found.roots)
        subject = Subject((), change, commits, {}, remarks)
        return judged.opened(end, subject, "range", foreign=foreign)

    def squashed(self, span: CommitSpan, message: bytes, *, edited: bool = True) -> CheckInput:
        """The span as the one commit that a squash with this message would make of it.

        What was not `edited` in a file of git's has no comments.
        """
        records = list(self.repository.commits([span.tip], span.without))
        if not records:
            self._expect_commits(span)
        judged = self._judged_tree(self.repository.commit_tree(span.tip), span.base, span.tip)
        end = judged.snapshot(Authorship(self.repository, span.tip))
        whole = self._whole(judged, span, end)
        late, remarks = self._since(judged.in_force.config, records)
        text, trailers = self.repository.parse_message(message, edited=edited)
        read = read_message(text, trailers, judged.in_force.config.commits.trailers, squash=True)
        commits = [judged.history.squashed(read, whole, late)] if late else []
        if any(not commit.exempt for commit in commits):
            remarks = []  # the squash is judged with all that is in it
        change = compare(*whole)._replace(at_once=False)
        return judged.opened(end, Subject((), change, commits, {}, remarks), "range")

    def _expect_commits(self, span: CommitSpan) -> None:
        if not self._request.allow_empty:
            raise CannotCheckError(
                f"{span.called} is empty: the second has no commit that the first lacks",
                "name a range that holds commits, or pass --allow-empty",
            )

    def _whole(self, judged: _JudgedTree, span: CommitSpan, end: Snapshot) -> SnapshotPair:
        """The span as one step, from where it begins to its end."""
        paths = self.repository.changes(span.base, span.tip)
        return SnapshotPair(judged.history.snapshot(span.base), end, paths)

    def _since(
        self, config: Config, records: Sequence[CommitRecord]
    ) -> tuple[list[CommitRecord], list[Unjudged]]:
        """The commits since the gate was adopted, and what is said of the others."""
        since = config.enforce_since
        late = since_adoption(self.repository, records, since)
        early = len(records) - len(late)
        counted = "1 commit is" if early == 1 else f"{early} commits are"
        reason = f"{counted} older than enforce-since ({since})"
        return late, [Unjudged(code, reason) for code in COMMIT_CODES] if early else []

    def _message(self, content: bytes, config: Config) -> Message:
        text, trailers = self.repository.parse_message(content)
        return read_message(text, trailers, config.commits.trailers)

    def _judged_tree(self, tree: Tree, base: str | None, tip: str | None) -> _JudgedTree:
        """Everything that judging `tree` needs, which `base` leads to; history goes up to `tip`."""
        repository, request = self.repository, self._request
        cache = RuleSources(
            tree,
            repository.commit_tree(base) if base else None,
            repository.commit_tree(repository.resolve(request.config_from))
            if request.config_from
            else None,
            repository.top,
        )
        in_force = rules_in_force(cache, request, self._below)
        place = (repository.top or repository.git_dir) / self._below
        request.console.detail(f"root {place}")
        request.console.detail(f"configuration {in_force.path or 'none, the defaults'}")
        history = CommitJudge(
            repository, in_force.sources, commit_policy_of(in_force.config), self._today
        )
        past = later(repository, tip)
        return _JudgedTree(request, tree, self._below, place, in_force, history, self._today, past)


def message_content(file: Path) -> bytes:
    """What a message file holds."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be read: {error.strerror}", "name the file that holds the message"
        ) from error


class _JudgedTree(NamedTuple):
    """A tree, and by what it is judged."""

    request: CheckRequest
    tree: Tree
    below: str
    place: Path
    in_force: RulesInForce
    history: CommitJudge
    today: date
    past: Callable[[], History]

    def snapshot(self, witness: Authorship) -> Snapshot:
        """The tree's projects, with all that their documents are judged by."""
        return Snapshot(
            self.tree,
            self.in_force.sources,
            witness=witness,
            progress=self.request.console.progress,
            cache=self.history.cache,
        )

    def opened(
        self, snapshot: Snapshot, subject: Subject, mode: str, *, foreign: bool = False
    ) -> CheckInput:
        """Everything, ready to be judged; what is `foreign` need not hold a project."""
        in_force, request = self.in_force, self.request
        documents = Project not in subject.unjudged
        projects = projects_of(snapshot) if documents else ()
        self.request.console.finish_progress()
        if documents and not foreign:
            expect_configured(in_force.expected, projects, self.below)
            if not request.allow_empty and mode != "staged":
                expect_something(projects, self.place, in_force.sources.known)
        strict = in_force.config.roadmap.when == "commit"
        change = subject.change._replace(strict=strict) if subject.change else None
        return CheckInput(
            tree=self.tree,
            config=in_force.config,
            layouts=tuple(in_force.sources.known),
            projects=projects,
            subject=replace(
                subject, projects=projects, change=change, today=self.today, history=self.past
            ),
            sources=in_force.sources,
            mode=mode,
            allowed=in_force.known,
            notes=in_force.remarks(projects, request.config_from or ""),
            baseline=in_force.baseline,
        )
