"""A runner for the steps of github-action/action.yml, which runs them with bash as GitHub does.

It supports only what this action uses. Any other expression, step key or action raises an error,
so no part of the action can stay untested.
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

from tests.support.forge import ForgeEvent, variables
from tests.support.step_output import Command, read_commands, read_outputs

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
SCRIPT_KEYS = {"name", "id", "shell", "env", "run"}
CACHE_KEYS = {"name", "id", "uses", "with"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run, as GitHub shows it."""

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
        """The error annotations."""
        return [command for command in self.commands if command.name == "error"]


@dataclass(slots=True)
class ActionRun:
    """One run of the action, in a checkout made for an event."""

    folder: Path
    temp: Path
    cache: Path
    event: ForgeEvent
    checkout: Path
    given: Mapping[str, str] = field(default_factory=dict)
    ok: bool = True
    log: str = ""
    summary: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """The outputs that each step has set, by step id."""

    def run(self, *names: str) -> Outcome:
        """Run the steps with these names, or all steps, until one fails."""
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
        """Replace each `${{ name }}` in the text by its value."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self._value(found[1].strip()), text)

    def _value(self, name: str) -> str:
        if found := re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", name):
            return self.outputs[found[1]].get(found[2], "")
        if found := re.fullmatch(r"inputs\.([\w-]+)", name):
            return self.inputs[found[1]]
        return {"runner.temp": str(self.temp)}[name]

    def _script(self, step: Mapping[str, Any]) -> dict[str, str]:
        """Run a script with new files for the runner; return the outputs that it sets."""
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
        # The action must not change the environment of later steps.
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
        """Restore the cache as actions/cache does; return its outputs."""
        kept, path = self._cached(step)
        if not kept.is_dir():
            return {}
        shutil.copytree(kept, path)
        return {"cache-hit": "true"}

    def _save(self, step: Mapping[str, Any]) -> None:
        """Save the cache as actions/cache does after success."""
        kept, path = self._cached(step)
        shutil.copytree(path, kept, dirs_exist_ok=True)

    def _cached(self, step: Mapping[str, Any]) -> tuple[Path, Path]:
        """The saved copy of a cached folder, and the folder."""
        assert step.keys() <= CACHE_KEYS, step
        assert step["uses"].startswith("actions/cache@"), step
        assert step["with"].keys() == {"path", "key"}, step
        path, key = (self._resolve(step["with"][name]) for name in ("path", "key"))
        return self.cache / key, Path(path)


def machine() -> dict[str, str]:
    """The variables of this process for a step. This Python is `python3` on the path."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    for_pip = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, **for_pip, "PATH": path}
