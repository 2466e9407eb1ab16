"""Deltas of OpenSpec, and the requirements that they change."""

from __future__ import annotations

import pytest

from tests.support.reading import project

BASE = "openspec/specs/web/lamp/spec.md"
CHANGE = "openspec/changes/dim-lamp"
LAMP = (
    "# Lamp\n\n## Requirements\n\n### Requirement: Light\nIt SHALL shine.\n\n#### Scenario: Night\n"
)


def deltas(text: str, change: str = CHANGE) -> list[tuple[str, str, str, int]]:
    """The kind, name, new name and line of each delta."""
    (spec,) = project({f"{change}/specs/web/lamp/spec.md": text, BASE: LAMP}).specs
    return [(delta.kind, delta.name, delta.to, delta.at.line) for delta in spec.deltas]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_kind(ends: str) -> None:
    text = (
        "## ADDED Requirements\n### Requirement: Dimmer\n"
        "## Modified requirements\n\n### requirement:   Light  \n\n#### Scenario: Night\n"
        "## REMOVED Requirements\n- `### Requirement: Smoke`\n### Requirement: Oil\n"
        "## RENAMED Requirements\n- FROM: `### Requirement: Wick`\n- TO: `### Requirement: Bulb`\n"
    )
    assert deltas(text.replace("\n", ends)) == [
        ("added", "Dimmer", "", 2),
        ("modified", "Light", "", 5),
        ("removed", "Smoke", "", 9),
        ("removed", "Oil", "", 10),
        ("renamed", "Wick", "Bulb", 12),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Requirements\n\n### Requirement: Light\n",
        "## Notes\n\n### Requirement: Light\n",
        "## MODIFIED Requirements\n\n#### Requirement: Light\n",
        "## MODIFIED Requirements\n\n### Why\n\nRequirement: Light\n",
        "```md\n## MODIFIED Requirements\n\n### Requirement: Light\n```\n",
        "## MODIFIED Requirements\n\n```md\n### Requirement: Light\n```\n",
        "<!--\n## MODIFIED Requirements\n\n### Requirement: Light\n-->\n",
        "## RENAMED Requirements\n- TO: `### Requirement: Bulb`\n- FROM: `### Requirement: Wick`\n",
    ],
)
def test_no_deltas(text: str) -> None:
    assert deltas(text) == []


def test_the_base_of_an_archived_change_has_moved_on() -> None:
    text = "## MODIFIED Requirements\n\n### Requirement: Light\n"
    assert deltas(text, "openspec/changes/archive/2026-07-01-dim-lamp") == []


def test_the_requirements_of_a_base() -> None:
    found = project(
        {
            f"{CHANGE}/specs/web/lamp/spec.md": "## ADDED Requirements\n### Requirement: A\n",
            BASE: LAMP,
        }
    )
    assert found.bases == {BASE: {"Light": "It SHALL shine.\n#### Scenario: Night"}}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_requirements_of_a_change(ends: str) -> None:
    text = (
        "## ADDED Requirements\n### Requirement: Dimmer\n\nIt SHALL dim.\n\n#### Scenario: Night\n"
        "```md\n### Requirement: Example\n```\n### Requirement: Bright\n"
        "## REMOVED Requirements\n### requirement:  Oil \n**Reason**: soot\n"
    )
    files: dict[str, str | bytes] = {
        f"{CHANGE}/proposal.md": "# Dim\n\n- **FR-001**: dim it\n",
        f"{CHANGE}/specs/web/lamp/spec.md": text.replace("\n", ends),
        f"{CHANGE}/specs/web/bulb/spec.md": "## ADDED Requirements\n### Requirement: Dimmer\n",
        f"{CHANGE}/tasks.md": "- [ ] 1. Dim it (FR-009)\n",
    }
    (spec,) = project(files).specs
    assert [(it.id, it.text, it.at.line) for it in spec.requirements] == [
        ("FR-001", "dim it", 3),
        ("Dimmer", "", 2),
        ("Dimmer", "It SHALL dim.", 2),
        ("Bright", "", 10),
        ("Oil", "**Reason**: soot", 12),
    ]
