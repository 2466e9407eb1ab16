"""What happens in a coding agent, and what it is told: the same words for every agent."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple


class EventKind(Enum):
    """When an agent asks: what is about to happen, or has happened."""

    SESSION_START = "session-start"
    PROMPT = "prompt"
    BEFORE_TOOL = "before-tool"
    AFTER_TOOL = "after-tool"
    STOP = "stop"


class TextReplacement(NamedTuple):
    """A piece of text and what takes its place; `everywhere` it occurs, or only where it is.

    What takes the place of nothing is added at the end.
    """

    old: str
    new: str
    everywhere: bool = False


class ToolWrite(NamedTuple):
    """One file that a tool writes.

    `path` is as the agent gives it. `text` is all that the file will hold, else `edits` say what
    changes in it; with neither, only that it is written is known. `before` is what it held before
    a write that is done ("" for a new file, None where the agent does not say). `gone`: it is
    deleted. `source` is the path that the file had, where it is moved.
    """

    path: str
    text: str | None = None
    edits: tuple[TextReplacement, ...] = ()
    before: str | None = None
    gone: bool = False
    source: str = ""


class Event(NamedTuple):
    """What an agent asks about.

    `folder` is where it works ("" where it does not say: there the hook runs), `session` tells
    its sessions apart, `tool` is what it calls the tool and `name` what it calls the event. A tool
    writes files (`writes`) or runs a `command`. `fresh` is false for a session that goes on;
    `held`: it has been kept from stopping already.
    """

    kind: EventKind
    folder: str
    session: str = ""
    tool: str = ""
    writes: tuple[ToolWrite, ...] = ()
    command: str = ""
    dialect: Literal["bash", "powershell"] = "bash"
    fresh: bool = True
    held: bool = False
    name: str = ""


class HookVerdict(Enum):
    """What becomes of it: nothing is said, something is; the user is asked; it must not be."""

    SILENT = "silent"
    TELL = "tell"
    ASK = "ask"
    DENY = "deny"


class HookAnswer(NamedTuple):
    """What the agent is told in `text`. `notice` is for the user, who may have to act."""

    verdict: HookVerdict = HookVerdict.SILENT
    text: str = ""
    notice: str = ""


class Reply(NamedTuple):
    """An answer as the agent's hook writes it."""

    output: str = ""
    complaint: str = ""
    code: int = 0
