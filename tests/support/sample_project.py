"""A project in the AWOS layout: one spec with three tasks, and a roadmap."""

from __future__ import annotations

from pathlib import Path

from tests.support.git_repo import Repo

SPEC = "context/spec/001-login"
MAIL = "context/spec/002-mail"
FUNCTIONAL = """\
# Functional Specification: Login

- **Status:** {status}

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
"""
TECHNICAL = "# Technical Specification: Login\n\n- **Status:** Approved\n"
PRODUCT = """\
# Product Definition

## The Big Picture

A small shop.

## Users

Visitors.

## Problem

Nobody can buy.
"""
DECISION = """\
# {number}. {title}

## Status

{status}

## Context

A.

## Decision

B.

## Consequences

C.
"""


def tasks(*done: str, count: int = 3) -> str:
    """A task list in which these ids are done."""
    rows = (f"- [{'x' if str(n) in done else ' '}] {n}. Part {n}" for n in range(1, count + 1))
    return "# Tasks: Login\n\n" + "\n".join(rows) + "\n"


def roadmap(*, done: bool = False) -> str:
    """A roadmap with one item."""
    return f"# Product Roadmap\n\n## Phase 1\n\n- [{'x' if done else ' '}] **Login**: to sign in\n"


def project(status: str = "Approved", *done: str) -> dict[str, str]:
    """A project in the AWOS layout with one spec."""
    return {
        "context/product/product-definition.md": PRODUCT,
        "context/product/roadmap.md": roadmap(),
        f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status=status),
        f"{SPEC}/technical-considerations.md": TECHNICAL,
        f"{SPEC}/tasks.md": tasks(*done),
    }


def with_history(repo: Repo) -> Repo:
    """A project with two specs, a roadmap, decisions and findings of several ages."""
    mail = {path.replace(SPEC, MAIL): text for path, text in project("Draft").items()}
    repo.commit("docs: specify", {**project(), "src/app.py": "x = 0\n"})
    repo.commit(
        "feat: one\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1"), "src/app.py": "x = 1\n"}
    )
    repo.commit("docs: mail", {f"{MAIL}/{Path(path).name}": text for path, text in mail.items()})
    repo.commit("docs: roadmap", {"context/product/roadmap.md": roadmap(done=True)})
    decided = {
        f"docs/adr/000{number}-{status.lower()}.md": DECISION.format(
            number=number, title=f"Decide {number}", status=status
        )
        for number, status in enumerate(("Accepted", "Accepted", "Proposed"), start=1)
    }
    repo.commit("docs: decide", dict(decided))
    return repo
