"""From why CI runs to what is judged: which commits, by whose rules; what is lacking is fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from aos_check.ci import Occasion, Sort
from aos_check.cli.output import say
from aos_check.git import Repository
from aos_check.judging.judge import open_worktree_subject
from aos_check.judging.projects import Opened, Request
from aos_check.judging.pushed_refs import Update
from aos_check.judging.pushes import span_of
from aos_check.judging.revisions import Revisions, Span
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError


class Assignment(NamedTuple):
    """What is to be judged: a span of commits (None: the worktree), and by whose rules.

    `rules` is the commit whose configuration is in force; "" for that of what is judged. With a
    `message`, the span is judged as the one commit that a squash makes.
    """

    span: Span | None = None
    rules: str = ""
    message: bytes | None = None

    def open(self, request: Request) -> Opened:
        """Read it. Raises CannotCheckError."""
        if self.span is None:
            return open_worktree_subject(request)
        if self.rules and not request.config_from:
            request = request._replace(config_from=self.rules)
        revisions = Revisions(request)
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


def assignment(
    occasion: Occasion | None, request: Request, written: str | None, *, squash: bool
) -> Assignment:
    """What the occasion, or the range that was written instead, gives to judge."""
    if occasion is None:
        if written is None:
            raise CannotCheckError(
                "neither GitHub Actions nor GitLab CI runs this, so nothing names the commits",
                "pass the commits to judge with --range A..B",
            )
        return Assignment(Revisions(request).span(written))
    desk = _Desk(occasion, request, written)
    if not desk.is_whole():
        desk.fetch()
        desk = _Desk(occasion, request, written)
    found = desk.assignment()
    return _squashed(found, occasion) if squash and occasion.sort is Sort.PROPOSED else found


def _squashed(found: Assignment, occasion: Occasion) -> Assignment:
    if occasion.unsaid:
        raise CannotCheckError(
            f"the message of the squash is not known: {occasion.unsaid}",
            "shorten the description, or judge the commits themselves, without --squash",
        )
    return found._replace(message=occasion.message.encode("utf-8", "replace"))


class _Desk:
    """Works out what an occasion is about, in the repository that was checked out."""

    def __init__(self, occasion: Occasion, request: Request, written: str | None) -> None:
        self._occasion = occasion
        self._written = written
        self._revisions = Revisions(request)
        self._repository: Repository = self._revisions.repository

    def assignment(self) -> Assignment:
        """What is to be judged. Raises CannotCheckError where the repository does not tell."""
        rules, span = "", None
        if self._occasion.sort in {Sort.PROPOSED, Sort.QUEUED}:
            rules, tip = self._ends()
            span = self._between(rules, tip)
        elif self._occasion.sort is Sort.PUSHED and not self._written:
            span = self._pushed()
        return Assignment(self._revisions.span(self._written) if self._written else span, rules)

    # What is lacking

    def is_whole(self) -> bool:
        """True when all that is to be judged, and what it is compared with, is there.

        A shallow history may hold a merge base, and hide a nearer one: it is never whole.
        """
        compares = self._written or self._occasion.sort is not Sort.TREE
        return not (compares and self._repository.shallow) and not self._missing()

    def fetch(self) -> None:
        """Fetch what is not there. Raises CannotCheckError when a shallow clone stays shallow."""
        head = self._repository.head()
        if self._repository.shallow and head:
            say("aos-check: the checkout is shallow: fetching what came before")
            self._repository.deepen(head, self._occasion.deeper)
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
        occasion = self._occasion
        if occasion.sort is Sort.PROPOSED and self._repository.head() != occasion.head:
            return [occasion.base] if occasion.built else []
        return [each for each in (occasion.base, occasion.head) if each]

    @property
    def _compared_with(self) -> str:
        """The branch whose last commit matters; "" for none."""
        occasion = self._occasion
        if occasion.sort is Sort.PROPOSED and not occasion.base:
            return occasion.target
        pushed = occasion.sort is Sort.PUSHED and occasion.branch != occasion.default
        return occasion.default if pushed else ""

    # Of a push

    def _pushed(self) -> Span | None:
        """What a push brings; None where that is no commit, as with a branch set back."""
        occasion, repository = self._occasion, self._repository
        tip = repository.resolve(occasion.head)
        old = repository.find(occasion.base) if occasion.base else None
        # What the default branch has, a push to another one does not bring.
        other = repository.remote_branch(self._compared_with) if self._compared_with else None
        known = {it for it in (other, old) if it}
        if not known and occasion.branch != occasion.default:
            raise CannotCheckError(
                f"nothing tells what {occasion.branch or tip[:10]} adds: neither what was there "
                "before nor the default branch is in this checkout",
                occasion.deeper,
            )
        return span_of(repository, Update(old or "", tip, occasion.branch), tuple(sorted(known)))

    # Of a request to merge

    def _between(self, base: str, tip: str) -> Span:
        common = self._repository.merge_base(base, tip)
        called = f"{self._occasion.event} {base[:10]}..{tip[:10]}"
        return Span(tip, (base,), common, self._occasion.branch, called)

    def _ends(self) -> tuple[str, str]:
        """The commit that it is to be merged into, and the last one of what asks for it."""
        occasion, repository = self._occasion, self._repository
        if occasion.sort is Sort.QUEUED:
            return repository.resolve(occasion.base), repository.resolve(occasion.head)
        head = self._checked_out()
        # What the event says of the base may be hours old; the merge's parent is what it is now.
        if len(head.parents) == 2 and head.parents[1] == occasion.head:  # noqa: PLR2004
            return head.parents[0], head.parents[1]
        if occasion.built or head.id == occasion.head:
            return self._target(), head.id
        raise CannotCheckError(
            f"{head.id[:10]} is checked out, which is neither the last commit of the request "
            f"({occasion.head[:10]}) nor its merge",
            "check out what the event is about, and commit nothing before this step; or pass "
            "--range (input `range`)",
        )

    def _target(self) -> str:
        """The last commit of what it is to be merged into."""
        occasion, repository = self._occasion, self._repository
        if occasion.base:
            return repository.resolve(occasion.base)
        if found := repository.remote_branch(occasion.target):
            return found
        raise CannotCheckError(
            f"the branch {occasion.target or 'that it is to be merged into'} is not in this "
            "checkout, and cannot be fetched",
            "let the job fetch it: `git fetch origin BRANCH:refs/remotes/origin/BRANCH`",
        )

    def _checked_out(self) -> CommitRecord:
        if head := self._repository.head():
            return self._repository.commit(head)
        raise CannotCheckError(
            "there is no commit in this checkout", "check the repository out before this step"
        )
