"""Which paths are guarded: what a command names, against what the gate is made of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from aos_check.shell.script import ROOT, UNKNOWN
from aos_check.shell.ways import Guarded

_DRIVE = re.compile(r"([a-z]):(?=/)")
_HOME = re.compile(r"(?:/root|/(?:home|users)/[^/]+|/[a-z]/users/[^/]+)(?=/|\Z)")
_LONGEST = 4096
_LONGEST_GLOB = 100
_DEEPEST = 32

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


class Places:
    """Where a command stands, and what is guarded there."""

    def __init__(self, guarded: Guarded) -> None:
        self._root = _plain(guarded.root).rstrip("/")
        self.hooks = _plain(guarded.hooks[0]) if guarded.hooks else ".git/hooks"
        self.folder = guarded.folder or "."
        self._guards = [
            (Guard(part, pattern), _plain(pattern).strip("/").split("/"))
            for part, patterns in (
                ("hooks", guarded.hooks),
                ("settings", guarded.settings),
                ("approvals", guarded.approvals),
            )
            for pattern in map(self._relative, patterns)
        ]

    def _relative(self, pattern: str) -> str:
        return self.resolved(pattern, ".") or pattern if pattern[:1] in "/~" else pattern

    def enter(self, text: str) -> None:
        """Go to another folder; to an unknown one, which may be this repository, is to its root."""
        there = ROOT if text.startswith(UNKNOWN) else text or "~"
        folder = self.resolved(there, self.folder)
        self.folder = "//elsewhere" if folder is None else folder

    def here(self) -> str:
        """Where the command stands, as a path."""
        return self.folder if self.folder.startswith("/") else f"{ROOT}/{self.folder}"

    def guard(self, text: str, *, deep: bool = False) -> Guard | None:
        """What a path has of the gate; with `deep`, also what a folder holds of it."""
        path = self.resolved(text, self.folder)
        if path is None or path == ".":
            return None
        segments = path.split("/")
        return next(self._matching(segments, deep=deep), None)

    def _matching(self, path: list[str], *, deep: bool) -> Iterator[Guard]:
        for guard, pattern in self._guards:
            for start in self._starts(pattern, path):
                there, wanted = path[start:], pattern[pattern[0] == "**" :]
                anywhere = pattern[0] == "**"
                # Of a file that may lie anywhere, `*` names too little to be certain.
                if anywhere and any(mark in there[0] for mark in "*?["):
                    continue
                if _fits(there, wanted, deep=deep and not anywhere) and not _is_other(
                    guard, there, wanted
                ):
                    yield guard

    def _starts(self, pattern: list[str], path: list[str]) -> range:
        """Where the pattern may begin: within a path whose root is not known, anywhere."""
        anywhere = pattern[0] == "**" or not path[0]
        return range(max(0, len(path) - _DEEPEST), len(path)) if anywhere else range(1)

    def resolved(self, text: str, folder: str) -> str | None:
        """The path relative to the root; None for one outside or unknown.

        Where the root is not known, an absolute path remains one.
        """
        if not text or len(text) + len(folder) > _LONGEST:
            return None
        path = _plain(text)
        if path.startswith(ROOT):
            return self._below(posixpath.normpath(path[1:].lstrip("/") or "."))
        if path.startswith("~"):
            home = _HOME.match(self._root)
            path = (home[0] if home else "//") + path.partition("/")[1] + path.partition("/")[2]
        if path.startswith("/"):
            return self._inside(posixpath.normpath(path))
        if UNKNOWN in path.partition("/")[0] or folder.startswith("//"):
            return None
        return self._below(posixpath.normpath(f"{folder}/{path}"))

    def _below(self, path: str) -> str | None:
        if not path.startswith("../") and path != "..":
            return path
        return self._inside(posixpath.normpath(f"{self._root}/{path}")) if self._root else None

    def _inside(self, path: str) -> str | None:
        if not self._root:
            return None if path.startswith("//") else path
        if path == self._root:
            return "."
        return path[len(self._root) + 1 :] if path.startswith(f"{self._root}/") else None


def _plain(path: str) -> str:
    """In one spelling: systems that guard anything differ in case and in drives."""
    return _DRIVE.sub(r"/\1", path.lower().replace("\\", "/"), count=1)


def _fits(path: list[str], pattern: list[str], *, deep: bool) -> bool:
    """True for the pattern's path, what is below it and, with `deep`, the folders above it."""
    if len(path) < len(pattern) and not deep:
        return False
    return all(map(_same, path, pattern))


def _same(segment: str, pattern: str) -> bool:
    if segment == pattern:
        return True
    if max(len(segment), len(pattern)) > _LONGEST_GLOB or UNKNOWN in segment:
        return False
    hidden = pattern.startswith(".") and segment.startswith(("*", "?", "["))
    return fnmatchcase(segment, pattern) or (not hidden and fnmatchcase(pattern, segment))


def _is_other(guard: Guard, path: list[str], pattern: list[str]) -> bool:
    """True for a hook that is none of the gate's."""
    below = path[len(pattern) :]
    return guard.part == "hooks" and bool(below) and bool(_OTHER_HOOKS.fullmatch(below[0]))
