"""What a command may not do to the gate, and what the gate is made of."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class BypassKind(Enum):
    """The ways to bypass the gate."""

    SKIPS_HOOKS = "skips hooks"
    """A commit or a push that the hooks do not see, or hooks that are gone."""
    APPROVES = "approves"
    """An approval given by who runs the command."""
    EDITS_GUARD = "edits guard"
    """A change of what sets the gate up."""


class Bypass(NamedTuple):
    """One way in which a command bypasses the gate."""

    kind: BypassKind
    said: str
    """The offending words as written, cut short; as untrusted as the command."""
    what: str
    """A clause in the user's words: "`git commit --no-verify` runs no hooks"."""
    folder: str = ""
    """An absolute path in the repository concerned, as far as the command tells it; else nothing.

    Nobody looked whether the folder is there: where it is not, the `cd` that leads to it may fail.
    """
    file: str = ""
    """The guarded path that it changes, as `Guarded` names it; nothing for another bypass."""


class FileWrite(NamedTuple):
    """A file or folder that a command changes, by the path it names."""

    path: str
    removes: bool = False
    deep: bool = False
    """With all that the folder holds."""
    fills: bool = False
    """The command does not tell what it puts into the folder."""
    keeps_git: bool = False
    """Git's own folder, if it holds one, is there as before."""
    mode: bool = False
    """Only its permissions: whether it may be run."""


class Guarded(NamedTuple):
    """What a command must leave alone: paths or globs, absolute or relative to the root.

    `*` stays within a segment, a leading `**/` stands for any number of them. A path also stands
    for everything below it.
    """

    hooks: tuple[str, ...] = (".git/hooks",)
    """Folders of git's hooks; the first is the one that git is set to."""
    settings: tuple[str, ...] = ()
    """Files that set the gate up."""
    approvals: tuple[str, ...] = ("**/approval.json",)
    """Where approvals are recorded."""
    root: str = ""
    """The absolute path of the repository, where it is known: what lies outside is not guarded."""
    folder: str = ""
    """Where the command starts, relative to the root."""
