"""The facts of a decision that a digest needs: supersession, topics and the first sentence."""

from __future__ import annotations

import pytest

from aos_check.model.decision import Decision
from aos_check.model.tree import MemoryTree
from aos_check.reading.project import read_projects

BODY = "\n\n## Context\n\nWhy.\n\n## Decision\n\nWe do.\n\n## Consequences\n\nIt costs.\n"


def decisions(path: str, text: str) -> tuple[Decision, ...]:
    (project,) = read_projects(MemoryTree({path: text}))
    return project.decisions


def decision(head: str, path: str = "docs/adr/0100-use-gas.md") -> Decision:
    (found,) = decisions(path, f"# 100. Use gas\n\n{head}{BODY}")
    return found


# Real records say it in many ways, and often they mean only a part.
@pytest.mark.parametrize(
    ("head", "whole", "in_part"),
    [
        ("Status: Accepted\nSupersedes: ADR-3", ["ADR-3"], []),
        ("Status: Accepted\nSupersedes: ADR-3 (the unified studio)", ["ADR-3"], []),
        ("Status: Accepted\nSupersedes: [ADR-3: Only parts](0003-only-parts.md)", ["0003"], []),
        ("Status: Accepted\nSupersedes: ADR-3, ADR-4", ["ADR-3", "ADR-4"], []),
        ("## Status\n\nAccepted, supersedes [ADR 3](0003-use-oil.md)", ["0003"], []),
        (
            "## Status\n\nAccepted\n\nSupersedes [3. Oil](0003-a.md)\n\nAmends [4. B](0004-b.md)",
            ["0003"],
            [],
        ),
        ("Status: Accepted\nSupersedes: ADR-3 (partially; the tool stays)", [], ["ADR-3"]),
        ("Status: Accepted\nPartially supersedes: ADR-3", [], ["ADR-3"]),
        ("Status: Accepted\nSupersedes: ADR-3, in part: only its last consequence", [], ["ADR-3"]),
        ("Status: Accepted\nSupersedes: ADR-3 §17 (deferral), ADR-4 §4", [], ["ADR-3", "ADR-4"]),
        ("Status: Accepted\nSupersedes: [ADR-3](0003-a.md)（Slack入力のみ）", [], ["0003"]),
        (
            "Status: Accepted\nSupersedes: [ADR-3](0003-a.md) addendum (the `/apply/` path)",
            [],
            ["0003"],
        ),
        (
            "## Status\n\nAccepted. Partially supersedes [ADR 3](0003-a.md)\n— the colours stand",
            [],
            ["0003"],
        ),
        # The sentence after it names decisions that stay.
        (
            (
                "Status: Accepted\nSupersedes: ADR-3's outbox and its\nprimitive. ADR-4, ADR-5,\n"
                "ADR-6 remain behavioral contracts."
            ),
            [],
            ["ADR-3"],
        ),
    ],
)
def test_what_it_supersedes(head: str, whole: list[str], in_part: list[str]) -> None:
    found = decision(head)
    assert [name for name in found.supersedes if name not in found.amends] == whole
    assert list(found.amends) == in_part


@pytest.mark.parametrize(
    ("status", "by", "in_part"),
    [
        ("Superseded by ADR-9", "ADR-9", False),
        (
            "**superseded by [ADR 9](0009-a.md) on 2026-05-19** — the old goal was wrong",
            "0009",
            False,
        ),
        ("Superseded in part by ADR-9 (2026-07-03)", "ADR-9", True),
        ("superseded in part by ADR-9 (owners) and ADR-8 — the rule is lifted", "ADR-9", True),
        ("部分被 ADR-9 取代 / Superseded in part by ADR-9", "ADR-9", True),
        ("Accepted — **sync portions superseded by [ADR-9](0009-a.md)**", None, True),
        (
            "Accepted. Ruling out skins is superseded by [ADR-9](0009-a.md); the rest stays",
            None,
            True,
        ),
        ("Accepted (supersedes ADR-3)", None, False),
    ],
)
def test_what_supersedes_it(status: str, by: str | None, in_part: bool) -> None:
    found = decision(f"Status: {status}")
    assert (found.superseded_by, found.in_part) == (by, in_part)


@pytest.mark.parametrize(
    ("path", "text", "topics"),
    [
        (
            "docs/adr/0001-a.md",
            f"# A\n\nStatus: accepted\nTags: api, `db`, [ops]{BODY}",
            ("api", "db", "ops"),
        ),
        (
            "docs/adr/0001-a.md",
            f"# A\n\nStatus: accepted\nTags: api\nCategory: API, Security{BODY}",
            ("api", "Security"),
        ),
        (
            "docs/adr/0001-a.md",
            f"---\nstatus: accepted\ntags:\n  - kafka\n  - go\n---\n# A{BODY}",
            ("kafka", "go"),
        ),
        ("docs/adr/0001-a.md", f"# A\n\n**Area:** Cockpit{BODY}", ("Cockpit",)),
        ("docs/adr/backend/0001-a.md", f"# A{BODY}", ("backend",)),
        ("docs/adr/backend/0001-a.md", f"# A\n\nTags: db{BODY}", ("db",)),
        ("docs/adr/archive/0001-a.md", f"# A{BODY}", ()),
        ("docs/adr/2024/0001-a.md", f"# A{BODY}", ()),
        ("docs/adr/0001-a.md", f"# A\n\nTags: none{BODY}", ()),
        ("docs/adr/0001-a.md", f"# A\n\nArea: {'everything that one can think of ' * 2}{BODY}", ()),
    ],
)
def test_topics(path: str, text: str, topics: tuple[str, ...]) -> None:
    assert [found.topics for found in decisions(path, text)] == [topics]


def test_the_headings_of_a_log_are_topics() -> None:
    entries = (
        "# Decisions\n\n## Data\n\n### ADR-1: Use Postgres\n\nWe know it. It is free.\n\n"
        "## Accepted decisions\n\n### ADR-2: Use gas\n\n**Decision:** We use gas.\n\nWhy not.\n"
    )
    found = decisions("docs/decisions/decisions.md", entries)
    assert [(each.id, each.topics, each.essence) for each in found] == [
        ("ADR-1", ("Data",), "We know it."),
        ("ADR-2", (), "We use gas."),
    ]


@pytest.mark.parametrize(
    ("text", "essence"),
    [
        ("We use gas. It burns.", "We use gas."),
        ("We use version 2. It is good.", "We use version 2."),
        (
            "We use gas, e.g. methane,\nand no oil. It burns.",
            "We use gas, e.g. methane, and no oil.",
        ),
        (
            'Chosen option: "gas", because\n\n- it burns\n- it is clean\n',
            '"gas", because it burns; it is clean',
        ),
        ("- Use gas.\n- Use oil.", "Use gas."),
        ("### In short\n\nUse [**gas**](gas.md).", "Use gas."),
        ("**Decision:** We use gas.", "We use gas."),
        ("We use:\n\n```sh\ngas --on\n```\n\nIt burns.", "We use:"),
        ("我们使用燃气。它会燃烧。", "我们使用燃气。"),
        ("TBD", ""),
    ],
)
def test_the_first_sentence(text: str, essence: str) -> None:
    whole = (
        f"# 1. Use gas\n\nStatus: Accepted\n\n## Decision\n\n{text}\n\n## Consequences\n\nYes.\n"
    )
    assert [found.essence for found in decisions("docs/adr/0001-use-gas.md", whole)] == [essence]
