"""The context of one task as published JSON."""

from __future__ import annotations

from pydantic import Field

from aos_check.model.task_context import Piece, TaskContext
from aos_check.reporters.published import Published, PublishedDocument, Text


class PieceNameModel(Published):
    """A part of a context, by its name and place."""

    kind: Text = Field(description="What it is, such as task, requirement or decision.")
    title: Text = Field(description="Its name, and for a decision or standard why it is here.")
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")


class PieceModel(PieceNameModel):
    """A part of a context."""

    text: Text = Field(description="The text, which may end before that of the document.")
    quoted: bool = Field(description="The text is that of a document.")


class TaskContextModel(PublishedDocument):
    """The context of one task, the most needed pieces first."""

    address: Text | None = Field(description="The address of the task; null if none is next.")
    heading: Text = Field(description="The task or the step in one line.")
    budget: int = Field(description="The most tokens that the text may take, of 4 characters.")
    whole: int = Field(description="The estimated tokens of everything, with what is left out.")
    pieces: list[PieceModel]
    left_out: list[PieceNameModel] = Field(description="The pieces that were cut or dropped.")


def model_of(context: TaskContext) -> TaskContextModel:
    """The context in its published form."""
    return TaskContextModel(
        address=context.address or None,
        heading=context.heading,
        budget=context.budget,
        whole=context.whole,
        pieces=list(map(_piece, context.pieces)),
        left_out=[
            PieceNameModel(kind=it.kind, title=it.title, path=it.at.path, line=it.at.line)
            for it in context.left_out
        ],
    )


def _piece(piece: Piece) -> PieceModel:
    return PieceModel(
        kind=piece.kind,
        title=piece.title,
        text=piece.text,
        quoted=piece.quoted,
        path=piece.at.path,
        line=piece.at.line,
    )
