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
    folder: str = ""
    """Where it goes round a gate: an absolute path in the repository it is about, as far as the
    line says it; nothing where it does not. Nobody looked whether the folder is there: where it is
    not, the `cd` that leads to it may fail."""
    file: str = ""
    """The guarded path that it changes, as it is named in `Guarded`; nothing for another way."""


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
