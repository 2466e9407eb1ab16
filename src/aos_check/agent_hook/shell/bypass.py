"""The types for bypasses of the gate, file writes, and the guarded paths."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.agent_hook.shell.edits import Change


class BypassKind(Enum):
    """The ways to bypass the gate."""

    SKIPS_HOOKS = "skips hooks"
    """A commit or a push without hooks, or a removal of hooks."""
    APPROVES = "approves"
    """An approval by the agent."""
    EDITS_GUARD = "edits guard"
    """A change of the files that set up the gate."""
    WRITES = "writes"
    """A write of a document whose new content is known. It may be harmless."""
    MAINTENANCE = "maintenance"
    """A commit that says that no task describes it. If `path` is set, its message is there."""


class Bypass(NamedTuple):
    """One way in which a command bypasses the gate."""

    kind: BypassKind
    quote: str
    """The command as written, shortened. It is as untrusted as the command."""
    what: str
    """A clause for the user: "`git commit --no-verify` runs no hooks"."""
    folder: str = ""
    """An absolute path in the repository concerned; "" if it is not known.

    The folder may not exist. Then the `cd` that leads to it fails.
    """
    file: str = ""
    """The guarded path that the command changes, as `Guarded` names it; "" if it changes none."""
    path: str = ""
    """The absolute path of the changed file; "" if it is not known."""
    change: Change | None = None
    """The new content of the file; None if it is not known."""


class FileWrite(NamedTuple):
    """A file or folder that a command changes, by its path in the command."""

    path: str
    removes: bool = False
    deep: bool = False
    """The change includes everything in the folder."""
    fills: bool = False
    """The command puts files with unknown names into the folder."""
    keeps_git: bool = False
    """A folder `.git` in it stays the same."""
    mode: bool = False
    """The change affects only the permission to run the file."""
    change: Change | None = None
    """The new content of the file; None if it is not known."""


class Guarded(NamedTuple):
    """Paths or globs that a command must not change, absolute or relative to the root.

    `*` matches within one segment, a leading `**/` any number of segments. A path includes
    everything below it.
    """

    hooks: tuple[str, ...] = (".git/hooks",)
    """Folders of git's hooks. The first is the one that git uses."""
    settings: tuple[str, ...] = ()
    """Files that set up the gate."""
    approvals: tuple[str, ...] = ("**/approval.json", "**/*.approval.json")
    """Records of approvals."""
    documents: tuple[str, ...] = ()
    """Folders of documents. Only writes with a known content are reported."""
    root: str = ""
    """The absolute path of the repository, if it is known. Files outside are not guarded."""
    folder: str = ""
    """The folder in which the command starts, relative to the root."""
    trailers: tuple[str, ...] = ()
    """The trailers that name a task."""
