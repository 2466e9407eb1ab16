"""What one call of a tool does to a file in several steps, as one touch."""

from __future__ import annotations

from collections.abc import Iterable

from aos_check.agents.event import TextReplacement, ToolWrite


def by_file(writes: Iterable[ToolWrite]) -> tuple[ToolWrite, ...]:
    """Each file once, with all that is done to it; a later text or deletion outdoes the rest."""
    found: dict[str, ToolWrite] = {}
    for tool_write in writes:
        earlier = found.get(tool_write.path)
        found[tool_write.path] = (
            _edited(earlier, tool_write) if earlier and tool_write.edits else tool_write
        )
    return tuple(found.values())


def _edited(earlier: ToolWrite, later: ToolWrite) -> ToolWrite:
    if earlier.text is None:
        return earlier._replace(edits=earlier.edits + later.edits, gone=False)
    text = earlier.text
    for edit in later.edits:
        text = _replaced(text, edit)
    return earlier._replace(text=text)


def _replaced(text: str, edit: TextReplacement) -> str:
    if not edit.old:
        return text + edit.new
    return text.replace(edit.old, edit.new, -1 if edit.everywhere else 1)
