"""The context of one task: as Markdown for an agent, and as published JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from pydantic import Field

from aos_check.model.task_context import TOKEN, Piece, TaskContext
from aos_check.model.wording import listed, shortened
from aos_check.reporters.published import Published, PublishedDocument, Text
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

LONGEST_HEAD = 200
LONGEST_END = 240
_LONGEST_ADDRESS = 100
_STEP = 500  # tokens to which an advised budget is rounded up


class PieceModel(Published):
    """One part of a context."""

    kind: Text = Field(description="What it is, such as task, requirement or decision.")
    title: Text = Field(description="Its name, and for a decision or standard why it is here.")
    text: Text = Field(description="The text, which may end before that of the document.")
    quoted: bool = Field(description="The text is that of a document.")
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")


class LeftOutModel(Published):
    """A piece that was cut or dropped."""

    kind: Text
    title: Text
    path: Text
    line: int


class TaskContextModel(PublishedDocument):
    """The context of one task, the most needed pieces first."""

    address: Text | None = Field(description="The address of the task; null if none is next.")
    heading: Text = Field(description="The task or the step in one line.")
    budget: int = Field(description="The most tokens that the text may take, of 4 characters.")
    whole: int = Field(description="The estimated tokens of everything, with what is left out.")
    pieces: list[PieceModel]
    left_out: list[LeftOutModel]


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
    names = listed([f"{number} {kind}" for kind, number in kinds.items()], len(kinds))
    short = len(context.address) <= _LONGEST_ADDRESS
    address = f"{context.address} " if context.address and short else ""
    more = (context.whole // _STEP + 1) * _STEP
    command = f"aos-check next --context {safe(address)}--budget {more}"
    return f"Left out or cut: {names}. All is {estimated}: `{command}`"


def context_json(context: TaskContext) -> str:
    """The context as JSON, in ASCII."""
    return TaskContextModel(
        address=context.address or None,
        heading=context.heading,
        budget=context.budget,
        whole=context.whole,
        pieces=list(_pieces(context)),
        left_out=[
            LeftOutModel(kind=it.kind, title=it.title, path=it.at.path, line=it.at.line)
            for it in context.left_out
        ],
    ).as_json()


def _pieces(context: TaskContext) -> Iterator[PieceModel]:
    for it in context.pieces:
        yield PieceModel(
            kind=it.kind,
            title=it.title,
            text=it.text,
            quoted=it.quoted,
            path=it.at.path,
            line=it.at.line,
        )
