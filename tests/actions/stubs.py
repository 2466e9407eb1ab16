"""Stand-ins for the actions that an action uses."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.actions.values import Unsupported


@dataclass(frozen=True, slots=True)
class Call:
    """What a step asks of another action."""

    name: str
    ref: str
    inputs: Mapping[str, str]
    environment: Mapping[str, str]
    workspace: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other action has done."""

    outputs: Mapping[str, str] = field(default_factory=dict)
    log: str = ""
    failed: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables for the steps that follow, as if written to GITHUB_ENV."""
    folders: tuple[str, ...] = ()
    """Folders before the path of the steps that follow."""
    after: Callable[[str], None] | None = None
    """Its post step: called with "success" or "failure" when every step is done, last first."""


Stub = Callable[[Call], Answer]


@dataclass(slots=True)
class Cache:
    """Stands for `actions/cache`: keeps a folder under a key in a store of its own."""

    store: Path
    calls: list[Call] = field(default_factory=list)

    def __call__(self, call: Call) -> Answer:
        """Restore what was saved under the key, or save it when the job has succeeded."""
        self.calls.append(call)
        if unknown := call.inputs.keys() - {"path", "key", "restore-keys"}:
            raise Unsupported(f"{sorted(unknown)} of actions/cache")
        key, path = call.inputs["key"], call.inputs["path"].strip()
        if any(sign in path for sign in "\n*?[!"):
            raise Unsupported(f"the path {path!r} of actions/cache")
        folder = call.workspace / path
        found = self._find(key, call.inputs.get("restore-keys", "").split())
        if found:
            shutil.copytree(found, folder, symlinks=True, dirs_exist_ok=True)
        if found == self.store / key:
            return Answer(outputs={"cache-hit": "true"})

        def save(status: str) -> None:
            if status == "success" and folder.is_dir():
                shutil.copytree(folder, self.store / key, symlinks=True)

        return Answer(outputs={"cache-hit": "false" if found else ""}, after=save)

    def _find(self, key: str, prefixes: list[str]) -> Path | None:
        if (self.store / key).is_dir():
            return self.store / key
        saved = sorted(self.store.iterdir()) if self.store.is_dir() else []
        alike = (path for prefix in prefixes for path in saved if path.name.startswith(prefix))
        return next(alike, None)
