"""An event in a coding agent and the hook's answer, in the same terms for every agent."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple


class EventKind(Enum):
    """When an agent calls its hook."""

    SESSION_START = "session-start"
    PROMPT = "prompt"
    BEFORE_TOOL = "before-tool"
    AFTER_TOOL = "after-tool"
    STOP = "stop"


class TextReplacement(NamedTuple):
    """A piece of text and its replacement, `everywhere` or only where it occurs first.

    The replacement of an empty text is appended.
    """

    old: str
    new: str
    everywhere: bool = False

    def apply(self, text: str) -> str:
        """Return the text after the replacement."""
        if not self.old:
            return text + self.new
        return text.replace(self.old, self.new, -1 if self.everywhere else 1)


class ToolWrite(NamedTuple):
    """One file that a tool writes.

    `path` is the path as the agent gives it. The new content is `text`, or the old one after
    `edits`; with neither, it is not known. `before` is the content before a write that is done: ""
    for a new file, None if the agent does not say. `gone` marks a deleted file. `source` is the
    former path of a moved file.
    """

    path: str
    text: str | None = None
    edits: tuple[TextReplacement, ...] = ()
    before: str | None = None
    gone: bool = False
    source: str = ""


class Event(NamedTuple):
    """An event that an agent reports.

    `folder` is where the agent works ("" if it does not say: then the hook runs there). `tool` and
    `name` are the agent's names of the tool and the event. A tool writes files (`writes`) or runs
    a `command`. `held` is true if the agent was kept from stopping already.
    """

    kind: EventKind
    folder: str
    session: str = ""
    tool: str = ""
    writes: tuple[ToolWrite, ...] = ()
    command: str = ""
    dialect: Literal["bash", "powershell"] = "bash"
    held: bool = False
    name: str = ""

    @property
    def has_tool(self) -> bool:
        """True before and after a tool runs."""
        return self.kind in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}


class HookVerdict(Enum):
    """The decision on an event, from the mildest to the hardest."""

    SILENT = "silent"
    TELL = "tell"
    ASK = "ask"
    DENY = "deny"


class HookAnswer(NamedTuple):
    """The answer to an event: `text` is for the agent, `notice` for the user."""

    verdict: HookVerdict = HookVerdict.SILENT
    text: str = ""
    notice: str = ""


class Reply(NamedTuple):
    """The output of a hook: standard output, standard error and the exit code."""

    output: str = ""
    complaint: str = ""
    code: int = 0
