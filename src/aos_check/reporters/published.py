"""Types and functions that all published JSON shares."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from aos_check.model.document import Status
from aos_check.model.spec import Spec
from aos_check.reporters.style import whole

Text = Annotated[str, BeforeValidator(lambda text: whole(text) if isinstance(text, str) else text)]
"""Text without lone surrogates, which a file name may have and which JSON readers reject."""

StatusWord = Literal[
    "unset", "draft", "review", "ready", "approved", "in-progress", "done", "cancelled"
]
LevelWord = Literal["none", "status", "pinned", "separate", "listed", "signed"]


class Published(BaseModel):
    """A value in a published format, which changes only with the number of its schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=True)


class PublishedDocument(Published):
    """A whole document in a published format."""

    schema_: Literal[1] = Field(default=1, alias="schema", description="The number of this format.")

    def as_json(self) -> str:
        """The value in ASCII, so that it is safe on any terminal and in any encoding."""
        return json.dumps(self.model_dump(by_alias=True), indent=2) + "\n"


class ToolModel(Published):
    """The tool that wrote the document."""

    name: Literal["aos-check"] = Field(default="aos-check", description="Always this name.")
    version: str = Field(description="The version of the tool.")


def status_word(spec: Spec) -> StatusWord:
    """The status of a spec. An unknown status counts as unset."""
    value = spec.status.value if spec.status else Status.UNSET
    return "unset" if value is Status.UNKNOWN else value.value
