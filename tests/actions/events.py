"""What happened, on which runner: the contexts and the variables that tell a step of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.actions.values import Context

KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
"""Variables of this process that a step sees; with them goes what pip is told (PIP_…)."""
NOT_EXPORTED = {"event", "token"}
"""Parts of the github context that no variable repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What started the workflow."""

    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    sha: str = "0" * 40
    ref: str = "refs/heads/main"
    base_ref: str = ""
    head_ref: str = ""
    repository: str = "octo/shop"
    actor: str = "octocat"
    token: str = "ghs_not_a_real_token"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The machine that the workflow runs on."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """What the workflow sets with `env:`."""
    temp: Path | None = None
    """By default `_temp` beside the workspace."""
    tool_cache: Path | None = None
    """By default `_tool` beside the workspace."""
    os: str = "Linux"
    arch: str = "X64"
    seconds: float = 600
    """A step that takes longer ends the test."""


@dataclass(frozen=True, slots=True)
class Place:
    """The event and the runner, where they have come together."""

    event: Event
    runner: Runner
    workspace: Path
    action: Path

    @property
    def temp(self) -> Path:
        """RUNNER_TEMP."""
        return self.runner.temp or self.workspace.parent / "_temp"

    @property
    def tool_cache(self) -> Path:
        """RUNNER_TOOL_CACHE."""
        return self.runner.tool_cache or self.workspace.parent / "_tool"

    @property
    def event_path(self) -> Path:
        """GITHUB_EVENT_PATH."""
        return self.temp / "_github_workflow" / "event.json"

    def prepare(self) -> None:
        """Make the folders, and write the event down."""
        self.tool_cache.mkdir(parents=True, exist_ok=True)
        self.event_path.parent.mkdir(parents=True, exist_ok=True)
        self.event_path.write_text(json.dumps(dict(self.event.payload)), "utf-8")

    def github(self) -> Context:
        """The github context."""
        event, server = self.event, "https://github.com"
        kind, name = _kind_and_name(event.ref)
        owner, _, _ = event.repository.partition("/")
        known = {
            "action": "__self", "action_path": str(self.action), "actor": event.actor,
            "api_url": "https://api.github.com", "base_ref": event.base_ref,
            "event": event.payload, "event_name": event.name, "event_path": str(self.event_path),
            "graphql_url": "https://api.github.com/graphql", "head_ref": event.head_ref,
            "job": "check", "ref": event.ref, "ref_name": name, "ref_type": kind,
            "repository": event.repository, "repository_owner": owner, "run_attempt": "1",
            "run_id": "1", "run_number": "1", "server_url": server, "sha": event.sha,
            "token": event.token, "triggering_actor": event.actor, "workflow": "check",
            "workspace": str(self.workspace),
        }  # fmt: skip
        return Context("github", known)

    def machine(self) -> Context:
        """The runner context."""
        known = {
            "os": self.runner.os,
            "arch": self.runner.arch,
            "name": "runner",
            "environment": "github-hosted",
            "temp": str(self.temp),
            "tool_cache": str(self.tool_cache),
        }
        return Context("runner", known)

    def variables(self) -> dict[str, str]:
        """What a runner sets: no step can set it otherwise."""
        github = {key: value for key, value in self.github().items() if key not in NOT_EXPORTED}
        return (
            {f"GITHUB_{key.upper()}": value for key, value in github.items()}
            | {f"RUNNER_{key.upper()}": value for key, value in self.machine().items()}
            | {"GITHUB_ACTIONS": "true"}
        )


def _kind_and_name(ref: str) -> tuple[str, str]:
    if ref.startswith("refs/tags/"):
        return "tag", ref.removeprefix("refs/tags/")
    return "branch", ref.removeprefix("refs/heads/").removeprefix("refs/pull/")


def inherited() -> dict[str, str]:
    """The variables of this process that a step sees."""
    own = os.environ.items()
    kept = {key: value for key, value in own if key in KEPT or key.startswith("PIP_")}
    return {"CI": "true", **kept}
