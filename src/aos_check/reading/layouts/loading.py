"""Loads the shipped layouts, without the validation that a user's layout needs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from aos_check.model.document import BoxKind, Role, State, Status
from aos_check.reading.layout_files import read_layout, shipped_names
from aos_check.reading.layouts import (
    Artifact,
    Layout,
    Process,
    Product,
    RequirementForm,
    Schemas,
    Specs,
    StatusForm,
    TaskFile,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def shipped() -> tuple[Layout, ...]:
    """The layouts of aos-check in the order in which they are tried.

    The specific ones come first: those with marks for a spec, then those with marks for a home.
    """
    layouts = (_layout(name, read_layout(name)) for name in shipped_names())
    return tuple(sorted(layouts, key=lambda it: (not it.specs.marks, not it.marks)))


def _layout(name: str, text: str) -> Layout:
    """The layout in a shipped file, which needs no validation: a test validates each file."""
    data = _fields({key: _plain(value) for key, value in tomllib.loads(text).items()})
    data |= {
        "name": name,
        "specs": Specs(**data["specs"]),
        "artifacts": tuple(map(_artifact, data["artifacts"])),
        "status": _status(data.get("status", {})),
        "requirements": RequirementForm(**data.get("requirements", {})),
    }
    if "schemas" in data:
        data["schemas"] = Schemas(**_fields(data["schemas"]))
    if "process" in data:
        data["process"] = Process(**_fields(data["process"]))
    data |= {key: _product(data[key]) for key in ("mission", "roadmap") if key in data}
    data["elsewhere"] = {Role(role): form for role, form in data.get("elsewhere", {}).items()}
    return Layout(**data)


def _fields(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in table.items()}


def _status(data: Mapping[str, Any]) -> StatusForm:
    words = {Status(key): words for key, words in data.get("words", {}).items()}
    roles = {"roles": tuple(map(Role, data["roles"]))} if "roles" in data else {}
    return StatusForm(**{**data, **roles, "words": words})


def _artifact(data: Mapping[str, Any]) -> Artifact:
    boxes = BoxKind(data["boxes"]) if "boxes" in data else None
    form = TaskFile(**_fields(data["task-file"])) if "task-file" in data else None
    known = {"role": Role(data["role"]), "boxes": boxes, "task_file": form}
    states = {key: _states(data, key) for key in ("marks", "states")}
    return Artifact(**{**_fields(data), **known, **states})


def _product(data: Mapping[str, Any]) -> Product:
    return Product(**{**data, "marks": _states(data, "marks")})


def _states(data: Mapping[str, Any], key: str) -> dict[str, State]:
    return {word: State(state) for word, state in data.get(key, {}).items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """The value with all lists in it turned into tuples."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
