"""The event that a workflow runs for, from the file that GitHub Actions writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aos_check.ci.event import CIEvent, CIEventKind, commit_id, squash_message
from aos_check.git.files import read_regular
from aos_check.model.errors import CannotCheckError

MAX_EVENT = 64 * 1024 * 1024
"""The largest file of an event, in bytes."""

_DEEPER = "add `fetch-depth: 0` below `with:` of actions/checkout"


def event_of(environment: Mapping[str, str]) -> CIEvent:
    """Read the event. Raises CannotCheckError if it cannot be checked."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    if event == "pull_request_target":
        # A check of the base would accept any pull request.
        raise CannotCheckError(
            "pull_request_target checks out the base, not the pull request",
            "run the workflow on `pull_request`, which needs no secrets",
        )
    facts = _Facts(_read(environment.get("GITHUB_EVENT_PATH", "")))
    if event.startswith("pull_request"):
        return _proposed(event, facts)
    if event == "merge_group":
        return _queued(event, facts)
    if event == "push" and facts.at("deleted") is not True:
        return _pushed(event, facts, environment)
    return CIEvent(event or "an unnamed event", CIEventKind.TREE, deeper=_DEEPER)


class _Facts:
    """The values in the file of an event; any of them may be missing."""

    def __init__(self, payload: object) -> None:
        self._payload = payload

    def at(self, *keys: str) -> Any:  # noqa: ANN401 - what JSON holds
        """The value under the nested keys; None if there is none."""
        value = self._payload
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def text(self, *keys: str) -> str:
        """The text under the nested keys; "" if there is none."""
        value = self.at(*keys)
        return value if isinstance(value, str) else ""

    def commit(self, *keys: str) -> str:
        """The id of the commit under the keys. Raises CannotCheckError if there is none."""
        if found := commit_id(self.at(*keys)):
            return found
        raise CannotCheckError(
            f"the event names no commit at {'.'.join(keys)}",
            "pass the commits to check with --range (input `range`)",
        )


def _proposed(event: str, facts: _Facts) -> CIEvent:
    return CIEvent(
        event,
        CIEventKind.PROPOSED,
        base=facts.commit("pull_request", "base", "sha"),
        head=facts.commit("pull_request", "head", "sha"),
        branch=facts.text("pull_request", "head", "ref"),
        target=facts.text("pull_request", "base", "ref"),
        default=facts.text("repository", "default_branch"),
        message=squash_message(
            facts.text("pull_request", "title"), facts.text("pull_request", "body")
        ),
        deeper=_DEEPER,
    )


def _queued(event: str, facts: _Facts) -> CIEvent:
    return CIEvent(
        event,
        CIEventKind.QUEUED,
        base=facts.commit("merge_group", "base_sha"),
        head=facts.commit("merge_group", "head_sha"),
        default=facts.text("repository", "default_branch"),
        deeper=_DEEPER,
    )


def _pushed(event: str, facts: _Facts, environment: Mapping[str, str]) -> CIEvent:
    ref = facts.text("ref") or environment.get("GITHUB_REF", "")
    return CIEvent(
        event,
        CIEventKind.PUSHED,
        base=commit_id(facts.at("before")),
        head=facts.commit("after"),
        branch=ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else "",
        default=facts.text("repository", "default_branch"),
        deeper=_DEEPER,
    )


def _read(name: str) -> object:
    remedy = "run this as a step of a workflow, or pass the commits to check with --range"
    try:
        content = read_regular(Path(name), MAX_EVENT + 1)
        if len(content) <= MAX_EVENT:
            found: object = json.loads(content)
            return found
    except (OSError, ValueError, RecursionError) as error:
        raise CannotCheckError(
            f"the event file {name or 'of GITHUB_EVENT_PATH'} cannot be read", remedy
        ) from error
    raise CannotCheckError(f"the event file {name} is larger than 64 MiB", remedy)
