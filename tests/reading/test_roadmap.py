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
    "text",
    [
        "Sea (implemented in spec 001)",
        "Sea (v2.4.0, specs 001, 007)",
        "Sea — visitors bathe, see spec 001",
        "Sea - context/spec/001-login/ and context/spec/007-mail/ `L`",
        "**Sea** — [spec](../spec/001-login/functional-spec.md)",
        "[Sea](../spec/001-login/functional-spec.md)",
        "**Spec 001:** Sea",
        "Spec 001 — Sea, which follows the land",
        "Spec-001: Sea",
        "Notes of the sea (spec 001)",
        "Rest and follow-up mails (spec 001)",
        "Sea\n  - Spec: 001",
        "Sea\n  - **Spec:** [001-login](../spec/001-login/)",
        "Sea\n  * See `context/spec/001-login/tasks.md` for details",
        "Sea\n  spec 001",
        "Sea\n  - Depends on: spec 007\n  - Specs: 001",
        "Login (M)",
        "Login [XL]",
        "🔐 **Login** `S`",
        "1.2 Login — visitors sign in",
        "Login: visitors sign in (spec 007 comes first)",
    ],
)
def test_an_item_states_its_spec(text: str) -> None:
    assert items(f"- [ ] {text}\n", "001-login")
    assert items(f"- [ ] {text}\n".replace("\n", "\r\n"), "001-login")


@pytest.mark.parametrize(
    "text",
    [
        "Sea — builds on spec 001",
        "Sea: builds on spec 001",
        "Sea (builds on specs 007 and 001)",
        "Sea (depends on: 001-login)",
        "Sea (needs spec 007, spec 001)",
        "Sea after spec 001",
        "Sea, the rest of spec 001",
        "Spec 001 follow-ups",
        "Sea — note (spec 001): what remains",
        "Sea (the sibling items, 007-mail, 001-login, are separate specs)",
        "Sea (spec 001 and spec 007 are separate)",
        "Sea — like [the form](../spec/001-login/)",
        "Sea — on the table that spec 001 has",
        "Sea — spec 001 is done, this adds the beach",
        "Sea\n  - Note (spec 001): what remains",
        "Sea\n  - Builds on spec 001",
        "Sea\n  - **Depends on:** spec 001",
        "Sea\n  - Depends on: context/spec/001-login/",
        "Sea\n  - 001-login has the form",
        "Sea\n  Everything that spec 001 left out",
        "Login (round 2)",
        "**Login** (Round 2)",
        "**Login** — Round 2: passkeys",
        "Login: phase 2",
        "Login (2)",
        "**Login** (continued)",
        "**Login** v2",
        "Login II",
    ],
)
def test_a_mention_is_no_statement(text: str) -> None:
    assert items(f"- [ ] {text}\n", "001-login") == {}


@pytest.mark.parametrize(
    ("roadmap", "titles"),
    [
        ("- [ ] Sea (spec 001)\n- [ ] Land (spec 001)\n", []),
        ("- [ ] Sea (spec 001)\n- [ ] Login\n", ["Sea"]),
        ("- [ ] Sea (spec 001)\n- [ ] Login (spec 001)\n", ["Login"]),
        ("- [ ] Sea — context/spec/001-login/\n- [ ] Login (spec 001)\n", ["Sea"]),
        ("- [ ] Sea — context/spec/001-login/\n- [ ] Land — context/spec/001-login/\n",
         ["Sea", "Land"]),
        ("- [ ] Login\n- [ ] **Login** (round 2)\n", ["Login"]),
    ],
)  # fmt: skip
def test_the_best_claim_to_a_spec_wins(roadmap: str, titles: list[str]) -> None:
    assert list(items(roadmap, "001-login")) == titles


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        ("# Login (round 2)", ["Login (Round 2)"]),
        ("# F\n- **Roadmap Item:** Login (Round 2)", ["Login (Round 2)"]),
        ("# F\n- **Roadmap Item:** Phase 1 → Login (Round 2)", ["Login (Round 2)"]),
        ("# F\n- **Roadmap Item:** Login (Round 3)", []),
        ("# Login (round 3)", []),
        ("# Login", ["Login"]),
    ],
)
def test_a_round_is_part_of_a_title(head: str, titles: list[str]) -> None:
    roadmap = "- [x] **Login** — Now\n- [ ] **Login** (Round 2) — Then\n"
    slug = "001-login" if "F" not in head else "001-form"
    assert list(items(roadmap, **{slug: f"{head}\n"})) == titles


def test_marks_and_words_around_a_title() -> None:
    found = milestones(
        "# R\n- [ ] ~~**Fax**~~ dropped\n- [x] ~~Land~~ Air\n- [ ] ✅ Sea\n"
        "- [ ] Bell (deferred: no money)\n"
    )
    assert [(item.title, item.state.value) for item in found] == [
        ("Fax", "cancelled"), ("Land Air", "done"), ("Sea", "open"), ("Bell", "open"),
    ]  # fmt: skip


def test_a_ticked_remark_is_no_item() -> None:
    found = milestones("# R\n- [ ] **Sea**\n  - ✅ Login\n- ✅ **Land**\n")
    assert [item.title for item in found] == ["Sea", "Land"]


def test_a_long_item_takes_no_long_time() -> None:
    for text in (
        "spec 1, " * 40_000,
        "[](" * 100_000,
        "a/" * 100_000,
        "- " * 100_000,
        "." * 200_000,
    ):
        milestones(f"# R\n- [ ] Sea {text}\n")


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
