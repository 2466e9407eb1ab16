"""Reads commit records from one stream of `git log`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone

from aos_check.git.program import Git
from aos_check.model.change import CommitRecord, Person

# NUL ends each field. A message cannot contain NUL, so fields cannot be forged.
_FIELDS = "%H %P %an %ae %cn %ce %cd %(trailers:only,unfold) %B"
FORMAT = _FIELDS.replace(" ", "%x00")
FIELDS = FORMAT.count("%x00") + 1
AS_RECORDS = ("-z", f"--format=tformat:{FORMAT}", "--date=raw", "--no-color")


def commits(git: Git, wanted: Sequence[str], unwanted: Sequence[str]) -> Iterator[CommitRecord]:
    """The commits reachable from `wanted` and not from `unwanted`, parents first."""
    if not wanted:  # git would take HEAD
        return iter(())
    lines = (*wanted, *(f"^{each}" for each in unwanted))
    return _records(git, ("--topo-order", "--reverse"), lines)


def last_before(git: Git, day: date, tip: str) -> str | None:
    """The last commit on the main line of `tip` before that day; None if there is none."""
    # Not --before: git reads a far date as today.
    midnight = datetime.combine(day, time(), timezone.utc)
    age = f"--min-age={int(midnight.timestamp()) - 1}"
    output = git.run("rev-list", "--max-count=1", "--first-parent", age, tip, "--")
    return output.decode("ascii").strip() or None


def touched(git: Git, tip: str) -> Iterator[tuple[str, date]]:
    """Each file that a commit up to `tip` touched, with the day of the commit, for each commit."""
    options = ("--full-history", "-c", "--no-renames", "--raw", "-z")
    fields = git.stream("log", *options, "--format=tformat:%cd", "--date=raw", tip, "--")
    day = date.max
    for field in fields:
        if field.startswith((b":", b"\n:")):
            yield os.fsdecode(next(fields)), day
        else:
            day = _time(field.decode("ascii")).date()


def trees(git: Git, tip: str, *options: str) -> Iterator[str]:
    """The ids of the trees of the commits up to `tip`, the newest first."""
    fields = git.stream("log", *options, "-z", "--format=tformat:%T", tip, "--")
    return (field.decode("ascii") for field in fields)


def commit(git: Git, wanted: str) -> CommitRecord:
    """One commit."""
    return next(_records(git, ("--no-walk",), (wanted,)))


_BROUGHT = re.compile(
    rb"(?:fetch|pull)(?: .*)?: (?:fast-forward|forced-update|storing .*|updating tag)",
    re.IGNORECASE | re.DOTALL,
)
_FROM_HERE = re.compile(rb" \.(?=[ :])|\t(?:.* of )?\.\Z", re.DOTALL)
"""The repository itself as the source of a fetch."""


_MADE = re.compile(
    rb"(?:commit|am|cherry-pick|revert|rebase \((?!start|finish)|merge .*: Merge made).*", re.DOTALL
)


def fetched(git: Git, last: bytes) -> list[str]:
    """The commits to which a fetch or a pull moved a ref, or which FETCH_HEAD lists.

    `last` is the content of FETCH_HEAD. A ref that was moved by hand has no such entry in its log.
    A commit that was made here does not count, even if a remote has it.
    """
    entries = _moves(git, "--all")
    made = {to for to, what in entries if _MADE.fullmatch(what)}
    moves = [each for each in entries if _BROUGHT.fullmatch(each[1])]
    moves += [(line.partition(b"\t")[0], line) for line in last.splitlines() if b"\t\t" in line]
    found = b"\n".join({to for to, what in moves if not _FROM_HERE.search(what)} - made)
    options = ("--no-walk", "--ignore-missing", "--stdin")
    return (git.ask("rev-list", *options, given=found) or b"").decode("ascii").split()


def made(git: Git) -> list[str]:
    """The commits that were made on HEAD, by its log."""
    return [to.decode("ascii") for to, what in _moves(git, "HEAD") if _MADE.fullmatch(what)]


def pushed(git: Git) -> list[str]:
    """The commits that were pushed, by the logs of the remote-tracking branches."""
    return [to.decode("ascii") for to, what in _moves(git, "--all") if what == b"update by push"]


def _moves(git: Git, which: str) -> list[tuple[bytes, bytes]]:
    """The entries in the logs of refs: each commit that a ref moved to, and why."""
    shape = "--format=tformat:%H%x00%gs"
    output = git.ask("log", "--walk-reflogs", which, "-z", shape) or b""
    fields = iter(output.split(b"\0")[:-1])
    return list(zip(fields, fields, strict=True))


def made_again(git: Git, tip: str, known: Sequence[str]) -> frozenset[str]:
    """The commits of `tip` that none of the `known` has, but whose patch one of them has."""
    options = ("--cherry-mark", "--right-only", "--stdin")
    pairs = "".join(f"{each}...{tip}\n" for each in known)
    lines = (git.ask("rev-list", *options, given=pairs.encode()) or b"") if known else b""
    return frozenset(it[1:] for it in lines.decode("ascii").split() if it.startswith("="))


def _records(git: Git, order: Iterable[str], lines: Iterable[str]) -> Iterator[CommitRecord]:
    fields = git.stream("log", *order, *AS_RECORDS, "--stdin", lines=lines)
    for first in fields:
        yield record([first, *(next(fields) for _ in range(FIELDS - 1))])


def record(fields: Sequence[bytes]) -> CommitRecord:
    """The commit with these fields, which are in the order of the format."""
    identity, parents, *people, when, trailers, message = (
        field.decode("utf-8", "replace") for field in fields
    )
    author, mail, committer, committer_mail = people
    return CommitRecord(
        id=identity,
        parents=tuple(parents.split()),
        author=Person(author, mail),
        committer=Person(committer, committer_mail),
        committed=_time(when),
        message=message,
        trailers=read_trailers(trailers),
    )


def read_trailers(text: str) -> tuple[tuple[str, str], ...]:
    """The keys and values of unfolded trailers, which git prints one per line."""
    pairs = (line.partition(":") for line in text.split("\n") if line)
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def _time(raw: str) -> datetime:
    """The time from `seconds ±hhmm`. An invalid one is the latest time, so it is never old."""
    seconds, _, zone = raw.partition(" ")
    try:
        return datetime.fromtimestamp(int(seconds), _offset(zone))
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=timezone.utc)


def _offset(zone: str) -> timezone:
    try:
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        return timezone(timedelta(minutes=-minutes if zone.startswith("-") else minutes))
    except ValueError:
        return timezone.utc
