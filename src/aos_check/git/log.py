"""The history as records of commits, read from one stream of `git log`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from aos_check.git.program import Git
from aos_check.model.change import CommitRecord, Person

# NUL ends each field, and no message can hold one: nobody can forge a field.
_SHOWN = "%H %P %an %ae %cn %ce %cd %(trailers:only,unfold) %B"
FORMAT = _SHOWN.replace(" ", "%x00")
FIELDS = FORMAT.count("%x00") + 1
AS_RECORDS = ("-z", f"--format=tformat:{FORMAT}", "--date=raw", "--no-color")


def commits(git: Git, wanted: Sequence[str], unwanted: Sequence[str]) -> Iterator[CommitRecord]:
    """What is reachable from the first ids and not from the others, parents before children."""
    if not wanted:  # git would take HEAD
        return iter(())
    lines = (*wanted, *(f"^{each}" for each in unwanted))
    return _records(git, ("--topo-order", "--reverse"), lines)


def commit(git: Git, wanted: str) -> CommitRecord:
    """One commit."""
    return next(_records(git, ("--no-walk",), (wanted,)))


class Move(NamedTuple):
    """A move of HEAD: where to, when (in seconds), and whether by a commit that was made here."""

    to: str
    when: float
    is_commit: bool


_MOST_MOVES = 1_000


def moves(git: Git) -> Iterator[Move]:
    """The moves of HEAD that git remembers, the newest first."""
    options = ("--walk-reflogs", f"--max-count={_MOST_MOVES}", "-z", "--date=raw")
    shown = "--format=tformat:%H%x00%gd%x00%gs"
    output = git.ask("log", *options, shown, "HEAD", "--") or b""
    fields = iter(output.split(b"\0")[:-1])
    for to, selector, what in zip(fields, fields, fields, strict=True):
        seconds = selector.partition(b"@{")[2].split(b" ")[0]
        yield Move(to.decode("ascii"), float(seconds or 0), what.startswith(b"commit"))


def _records(git: Git, order: Iterable[str], lines: Iterable[str]) -> Iterator[CommitRecord]:
    fields = git.stream("log", *order, *AS_RECORDS, "--stdin", lines=lines)
    for first in fields:
        yield record([first, *(next(fields) for _ in range(FIELDS - 1))])


def record(fields: Sequence[bytes]) -> CommitRecord:
    """The fields of one commit, in the order of the format."""
    identity, parents, *people, when, trailers, message = (
        field.decode("utf-8", "replace") for field in fields
    )
    author, mail, committer, committer_mail = people
    return CommitRecord(
        id=identity,
        parents=tuple(parents.split()),
        author=Person(author, mail),
        committer=Person(committer, committer_mail),
        committed=_moment(when),
        message=message,
        trailers=read_trailers(trailers),
    )


def read_trailers(text: str) -> tuple[tuple[str, str], ...]:
    """Unfolded trailers, one a line, as git's parser prints them."""
    pairs = (line.partition(":") for line in text.split("\n") if line)
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def _moment(raw: str) -> datetime:
    """`seconds ±hhmm`. What no calendar holds is late: it never makes a commit an old one."""
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
