"""The context of one task as Markdown, for an agent."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter

from aos_check.model.task_context import TOKEN, Piece, TaskContext
from aos_check.model.wording import counted, listed, shortened
from aos_check.reporters.style import inert, safe
from aos_check.reporters.summary import placed

HEADINGS = {
    "step": "Do this first",
    "blocked": "What blocks it",
    "task": "Task",
    "parent": "Part of",
    "requirement": "Requirements",
    "spec": "From the spec",
    "decision": "Decisions in force",
    "standard": "Standards",
    "files": "Files of earlier work",
}
"""The kinds of pieces in the order of need, and the heading above each kind."""

_NOUNS = {
    "step": "part of the step",
    "blocked": "reason",
    "task": "task",
    "parent": "part around the task",
    "requirement": "requirement",
    "spec": "part of the spec",
    "decision": "decision",
    "standard": "standard",
    "files": "list of files",
}

LONGEST_HEAD = 200
_LONGEST_END = 300
_LONGEST_ADDRESS = 100
_STEP = 500  # tokens to which an advised budget is rounded up


def as_text(context: TaskContext) -> str:
    """The context as Markdown. It takes at most the tokens of its budget."""
    kinds = [(kind, list(found)) for kind, found in groupby(context.pieces, attrgetter("kind"))]
    blocks = [head(context.address, context.heading)]
    blocks += ["\n\n".join([heading(kind), *map(block, found)]) for kind, found in kinds]
    return "\n\n".join([*blocks, *([_end(context)] if context.pieces else [])]) + "\n"


def head(address: str, text: str) -> str:
    """The address and the title of the task, and the trailer for its commit."""
    title = shortened(inert(safe(f"{address} {text}".strip())), LONGEST_HEAD)
    trailer = f"\n\nEnd the message of its commit with `Task: {safe(address)}`." if address else ""
    return f"# {title}{trailer}"


def heading(kind: str) -> str:
    """The heading above the pieces of a kind."""
    return f"## {HEADINGS[kind]}"


def block(piece: Piece) -> str:
    """A piece with its title and place. The lines of a document are quoted."""
    title = f"**{safe(piece.title)}** ({safe(placed(piece.at))})"
    lines = piece.text.split("\n") if piece.text else []
    return "\n".join([inert(title), *(row(piece, line) for line in lines)])


def row(piece: Piece, line: str) -> str:
    """One line of a piece as it is printed."""
    return inert(f"{'> ' if piece.quoted else ''}{safe(line)}".rstrip())


def _end(context: TaskContext) -> str:
    """What is left out, and how to see it."""
    estimated = f"about {context.whole} tokens, estimated as {TOKEN} characters each"
    if not context.left_out:
        return f"Nothing is left out: {estimated}."
    kinds = Counter(piece.kind for piece in context.left_out)
    names = listed([_counted(number, kind) for kind, number in kinds.items()], len(kinds))
    more = (context.whole // _STEP + 1) * _STEP
    command = f"aos-check next --context {_argument(context.address)}--budget {more}"
    return f"Left out or cut: {names}. All is {estimated}: `{command}`"


def longest_end(address: str) -> int:
    """The most characters that the last line of a context takes."""
    return _LONGEST_END + len(_argument(address))


def _argument(address: str) -> str:
    """The address as an argument; "" if it is too long for the last line."""
    shown = safe(address)
    return f"{shown} " if 0 < len(shown) <= _LONGEST_ADDRESS else ""


def _counted(number: int, kind: str) -> str:
    noun, of, rest = _NOUNS[kind].partition(" ")
    return counted(number, f"{noun}{of}{rest}", f"{noun}s{of}{rest}")


def context_json(context: TaskContext) -> str:
    """The context as JSON, in ASCII."""
    # The models load pydantic, which text does not need.
    from aos_check.reporters.context_json import model_of

    return model_of(context).as_json()
