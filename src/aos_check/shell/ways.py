"""What a command line may not do here: the ways round the gate, and what the gate is made of."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class WayKind(Enum):
    """What going round means: which word the caller has for it."""

    SKIPS_HOOKS = "skips hooks"
    """A commit or a push that the hooks do not see, or hooks that are gone."""
    APPROVES = "approves"
    """An approval given by who runs the command."""
    EDITS_GUARD = "edits guard"
    """A change of what sets the gate up."""


class Way(NamedTuple):
    """One way round the gate."""

    kind: WayKind
    said: str
    """The offending words as written, cut short; as untrusted as the command."""
    what: str
    """A clause in the user's words: "`git commit --no-verify` runs no hooks"."""


class Guarded(NamedTuple):
    """What a command must leave alone: paths or globs, relative to the root of the repository.

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
