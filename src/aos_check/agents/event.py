"""An event in a coding agent and the hook's answer, in the same terms for every agent."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple


class EventKind(Enum):
    """The moment at which an agent calls its hook."""

    SESSION_START = "session-start"
    PROMPT = "prompt"
    BEFORE_TOOL = "before-tool"
    AFTER_TOOL = "after-tool"
    STOP = "stop"


class TextReplacement(NamedTuple):
    """A text and its replacement, `everywhere` or only at the first place.

    If the old text is empty, the new one is appended.
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

    `path` is the path as the agent gives it. The new content is `text`, or the old content after
    `edits`. With neither, it is not known. After a write, `before` is the content before it: "" for
    a new file, None if it is not known. `gone` marks a deleted file. `source` is the former path of
    a moved file.
    """

    path: str
    text: str | None = None
    edits: tuple[TextReplacement, ...] = ()
    before: str | None = None
    gone: bool = False
    source: str = ""


class Event(NamedTuple):
    """An event that an agent reports.

    `folder` is the folder in which the agent works ("" for the current folder of the hook). `tool`
    and `name` are the agent's names for the tool and the event. A tool writes files (`writes`) or
    runs a `command`. `held` is true if the hook has already kept the agent from stopping.
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
    """The decision on an event, from the mildest to the strictest."""

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
