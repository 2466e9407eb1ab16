"""The text of a new decision: as a record in the forms of Nygard and MADR, as an entry of a log."""

from __future__ import annotations

_NYGARD = """\
# {heading}

Date: {date}

## Status

Proposed

## Context

[what forces a decision]

## Decision

[what is decided]

## Consequences

[what becomes easier and what becomes harder]
"""

_MADR = """\
---
status: proposed
date: {date}
---

# {heading}

## Context and Problem Statement

[what forces a decision]

## Considered Options

* [one way to go]
* [another way to go]

## Decision Outcome

[which option is chosen and why]

### Consequences

[what becomes easier and what becomes harder]
"""

_ENTRY = """\
{level} {heading}

{facts}

{level}# Decision

[what is decided]

{level}# Context

[what forces a decision]

{level}# Consequences

[what becomes easier and what becomes harder]
"""

LOG = "# Decisions\n"
"""What a log begins with."""


def record(form: str, heading: str, date: str) -> str:
    """A record of its own in the form `madr` or, else, `nygard`."""
    text = _MADR if form == "madr" else _NYGARD
    return text.format(heading=heading, date=date)


def entry(level: int, heading: str, facts: dict[str, str]) -> str:
    """An entry of a log, with its heading at that level and what is known of it."""
    rows = "\n".join(f"**{key}:** {value}" for key, value in facts.items())
    return _ENTRY.format(level="#" * level, heading=heading, facts=rows)
