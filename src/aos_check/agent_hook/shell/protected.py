"""Which paths are guarded: what a path is of the gate, by the patterns that name it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from aos_check.agent_hook.shell.text import UNKNOWN

PARTS = ("hooks", "settings", "approvals")
_LONGEST_GLOB = 100
_MARK = re.compile(r"[*?[]")
DEEPEST = 32
"""How many folders of a path are looked at."""

# Hooks that judge no commit and no push.
_OTHER_HOOKS = re.compile(
    r"post-.*|p4-.*|.*\.sample|(?:pre-)?applypatch(?:-msg)?|pre-auto-gc|pre-rebase|update"
    r"|fsmonitor-watchman|query-watchman|push-to-checkout|reference-transaction|sendemail-validate",
    re.DOTALL,
)


class Guard(NamedTuple):
    """A guarded path: what it is of the gate, and the pattern that names it."""

    part: str
    pattern: str


class _Rule(NamedTuple):
    """A guard, and the segments of its pattern."""

    guard: Guard
    segments: list[str]
    alone: bool = False
    """A folder above it is none of the gate's: it goes with a submodule or a worktree."""


class Guards:
    """All that is guarded: patterns relative to the root, or absolute ones."""

    def __init__(self, parts: Sequence[tuple[str, Sequence[str]]], *, rooted: bool) -> None:
        self._rooted = rooted
        self._rules = [
            _Rule(Guard(part, pattern), pattern.lower().split("/"))
            for part, patterns in parts
            for pattern in patterns
        ]
        self._rules += _within_git(dict(parts).get("hooks", ()))

    def inside(self) -> Guard | None:
        """What matters most of what lies in the root."""
        return next(
            (rule.guard for rule in self._rules if rule.segments[0] not in {"", "**"}), None
        )

    def of(self, path: str, deep: Collection[str] = ()) -> Guard | None:
        """What a path has of the gate; of these parts also what a folder holds of them."""
        return next(self._matching(path.lower().split("/"), deep), None)

    def _matching(self, path: list[str], deep: Collection[str]) -> Iterator[Guard]:
        for rule in self._rules:
            anywhere = rule.segments[0] == "**"
            wanted = rule.segments[anywhere:]
            for start in self._starts(rule.segments, path):
                there = path[start:]
                # Of a file that may lie anywhere, `*` names too little to be certain.
                if anywhere and _MARK.search(there[0]):
                    continue
                below = rule.guard.part in deep and not anywhere and not rule.alone
                if fits(there, wanted, deep=below) and not _is_other(rule.guard, there, wanted):
                    yield rule.guard

    def _starts(self, pattern: list[str], path: list[str]) -> range:
        """Where the pattern may begin: within a path whose root is not known, anywhere."""
        if not path[0] and (self._rooted or not pattern[0]):
            return range(0 if pattern[0] else 1)
        anywhere = pattern[0] == "**" or not path[0]
        return range(max(0, len(path) - DEEPEST), len(path)) if anywhere else range(1)


def _within_git(hooks: Sequence[str]) -> Iterator[_Rule]:
    """What of the gate lies in git's folder beside the hooks that are named."""
    if not hooks:
        return
    own = next((hook[: -len("hooks")] for hook in hooks if hook.endswith(".git/hooks")), ".git/")
    patterns = [f"{own}modules/{name}/hooks" for name in ("*", "*/*", "*/*/*")]
    patterns += [f"{own}worktrees/*/{name}" for name in ("hooks", "commondir", "config.worktree")]
    patterns.append(f"{own}config.worktree")
    for pattern in patterns:
        part = "hooks" if pattern.endswith("/hooks") else "settings"
        yield _Rule(Guard(part, pattern), pattern.lower().split("/"), alone=True)


def fits(path: list[str], pattern: list[str], *, deep: bool) -> bool:
    """True for the pattern's path, what is below it and, with `deep`, the folders above it."""
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
    """True for a hook that is none of the gate's."""
    below = path[len(pattern) :]
    return guard.part == "hooks" and bool(below) and bool(_OTHER_HOOKS.fullmatch(below[0]))
