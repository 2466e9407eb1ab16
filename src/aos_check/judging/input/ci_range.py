"""The commits that a CI run checks, and their rules; missing commits are fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from aos_check.ci import CIEvent, CIEventKind
from aos_check.git import Repository
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.pushes import Update, span_of
from aos_check.judging.input.revisions import CommitSpan, RevisionReader
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.request import CheckRequest
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError


class CIRange(NamedTuple):
    """A span of commits to check (None: the worktree), and the source of the rules.

    `rules` is the commit whose configuration is in force; "" for that of the checked tree. With a
    `message`, the span is checked as the one commit that a squash makes.
    """

    span: CommitSpan | None = None
    rules: str = ""
    message: bytes | None = None

    def open(self, request: CheckRequest) -> CheckInput:
        """Read the commits or the worktree. Raises CannotCheckError."""
        if self.span is None:
            return open_projects(request)
        if self.rules and not request.config_from:
            request = request._replace(config_from=self.rules)
        revisions = RevisionReader(request)
        if self.message is not None:
            return revisions.squashed(self.span, self.message, edited=False)
        return revisions.each_and_whole(self.span)

    def commands(self, request: CheckRequest) -> tuple[str, ...]:
        """The commands of proofs that may run, by the configuration before the span."""
        base = request.config_from or self.rules or (self.span.base if self.span else None)
        if not base:
            return ()
        return RevisionReader(request._replace(config_from=base)).config().evidence.commands

    def is_checked_out(self, request: CheckRequest) -> bool:
        """True if the checkout has the last commit of the span, or a merge of it."""
        repository = RevisionReader(request).repository
        head = repository.head()
        return bool(self.span and head and repository.is_ancestor(self.span.tip, head))

    def __str__(self) -> str:
        if self.span is None:
            return "the worktree"
        start = ", ".join(each[:10] for each in self.span.without) or "nothing"
        squashed = " as one commit" if self.message is not None else ""
        rules = f", by the rules of {self.rules[:10]}" if self.rules else ""
        return f"the commits of {self.span.tip[:10]} that are not in {start}{squashed}{rules}"


def ci_range(
    event: CIEvent | None, request: CheckRequest, written: str | None, *, squash: bool
) -> CIRange:
    """The commits to check: those of the event, or of the range given instead."""
    if event is None:
        if written is None:
            raise CannotCheckError(
                "this is not a CI platform that aos-check knows, so no event names the commits",
                "pass the commits to check with --range A..B",
            )
        return _as_written(RevisionReader(request).span(written))
    event_range = _EventRange(event, request, written)
    if not event_range.is_complete():
        event_range.fetch()
        event_range = _EventRange(event, request, written)
    found = event_range.ci_range()
    return _squashed(found, event) if squash and event.kind is CIEventKind.PROPOSED else found


def _as_written(span: CommitSpan, rules: str = "") -> CIRange:
    """A range that was named, by the rules of the request, else of the commit that it starts at."""
    return CIRange(span, rules or span.start or "")


def _squashed(found: CIRange, event: CIEvent) -> CIRange:
    if event.unsaid:
        raise CannotCheckError(
            f"the message of the squash is not known: {event.unsaid}",
            "shorten the description, or check the commits themselves, without --squash",
        )
    return found._replace(message=event.message.encode("utf-8", "replace"))


class _EventRange:
    """Finds the commits of an event in the checkout."""

    def __init__(self, event: CIEvent, request: CheckRequest, written: str | None) -> None:
        self._event = event
        self._written = written
        self._console = request.console
        self._revisions = RevisionReader(request)
        self._repository: Repository = self._revisions.repository

    def ci_range(self) -> CIRange:
        """The commits to check. Raises CannotCheckError if the repository does not show them."""
        rules, span = "", None
        if self._event.kind in {CIEventKind.PROPOSED, CIEventKind.QUEUED}:
            rules, tip = self._ends()
            span = self._between(rules, tip)
        elif self._event.kind is CIEventKind.PUSHED and not self._written:
            span = self._pushed()
        if self._written:
            span = self._revisions.span(self._written)
            span = span._replace(branch=span.branch or self._event.branch)
            return _as_written(span, rules)
        return CIRange(span, rules)

    # Missing commits

    def is_complete(self) -> bool:
        """True when the checkout has all commits that are checked and compared with.

        A shallow history is never complete: it may have a merge base and hide a nearer one.
        """
        compares = self._written or self._event.kind is not CIEventKind.TREE
        return not (compares and self._repository.shallow) and not self._missing()

    def fetch(self) -> None:
        """Fetch the missing commits. Raises CannotCheckError if a shallow clone stays shallow."""
        head = self._repository.head()
        if self._repository.shallow and head:
            self._console.note("the checkout is shallow: fetching the earlier commits")
            self._repository.deepen(head, self._event.deeper)
        for fetch in self._missing():
            fetch()

    def _missing(self) -> list[Callable[[], bool]]:
        """Functions that fetch what the event names and the checkout does not have."""
        repository = self._repository
        found = [
            partial(repository.fetch, each)
            for each in self._named_ends()
            if not repository.find(each)
        ]
        branch = self._compared_with
        if branch and not repository.remote_branch(branch):
            found.append(partial(repository.fetch_branch, branch))
        return [*found]

    def _named_ends(self) -> list[str]:
        """The commits that the event names; none if the checked-out merge is more recent."""
        event = self._event
        if event.kind is CIEventKind.PROPOSED and self._repository.head() != event.head:
            return [event.base] if event.built else []
        return [each for each in (event.base, event.head) if each]

    @property
    def _compared_with(self) -> str:
        """The branch to compare with; "" for none."""
        event = self._event
        if event.kind is CIEventKind.PROPOSED and not event.base:
            return event.target
        pushed = event.kind is CIEventKind.PUSHED and event.branch != event.default
        return event.default if pushed else ""

    # A push

    def _pushed(self) -> CommitSpan | None:
        """The commits of a push; None if it adds none, as when a branch is reset."""
        event, repository = self._event, self._repository
        tip = repository.resolve(event.head)
        old = repository.find(event.base) if event.base else None
        # The commits of the default branch do not belong to a push to another branch.
        other = repository.remote_branch(self._compared_with) if self._compared_with else None
        known = {it for it in (other, old) if it}
        if not known and event.branch != event.default:
            raise CannotCheckError(
                f"the commits that {event.branch or tip[:10]} adds are not known: neither its "
                "previous commit nor the default branch is in this checkout",
                event.deeper,
            )
        update = Update(old or "", tip, event.branch)
        return span_of(repository, update, tuple(sorted(known)), other or old)

    # A request to merge

    def _between(self, base: str, tip: str) -> CommitSpan:
        common = self._repository.merge_base(base, tip)
        name = f"{self._event.name} {base[:10]}..{tip[:10]}"
        return CommitSpan(tip, (base,), common, common, self._event.branch, name)

    def _ends(self) -> tuple[str, str]:
        """The last commits of the target branch and of the request."""
        event, repository = self._event, self._repository
        if event.kind is CIEventKind.QUEUED:
            return repository.resolve(event.base), repository.resolve(event.head)
        head = self._checked_out()
        # The event's base may be hours old; the merge's first parent is the current one.
        if len(head.parents) == 2 and head.parents[1] == event.head:  # noqa: PLR2004
            return head.parents[0], head.parents[1]
        if event.built or head.id == event.head:
            return self._target(), head.id
        raise CannotCheckError(
            f"{head.id[:10]} is checked out, which is neither the last commit of the request "
            f"({event.head[:10]}) nor its merge",
            "check out the commit of the event, and commit nothing before this step; or pass "
            "--range (input `range`)",
        )

    def _target(self) -> str:
        """The last commit of the target branch."""
        event, repository = self._event, self._repository
        if event.base:
            return repository.resolve(event.base)
        if found := repository.remote_branch(event.target):
            return found
        raise CannotCheckError(
            f"the branch {event.target or 'to merge into'} is not in this checkout, and cannot be "
            "fetched",
            "let the job fetch it: `git fetch origin BRANCH:refs/remotes/origin/BRANCH`",
        )

    def _checked_out(self) -> CommitRecord:
        if head := self._repository.head():
            return self._repository.commit(head)
        raise CannotCheckError(
            "there is no commit in this checkout", "check the repository out before this step"
        )
