"""Layouts: where each convention keeps its artifacts and how it writes them, as data.

A shipped layout is a TOML file beside this one; a user's own stands in the configuration with the
same keys. Adding a layout is adding a file.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from aos_check.layouts.patterns import fault
from aos_check.model import BoxKind, Role, Status

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = (
    "praxis-os",
    "peer",
    "agent-os-1",
    "agent-os-3",
    "agent-os-2",
    "awos",
    "openspec",
    "kiro",
    "spec-kit",
    "specify",
)
"""The shipped layouts in the order in which a folder is tried against them."""


def _compiles(pattern: str) -> str:
    if wrong := fault(pattern):
        raise ValueError(f"a pattern ({wrong})")
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
Level = Literal["error", "warning", "info", "off"]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda key: key.replace("_", "-")
    )


class Artifact(_Frozen):
    """A document of a spec: its role and the paths, relative to the spec's folder, it may have.

    `*` in a path stands for any name; case does not count. `required` says from when on it must be
    there. `sections` lists the headings it must have, each with its synonyms. `boxes` is what a
    checkbox in it stands for where no heading or label says.
    """

    role: Role
    paths: tuple[str, ...]
    required: Literal["never", "always", "with-tasks"] = "never"
    sections: tuple[tuple[str, ...], ...] = ()
    boxes: BoxKind | None = None


class Product(_Frozen):
    """A document of the project, with paths relative to the home."""

    paths: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...] = ()


class Specs(_Frozen):
    """Where specs lie below the home, how their folders are named, and what marks them.

    `name` has the groups `slug` and, where the convention has them, `date`, `number` and `time`.
    `buckets` are lifecycle folders and their meaning. `marks` are files inside a spec's folder that
    only this layout has; without a match, a layout of the same home without marks is taken.
    """

    roots: tuple[str, ...] = ("specs",)
    name: Pattern
    buckets: Mapping[str, Literal["review", "approved", "completed"]] = Field(default_factory=dict)
    marks: tuple[str, ...] = ()


class Layout(_Frozen):
    """One convention.

    `homes` are the folders that hold it; `marks`, below a home, prove that it is this one where the
    folder's name alone does not. `closings` are documents outside a spec's folder that tell of its
    end (`{spec}` and `{slug}` stand for its names), `others` more documents to be looked at.
    `status_from` are the roles that speak of a spec's status, the first first. `approves`: the
    convention has the word "approved"; `traced`: it wants every requirement named by a task;
    `without_code`: documents of a spec in which it wants no code.
    """

    name: str = ""
    title: str = ""
    homes: tuple[str, ...]
    marks: tuple[str, ...] = ()
    mission: Product | None = None
    roadmap: Product | None = None
    decisions: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    others: tuple[str, ...] = ("product/*.md", "recaps/*.md", "specs/readme.md")
    specs: Specs
    artifacts: tuple[Artifact, ...]
    status_from: tuple[Role, ...] = (Role.REQUIREMENTS, Role.TASKS)
    approves: bool = False
    traced: bool = False
    without_code: tuple[str, ...] = ()
    requirement: Pattern = r"(?:FR|NFR|REQ|US)-[A-Z]*\d+"
    placeholders: tuple[str, ...] = ()
    statuses: Mapping[Status, tuple[str, ...]] = Field(default_factory=dict)
    severity: Mapping[str, Level] = Field(default_factory=dict)
    weak: Mapping[str, Level] = Field(default_factory=dict)

    def artifact(self, role: Role) -> Artifact | None:
        """The first artifact of that role."""
        return next((artifact for artifact in self.artifacts if artifact.role is role), None)


def parse(name: str, data: Mapping[str, Any]) -> Layout:
    """A layout from its keys. Raises pydantic.ValidationError."""
    return Layout.model_validate({**data, "name": name})


@lru_cache(maxsize=1)
def shipped() -> tuple[Layout, ...]:
    """The layouts that come with aos-check, in the order in which they are tried."""
    folder = files(__name__)
    return tuple(
        parse(name, tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8")))
        for name in NAMES
    )
