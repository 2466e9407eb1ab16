"""From why CI runs to what is judged: which commits, by whose rules; what is lacking is fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from aos_check.ci import CIEvent, CIEventKind
from aos_check.git import Repository
from aos_check.judging.check_input import CheckInput, CheckRequest
from aos_check.judging.pushed_refs import Update
from aos_check.judging.pushes import span_of
from aos_check.judging.revisions import CommitSpan, RevisionReader
from aos_check.judging.worktree import open_projects
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError


class CIRange(NamedTuple):
    """What is to be judged: a span of commits (None: the worktree), and by whose rules.

    `rules` is the commit whose configuration is in force; "" for that of what is judged. With a
    `message`, the span is judged as the one commit that a squash makes.
    """

    span: CommitSpan | None = None
    rules: str = ""
    message: bytes | None = None

    def open(self, request: CheckRequest) -> CheckInput:
        """Read it. Raises CannotCheckError."""
        if self.span is None:
            return open_projects(request)
        if self.rules and not request.config_from:
            request = request._replace(config_from=self.rules)
        revisions = RevisionReader(request)
        if self.message is not None:
            return revisions.squashed(self.span, self.message, edited=False)
        return revisions.judged(self.span)

    def __str__(self) -> str:
        if self.span is None:
            return "the worktree as it is"
        start = ", ".join(each[:10] for each in self.span.without) or "nothing"
        squashed = " as one commit" if self.message is not None else ""
        rules = f", by the rules of {self.rules[:10]}" if self.rules else ""
        return f"what {self.span.tip[:10]} has and not {start}{squashed}{rules}"


def ci_range(
    event: CIEvent | None, request: CheckRequest, written: str | None, *, squash: bool
) -> CIRange:
    """The commits to judge: those of the event, or of the range given instead."""
    if event is None:
        if written is None:
            raise CannotCheckError(
                "neither GitHub Actions nor GitLab CI runs this, so nothing names the commits",
                "pass the commits to judge with --range A..B",
            )
        return CIRange(RevisionReader(request).span(written))
    event_range = _EventRange(event, request, written)
    if not event_range.is_whole():
        event_range.fetch()
        event_range = _EventRange(event, request, written)
    found = event_range.ci_range()
    return _squashed(found, event) if squash and event.kind is CIEventKind.PROPOSED else found


def _squashed(found: CIRange, event: CIEvent) -> CIRange:
    if event.unsaid:
        raise CannotCheckError(
            f"the message of the squash is not known: {event.unsaid}",
            "shorten the description, or judge the commits themselves, without --squash",
        )
    return found._replace(message=event.message.encode("utf-8", "replace"))


class _EventRange:
    """Finds the commits that an event is about, in the repository checked out."""

    def __init__(self, event: CIEvent, request: CheckRequest, written: str | None) -> None:
        self._event = event
        self._written = written
        self._console = request.console
        self._revisions = RevisionReader(request)
        self._repository: Repository = self._revisions.repository

    def ci_range(self) -> CIRange:
        """What is to be judged. Raises CannotCheckError where the repository does not tell."""
        rules, span = "", None
        if self._event.kind in {CIEventKind.PROPOSED, CIEventKind.QUEUED}:
            rules, tip = self._ends()
            span = self._between(rules, tip)
        elif self._event.kind is CIEventKind.PUSHED and not self._written:
            span = self._pushed()
        return CIRange(self._revisions.span(self._written) if self._written else span, rules)

    # What is lacking

    def is_whole(self) -> bool:
        """True when all that is to be judged, and what it is compared with, is there.

        A shallow history may hold a merge base, and hide a nearer one: it is never whole.
        """
        compares = self._written or self._event.kind is not CIEventKind.TREE
        return not (compares and self._repository.shallow) and not self._missing()

    def fetch(self) -> None:
        """Fetch what is not there. Raises CannotCheckError when a shallow clone stays shallow."""
        head = self._repository.head()
        if self._repository.shallow and head:
            self._console.note("the checkout is shallow: fetching what came before")
            self._repository.deepen(head, self._event.deeper)
        for bring in self._missing():
            bring()

    def _missing(self) -> list[Callable[[], bool]]:
        """How to get what the event names and the checkout has not."""
        repository = self._repository
        found = [
            partial(repository.bring, each)
            for each in self._named_ends()
            if not repository.find(each)
        ]
        branch = self._compared_with
        if branch and not repository.remote_branch(branch):
            found.append(partial(repository.bring_branch, branch))
        return [*found]

    def _named_ends(self) -> list[str]:
        """The commits that the event names; none where a merge tells more than it does."""
        event = self._event
        if event.kind is CIEventKind.PROPOSED and self._repository.head() != event.head:
            return [event.base] if event.built else []
        return [each for each in (event.base, event.head) if each]

    @property
    def _compared_with(self) -> str:
        """The branch whose last commit matters; "" for none."""
        event = self._event
        if event.kind is CIEventKind.PROPOSED and not event.base:
            return event.target
        pushed = event.kind is CIEventKind.PUSHED and event.branch != event.default
        return event.default if pushed else ""

    # Of a push

    def _pushed(self) -> CommitSpan | None:
        """What a push brings; None where that is no commit, as with a branch set back."""
        event, repository = self._event, self._repository
        tip = repository.resolve(event.head)
        old = repository.find(event.base) if event.base else None
        # What the default branch has, a push to another one does not bring.
        other = repository.remote_branch(self._compared_with) if self._compared_with else None
        known = {it for it in (other, old) if it}
        if not known and event.branch != event.default:
            raise CannotCheckError(
                f"nothing tells what {event.branch or tip[:10]} adds: neither what was there "
                "before nor the default branch is in this checkout",
                event.deeper,
            )
        return span_of(repository, Update(old or "", tip, event.branch), tuple(sorted(known)))

    # Of a request to merge

    def _between(self, base: str, tip: str) -> CommitSpan:
        common = self._repository.merge_base(base, tip)
        called = f"{self._event.name} {base[:10]}..{tip[:10]}"
        return CommitSpan(tip, (base,), common, self._event.branch, called)

    def _ends(self) -> tuple[str, str]:
        """The commit that it is to be merged into, and the last one of what asks for it."""
        event, repository = self._event, self._repository
        if event.kind is CIEventKind.QUEUED:
            return repository.resolve(event.base), repository.resolve(event.head)
        head = self._checked_out()
        # What the event says of the base may be hours old; the merge's parent is what it is now.
        if len(head.parents) == 2 and head.parents[1] == event.head:  # noqa: PLR2004
            return head.parents[0], head.parents[1]
        if event.built or head.id == event.head:
            return self._target(), head.id
        raise CannotCheckError(
            f"{head.id[:10]} is checked out, which is neither the last commit of the request "
            f"({event.head[:10]}) nor its merge",
            "check out what the event is about, and commit nothing before this step; or pass "
            "--range (input `range`)",
        )

    def _target(self) -> str:
        """The last commit of what it is to be merged into."""
        event, repository = self._event, self._repository
        if event.base:
            return repository.resolve(event.base)
        if found := repository.remote_branch(event.target):
            return found
        raise CannotCheckError(
            f"the branch {event.target or 'that it is to be merged into'} is not in this "
            "checkout, and cannot be fetched",
            "let the job fetch it: `git fetch origin BRANCH:refs/remotes/origin/BRANCH`",
        )

    def _checked_out(self) -> CommitRecord:
        if head := self._repository.head():
            return self._repository.commit(head)
        raise CannotCheckError(
            "there is no commit in this checkout", "check the repository out before this step"
        )
