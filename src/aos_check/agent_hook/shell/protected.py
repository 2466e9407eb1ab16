"""Matching paths with the patterns of guarded paths."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from aos_check.agent_hook.shell.text import UNKNOWN

PARTS = ("hooks", "settings", "approvals", "documents")
_LONGEST_GLOB = 100
_MARK = re.compile(r"[*?[]")
DEEPEST = 32
"""The most folders of a path to look at."""

# Hooks that check neither commits nor pushes.
_OTHER_HOOKS = re.compile(
    r"post-.*|p4-.*|.*\.sample|(?:pre-)?applypatch(?:-msg)?|pre-auto-gc|pre-rebase|update"
    r"|fsmonitor-watchman|query-watchman|push-to-checkout|reference-transaction|sendemail-validate",
    re.DOTALL,
)


class Guard(NamedTuple):
    """A guarded path: its part of the gate (one of PARTS), and the pattern that matches it."""

    part: str
    pattern: str


class _Rule(NamedTuple):
    """A guard, and the segments of its pattern."""

    guard: Guard
    segments: list[str]
    alone: bool = False
    """The folders above it are not guarded: they are removed with a submodule or a worktree."""


class Guards:
    """All guarded paths, as patterns that are absolute or relative to the root."""

    def __init__(self, parts: Sequence[tuple[str, Sequence[str]]], *, rooted: bool) -> None:
        self._rooted = rooted
        self._rules = [
            _Rule(Guard(part, pattern), pattern.lower().split("/"))
            for part, patterns in parts
            for pattern in patterns
        ]
        self._rules += _within_git(dict(parts).get("hooks", ()))

    def inside(self) -> Guard | None:
        """The most important guard inside the root."""
        return next(
            (rule.guard for rule in self._rules if rule.segments[0] not in {"", "**"}), None
        )

    def of(self, path: str, deep: Collection[str] = ()) -> Guard | None:
        """The guard on a path; for the `deep` parts, also one on a path inside this folder."""
        return next(self._matching(path.lower().split("/"), deep), None)

    def _matching(self, path: list[str], deep: Collection[str]) -> Iterator[Guard]:
        for rule in self._rules:
            anywhere = rule.segments[0] == "**"
            wanted = rule.segments[anywhere:]
            for start in self._starts(rule.segments, path):
                rest = path[start:]
                # With a pattern for any folder, a wildcard would match too much.
                if anywhere and _MARK.search(rest[0]):
                    continue
                below = rule.guard.part in deep and not anywhere and not rule.alone
                if fits(rest, wanted, deep=below) and not _is_other(rule.guard, rest, wanted):
                    yield rule.guard

    def _starts(self, pattern: list[str], path: list[str]) -> range:
        """The indexes where the pattern can start: any index in a path whose root is unknown."""
        if not path[0] and (self._rooted or not pattern[0]):
            return range(0 if pattern[0] else 1)
        anywhere = pattern[0] == "**" or not path[0]
        return range(max(0, len(path) - DEEPEST), len(path)) if anywhere else range(1)


def _within_git(hooks: Sequence[str]) -> Iterator[_Rule]:
    """The rules for the gate's files in git's folder, in addition to the named hooks."""
    if not hooks:
        return
    own = next((hook[: -len("hooks")] for hook in hooks if hook.endswith(".git/hooks")), ".git/")
    patterns = [f"{own}modules/{name}/hooks" for name in ("*", "*/*", "*/*/*")]
    patterns += [f"{own}worktrees/*/{name}" for name in ("hooks", "commondir", "config.worktree")]
    patterns += [f"{own}{name}" for name in (*_OF_GIT, *_OF_REFS)]
    for pattern in patterns:
        part = "hooks" if pattern.endswith("/hooks") else "settings"
        yield _Rule(Guard(part, pattern), pattern.lower().split("/"), alone=True)


_OF_GIT = (
    "config.worktree", "commondir", "shallow", "info/grafts", "objects/info/alternates",
)  # fmt: skip
_OF_REFS = ("refs", "logs", "reftable", "packed-refs", "HEAD", "FETCH_HEAD")
"""The files by which git knows its refs. Only git writes them."""


def is_of_refs(guard: Guard) -> bool:
    """True for the files of git's refs."""
    return guard.pattern.rpartition(".git/")[2] in _OF_REFS


def fits(path: list[str], pattern: list[str], *, deep: bool) -> bool:
    """True for the path of the pattern, paths below it and, with `deep`, folders above it."""
    if len(path) < len(pattern) and not deep:
        return False
    return all(map(_same, path, pattern))


def _same(segment: str, pattern: str) -> bool:
    if segment == pattern:
        return True
    if not (_MARK.search(pattern) or _MARK.search(segment)):
        return False
    if max(len(segment), len(pattern)) > _LONGEST_GLOB or UNKNOWN in segment:
        return False
    hidden = pattern.startswith(".") and segment.startswith(("*", "?", "["))
    return fnmatchcase(segment, pattern) or (not hidden and fnmatchcase(pattern, segment))


def _is_other(guard: Guard, path: list[str], pattern: list[str]) -> bool:
    """True for a hook that is not part of the gate."""
    below = path[len(pattern) :]
    if is_of_refs(guard) and path[-1].endswith(".lock"):
        return True
    return guard.part == "hooks" and bool(below) and bool(_OTHER_HOOKS.fullmatch(below[0]))
