"""Documents that remedies write or need."""

from __future__ import annotations

SPEC = """\
# Spec Requirements Document

> Spec: Mail

## Overview

Visitors get a mail.

## Spec Scope

1. **Mail** - send it
"""
FUNCTIONAL = """\
# Functional Specification: Login

- **Status:** Approved

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
"""
SUPERSEDED = """\
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Superseded by [2. Use SQLite](0002-use-sqlite.md)

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
"""
ACCEPTED = SUPERSEDED.replace("Superseded by [2. Use SQLite](0002-use-sqlite.md)", "Accepted")
SUPERSEDES = """\
# 2. Use SQLite

Date: 2025-04-04

## Status

Accepted

## Context

The server of [1. Use PostgreSQL](0001-use-postgres.md) costs more than it brings.

## Decision

We use SQLite.

## Consequences

One writer at a time.
"""
APPROVED = {"functional-spec.md": [("Draft", "Approved")]}
AGENT_OS, AWOS = ".agent-os/specs/2025-10-08-login", "context/spec/001-login"
PRAXIS, OPENSPEC = ".praxis-os/specs", "openspec/changes"
STATE = ".praxis-os/.cache/state/4f1c.json"

UNFINISHED = {
    f"{OPENSPEC}/add-login/tasks.md": "- [x] T001 Create the form in src/form.py\n"
    "- [x] T002 [P] Create `src/session.py`\n- [x] T003 Write the store in src/store.py\n"
    "- [ ] T004 Test it\n"
}
MISSION = """\
# Product Mission

## Pitch

A shop.

## Users

Visitors.

## The Problem

Nobody can buy.
"""
SRD = "# Login: Software Requirements Document\n\n## Requirements\n\n- **FR-001**: Sign in.\n"
PLANNED = {
    f"{AGENT_OS}/spec.md": SPEC,
    f"{PRAXIS}/approved/2025-10-08-login/srd.md": SRD,
}
