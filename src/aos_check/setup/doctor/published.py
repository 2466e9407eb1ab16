"""The results as JSON, in their published form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from aos_check import __version__
from aos_check.model.gate import Result
from aos_check.reporters.published import Published, PublishedDocument, Text, ToolModel


class ResultModel(Published):
    """One gate or file, and its state."""

    gate: Literal[
        "git-hooks", "pre-commit", "agents", "ci", "versions", "merge", "rules", "trust"
    ] = Field(description="The kind of the gate.")
    subject: Text = Field(description="A path from the top of the repository, or a name.")
    state: Literal["ok", "open", "not installed", "not judged", "note"] = Field(
        description="`open`: installed, but it stops nothing. `not judged`: it could not be tested."
    )
    text: Text = Field(description="What was found.")
    remedy: Text = Field(description="How to fix it; empty if there is nothing to fix.")
    blocks: bool = Field(description="True if it keeps mistakes out of the history.")


class DoctorModel(PublishedDocument):
    """The results of an examination."""

    tool: ToolModel = ToolModel(version=__version__)
    results: list[ResultModel]


def as_json(results: Sequence[Result]) -> str:
    """The results as JSON."""
    model = DoctorModel.model_validate(
        {"results": [{**each._asdict(), "state": each.state.value} for each in results]}
    )
    return model.as_json()
