"""An `action.yml`, read strictly: a key that is not known here is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.actions.values import Unsupported

TOP = {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
STEP = {
    "id", "name", "if", "env", "continue-on-error", "run", "shell", "working-directory", "uses",
    "with",
}  # fmt: skip
ONLY_RUN = {"shell", "working-directory"}


class InvalidAction(ValueError):  # noqa: N818 - it names what is wrong
    """GitHub refuses this action before it runs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is written, with its expressions."""

    id: str
    name: str
    condition: str
    env: Mapping[str, str]
    continue_on_error: str
    run: str
    shell: str
    working_directory: str
    uses: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Action:
    """A composite action."""

    inputs: Mapping[str, str]
    """The default of each input."""
    outputs: Mapping[str, str]
    """The expression of each output."""
    steps: tuple[Step, ...]


class _Loader(yaml.BaseLoader):
    """YAML in which every scalar is text, as it is written, and no key is repeated."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT002 - as PyYAML has it
        keys = [str(key.value) for key, _ in node.value]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise InvalidAction(f"repeated in {node.start_mark}: {sorted(repeated)}")
        return super().construct_mapping(node, deep)


def read_action(folder: Path) -> Action:
    """The composite action of a folder."""
    found = [path for name in ("action.yml", "action.yaml") if (path := folder / name).is_file()]
    if not found:
        raise InvalidAction(f"there is no action.yml in {folder}")
    page = yaml.load(found[0].read_text("utf-8"), _Loader)  # noqa: S506 - it makes text only
    _only(page, TOP, "the action")
    runs = page.get("runs", {})
    _only(runs, {"using", "steps"}, "runs")
    if runs.get("using") != "composite":
        raise Unsupported(f"runs.using: {runs.get('using')}")
    steps = tuple(_step(step) for step in runs["steps"])
    _unlike(step.id.lower() for step in steps if step.id)
    return Action(_inputs(_mapping(page, "inputs")), _outputs(_mapping(page, "outputs")), steps)


def _inputs(written: Mapping[str, Any]) -> dict[str, str]:
    for name, one in written.items():
        _only(one or {}, {"description", "required", "default"}, f"the input {name}")
    return {name: (one or {}).get("default", "") for name, one in written.items()}


def _outputs(written: Mapping[str, Any]) -> dict[str, str]:
    for name, one in written.items():
        _only(one, {"description", "value"}, f"the output {name}")
        if "value" not in one:
            raise InvalidAction(f"the output {name} of a composite action needs a value")
    return {name: one["value"] for name, one in written.items()}


def _step(written: Mapping[str, Any]) -> Step:
    _only(written, STEP, "a step")
    name = written.get("name") or written.get("uses") or _first_line(written.get("run", ""))
    if ("run" in written) == ("uses" in written):
        raise InvalidAction(f"the step {name!r} needs either run or uses")
    if "run" in written and not written.get("shell"):
        raise InvalidAction(f"the step {name!r} needs a shell, as none is implied here")
    if wrong := written.keys() & (ONLY_RUN if "uses" in written else {"with"}):
        raise InvalidAction(f"the step {name!r} cannot have {sorted(wrong)}")
    return Step(
        written.get("id", ""),
        name,
        written.get("if", ""),
        _mapping(written, "env"),
        written.get("continue-on-error", ""),
        written.get("run", ""),
        written.get("shell", ""),
        written.get("working-directory", ""),
        written.get("uses", ""),
        _mapping(written, "with"),
    )


def _first_line(script: str) -> str:
    return f"Run {next(iter(script.strip().splitlines()), '')}"


def _mapping(written: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = written.get(key) or {}
    if not isinstance(found, Mapping):
        raise InvalidAction(f"{key} is not a mapping")
    return found


def _only(written: object, known: set[str], where: str) -> None:
    if not isinstance(written, Mapping):
        raise InvalidAction(f"{where} is not a mapping")
    if unknown := written.keys() - known:
        raise Unsupported(f"{sorted(unknown)} in {where}")


def _unlike(ids: Iterable[str]) -> None:
    every = list(ids)
    if len(set(every)) < len(every):
        raise InvalidAction(f"two steps of one id: {every}")
