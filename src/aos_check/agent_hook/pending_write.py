"""What a file will hold once a tool has written it."""

from __future__ import annotations

from aos_check.agent_hook.repository_root import read_file
from aos_check.agents.event import TextReplacement, ToolWrite


def content_after(tool_write: ToolWrite, file: str) -> bytes | None:
    """The content that the file will have; None where that is not known."""
    if tool_write.text is not None:
        return tool_write.text.encode("utf-8", "surrogatepass")
    if not tool_write.edits:
        return None
    content = content_now(tool_write.source or file)
    if content is None:
        return None
    text = content.decode("utf-8", "surrogateescape")
    for edit in tool_write.edits:
        changed = _changed(text, edit)
        if changed is None:
            return None  # the tool will refuse it, and nothing is written
        text = changed
    return text.encode("utf-8", "surrogateescape")


def _changed(text: str, edit: TextReplacement) -> str | None:
    """The text after an edit, which tools look for a little more freely than it is written."""
    if not edit.old:
        return text + edit.new
    ends = edit._replace(old=_with_returns(edit.old), new=_with_returns(edit.new))
    for each in (edit, ends):
        if each.old in text:
            return text.replace(each.old, each.new, -1 if edit.everywhere else 1)
        at = text.translate(_PLAIN).find(each.old.translate(_PLAIN))
        if at >= 0:
            return text[:at] + each.new + text[at + len(each.old) :]
    return None


def _with_returns(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Quotation marks that tools take for one another; none is longer than the other."""


def content_now(file: str) -> bytes | None:
    """What the file holds; b"" where there is none, None where it cannot be read."""
    return read_file(file, _LARGEST)


_LARGEST = 4 * 1024 * 1024
