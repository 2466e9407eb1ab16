"""The remedies of the rules on decisions."""

from __future__ import annotations

from tests.rules.remedies.remedy import Remedy, move
from tests.rules.remedies.texts import ACCEPTED, SUPERSEDED, SUPERSEDES

POSTGRES = "docs/adr/0001-use-postgres.md"

REMEDIES = (
    Remedy(
        "ADR001",
        "use proposed, accepted, rejected, deprecated or superseded",
        {
            "postgres.md": [("Purple", "Accepted")],
            "redis.md": [("## Context", "## Status\n\nProposed\n\n## Context")],
        },
    ),
    Remedy(
        "ADR002",
        "add the consequences in a section of that name",
        {"postgres.md": [("## Consequences\n", "## Consequences\n\nWe run a server.\n")]},
    ),
    Remedy(
        "ADR002",
        "add the context in a section of that name",
        {"postgres.md": [("## Decision", "## Context\n\nWe need transactions.\n\n## Decision")]},
        also={POSTGRES: ACCEPTED.replace("## Context\n\nWe need transactions.\n\n", "")},
    ),
    Remedy(
        "ADR002",
        "add the context in a section of that name",
        {"postgres.md": [("## Context\n", "## Context\n\nWe need transactions.\n")]},
        also={POSTGRES: ACCEPTED.replace("\nWe need transactions.\n", "")},
    ),
    Remedy(
        "ADR002",
        "add the decision in a section of that name",
        {"postgres.md": [("## Decision\n", "## Decision\n\nWe use PostgreSQL.\n")]},
        also={POSTGRES: ACCEPTED.replace("\nWe use PostgreSQL.\n", "")},
    ),
    Remedy(
        "ADR003",
        "give the later decision a free number",
        {"0001-use-redis.md": [("# 1.", "# 2.")]},
        run=move("docs/adr/0001-use-redis.md", "docs/adr/0002-use-redis.md"),
    ),
    Remedy(
        "ADR003",
        "give the later decision a free number",
        example="one number in two spellings",
        run=move("docs/adr/ADR-001-use-redis.md", "docs/adr/ADR-002-use-redis.md"),
    ),
    Remedy(
        "ADR004",
        "name a decision that exists",
        {
            "postgres.md": [("ADR-0007", "[2. Use SQLite](0002-use-sqlite.md)")],
            "docs/adr/0002-use-sqlite.md": SUPERSEDES,
        },
    ),
    Remedy(
        "ADR005",
        "restore the text, and write a new decision that supersedes it",
        {"postgres.md": SUPERSEDED, "docs/adr/0002-use-sqlite.md": SUPERSEDES},
    ),
    Remedy("ADR006", "use one number everywhere", {"redis.md": [("# 1.", "# 2.")]}),
    Remedy(
        "ADR006",
        "use one number everywhere",
        run=move("docs/adr/0002-use-redis.md", "docs/adr/0001-use-redis.md"),
    ),
    Remedy(
        "ADR007",
        "add the date of the decision, such as `Date: 2025-03-04`",
        {
            "postgres.md": [("2025-13-40", "2025-03-04")],
            "redis.md": [("## Status", "Date: 2025-03-04\n\n## Status")],
        },
    ),
)
