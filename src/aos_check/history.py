"""A repository's history becomes what is judged: each commit with its change, and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial

from aos_check.authorship import Authorship
from aos_check.change import Commit, CommitRecord, Named, PathChange, Person, TaskChange
from aos_check.commits import Submission, Terms, address_of, code_of, describe, finished
from aos_check.messages import Message
from aos_check.messages import read as read_message
from aos_check.model import Spec, State, Task
from aos_check.reading.comparing import compare
from aos_check.reading.moment import Moment, Sources
from aos_check.reading.shelf import Shelf
from aos_check.repo import Repository
from aos_check.tree import MemoryTree

NOBODY = Person("", "")
"""The author of a commit that a squash would make."""


@dataclass(frozen=True, slots=True)
class Step:
    """A commit, or what is about to be one, between the two trees that its change is taken of.

    A merge is compared with the merge that git would make; `paths` is what differs.
    """

    before: Moment
    after: Moment
    paths: tuple[PathChange, ...]


class History:
    """Reads commits as far as rules ask: the tasks they name, the code and specs they change."""

    def __init__(self, repository: Repository, sources: Sources, terms: Terms, today: date) -> None:
        self._repository = repository
        self._sources = sources
        self._terms = terms
        self._today = today
        self._homes = {name for layout in sources.known for name in layout.homes}
        self.shelf = Shelf()

    def range(
        self,
        records: Sequence[CommitRecord],
        end: Moment,
        branch: str = "",
        *,
        roadmap: bool = True,
    ) -> Iterator[Commit]:
        """Each of the commits, parents first, as it is to be judged; the last leads to `end`.

        With `roadmap`, the change of each knows which specs it completes.
        """
        known = _Known(records, [self._message(record) for record in records])
        walk = _Walk(self, known)
        reverted = self._reverted(known)
        undone = _undone(known, reverted)
        for record, step in walk.steps():
            message = known.messages[record.id]
            change = compare(step.before, step.after, step.paths, roadmap=roadmap)
            submission = Submission(
                id=record.id,
                author=partial(_as_written, record),
                message=message,
                change=change._replace(commit=record.id),
                branch=partial(str, branch),
                exempt=_why_exempt(known, message, reverted.get(record.id, "")),
                reverts=reverted.get(record.id, ""),
            )
            commit = describe(submission, step.before, step.after, self._terms, self._today)
            yield self._seen_from(end, commit, known, undone)

    def pending(self, message: Message, step: Step, author: Callable[[], Person]) -> Commit:
        """The commit that is about to be made of the index."""
        change = compare(step.before, step.after, step.paths)
        unpushed = self._repository.unpushed() if message.autosquash else []
        known = _Known(unpushed, [self._message(record) for record in unpushed])
        reverts = self._undone_by(None, message, step.paths)
        submission = Submission(
            id="",
            author=author,
            message=message,
            change=change,
            branch=self._repository.branch,
            exempt=_why_exempt(known, message, reverts),
            reverts=reverts,
        )
        commit = describe(submission, step.before, step.after, self._terms, self._today)
        return self._seen_from(step.after, commit, known, frozenset())

    def squashed(self, message: Message, step: Step) -> Commit:
        """A range as the one commit that a squash would make of it."""
        change = compare(step.before, step.after, step.paths)
        submission = Submission("", lambda: NOBODY, message, change)
        return describe(submission, step.before, step.after, self._terms, self._today)

    def at_hand(self, step: Step) -> list[str]:
        """The addresses that the commit to come may name: of the tasks that it finishes.

        Where a task need not be done, and none is, of those that are in progress.
        """
        found = list(finished(compare(step.before, step.after, step.paths), step.after))
        if not found and self._terms.require != "done":
            found = [
                address_of(spec, task, step.after)
                for spec in step.after.specs()
                for task in spec.all_tasks()
                if task.state is State.IN_PROGRESS
            ]
        return found

    def moment(self, rev: str | None) -> Moment:
        """What a commit or tree holds; of None, what was there before the first commit."""
        if rev is None:
            return Moment(MemoryTree({}), self._sources, links=False, shelf=self.shelf)
        listing = self._repository.commit_tree(rev).listing
        kept = {path: blob for path, blob in listing.items() if self._may_matter(path)}
        return Moment(
            self._repository.tree_of(kept),
            self._sources,
            links=False,
            witness=self.witness(rev),
            shelf=self.shelf,
        )

    def witness(self, rev: str) -> Authorship:
        """What history up to `rev` proves of approvals."""
        return Authorship(self._repository, rev)

    def after(self, before: Moment, paths: Sequence[PathChange], witness: Authorship) -> Moment:
        """What a commit or the index holds, which differs from `before` by `paths`."""
        matters = [each for each in paths if any(map(self._may_matter, each.paths))]
        if not matters:
            return before
        listing = dict(self._repository.listing_of(before.tree))
        for each in matters:
            if each.before is not None:
                listing.pop(each.before, None)
            if each.after is not None and each.after_id and self._may_matter(each.after):
                listing[each.after] = each.after_id
        tree = self._repository.tree_of(listing)
        return before.after(tree, matters, witness)

    def changes_of(
        self, pairs: Iterable[tuple[str, str | None]]
    ) -> Iterator[tuple[PathChange, ...]]:
        """What each commit changes against the one beside it."""
        return self._repository.changes_of(pairs)

    def merged(
        self, parents: Sequence[str], result: str | None
    ) -> tuple[str, tuple[PathChange, ...]]:
        """What a merge adds to the merge that git would make: the tree of that, and the paths.

        Where git cannot say, it is the paths that differ from every parent.
        """
        merged = self._repository.automerge(*parents) if len(parents) == _TWO else None
        base = merged.tree if merged else parents[0]
        paths = (
            self._repository.staged(base)
            if result is None
            else self._repository.changes(base, result)
        )
        if merged is None:
            own = self._repository.beyond_parents(parents, result)
            return base, tuple(each for each in paths if not own.isdisjoint(each.paths))
        resolved = self._repository.resolved(parents, result, merged.conflicted)
        return base, tuple(
            each
            for each in paths
            if merged.conflicted.isdisjoint(each.paths) or not resolved.issuperset(each.paths)
        )

    def _may_matter(self, path: str) -> bool:
        """True for what may be an artifact: a document, or anything below a home."""
        return path.lower().endswith((".md", ".markdown")) or not self._homes.isdisjoint(
            path.split("/")[:-1]
        )

    def _message(self, record: CommitRecord) -> Message:
        return read_message(record.message, record.trailers, self._terms.trailers)

    # Reverts

    def _reverted(self, known: _Known) -> dict[str, str]:
        """Which commit each of the commits undoes, as far as any does."""
        found = {}
        for record in known.records:
            message = known.messages[record.id]
            if message.reverts:
                parent = record.parents[0] if record.parents else None
                paths = self._repository.changes(parent, record.id)
                if undone := self._undone_by(record.id, message, paths):
                    found[record.id] = undone
        return found

    def _undone_by(
        self, commit: str | None, message: Message, paths: tuple[PathChange, ...]
    ) -> str:
        """The commit of this history that `commit` (None: the index) is the inverse of, in code."""
        if len(message.reverts) != 1 or not (tip := commit or self._repository.head()):
            return ""
        named = self._repository.find(message.reverts[0])
        if named is None or not self._repository.is_ancestor(named, tip):
            return ""
        record = self._repository.commit(named)
        parent = record.parents[0] if record.parents else None
        undone = self._repository.changes(parent, named)
        before = self.moment(named)
        code, unowned = code_of((*undone, *paths), before, before, self._terms)
        every = tuple(path for each in (*undone, *paths) for path in each.paths)
        wanted = (*code, *unowned) or every
        return named if self._repository.inverse(named, commit, wanted) else ""

    # The end of the range

    def _seen_from(
        self, end: Moment, commit: Commit, known: _Known, undone: AbstractSet[str]
    ) -> Commit:
        """The commit with what has become of its tasks by the end of the range."""
        if commit.id not in undone and commit.require == "done":
            named = tuple(it._replace(reopened=_is_reopened(it, end)) for it in commit.named)
            commit = commit._replace(named=named)
        if commit.reverts and commit.id not in undone:
            commit = commit._replace(left_ticked=tuple(self._left_ticked(commit, end, known)))
        return commit

    def _left_ticked(self, commit: Commit, end: Moment, known: _Known) -> Iterator[TaskChange]:
        """The tasks that the reverted commit had finished, that are still said to be done."""
        record = self._repository.commit(commit.reverts)
        parent = record.parents[0] if record.parents else None
        paths = self._repository.changes(parent, record.id)
        before = self.moment(parent)
        change = compare(before, self.after(before, paths, self.witness(record.id)), paths)
        again = {
            reference.address.task
            for later in known.after(commit.id)
            for reference in known.messages[later.id].references
        }
        for tick in change.ticks():
            spec, task = _found(end, tick.spec, (tick.after or tick.before).id)
            if spec and task and task.done and task.id not in again:
                yield TaskChange(spec, tick.before, task)


def _as_written(record: CommitRecord) -> Person:
    return record.author


_TWO = 2


class _Known:
    """The commits of a range and what their messages say."""

    def __init__(self, records: Sequence[CommitRecord], messages: Sequence[Message]) -> None:
        self.records = records
        self.messages = {
            record.id: message for record, message in zip(records, messages, strict=True)
        }
        # What is to be squashed into a commit that names no task would have none.
        self._targets = {
            record.id: message.subject
            for record, message in zip(records, messages, strict=True)
            if message.references
        }

    def after(self, commit: str) -> Sequence[CommitRecord]:
        """The commits that come later in the range."""
        position = next((n for n, record in enumerate(self.records) if record.id == commit), None)
        return () if position is None else self.records[position + 1 :]

    def has_target(self, wanted: str) -> bool:
        """True when a commit in range that names a task has this subject, or this id."""
        return wanted in self._targets.values() or any(
            len(wanted) >= _SHORTEST and target.startswith(wanted) for target in self._targets
        )


_SHORTEST = 7  # characters of an id that git prints at least


def _why_exempt(known: _Known, message: Message, reverts: str) -> str:
    """Why no task is asked for, proved by the history and not by the words."""
    if reverts:
        return f"it is the inverse of {reverts[:10]}"
    if message.autosquash and known.has_target(message.autosquash):
        return "it will be squashed into a commit of this range"
    return ""


def _undone(known: _Known, reverted: Mapping[str, str]) -> set[str]:
    """The commits of the range that a later one undoes, which is not undone itself."""
    undone: set[str] = set()
    for record in reversed(known.records):
        if record.id in reverted and record.id not in undone:
            undone.add(reverted[record.id])
    return undone


def _is_reopened(named: Named, end: Moment) -> bool:
    if named.spec is None or named.task is None or not named.task.done:
        return False
    _, task = _found(end, named.spec, named.task.id)
    return task is not None and not task.done


def _found(end: Moment, spec: Spec, task: str) -> tuple[Spec | None, Task | None]:
    """The spec, where it lies by now, and its task."""
    folders = end.found.folders
    path = spec.path if spec.path in folders else None
    path = path or next((it.path for it in folders.values() if it.id == spec.id), None)
    later = end.spec(path) if path else None
    tasks = later.all_tasks() if later else ()
    return later, next((each for each in tasks if each.id == task), None)


class _Walk:
    """Goes from commit to commit, and keeps what each held only until its children are seen."""

    def __init__(self, history: History, known: _Known) -> None:
        self._history = history
        self._known = known
        self._moments: dict[str | None, Moment] = {}
        self._children = Counter(_parent(record) for record in known.records)

    def steps(self) -> Iterator[tuple[CommitRecord, Step]]:
        """Every commit with its step, parents first."""
        pairs = ((record.id, _parent(record)) for record in self._known.records)
        changes = self._history.changes_of(pairs)
        for record, paths in zip(self._known.records, changes, strict=True):
            parent = _parent(record)
            before = self._moments.get(parent) or self._history.moment(parent)
            self._children[parent] -= 1
            if self._children[parent]:
                self._moments[parent] = before
            else:
                self._moments.pop(parent, None)
            after = self._history.after(before, paths, self._history.witness(record.id))
            if self._children[record.id]:
                self._moments[record.id] = after
            if len(record.parents) > 1:
                base, own = self._history.merged(record.parents, record.id)
                yield record, Step(self._history.moment(base) if own else after, after, own)
            else:
                yield record, Step(before, after, paths)


def _parent(record: CommitRecord) -> str | None:
    return record.parents[0] if record.parents else None
