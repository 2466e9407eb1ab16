"""Reading the patches by which Codex and other agents write files.

A patch names its files in lines like `*** Update File: docs/a.md`. The new text of a file follows,
each line after a `+`, or lines to keep (` `), to remove (`-`) and to add (`+`), in pieces that
begin with `@@`.
"""

from __future__ import annotations

from collections.abc import Iterable

from aos_check.agents import MalformedError
from aos_check.agents.event import TextReplacement, ToolWrite

_ADD, _DELETE = "*** Add File: ", "*** Delete File: "
_UPDATE, _MOVE = "*** Update File: ", "*** Move to: "
_CONTENT = ("+", "-")


def writes_of(patch: str) -> tuple[ToolWrite, ...]:
    """The files that a patch writes, each once."""
    found = by_file(_write(head, body) for head, body in _sections(patch))
    if not found:
        raise MalformedError("the patch of the event names no file")
    return found


def by_file(writes: Iterable[ToolWrite]) -> tuple[ToolWrite, ...]:
    """Each file once, with all its edits. A later text or deletion replaces earlier writes."""
    found: dict[str, ToolWrite] = {}
    for each in writes:
        earlier = found.get(each.path)
        found[each.path] = _edited(earlier, each) if earlier and each.edits else each
    return tuple(found.values())


def _edited(earlier: ToolWrite, later: ToolWrite) -> ToolWrite:
    if earlier.text is None:
        return earlier._replace(edits=earlier.edits + later.edits, gone=False)
    text = earlier.text
    for edit in later.edits:
        text = edit.apply(text)
    return earlier._replace(text=text)


def _sections(patch: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    # Not splitlines(): to the agent, a form feed is a character like any other.
    for line in patch.strip().split("\n"):
        # The agent ignores white space before a head.
        head = line.strip()
        if head.startswith((_ADD, _DELETE, _UPDATE)) and not line.startswith(_CONTENT):
            found.append((head, []))
        elif found:
            found[-1][1].append(line.removesuffix("\r"))
    return found


def _write(head: str, body: list[str]) -> ToolWrite:
    if head.startswith(_DELETE):
        return ToolWrite(head.removeprefix(_DELETE), gone=True)
    if head.startswith(_ADD):
        text = "".join(f"{line[1:]}\n" for line in body if line.startswith("+"))
        return ToolWrite(head.removeprefix(_ADD), text=text)
    path, edits = head.removeprefix(_UPDATE), _edits(body)
    target = body[0].strip() if body else ""
    if target.startswith(_MOVE):
        return ToolWrite(target.removeprefix(_MOVE), edits=edits, source=path)
    return ToolWrite(path, edits=edits)


def _edits(body: list[str]) -> tuple[TextReplacement, ...]:
    pieces: list[list[str]] = [[]]
    for line in body:
        if line.startswith("@@"):
            pieces.append([])
        elif not line.startswith("***"):
            pieces[-1].append(line)
    edits = (TextReplacement(_side(piece, "-"), _side(piece, "+")) for piece in pieces)
    return tuple(edit for edit in edits if edit.old != edit.new)


def _side(piece: list[str], own: str) -> str:
    """The lines of a piece before (`-`) or after the edit (`+`)."""
    lines = "\n".join(piece).rstrip("\n").split("\n") if piece else []
    return "".join(f"{line[1:]}\n" for line in lines if line[:1] in {"", " ", own})
