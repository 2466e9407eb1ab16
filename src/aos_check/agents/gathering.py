"""What one call of a tool does to a file in several steps, as one touch."""

from __future__ import annotations

from collections.abc import Iterable

from aos_check.agents.event import Edit, Touch


def by_file(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Each file once, with all that is done to it; a later text or deletion outdoes the rest."""
    found: dict[str, Touch] = {}
    for touch in touches:
        earlier = found.get(touch.path)
        found[touch.path] = _edited(earlier, touch) if earlier and touch.edits else touch
    return tuple(found.values())


def _edited(earlier: Touch, later: Touch) -> Touch:
    if earlier.text is None:
        return earlier._replace(edits=earlier.edits + later.edits, gone=False)
    text = earlier.text
    for edit in later.edits:
        text = _replaced(text, edit)
    return earlier._replace(text=text)


def _replaced(text: str, edit: Edit) -> str:
    if not edit.old:
        return text + edit.new
    return text.replace(edit.old, edit.new, -1 if edit.everywhere else 1)
