"""The arguments of the tools, with their descriptions and bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from aos_check.model.task_context import LEAST_BUDGET, TOKEN

MAX_BUDGET = 10_000
"""Tokens. Claude Code warns about longer answers."""

MAX_NAME, MAX_TEXT = 1_000, 2_000_000
"""The characters of a name or path, and of a pending text."""

Spec = Annotated[
    str,
    Field(max_length=MAX_NAME, description="A spec: its folder's name, slug, number or path."),
]
File = Annotated[
    str,
    Field(
        max_length=MAX_NAME,
        description="A path from the top of the repository, as the answers print it, or absolute.",
    ),
]
Pending = Annotated[
    str,
    Field(
        max_length=MAX_TEXT,
        description="The whole text that you are about to write to `path`. Nothing is written.",
    ),
]
Staged = Annotated[bool, Field(description="Check the index, as a commit would record it.")]
Code = Annotated[
    str,
    Field(max_length=MAX_NAME, description="The code or the name of a rule, such as TASK001."),
]
Words = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME, description="The words to look for, rare ones first."),
]
Task = Annotated[
    str,
    Field(
        max_length=MAX_NAME,
        description="The address of a task, such as login#1.2, or a spec for its next step.",
    ),
]
Live = Annotated[
    bool,
    Field(description="Read the cycles of PEER from its bucket too. This connects to NATS."),
]
Budget = Annotated[
    int,
    Field(
        ge=LEAST_BUDGET,
        le=MAX_BUDGET,
        description=f"The most tokens of the answer, estimated as {TOKEN} characters each.",
    ),
]
