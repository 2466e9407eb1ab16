"""What is checked when it is no worktree: the index, a commit, or a range of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import click

from aos_check.cli.progress_bar import Progress
from aos_check.git import Repository, expect_no_link
from aos_check.history.adoption import since_adoption
from aos_check.history.authorship import Authorship
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.ranges import History, Step
from aos_check.judging.checking import Subject
from aos_check.judging.config import Config
from aos_check.judging.policies import terms_of
from aos_check.judging.projects import Opened, Request, expect_configured, expect_something, tell
from aos_check.judging.rule_sources import Rulebook, Shelf, open_rulebook
from aos_check.model.change import Commit, CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Unjudged
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.compare import compare
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Moment

NO_MESSAGE = "there is no message yet: `aos-check commit-msg` judges it, or pass --message-file"
NOT_THE_DOCUMENTS = "the documents are judged before the commit, by `aos-check check --staged`"
COMMIT_CODES = tuple(f"GIT00{number}" for number in range(1, 9))


class Span(NamedTuple):
    """Commits to be judged: what is reachable from `tip` and not from `without`.

    The whole of it is compared with `base`; None is before the first commit. `branch` is whose
    name the commits may mean, where that is not the one checked out. `called` names it in errors.
    """

    tip: str
    without: tuple[str, ...]
    base: str | None
    branch: str = ""
    called: str = "the range"


class Revisions:
    """Opens the index, commits and ranges of the repository around the folder asked for."""

    def __init__(self, request: Request) -> None:
        self._request = request
        if request.root is not None:
            expect_no_link(Path.cwd() / request.root)
        here = Path.cwd() if request.root is None else (Path.cwd() / request.root).resolve()
        self.repository = Repository.open(here)
        click.get_current_context().call_on_close(self.repository.close)
        top = self.repository.top
        asked = here if request.root else top
        self._below = asked.relative_to(top).as_posix() if asked and top and asked != top else ""
        self._today = datetime.now(timezone.utc).date()

    def staged(self, message_file: Path | None = None, *, documents: bool = True) -> Opened:
        """HEAD against the index that is about to be committed; with a message, the commit.

        In a merge that is being concluded, it is the merge that git would make against the index.
        """
        head = self.repository.head()
        desk = self._desk(self.repository.index_tree(), head)
        merging = self.repository.merge_heads()
        base = head
        if head and merging:
            base, paths = desk.history.merged((head, *merging), None)
        else:
            paths = self.repository.staged(head)
        before = desk.history.moment(base)
        witness = Authorship(self.repository, head, self.repository.author)
        after = desk.moment(witness) if documents else desk.history.after(before, paths, witness)
        unjudged: dict[type, str] = {} if documents else {Project: NOT_THE_DOCUMENTS}
        if message_file is None:
            unjudged[Commit] = NO_MESSAGE
            subject = Subject((), compare(before, after, paths), (), unjudged)
        else:
            message = self._message(message_content(message_file), desk.book.config)
            step = Step(before, after, paths)
            commit = desk.history.pending(message, step, self.repository.author)
            subject = Subject((), commit.change, [commit], unjudged)
        return desk.opened(after, subject, "staged")

    def trailer_for(self, content: bytes) -> tuple[str, str] | None:
        """The trailer (key, address) that a message lacks, if exactly one task fits it."""
        if self.repository.merge_heads():
            return None
        head = self.repository.head()
        desk = self._desk(self.repository.index_tree(), head)
        terms = terms_of(desk.book.config)
        text, trailers = self.repository.parse_message(content)
        written = read_message(text, trailers, terms.trailers)
        if written.reverts or any(it.certain for it in written.references):
            return None
        paths = self.repository.staged(head)
        before = desk.history.moment(head)
        after = desk.history.after(before, paths, Authorship(self.repository, head))
        fitting = desk.history.at_hand(Step(before, after, paths))
        return (terms.trailers[0], fitting[0]) if len(fitting) == 1 and terms.trailers else None

    def commit(self, rev: str) -> Opened:
        """A commit against its first parent, with its message."""
        record = self.repository.commit(self.repository.resolve(rev))
        desk = self._desk(self.repository.commit_tree(record.id), record.parent)
        end = desk.moment(Authorship(self.repository, record.id))
        late, remarks = self._since(desk.book.config, [record])
        commits = list(desk.history.range(late, end))
        change = next((commit.change for commit in commits), None)
        return desk.opened(end, Subject((), change, commits, {}, remarks), "commit")

    def range(self, written: str, message_file: Path | None = None) -> Opened:
        """Every commit of `A..B`, then the whole; with a message, the squash of it."""
        span = self.span(written)
        if message_file is None:
            return self.judged(span)
        return self.squashed(span, message_content(message_file))

    def span(self, written: str) -> Span:
        """What `A..B` means."""
        first, dots, last = written.partition("..")
        if not dots or last.startswith("."):
            raise CannotCheckError(
                f"{written} is not a range", "write it as A..B: what B has and A has not"
            )
        start = self.repository.resolve(first or "HEAD")
        tip = self.repository.resolve(last or "HEAD")
        base = self.repository.merge_base(start, tip)
        return Span(tip, (start,), base, called=f"the range {written}")

    def judged(self, span: Span, *, pushed: bool = False) -> Opened:
        """Every commit of the span, then the whole.

        Of what is pushed no artifacts are expected: a branch may have another purpose.
        """
        records = list(self.repository.commits([span.tip], span.without))
        if not records and not pushed:
            self._expect_commits(span)
        desk = self._desk(self.repository.commit_tree(span.tip), span.base)
        end = desk.moment(Authorship(self.repository, span.tip))
        whole = self._whole(desk, span, end)
        late, remarks = self._since(desk.book.config, records)
        here = span.tip == self.repository.head()
        branch = span.branch or (self.repository.branch() if here else "")
        strict = desk.book.config.roadmap.when == "commit"
        commits: Iterable[Commit] = desk.history.range(late, end, branch, roadmap=strict)
        change = compare(*whole)._replace(at_once=False)
        if strict:
            commits = list(commits)
            change = change._replace(parts=tuple(commit.change for commit in commits))
        foreign = pushed and not (end.found.roots or whole.before.found.roots)
        subject = Subject((), change, commits, {}, remarks)
        return desk.opened(end, subject, "range", foreign=foreign)

    def squashed(self, span: Span, message: bytes, *, edited: bool = True) -> Opened:
        """The span as the one commit that a squash with this message would make of it.

        What was not `edited` in a file of git's has no comments.
        """
        records = list(self.repository.commits([span.tip], span.without))
        if not records:
            self._expect_commits(span)
        desk = self._desk(self.repository.commit_tree(span.tip), span.base)
        end = desk.moment(Authorship(self.repository, span.tip))
        whole = self._whole(desk, span, end)
        late, remarks = self._since(desk.book.config, records)
        text, trailers = self.repository.parse_message(message, edited=edited)
        read = read_message(text, trailers, desk.book.config.commits.trailers, squash=True)
        commits = [desk.history.squashed(read, whole, late)] if late else []
        if any(not commit.exempt for commit in commits):
            remarks = []  # the squash is judged with all that is in it
        change = compare(*whole)._replace(at_once=False)
        return desk.opened(end, Subject((), change, commits, {}, remarks), "range")

    def _expect_commits(self, span: Span) -> None:
        if not self._request.allow_empty:
            raise CannotCheckError(
                f"{span.called} is empty: the second has no commit that the first lacks",
                "name a range that holds commits, or pass --allow-empty",
            )

    def _whole(self, desk: _Desk, span: Span, end: Moment) -> Step:
        """The span as one step, from where it begins to its end."""
        paths = self.repository.changes(span.base, span.tip)
        return Step(desk.history.moment(span.base), end, paths)

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

    def _desk(self, tree: Tree, base: str | None) -> _Desk:
        """Everything that judging `tree` needs; `base` is what it is compared with."""
        repository, request = self.repository, self._request
        shelf = Shelf(
            tree,
            repository.commit_tree(base) if base else None,
            repository.commit_tree(repository.resolve(request.config_from))
            if request.config_from
            else None,
            repository.top,
        )
        book = open_rulebook(shelf, request, self._below)
        place = (repository.top or repository.git_dir) / self._below
        tell("", place, book.path, request)
        history = History(repository, book.sources, terms_of(book.config), self._today)
        progress = Progress(wanted=not request.quiet)
        return _Desk(request, tree, self._below, place, book, history, progress)


def message_content(file: Path) -> bytes:
    """What a message file holds."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be read: {error.strerror}", "name the file that holds the message"
        ) from error


