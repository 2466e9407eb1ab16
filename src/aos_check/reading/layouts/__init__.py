"""Layouts: where each convention keeps its artifacts and how it writes them, as data.

A shipped layout is a TOML file beside this one; a user's own stands in the configuration with the
same keys. Adding a layout is adding a file.

The classes are plain, so that a hook starts without pydantic; `aos_check.judging.config` has
pydantic fill those of a user's own, and the tests those that are shipped.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from aos_check.model.document import BoxKind, Role, Status

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

Level = Literal["error", "warning", "info", "off"]
Bucket = Literal["review", "approved", "completed"]


def kebab(name: str) -> str:
    """A field's name as files write it."""
    return name.replace("_", "-")


# What pydantic is told of each class: keys in kebab-case, no others, docstrings as descriptions.
AS_TABLE = {"extra": "forbid", "alias_generator": kebab, "use_attribute_docstrings": True}


@dataclass(frozen=True)
class Artifact:
    """A document of a spec: its role and the paths, relative to the spec's folder, it may have.

    `*` in a path stands for any name; case does not count. `required` says from when on it must be
    there. `sections` lists the headings it must have, each with its synonyms. `boxes` is what a
    checkbox in it stands for where no heading or label says.
    """

    __pydantic_config__ = AS_TABLE

    role: Role
    paths: tuple[str, ...]
    required: Literal["never", "always", "with-tasks"] = "never"
    sections: tuple[tuple[str, ...], ...] = ()
    boxes: BoxKind | None = None


@dataclass(frozen=True)
class Product:
    """A document of the project, with paths relative to the home."""

    __pydantic_config__ = AS_TABLE

    paths: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Specs:
    """Where specs lie below the home, how their folders are named, and what marks them.

    `name` has the groups `slug` and, where the convention has them, `date`, `number` and `time`.
    `buckets` are lifecycle folders and their meaning. `marks` are files inside a spec's folder that
    only this layout has; without a match, a layout of the same home without marks is taken.
    """

    __pydantic_config__ = AS_TABLE

    name: str
    roots: tuple[str, ...] = ("specs",)
    buckets: Mapping[str, Bucket] = field(default_factory=dict)
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """One convention; its name is what tells it from others.

    `homes` are the folders that hold it; `marks`, below a home, prove that it is this one where the
    folder's name alone does not. `closings` are documents outside a spec's folder that tell of its
    end (`{spec}` and `{slug}` stand for its names), `others` more documents to be looked at.
    `status_from` are the roles that speak of a spec's status, the first first. `approves`: the
    convention has the word "approved"; `traced`: it wants every requirement named by a task;
    `without_code`: documents of a spec in which it wants no code.
    """

    __pydantic_config__ = AS_TABLE

    homes: tuple[str, ...]
    specs: Specs
    artifacts: tuple[Artifact, ...]
    name: str = ""
    title: str = ""
    marks: tuple[str, ...] = ()
    mission: Product | None = None
    roadmap: Product | None = None
    decisions: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    others: tuple[str, ...] = ("product/*.md", "recaps/*.md", "specs/readme.md")
    status_from: tuple[Role, ...] = (Role.REQUIREMENTS, Role.TASKS)
    approves: bool = False
    traced: bool = False
    without_code: tuple[str, ...] = ()
    requirement: str = r"(?:FR|NFR|REQ|US)-[A-Z]*\d+"
    placeholders: tuple[str, ...] = ()
    statuses: Mapping[Status, tuple[str, ...]] = field(default_factory=dict)
    severity: Mapping[str, Level] = field(default_factory=dict)
    weak: Mapping[str, Level] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.name)

    def artifact(self, role: Role) -> Artifact | None:
        """The first artifact of that role."""
        return next((artifact for artifact in self.artifacts if artifact.role is role), None)


@lru_cache(maxsize=1)
def shipped() -> tuple[Layout, ...]:
    """The layouts that come with aos-check, in the order in which they are tried."""
    return tuple(_shipped(name, text) for name, text in sources())


def sources() -> list[tuple[str, str]]:
    """The shipped layouts by name, as they are written."""
    folder = Path(__file__).parent
    return [(name, (folder / f"{name}.toml").read_text("utf-8")) for name in NAMES]


def _shipped(name: str, text: str) -> Layout:
    """A layout of ours: it is known to be well formed, a test has pydantic read each."""
    data = {key.replace("-", "_"): _plain(value) for key, value in tomllib.loads(text).items()}
    data |= {
        "name": name,
        "specs": Specs(**data["specs"]),
        "artifacts": tuple(_artifact(artifact) for artifact in data["artifacts"]),
        "statuses": {Status(key): words for key, words in data.get("statuses", {}).items()},
    }
    data |= {key: Product(**data[key]) for key in ("mission", "roadmap") if key in data}
    if "status_from" in data:
        data["status_from"] = tuple(map(Role, data["status_from"]))
    return Layout(**data)


def _artifact(data: Mapping[str, Any]) -> Artifact:
    boxes = BoxKind(data["boxes"]) if "boxes" in data else None
    return Artifact(**{**data, "role": Role(data["role"]), "boxes": boxes})


def _plain(value: Any) -> Any:  # noqa: ANN401 - what TOML holds
    """Lists as tuples, all the way down."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
