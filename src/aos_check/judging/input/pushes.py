"""The check of a push: the refs that it moves, their new commits, and one report on all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from aos_check.git import USUAL_TRUNKS, Repository
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.governed_refs import GovernedRefs
from aos_check.judging.input.revisions import CommitSpan, RevisionReader
from aos_check.judging.report.merging import merge_refs
from aos_check.judging.request import CheckRequest
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report
from aos_check.model.object_ids import is_object_id

Judge: TypeAlias = "Callable[[CheckInput], Report]"
"""Makes the report of one input."""


def outgoing(remote: str, request: CheckRequest, judge: Judge) -> Report:
    """The report on a push from this repository to `remote`."""
    revisions = RevisionReader(request)
    # git passes the remote to its hook. pre-commit has read the refs already and does not.
    passed = {} if remote or "PRE_COMMIT" not in os.environ else os.environ
    name = remote or passed.get("PRE_COMMIT_REMOTE_NAME", "")
    if passed and not name:
        return judge(revisions.range(_range_of_pre_commit(passed)))
    updates = [_update_of_pre_commit(passed)] if passed else _outgoing_updates()
    repository = revisions.repository
    ends = _default_branches(repository, name)
    updates = [replace(it, goes_on=bool(it.to) and it.to not in ends) for it in updates]
    olds = [old for update in updates if update.old and (old := repository.find(update.old))]
    known = {*repository.tips(f"refs/remotes/{name}"), *olds}
    spans = _spans(repository, updates, lambda _: [*known], _trunk(repository, name))
    return merge_refs([_report(revisions, span, judge) for span in spans])


def incoming(request: CheckRequest, judge: Judge) -> Report:
    """The report on a push to this repository. Each ref is checked by the rules it starts from."""
    repository = RevisionReader(request).repository
    reports = []
    checked = GovernedRefs(repository).checked
    for span in _spans(repository, _incoming_updates(), checked, repository.head()):
        trusted = _fork_point(repository, span.tip) or span.base or span.tip
        revisions = RevisionReader(request._replace(config_from=trusted))
        reports.append(_report(revisions, span, judge))
    return merge_refs(reports)


def _fork_point(repository: Repository, tip: str) -> str | None:
    """The commit at which `tip` leaves the default branch.

    The rules of the ref's previous commit cannot be trusted: one push could loosen them, and the
    next one could profit from that.
    """
    head = repository.head()
    return repository.common(head, tip) if head else None


def _report(revisions: RevisionReader, span: CommitSpan, judge: Judge) -> Report:
    """The report on one ref. Its documents are those of its last commit, not those on disk."""
    report = judge(revisions.each_and_whole(span, pushed=True))
    findings = (replace(it, commit=it.commit or span.tip) for it in report.findings)
    return replace(report, findings=tuple(findings))


# The commits of a ref


@dataclass(frozen=True, slots=True)
class Update:
    """A pushed ref: its old and new commit, and its branch; each is "" if there is none.

    `to` is the branch of the remote. A branch that `goes_on` is to be merged into another one.
    """

    old: str
    new: str
    branch: str = ""
    to: str = ""
    goes_on: bool = False


def _trunk(repository: Repository, remote: str) -> str | None:
    """The last known commit of the remote's default branch; None if it is not known."""
    names = (f"refs/remotes/{remote}/{branch}" for branch in ("HEAD", *USUAL_TRUNKS))
    return next(filter(None, map(repository.find, names)), None)


def _default_branches(repository: Repository, remote: str) -> set[str]:
    """The name of the remote's default branch, or the usual ones if it is not known."""
    found = repository.branch_of(f"refs/remotes/{remote}/HEAD")
    return {found} if found else {*USUAL_TRUNKS}


def _spans(
    repository: Repository,
    updates: Sequence[Update],
    known: Callable[[str], Sequence[str]],
    trunk: str | None,
) -> Sequence[CommitSpan]:
    """The new commits of each ref; refs with the same commits, as of a tag, are one span.

    `known` returns the commits that need no check with a tip.
    """
    spans: dict[tuple[str, str | None], CommitSpan] = {}
    # Branches first: the name of a branch may name the spec of a bare `Task: 1`. Of these, the
    # default branch: work must be finished there.
    for update in sorted(updates, key=lambda it: (not it.branch, it.goes_on)):
        tip = repository.find(update.new) if update.new else None
        without = tuple(sorted(known(tip))) if tip else ()
        if span := span_of(repository, update, without, trunk):
            spans.setdefault((span.tip, span.base), span)
    return list(spans.values())


def span_of(
    repository: Repository, update: Update, without: tuple[str, ...], trunk: str | None
) -> CommitSpan | None:
    """The new commits of one ref, None if there are none.

    `trunk` is the last commit of the default branch.
    """
    tip = repository.find(update.new) if update.new else None
    if tip is None:  # a deleted ref, or a tag of something other than a commit
        return None
    first = next(iter(repository.commits([tip], without)), None)
    if first is None:
        return None
    old = repository.find(update.old) if update.old else None
    if old is None or not repository.is_ancestor(old, tip):
        # The change of a rebased branch excludes the commits of others that it now includes.
        old = first.parent
    start = repository.common(trunk, tip) if trunk else None
    return CommitSpan(tip, without, old, start, update.branch, goes_on=update.goes_on)


# The refs of a push


def _outgoing_updates() -> list[Update]:
    """The refs from git's pre-push: `<local ref> <its id> <remote ref> <its id>`."""
    updates = []
    for line in _lines():
        # Split from the right, because the local ref may be `HEAD@{1 day ago}`.
        local, new, remote, old = _fields(line.rsplit(" ", 3), 4)
        branch = _branch(remote)
        updates.append(Update(_id(old), _id(new), _branch(local) or branch, branch))
    return updates


def _incoming_updates() -> list[Update]:
    """The refs from git's pre-receive: `<old id> <new id> <ref>`."""
    updates = []
    for line in _lines():
        old, new, ref = _fields(line.split(" ", 2), 3)
        updates.append(Update(_id(old), _id(new), _branch(ref)))
    return updates


def _update_of_pre_commit(environment: Mapping[str, str]) -> Update:
    """The one ref that pre-commit passes on. For a first push it passes no commits."""
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    to = _branch(environment.get("PRE_COMMIT_REMOTE_BRANCH", ""))
    return Update(
        environment.get("PRE_COMMIT_FROM_REF", ""),
        environment.get("PRE_COMMIT_TO_REF") or local,
        _branch(local) or to,
        to,
    )


def _range_of_pre_commit(environment: Mapping[str, str]) -> str:
    """The range given to `pre-commit run`, which pushes nothing."""
    first, last = (environment.get(f"PRE_COMMIT_{end}_REF") for end in ("FROM", "TO"))
    if first and last:
        return f"{first}..{last}"
    raise CannotCheckError(
        "pre-commit names no range", "pass --from-ref and --to-ref to `pre-commit run`"
    )


def _lines() -> Iterator[str]:
    if sys.stdin is None or sys.stdin.isatty():
        raise _no_refs()
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    # Not splitlines(): a ref's name may contain line separators of Unicode.
    return filter(None, text.split("\n"))


def _fields(words: list[str], number: int) -> list[str]:
    if len(words) != number:
        raise _no_refs()
    return words


def _id(word: str) -> str:
    if not is_object_id(word):
        raise _no_refs()
    return word if word.strip("0") else ""


def _branch(ref: str) -> str:
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""


def _no_refs() -> CannotCheckError:
    return CannotCheckError(
        "standard input does not hold the refs of a push",
        "let git run this as its hook, or name the commits: `aos-check check --range A..B`",
    )
