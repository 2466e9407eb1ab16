"""Runs the steps of github-action/action.yml with bash, as a runner of GitHub does.

It knows what this action needs. Any other expression, key of a step, or action used raises, so
nothing can be written into the action that no test runs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.support.forge import Happening, variables
from tests.support.step_output import Command, read_commands, read_outputs

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
SCRIPT_KEYS = {"name", "id", "shell", "env", "run"}
CACHE_KEYS = {"name", "id", "uses", "with"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What GitHub shows of a run."""

    ok: bool
    outputs: Mapping[str, str]
    summary: str
    log: str

    @property
    def commands(self) -> list[Command]:
        """The workflow commands in the log."""
        return read_commands(self.log)

    @property
    def errors(self) -> list[Command]:
        """The annotations of errors."""
        return [command for command in self.commands if command.name == "error"]


@dataclass(slots=True)
class ActionRun:
    """One run of the action, in a checkout made for an event."""

    folder: Path
    temp: Path
    cache: Path
    event: Happening
    checkout: Path
    given: Mapping[str, str] = field(default_factory=dict)
    ok: bool = True
    log: str = ""
    summary: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the steps have set, by the id of the step."""

    def run(self, *names: str) -> Outcome:
        """Run the steps of these names, or all, until one fails."""
        manifest = yaml.safe_load((self.folder / "action.yml").read_text("utf-8"))
        steps = [it for it in manifest["runs"]["steps"] if not names or it["name"] in names]
        assert self.given.keys() <= manifest["inputs"].keys()
        self.inputs = {name: it["default"] for name, it in manifest["inputs"].items()}
        self.inputs |= self.given
        self.outputs = {it["id"]: {} for it in manifest["runs"]["steps"] if "id" in it}
        for step in steps:
            if self.ok:
                found = self._restore(step) if "uses" in step else self._script(step)
                self.outputs[step.get("id", "")] = found
        for step in steps:
            if self.ok and "uses" in step:
                self._save(step)
        outputs = {name: self._resolve(it["value"]) for name, it in manifest["outputs"].items()}
        return Outcome(self.ok, outputs, self.summary, self.log)

    def _resolve(self, text: str) -> str:
        """The text with the value of each `${{ name }}` in it."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self._value(found[1].strip()), text)

    def _value(self, name: str) -> str:
        if found := re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", name):
            return self.outputs[found[1]].get(found[2], "")
        if found := re.fullmatch(r"inputs\.([\w-]+)", name):
            return self.inputs[found[1]]
        return {"runner.temp": str(self.temp)}[name]

    def _script(self, step: Mapping[str, Any]) -> dict[str, str]:
        """Run a script with files of its own; the outputs that it sets."""
        assert step.keys() <= SCRIPT_KEYS, step
        assert step["shell"] == "bash", step
        files = Path(tempfile.mkdtemp(dir=self.checkout.parent))
        for name in ("output", "summary", "env", "path"):
            (files / name).touch()
        (files / "script.sh").write_text(step["run"], "utf-8")
        given = {name: self._resolve(text) for name, text in step.get("env", {}).items()}
        done = subprocess.run(
            [*BASH, str(files / "script.sh")], cwd=self.checkout, stdin=subprocess.DEVNULL,
            env={**machine(), **given, **self._runner(files)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=600,
        )  # fmt: skip
        self.ok = done.returncode == 0
        self.log += done.stdout.decode("utf-8", "replace")
        self.summary += (files / "summary").read_text("utf-8")
        # What follows the action in somebody's workflow runs as it would without it.
        assert not (files / "env").read_text("utf-8") + (files / "path").read_text("utf-8")
        return read_outputs((files / "output").read_text("utf-8"))

    def _runner(self, files: Path) -> dict[str, str]:
        """The variables that the runner sets."""
        return {
            **variables(self.event, files),
            "GITHUB_ACTION_PATH": str(self.folder),
            "GITHUB_WORKSPACE": str(self.checkout),
            "GITHUB_ENV": str(files / "env"),
            "GITHUB_PATH": str(files / "path"),
            "RUNNER_TEMP": str(self.temp),
        }

    def _restore(self, step: Mapping[str, Any]) -> dict[str, str]:
        """Do what actions/cache does; its outputs."""
        kept, path = self._cached(step)
        if not kept.is_dir():
            return {}
        shutil.copytree(kept, path)
        return {"cache-hit": "true"}

    def _save(self, step: Mapping[str, Any]) -> None:
        """Do what actions/cache does when all went well."""
        kept, path = self._cached(step)
        shutil.copytree(path, kept, dirs_exist_ok=True)

    def _cached(self, step: Mapping[str, Any]) -> tuple[Path, Path]:
        """Where the cache keeps a folder, and the folder."""
        assert step.keys() <= CACHE_KEYS, step
        assert step["uses"].startswith("actions/cache@"), step
        assert step["with"].keys() == {"path", "key"}, step
        path, key = (self._resolve(step["with"][name]) for name in ("path", "key"))
        return self.cache / key, Path(path)


def machine() -> dict[str, str]:
    """The variables of this process that a step sees; its Python is the `python3` of the path."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    for_pip = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, **for_pip, "PATH": path}