class _Desk(NamedTuple):
    """A tree, and by what it is judged."""

    request: Request
    tree: Tree
    below: str
    place: Path
    book: Rulebook
    history: History
    progress: Progress

    def moment(self, witness: Authorship) -> Moment:
        """The tree's projects, with all that their documents are judged by."""
        return Moment(
            self.tree,
            self.book.sources,
            witness=witness,
            progress=self.progress,
            shelf=self.history.shelf,
        )

    def opened(
        self, moment: Moment, subject: Subject, mode: str, *, foreign: bool = False
    ) -> Opened:
        """Everything, ready to be judged; what is `foreign` need not hold a project."""
        book, request = self.book, self.request
        documents = Project not in subject.unjudged
        projects = projects_of(moment) if documents else ()
        self.progress.wipe()
        if documents and not foreign:
            expect_configured(book.expected, projects, self.below)
            if not request.allow_empty and mode != "staged":
                expect_something(projects, self.place, book.sources.known)
        strict = book.config.roadmap.when == "commit"
        change = subject.change._replace(strict=strict) if subject.change else None
        return Opened(
            tree=self.tree,
            config=book.config,
            layouts=tuple(book.sources.known),
            projects=projects,
            subject=replace(subject, projects=projects, change=change),
            mode=mode,
            allowed=book.known,
            notes=book.remarks(projects, request.config_from or ""),
            baseline=book.baseline,
        )
