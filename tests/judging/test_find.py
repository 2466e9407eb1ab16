"""Tests of finding by words."""

from __future__ import annotations

import pytest

from aos_check.judging.check_input import CheckInput
from aos_check.judging.find import find
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.request import CheckRequest

FILES = {
    "agent-os/product/mission.md": "# Mission\n",
    "agent-os/specs/2025-03-01-login/spec.md": """\
# Login with a password

## Goal

People sign in with an e-mail address and a password.

## Requirements

- **FR-001**: The form rejects a password of fewer than 12 characters.
- **FR-002**: A session ends after 30 minutes.
""",
    "agent-os/specs/2025-03-01-login/tasks.md": """\
# Tasks

- [x] 1.1 Write the form (FR-001)
- [ ] 1.2 End idle sessions (FR-002)
""",
    "agent-os/standards/backend/errors.md": """\
# Errors

## Retries

Retry a failed request three times, and back off between the attempts.

## Logging

Log every exception once, where it is handled.
""",
    "docs/adr/0001-sessions-in-memory.md": """\
# 1. Keep sessions in memory

Date: 2025-03-01

## Status

Superseded by ADR-0002

## Context

We need sessions.

## Decision

We keep sessions in memory.
""",
    "docs/adr/0002-sessions-in-redis.md": """\
# 2. Keep sessions in Redis

Date: 2025-04-01

## Status

Accepted

## Context

Memory is lost when the process ends.

## Decision

We keep sessions in Redis, which survives a deployment.
""",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> CheckInput:
    folder = tmp_path_factory.mktemp("find")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return open_projects(CheckRequest(root=folder))


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("minimum length of a password", "spec", "Login with a password"),
        ("reject short password characters", "requirement", "FR-001 (login)"),
        ("FR-002", "requirement", "FR-002 (login)"),
        ("how do we retry requests?", "standard", "Errors › Retries"),
        ("where are exceptions logged", "standard", "Errors › Logging"),
        ("which store keeps sessions", "decision", "0002 Keep sessions in Redis"),
        ("idle session", "task", "login#1.2 End idle sessions (FR-002)"),
        ("LOGIN", "spec", "Login with a password"),
    ],
)
def test_the_first_match(opened: CheckInput, words: str, kind: str, title: str) -> None:
    found = find(opened, words)
    assert (found[0].kind, found[0].title) == (kind, title)


def test_what_is_superseded_comes_last_with_a_mark(opened: CheckInput) -> None:
    found = find(opened, "sessions in memory")
    assert found[-1].title == "0001 Keep sessions in memory (superseded by 0002)"
    assert "We keep sessions in memory." in found[-1].text


@pytest.mark.parametrize("words", ["", " ?! ", "zebra"])
def test_nothing(opened: CheckInput, words: str) -> None:
    assert find(opened, words) == []
