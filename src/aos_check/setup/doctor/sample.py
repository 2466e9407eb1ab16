"""A small project for testing hooks, with commits that they must accept or refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SPEC = "context/spec/001-sample"
TASKS = f"{SPEC}/tasks.md"
CODE = "src/sample.py"

_PRODUCT = """\
# Product Definition

## The Big Picture

A sample.

## Users

People who try the hooks.

## Problem

Hooks may not run.
"""
_ROADMAP = "# Product Roadmap\n\n## Phase 1\n\n- [ ] **Sample**: to try the hooks\n"
_FUNCTIONAL = """\
# Functional Specification: {title}

- **Status:** Approved

## 1. Overview and Rationale

It is a sample.

## 2. Functional Requirements

- There is a sample.

## 3. Scope and Boundaries

- Nothing else.
"""
_TECHNICAL = "# Technical Specification: {title}\n\n- **Status:** Approved\n"


def _tasks(title: str, *done: int) -> str:
    rows = (f"- [{'x' if n in done else ' '}] {n}. Part {n}\n" for n in (1, 2, 3))
    return f"# Tasks: {title}\n\n{''.join(rows)}"


def _spec(folder: str, title: str) -> dict[str, str]:
    return {
        f"{folder}/functional-spec.md": _FUNCTIONAL.format(title=title),
        f"{folder}/technical-considerations.md": _TECHNICAL.format(title=title),
        f"{folder}/tasks.md": _tasks(title),
    }


PROJECT: Mapping[str, str] = {
    "context/product/product-definition.md": _PRODUCT,
    "context/product/roadmap.md": _ROADMAP,
    **_spec(SPEC, "Sample"),
    CODE: "x = 0\n",
}
"""A project in the layout of AWOS with one approved spec of three open tasks, and some code."""


class SampleCommit(NamedTuple):
    """The files to write, and the message."""

    files: Mapping[str, str]
    message: str


SPECIFIED = SampleCommit(PROJECT, "docs: specify")
"""The first commit."""

PART = SampleCommit({TASKS: _tasks("Sample", 1), CODE: "x = 1\n"}, "feat: part 1\n\nTask: sample#1")
"""Code with its finished task, which is legal."""

UNNAMED_PART = PART._replace(message="feat: part 1")
"""The same, without the task in its message."""

NAMED = "Task: sample#1"
"""The line that the hook must add to that message."""

CONTRADICTION = SampleCommit(
    {TASKS: "# Tasks: Sample\n\n- [x] 1. Part 1\n  - [ ] 1.1 Half of it\n- [ ] 2. Part 2\n"},
    "docs: tick",
)
"""A finished task with an open subtask: TASK001."""

WITHOUT_TASK = SampleCommit({CODE: "x = 2\n"}, "feat: more")
"""Code that belongs to no task: GIT001."""

ONE, OTHER = (
    SampleCommit(_spec(f"context/spec/002-{name}", name.title()), f"docs: {name}")
    for name in ("mail", "chat")
)
"""Two specs with the same number. Each is legal alone, both together are SPEC008."""
