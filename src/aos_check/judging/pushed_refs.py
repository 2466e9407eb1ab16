"""Which refs a push moves: as git tells its hooks, or as pre-commit passes on what git told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aos_check.model.errors import CannotCheckError

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Update:
    """One ref of a push: from which commit to which, on which branch; "" where there is none."""

    old: str
    new: str
    branch: str = ""


def outgoing() -> list[Update]:
    """What git gives to pre-push: `<local ref> <its id> <remote ref> <its id>`."""
    updates = []
    for line in _lines():
        # From the right: what is pushed may be called `HEAD@{1 day ago}`.
        local, new, remote, old = _fields(line.rsplit(" ", 3), 4)
        updates.append(Update(_id(old), _id(new), _branch(local) or _branch(remote)))
    return updates


def incoming() -> list[Update]:
    """What git gives to pre-receive: `<old id> <new id> <ref>`."""
    updates = []
    for line in _lines():
        old, new, ref = _fields(line.split(" ", 2), 3)
        updates.append(Update(_id(old), _id(new), _branch(ref)))
    return updates


def passed_on(environment: Mapping[str, str]) -> Update:
    """The one ref that pre-commit tells of; of a first push it names no commits, only the ref."""
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    return Update(
        environment.get("PRE_COMMIT_FROM_REF", ""),
        environment.get("PRE_COMMIT_TO_REF") or local,
        _branch(local) or _branch(environment.get("PRE_COMMIT_REMOTE_BRANCH", "")),
    )


def asked_for(environment: Mapping[str, str]) -> str:
    """The range that `pre-commit run` is given, where nothing is pushed."""
    first, last = (environment.get(f"PRE_COMMIT_{end}_REF") for end in ("FROM", "TO"))
    if first and last:
        return f"{first}..{last}"
    raise CannotCheckError(
        "pre-commit names no range", "pass --from-ref and --to-ref to `pre-commit run`"
    )


def _lines() -> Iterator[str]:
    if sys.stdin is None or sys.stdin.isatty():
        raise _strange()
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    # Not by splitlines(): a ref's name may hold what only Unicode takes for the end of a line.
    return filter(None, text.split("\n"))


def _fields(words: list[str], number: int) -> list[str]:
    if len(words) != number:
        raise _strange()
    return words


def _id(word: str) -> str:
    if not _ID.fullmatch(word):
        raise _strange()
    return word if word.strip("0") else ""


def _branch(ref: str) -> str:
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""


def _strange() -> CannotCheckError:
    return CannotCheckError(
        "standard input does not hold the refs of a push",
        "let git run this as its hook, or name the commits: `aos-check check --range A..B`",
    )
