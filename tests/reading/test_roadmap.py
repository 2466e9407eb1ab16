"""Roadmaps: the title of each item, its phase, and its specs."""

from __future__ import annotations

import pytest

from aos_check.model.project import Milestone
from tests.support.reading import project

TASKS = "- [ ] 1. Form\n"


def items(roadmap: str, *specs: str, **documents: str) -> dict[str, list[str]]:
    """The specs of each item that has some, by title. `documents` are requirements by spec."""
    found = project(
        {
            "context/product/roadmap.md": f"# Roadmap\n\n{roadmap}",
            **{f"context/spec/{name}/tasks.md": TASKS for name in specs},
            **{f"context/spec/{n}/functional-spec.md": text for n, text in documents.items()},
        }
    )
    return {item.title: list(item.specs) for item in found.milestones if item.specs}


def milestones(roadmap: str) -> tuple[Milestone, ...]:
    return project(
        {".agent-os/product/roadmap.md": roadmap, ".agent-os/specs/2025-10-08-a/spec.md": "# A"}
    ).milestones


def test_a_phase_is_the_heading_that_says_so() -> None:
    found = milestones("""
        # Roadmap
        ## Phase 1: Base
        ### Must-Have Features
        - [x] Form
        ## Ideas
        ### Large
        - [ ] Sea
    """)
    assert [(item.title, item.phase) for item in found] == [
        ("Form", "Phase 1: Base"), ("Sea", "Large"),
    ]  # fmt: skip


def test_an_item_is_called_by_what_it_is_about() -> None:
    found = milestones("# R\n- [ ] **Issue #9:** Send mail - at night `S`\n- [ ] **Mail:** Now\n")
    assert [item.title for item in found] == ["Send mail", "Mail"]


@pytest.mark.parametrize(
    ("value", "titles"),
    [
        ("Form", ["Form"]),
        ("Accounts → Form", ["Form"]),
        ("Phase 1 - Form", ["Form"]),
        ("Accounts → Form + Mail & More", ["Form", "Mail & More"]),
        ("Accounts (Form, Mail and more)", ["Form", "Mail & More"]),
        ("Accounts → Form → Fields of the form", ["Form"]),
        ("Form — visitors sign in", ["Form"]),
        ("Form: visitors sign in", ["Form"]),
        ("Accounts (without form)", ["Accounts"]),
        ("Phase 1: Base (without mail)", []),
        ("Forms", []),
    ],
)
def test_a_spec_names_its_items_in_many_ways(value: str, titles: list[str]) -> None:
    roadmap = "- [ ] **Accounts**\n  - [ ] **Form:** A\n  - [ ] **Mail & More:** B\n"
    spec = {"001-login": f"# F\n- **Roadmap Item:** {value}\n"}
    assert list(items(roadmap, "001-login", **spec)) == titles


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Sea (spec 001)", True),
        ("Sea (specs 007, 001)", True),
        ("Sea, see 001-login", True),
        ("Sea, see context/spec/001-login/tasks.md", True),
        ("Sea, see 001-login-page", False),
        ("Sea, see 001-login-page and 001-login", True),
        ("Sea, part 001 of it", False),
        ("Login", True),
        ("Login page", False),
    ],
)
def test_a_number_a_path_or_the_title_links_and_a_likeness_does_not(
    text: str, linked: bool
) -> None:
    assert bool(items(f"- [ ] {text}\n", "001-login")) is linked


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("**Issue #9:** Sea", True),
        ("Sea (Issues #7, #9)", True),
        ("Sea (PR #9)", False),
        ("Sea (Issue #90)", False),
    ],
)
def test_the_issue_of_a_folder_is_its_number(text: str, linked: bool) -> None:
    found = project(
        {
            ".agent-os/product/roadmap.md": f"# R\n- [ ] {text}\n",
            ".agent-os/specs/2025-10-08-login-#9/tasks.md": TASKS,
        }
    )
    assert bool(found.milestones[0].specs) is linked


def test_words_alone_are_no_id() -> None:
    files: dict[str, str | bytes] = {
        ".agent-os/product/roadmap.md": """
            # R
            - [ ] Sea, with real-time charts
            - [ ] Land, see `real-time`
            - [ ] Air, see openspec/changes/real-time/
        """,
        ".agent-os/specs/2025-10-08-login/spec.md": "# L",
        "openspec/changes/real-time/proposal.md": "# P",
        "openspec/changes/real-time/tasks.md": "- [ ] 1.1 A\n",
    }
    found = {item.title: item.specs for item in project(files).milestones}
    assert found == {
        "Sea, with real-time charts": (),
        "Land, see `real-time`": ("real-time",),
        "Air, see openspec/changes/real-time/": ("real-time",),
    }
