"""The remedies of the rules on roadmaps."""

from __future__ import annotations

from tests.rules.remedies.remedy import Remedy
from tests.rules.remedies.texts import MISSION

REMEDIES = (
    Remedy(
        "MISS001",
        "and which problem it solves, and the steps that are planned, one box each",
        {
            "agent-os/product/mission.md": MISSION,
            "agent-os/product/roadmap.md": "# Product Roadmap\n\n1. [ ] Login `S`\n",
        },
    ),
    Remedy(
        "MISS002",
        "write the section",
        {"mission.md": [("## Users\n", "## Users\n\nBands.\n")]},
    ),
    Remedy(
        "MISS002",
        "or explain in it why it is empty",
        {"mission.md": [("## Users\n", "## Users\n\nNone yet: we have not asked.\n")]},
    ),
    Remedy(
        "MISS002",
        "add a section Problem",
        {"mission.md": [("weekly.\n", "weekly.\n\n## Problem\n\nSongs get lost.\n")]},
        "a missing section",
    ),
    Remedy(
        "ROAD001",
        "one box each",
        {".agent-os/product/roadmap.md": "# Product Roadmap\n\n## Phase 1\n\n- [ ] Login `S`\n"},
    ),
    Remedy(
        "ROAD002",
        "finish the tasks",
        {"login/tasks.md": [("[ ]", "[x]")], "sheets/tasks.md": [("[ ]", "[x]")]},
    ),
    Remedy(
        "ROAD002",
        "mark them as deferred",
        {
            "login/tasks.md": [("Sign-out", "Sign-out (deferred: after the release)")],
            "sheets/tasks.md": [("sheet", "sheet (deferred: after the release)")],
        },
    ),
    Remedy(
        "ROAD002",
        "or untick the item",
        {"roadmap.md": [("[x] Login", "[ ] Login"), ("✅ **Song", "[ ] **Song")]},
    ),
    Remedy(
        "ROAD002",
        "or untick the item",
        {"roadmap.md": [("[x]", "[ ]")]},
        "once for a spec with several items",
    ),
    Remedy(
        "ROAD002",
        "finish the items of the section and tick them",
        {
            "ROADMAP.md": [("[ ] 02", "[x] 02")],
            ".planning/phases/01-login/01-01-SUMMARY.md": "# Summary\n",
        },
        "a phase with a plan that has no summary, and one with an open plan",
    ),
    Remedy(
        "ROAD002",
        "or untick the phase",
        {"ROADMAP.md": [("[x] **Phase", "[ ] **Phase")]},
        "a phase with a plan that has no summary, and one with an open plan",
    ),
    Remedy(
        "ROAD003",
        "tick the roadmap item",
        {"roadmap.md": [("[ ] **Login", "[x] **Login")]},
    ),
    Remedy(
        "ROAD003",
        "or add the task that is missing",
        {
            "tasks.md": [("[x] Add the form", "[x] Add the form\n- [ ] **Slice 2: Sign in**")],
            "functional-spec.md": [("Completed", "Approved")],
        },
    ),
    Remedy("ROAD004", "tick the roadmap item", {"roadmap.md": [("[ ] Login", "[x] Login")]}),
    Remedy(
        "ROAD004",
        "or add the task that is missing",
        {"tasks.md": [("Sign-out", "Sign-out\n- [ ] 3. Sign up")]},
    ),
    Remedy(
        "ROAD005",
        "merge the two",
        {"roadmap.md": [("3. [ ] **Login** — sessions that last `S`\n", "")]},
    ),
    Remedy(
        "ROAD005", "or give them different titles", {"roadmap.md": [("**Login**", "**Sessions**")]}
    ),
)
