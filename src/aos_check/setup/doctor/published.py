"""The results as JSON, in their published form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from aos_check import __version__
from aos_check.reporters.style import whole
from aos_check.setup.doctor.result import Result

Text = Annotated[str, BeforeValidator(whole)]
"""Text that any reader of JSON takes: a file's name need not be UTF-8."""


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DoctorToolModel(_Published):
    """Who has examined."""

    name: Literal["aos-check"] = "aos-check"
    version: str = __version__


class ResultModel(_Published):
    """One thing that was looked at, and how it was found."""

    gate: Literal["git-hooks", "pre-commit", "agents", "ci", "versions"]
    subject: Text = Field(description="A path from the top of the repository, or a name.")
    state: Literal["ok", "open", "not installed", "not judged", "note"]
    text: Text
    remedy: Text = Field(description="What helps; empty where nothing need be done.")
    blocks: bool = Field(description="It keeps what is wrong out of the history.")


class DoctorModel(_Published):
    """What an examination found."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    tool: DoctorToolModel = DoctorToolModel()
    results: list[ResultModel]


def as_json(results: Sequence[Result]) -> str:
    """The results as JSON, in ASCII."""
    model = DoctorModel.model_validate(
        {"results": [{**each._asdict(), "state": each.state.value} for each in results]}
    )
    return json.dumps(model.model_dump(by_alias=True), indent=2) + "\n"
