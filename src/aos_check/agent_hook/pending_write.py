"""The content of a file after a write that a tool is about to make."""

from __future__ import annotations

from aos_check.agent_hook.repository_root import read_file
from aos_check.agents.event import TextReplacement, ToolWrite


def content_after(write: ToolWrite, file: str) -> bytes | None:
    """The content that the file will have; None if it is not known."""
    if write.text is not None:
        return write.text.encode("utf-8", "surrogatepass")
    content = read_file(write.source or file) if write.edits else None
    if content is None:
        return None
    text: str | None = content.decode("utf-8", "surrogateescape")
    for edit in write.edits:
        if text is not None:  # else the tool refuses the edits and writes nothing
            text = _edited(text, edit)
    return text.encode("utf-8", "surrogateescape") if text is not None else None


def _edited(text: str, edit: TextReplacement) -> str | None:
    """The text after an edit. Like the tools, it ignores the form of line ends and quotes."""
    with_returns = edit._replace(old=_returns(edit.old), new=_returns(edit.new))
    for each in (edit, with_returns):
        if each.old in text:
            return each.apply(text)
        at = text.translate(_PLAIN).find(each.old.translate(_PLAIN))
        if at >= 0:
            return text[:at] + each.new + text[at + len(each.old) :]
    return None


def _returns(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
