"""Projects read from a dict: their layouts, their specs, and the role of each document."""

from __future__ import annotations

from typing import Any

import pytest

from aos_check.model.document import BoxKind, Role, Status
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.reading import spec_reader
from aos_check.reading.artifact_index import Sources
from aos_check.reading.layouts import Artifact, Layout, Specs, StatusForm
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.project import projects_of, read_projects
from aos_check.reading.snapshot import Snapshot
from aos_check.reading.spec import read_spec
from aos_check.reading.spec_folders import SpecFolder
from tests.support.reading import project, projects, spec

TASKS = "- [x] 1. One\n- [ ] 2. Two\n"


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        ([".agent-os/specs/2025-10-08-login/spec.md"], "agent-os-1"),
        ([".agent-os/specs/2025-10-08-login/srd.md"], "praxis-os"),
        ([".agent-os/specs/review/2025-10-08-login/tasks.md"], "praxis-os"),
        ([".praxis-os/specs/2025-10-08-login/README.md"], "praxis-os"),
        ([".agent-os/specs/2025-10-08-login/spec.md", ".agent-os/commit-plan/p.md"], "peer"),
        (["agent-os/specs/2025-10-08-login/spec.md"], "agent-os-2"),
        (["agent-os/specs/2025-10-08-1430-login/shape.md"], "agent-os-3"),
        (["context/spec/001-login/functional-spec.md"], "awos"),
        (["openspec/changes/add-login/proposal.md"], "openspec"),
        ([".kiro/specs/login/requirements.md"], "kiro"),
        (["specs/001-login/spec.md"], "spec-kit"),
        (["specs/1042-login/spec.md"], "spec-kit"),
        (["specs/20260412-101500-login/spec.md"], "spec-kit"),
        (["specs/0042-login/plan.md"], "spec-kit"),
        (["specs/2025-11-17-login/spec.md"], "dated-specs"),
        (["specs/2025-11-17-login/planning/requirements.md"], "dated-specs"),
        (["agent-os/config.yml", "specs/2025-11-17-login/tasks.md"], "dated-specs"),
        ([".specify/specs/001-login/spec.md"], "specify"),
        ([".specify/specs/2025-11-17-login/spec.md"], "specify"),
        ([".specify/specs/login.md"], "specify"),
    ],
)
def test_layouts_are_found_by_themselves(files: list[str], layout: str) -> None:
    found = spec(dict.fromkeys(files, "# Login\n\nText.\n"))
    assert (found.layout, found.slug) == (layout, "add-login" if layout == "openspec" else "login")


def test_several_layouts_and_versions_in_one_repository() -> None:
    found = project(
        {
            ".agent-os/specs/2025-07-01-old/spec.md": "# Old\n",
            "agent-os/specs/2025-10-08-new/spec.md": "# New\n",
            "agent-os/specs/2026-01-15-1430-newest/plan.md": "# Newest\n",
        }
    )
    assert [(each.id, each.layout) for each in found.specs] == [
        ("2025-07-01-old", "agent-os-1"),
        ("2025-10-08-new", "agent-os-2"),
        ("2026-01-15-1430-newest", "agent-os-3"),
    ]


def test_the_layout_is_the_one_that_most_files_indicate() -> None:
    folder = "agent-os/specs/2025-10-08-login"
    files = {f"{folder}/{name}.md": "# Login\n" for name in ("spec", "plan", "shape")}
    assert spec({**files, f"{folder}/standards.md": "# S\n"}).layout == "agent-os-3"
    files |= {f"{folder}/tasks.md": TASKS, f"{folder}/planning/requirements.md": "# Login\n"}
    found = spec({**files})
    assert (found.layout, [task.id for task in found.all_tasks()]) == ("agent-os-2", ["1", "2"])


def test_the_boxes_of_a_version_3_spec_may_be_in_a_task_file() -> None:
    folder = "agent-os/specs/2025-10-08-login"
    files = {f"{folder}/{name}.md": "# Login\n" for name in ("plan", "shape", "standards")}
    assert [task.id for task in spec({**files, f"{folder}/tasks.md": TASKS}).all_tasks()] == [
        "1", "2",
    ]  # fmt: skip


@pytest.mark.parametrize("plan", ["## Task 1: Save\n\n## Task 2: Send ✅\n", "- [ ] 1. Save\n"])
def test_the_boxes_of_a_version_3_spec_replace_the_tasks_of_its_plan(plan: str) -> None:
    folder = "agent-os/specs/2025-10-08-login"
    files: dict[str, str | bytes] = {f"{folder}/shape.md": "# L\n", f"{folder}/plan.md": plan}
    assert [task.at.path for task in spec(files).all_tasks()][:1] == [f"{folder}/plan.md"]
    found = spec({**files, f"{folder}/tasks.md": TASKS})
    assert {task.at.path for task in found.all_tasks()} == {f"{folder}/tasks.md"}


def test_numbered_and_dated_specs_in_one_folder() -> None:
    names = ("001-login", "2025-11-17-mail", "2025-11-18-bell", "20260412-101500-sea")
    found = project({f"specs/{name}/spec.md": "# S\n" for name in names})
    assert [(each.id, each.layout, each.number, each.well_named) for each in found.specs] == [
        ("001-login", "spec-kit", "001", True),
        ("2025-11-17-mail", "dated-specs", None, True),
        ("2025-11-18-bell", "dated-specs", None, True),
        ("20260412-101500-sea", "spec-kit", "20260412-101500", True),
    ]


@pytest.mark.parametrize("name", ["2025-login", "2025-11-login", "20251117-login", "2025-11-17"])
def test_a_year_is_no_number_of_a_spec(name: str) -> None:
    assert projects({f"specs/{name}/spec.md": "# S\n"}) == ()


@pytest.mark.parametrize("root", [".kiro/specs", ".specify/specs", "openspec/changes"])
def test_a_folder_that_groups_specs_is_none(root: str) -> None:
    files = [
        f"{root}/old/{name}/{file}.md" for name in ("bell", "sea") for file in ("tasks", "notes")
    ]
    found = project(dict.fromkeys([*files, f"{root}/mail/tasks.md", f"{root}/old/x.md"], TASKS))
    assert [each.path for each in found.specs] == [
        f"{root}/mail", f"{root}/old/bell", f"{root}/old/sea",
    ]  # fmt: skip
    inside = project({f"{root}/mail/{path}": TASKS for path in ("tasks.md", "old/tasks.md")})
    assert [each.path for each in inside.specs] == [f"{root}/mail"]


def test_dated_specs_have_a_mission_and_a_roadmap_beside_them() -> None:
    found = project(
        {
            "specs/2026-04-25-mail/requirements.md": "# Mail\n",
            "specs/2026-04-25-mail/plan.md": "# Plan\n\n1. Send\n",
            "specs/mission.md": "# Mission\n",
            "specs/roadmap.md": "# Roadmap\n\n- [ ] Mail\n",
        }
    )
    assert found.mission is not None
    assert found.mission.path == "specs/mission.md"
    assert [item.specs for item in found.milestones] == [("2026-04-25-mail",)]


@pytest.mark.parametrize(
    "part",
    ["planning", "implementation/1-form", "verification", "sub-specs", "sub-specs/001-form",
     "planning/2025-10-09-notes", "Planning"],
)  # fmt: skip
@pytest.mark.parametrize(
    "folder", ["agent-os/specs/2025-10-08-login", "agent-os/specs/login", "specs/001-login"]
)
def test_a_part_of_a_spec_is_no_spec(folder: str, part: str) -> None:
    inside = {f"{folder}/{part}/{name}.md": "# S\n" for name in ("spec", "tasks", "requirements")}
    assert spec({f"{folder}/spec.md": "# S\n", **inside}).path == folder


@pytest.mark.parametrize(
    "root",
    [
        ".claude/agents", ".claude/commands", ".cursor/commands", ".github/prompts",
        ".claude/worktrees/mail", ".worktrees/mail", "worktrees/mail", "web/node_modules/band",
        "vendor/band", "_bmad/bmm", "docs/guide/examples", "tests/fixtures/band",
        "templates", "profiles/default",
    ],
)  # fmt: skip
def test_copies_and_installed_files_are_no_projects(root: str) -> None:
    files: dict[str, str | bytes] = {
        f"{root}/agent-os/specs/2025-10-08-x/spec.md": "# X\n",
        f"{root}/agent-os/product/roadmap.md": "# R\n- [ ] X\n",
    }
    assert projects(files) == ()
    named = read_projects(MemoryTree(files), Sources(roots=[root]))
    assert [each.root for each in named] == [root]


@pytest.mark.parametrize(
    "root", [".ai", "examples/band", "agents", "packages/templates-api", "services/vendor"]
)
def test_a_project_may_be_in_a_folder_with_such_a_name(root: str) -> None:
    assert project({f"{root}/agent-os/specs/2025-10-08-x/spec.md": "# X\n"}).root == root


def test_each_home_of_a_monorepo_is_a_project() -> None:
    found = projects(
        {
            "services/pay/agent-os/specs/2025-10-08-card/spec.md": "# Card\n",
            "services/mail/.agent-os/specs/2025-10-09-post/spec.md": "# Post\n",
        }
    )
    assert [each.root for each in found] == ["services/mail", "services/pay"]


def test_projects_may_be_named() -> None:
    tree = MemoryTree({f"{root}/agent-os/specs/2025-10-08-x/spec.md": "# X\n" for root in "ab"})
    assert [each.root for each in read_projects(tree, Sources(roots=["b"]))] == ["b"]


def test_a_folder_called_context_is_no_home_by_its_name_alone() -> None:
    assert projects({"context/notes/a.md": "# A\n", "src/specs/engine/spec.md": "# B\n"}) == ()


def test_a_custom_layout() -> None:
    own = Layout(
        name="own",
        homes=("planning",),
        specs=Specs(r"F(?P<number>\d+)-(?P<slug>.+)", roots=("features",)),
        artifacts=(
            Artifact(Role.REQUIREMENTS, ("what.md",), required="always"),
            Artifact(Role.TASKS, ("todo.md",)),
        ),
    )
    tree = MemoryTree(
        {"planning/features/F7-login/todo.md": TASKS, "planning/features/F7-login/what.md": "# L\n"}
    )
    ((found,),) = [each.specs for each in read_projects(tree, Sources([own, *shipped()]))]
    assert (found.id, found.number, found.slug, found.layout) == ("F7-login", "7", "login", "own")
    assert [task.id for task in found.all_tasks()] == ["1", "2"]


def test_a_custom_layout_has_its_own_log_and_status_words() -> None:
    own = Layout(
        name="own",
        homes=("planning",),
        specs=Specs(r"(?P<slug>.+)"),
        artifacts=(Artifact(Role.REQUIREMENTS, ("what.md",)),),
        decisions=("choices.md",),
        status=StatusForm(words={Status.DONE: ("Over and Out",)}),
    )
    files = {
        "planning/specs/login/what.md": "# Login\n\nStatus: over and out\n",
        "planning/choices.md": "# Choices\n\n## DEC-001: Use SQLite\n\nStatus: Accepted\n",
    }
    (project,) = read_projects(MemoryTree(files), Sources([own]))
    assert [each.status and each.status.value for each in project.specs] == [Status.DONE]
    assert [each.id for each in project.decisions] == ["DEC-001"]


@pytest.mark.parametrize(
    ("folder", "slug", "well_named"),
    [
        ("2025-10-08-login", "login", True),
        ("2025-07-29-task-sync-#6", "task-sync", True),
        ("2025-09-07-docs--#57", "docs", True),
        ("2025-13-45-login", "login", False),
        ("login", "login", False),
    ],
)
def test_the_names_of_spec_folders(folder: str, slug: str, well_named: bool) -> None:
    found = spec({f".agent-os/specs/{folder}/spec.md": "# Login\n"})
    assert (found.id, found.slug, found.well_named) == (folder, slug, well_named)


def test_a_year_is_no_time_of_day() -> None:
    found = spec({"agent-os/specs/2025-10-22-2096-plan/shape.md": "# Plan\n"})
    assert found.slug == "2096-plan"


def test_a_spec_may_be_one_file() -> None:
    found = spec({".agent-os/specs/2025-10-08-login.md": "# Login\n> Status: Approved\n"})
    assert (found.id, found.missing, found.approval.holds) == ("2025-10-08-login", (), True)


def test_files_next_to_specs_are_no_specs() -> None:
    files = ("README.md", "templates/tasks-template.md", "CHANGELOG.md")
    assert project({f".agent-os/specs/{name}": "# T\n" for name in files}).specs == ()


@pytest.mark.parametrize("folder", ["examples", "templates", "_template"])
def test_a_folder_that_shows_how_a_spec_is_written_holds_none(folder: str) -> None:
    found = project(
        {
            f".agent-os/specs/{folder}/2025-10-08-login/tasks.md": TASKS,
            ".agent-os/specs/README.md": "# Our specs\n",
        }
    )
    assert (found.specs, [each.path for each in found.documents]) == (
        (),
        [".agent-os/specs/README.md"],
    )


def test_a_readme_is_no_spec_where_any_word_would_be_one() -> None:
    found = project({".kiro/specs/readme.md": "# Specs\n", ".kiro/specs/bell.md": "# Bell\n"})
    assert [each.id for each in found.specs] == ["bell"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Change: Add a bell\n", "Add a bell"),
        ("# Proposal: Add a bell\n", "Add a bell"),
        ("# Bell - Requirements Document\n", "Bell"),
        ("# Add a bell\n", "Add a bell"),
        ("## Why\nNobody hears us.\n", "add-bell"),
        ("# Proposal\n\n> Spec: add-bell\n", "add-bell"),
        ("# Design\n\n> Spec: Bell on/off\n", "Bell on/off"),
    ],
)
def test_the_title_is_the_specs_own(text: str, title: str) -> None:
    assert spec({"openspec/changes/add-bell/proposal.md": text}).title == title


def test_a_spec_that_slipped_into_another_is_its_own() -> None:
    base = ".praxis-os/specs/completed/2025-10-21-outer"
    found = project({f"{base}/srd.md": "# O\n", f"{base}/2025-10-22-inner/srd.md": "# I\n"})
    assert [(each.id, each.bucket) for each in found.specs] == [
        ("2025-10-21-outer", "completed"),
        ("2025-10-22-inner", "completed"),
    ]


def test_upstreams_own_path_variants() -> None:
    for folder in ("verification", "verifications"):
        found = spec(
            {
                "agent-os/specs/2025-10-08-login/spec.md": "# Specification: Login\n",
                f"agent-os/specs/2025-10-08-login/{folder}/final-verification.md": (
                    "# Report\n**Status:** ✅ Passed\n"
                ),
            }
        )
        assert [mark.text for mark in found.claims] == ["✅ Passed"]


def test_case_does_not_count() -> None:
    found = spec({".agent-os/specs/2025-10-08-login/SPEC.md": "# L\n",
                  ".agent-os/specs/2025-10-08-login/TASKS.md": TASKS})  # fmt: skip
    assert [document.role for document in found.documents] == [Role.REQUIREMENTS, Role.TASKS]


def test_raw_notes_lack_nothing_yet() -> None:
    found = spec({"agent-os/specs/2025-10-08-login/planning/raw-idea.md": "# Raw Idea\nLogin.\n"})
    assert (found.missing, found.title) == ((), "login")


def test_what_is_missing_depends_on_the_stage() -> None:
    base = "context/spec/001-login"
    early = spec({f"{base}/functional-spec.md": "# F\n"})
    assert early.missing == ()
    late = spec({f"{base}/functional-spec.md": "# F\n", f"{base}/tasks.md": TASKS})
    assert late.missing == ((Role.DESIGN, f"{base}/technical-considerations.md"),)


# Status


def test_sub_specs_alone_are_more_than_raw_notes() -> None:
    found = spec({".agent-os/specs/2025-10-08-login/sub-specs/api.md": "# API\n\nOne route.\n"})
    assert [role for role, _ in found.missing] == [Role.REQUIREMENTS]


def test_the_status_comes_from_the_document_that_the_layout_names_first() -> None:
    base = "context/spec/001-login"
    found = spec(
        {
            f"{base}/functional-spec.md": "# F\n- **Status:** Draft | In Review | Approved\n",
            f"{base}/technical-considerations.md": "# T\n- **Status:** Approved\n",
        }
    )
    assert found.status is not None
    assert (found.status.value, found.status.at.line) == (Status.APPROVED, 2)


def test_the_folder_speaks_when_no_document_does() -> None:
    found = spec({".praxis-os/specs/completed/2025-10-08-login/srd.md": "# S\n"})
    assert found.status is not None
    assert found.status.value is Status.DONE


def test_only_the_head_speaks_of_the_spec() -> None:
    found = spec(
        {
            ".agent-os/specs/2025-10-08-login/spec.md": """
                # Login

                ## Data

                - **Status**: EmploymentStatus

                ### Task 1
                **Status:** Done
            """
        }
    )
    assert found.status is None


@pytest.mark.parametrize(
    "line",
    [
        "> Status: Approved",
        "**Status:** Approved",
        "**Status**: Approved",
        "- **Status:** Approved",
        "- Status: Approved",
        "Status: Approved",
        "> **Status:** Approved",
        "**Status: Approved**",
        "## Status\n\nApproved",
        "## Status: Approved",
        "> Created: 2025-10-08 | Status: Approved",
        "**Created:** 2025-10-08  **Status:** Approved",
        "**Version:** 2 · **Status:** Approved · **Author:** Ada",
        "*Status: Approved*",
        "*Status*: Approved",
        "**Status** - Approved",
        "🚦 Status: Approved",
        "**📋 Status:** ✅ Approved",
        "**Status:**\nApproved",
        "- Status:\n  - Approved",
        "**ステータス**：承認済み",
        "状态：已批准",
        "**Situação:** aprovado",
        "| Field | Value |\n|---|---|\n| Author | Ada |\n| **Status** | Approved |",
        "| Status | Approved |\n|---|---|\n| Author | Ada |",
        "| Date | Status | Author |\n|---|---|---|\n| 2025-10-08 | Approved | Ada |",
        "| Status | Approved |\n|---|---|\n| Completed | 2025-10-08 |",
        "## 1. Status\n\nApproved",
        "## Status\n\n- Approved",
        "## Document Status\n\n**Current Status:** Approved",
        "## Status\n\n| Status | Approved |\n|---|---|",
    ],
)
def test_every_way_to_write_a_status(line: str) -> None:
    found = spec({".agent-os/specs/2025-10-08-login/spec.md": f"# Login\n\n{line}\n"})
    assert found.status is not None
    assert found.status.value is Status.APPROVED


@pytest.mark.parametrize("dashes", ["|---|---|", "| :-- | --: |"])
def test_a_table_states_one_status(dashes: str) -> None:
    text = f"# Login\n\n| Status | Completed |\n{dashes}\n| Draft | 2025-10-08 |\n"
    (document,) = spec({".agent-os/specs/2025-10-08-login/spec.md": text}).documents
    assert [line.value for line in document.statuses] == [Status.DRAFT]


@pytest.mark.parametrize(
    "text",
    [
        "| Task | Status |\n|---|---|\n| Form | Approved |",
        "| Status | Count |\n|---|---|\n| Approved | 5 |",
        "| Phase | Status | Owner |\n|---|---|---|\n| 1 | Approved | Ada |",
        "| Field | Type |\n|---|---|\n| status | string |",
        "**Phase 1 status:** Approved",
        "**Scope:** the form | **Status:** Approved",
        "- Task 1\n  - Status: Approved",
        "Status:\n- Approved by Ada\n- Refused by Bob",
        "## Status\n\n- Approved\n- Refused",
        "## Status\n\n- Form: Approved",
        "## Status codes\n\nApproved",
        "## Overview\n\n| Status | Approved |\n|---|---|",
        "```\nStatus: Approved\n```",
        "## Phase 1\n\n### Status\n\nApproved",
        "## Phase 1\n\n### Status: Approved",
    ],
)
def test_a_status_of_something_else(text: str) -> None:
    found = spec({".agent-os/specs/2025-10-08-login/spec.md": f"# Login\n\n{text}\n"})
    assert found.status is None or found.status.value is Status.UNSET


def test_a_title_is_no_status() -> None:
    found = spec({".agent-os/specs/2025-10-08-login/spec.md": "# Status: Approved\n\nText.\n"})
    assert found.status is None


def test_a_status_in_front_matter() -> None:
    found = spec(
        {".agent-os/specs/2025-10-08-login/spec.md": "---\nstatus: approved\n---\n# Login\n"}
    )
    assert found.status is not None
    assert (found.status.value, found.status.at.line) == (Status.APPROVED, 2)


# Approval


@pytest.mark.parametrize(
    ("readme", "folder", "holds"),
    [
        ("**Status:** Approved", "", True),
        ("**Status:** Draft", "", False),
        ("**Status:** In Progress", "", True),
        ("**Status:** Draft - Pending Approval", "approved/", False),
        ("", "approved/", True),
        ("**Status:** Approved", "review/", False),
        (
            "**Status:** Draft\n\n## Approval\n**Approvers:**\n- [x] A. Lead\n- [x] B. Owner",
            "",
            True,
        ),
        ("**Status:** Approved\n\n## Approval\n**Approvers:**\n- [x] A\n- [ ] B", "", False),
    ],
)
def test_the_layouts_own_marks_of_approval(readme: str, folder: str, holds: bool) -> None:
    base = f".praxis-os/specs/{folder}2025-10-08-login"
    found = spec({f"{base}/README.md": f"# Login\n\n{readme}\n", f"{base}/srd.md": "# S\n"})
    assert found.approval.holds is holds


def test_a_review_marker_is_a_veto() -> None:
    base = "context/spec/001-login"
    files: dict[str, str | bytes] = {
        f"{base}/functional-spec.md": "# F\n- **Status:** Approved\n",
        f"{base}/tasks.md": "<!-- not-user-reviewed -->\n" + TASKS,
    }
    assert not spec(files).approval.holds
    files[f"{base}/tasks.md"] = TASKS
    assert spec(files).approval.holds


def test_in_version_1_only_the_word_approves() -> None:
    path = ".agent-os/specs/2025-10-08-login/spec.md"
    assert not spec({path: "# L\n> Status: Completed\n"}).approval.holds
    assert spec({path: "# L\n> Status: Approved\n"}).approval.holds


# Roadmap


def test_a_roadmap_item_and_a_spec_belong_together() -> None:
    found = project(
        {
            ".agent-os/product/roadmap.md": """
                # Product Roadmap

                ## Phase 1
                - [x] **Sign-in form** - Everybody `M`
                - [ ] Anything at all, see @.agent-os/specs/2025-10-09-mail/spec.md
                - [ ] Sign-in forms of others
                - ✅ **Logo**

                ## Future ideas
                - [ ] **Fax**
            """,
            ".agent-os/specs/2025-10-08-sign-in-form/spec.md": "# Spec Requirements Document\n",
            ".agent-os/specs/2025-10-09-mail/spec.md": "# Spec Requirements Document\n",
        }
    )
    assert [
        (item.title, item.state and item.state.value, item.effort, item.specs)
        for item in found.milestones
    ] == [
        ("Sign-in form", "done", "M", ("2025-10-08-sign-in-form",)),
        ("Anything at all, see @.agent-os/specs/2025-10-09-mail/spec.md", "open", None,
         ("2025-10-09-mail",)),
        ("Sign-in forms of others", "open", None, ()),
        ("Logo", "done", None, ()),
        ("Fax", "open", None, ()),
    ]  # fmt: skip


def test_a_spec_may_name_its_roadmap_item() -> None:
    found = project(
        {
            "context/product/roadmap.md": "# R\n\n- [ ] **People**\n  - [x] **Accounts:** A\n",
            "context/spec/001-login/functional-spec.md": "# F\n- **Roadmap Item:** Accounts\n",
        }
    )
    assert [item.specs for item in found.milestones] == [(), ("001-login",)]


def test_two_items_of_one_title_claim_nothing() -> None:
    found = project(
        {
            "agent-os/product/roadmap.md": "# R\n\n1. [x] Login — Now\n2. [ ] Login — Again\n",
            "agent-os/specs/2025-10-08-login/spec.md": "# S\n",
        }
    )
    assert [item.specs for item in found.milestones] == [(), ()]


# Documents


def test_references_that_lead_nowhere() -> None:
    base = ".agent-os/specs/2025-10-08-login"
    found = spec(
        {
            f"{base}/spec.md": """
                # L
                [there](sub-specs/technical-spec.md) [gone](sub-specs/api-spec.md#top)
                @.agent-os/specs/2025-10-08-login/spec.md and @.agent-os/specs/2024-01-01-x/spec.md
                [root](.agent-os/specs/2025-10-08-login/spec.md) `[code](no.md)` [web](https://a.b/c.md)
                @scope/package [place](path/to/file.md) [up](../../../../outside.md)
                [def]: missing.md
            """,
            f"{base}/sub-specs/technical-spec.md": "# T\n",
        }
    )
    assert [(mark.text, mark.at.line) for mark in found.documents[0].broken_links] == [
        ("sub-specs/api-spec.md#top", 3),
        (".agent-os/specs/2024-01-01-x/spec.md", 4),
        ("../../../../outside.md", 6),
        ("missing.md", 7),
    ]


def test_what_is_no_reference_or_leads_to_a_site() -> None:
    found = spec(
        {
            ".agent-os/specs/2025-10-08-login/spec.md": """
                # L
                Example: [a rule](rules/none.md), and `@.agent-os/specs/2024-01-01-x/spec.md` too
                [an issue](../../../issues/7) [a page](/guides/login) [a host](www.example.org/a.md)
                [without its ending](other) [in the project](/.agent-os/none.md)
            """,
            ".agent-os/specs/2025-10-08-login/other.md": "# O\n",
        }
    )
    assert [mark.text for mark in found.documents[0].broken_links] == ["/.agent-os/none.md"]


def test_a_reference_upwards_is_judged_from_its_own_folder() -> None:
    found = project(
        {
            "docs/adr/0001-a.md": (
                "# 1. A\n\n## Status\n\nAccepted\n\n"
                "[g](../guide/gone.md) [t](../guide/there.md) [o](../../../outside.md)\n"
            ),
            "docs/guide/there.md": "# T\n",
        }
    )
    assert [(link.text, link.missing) for link in found.documents[0].broken_links] == [
        ("../guide/gone.md", "docs/guide/gone.md"),
        ("../../../outside.md", ""),
    ]


def targets(text: str, *, whole: bool = True) -> list[str]:
    base = ".agent-os/specs/2025-10-08-login"
    files = {
        f"{base}/spec.md": f"# L\n\n{text}\n",
        f"{base}/my notes.md": "# N\n",
        f"{base}/a(1).md": "# A\n",
        f"{base}/img/a.png": "",
        "docs/x.md": "# X\n",
    }
    (found,) = projects_of(Snapshot(MemoryTree(files), whole=whole))
    (document,) = (one for one in found.specs[0].documents if one.path.endswith("/spec.md"))
    return [link.text for link in document.broken_links]


@pytest.mark.parametrize(
    "text",
    [
        "[a](my%20notes.md)", "[a](<my notes.md>)", "[a](a(1).md)", "![a](img/a.png)", "[a](img)",
        "[a](img/)", "[a](/docs/x.md)", "[a](docs/x.md#top)", "[a](../../../docs/x.md?plain=1)",
        '[a](spec.md "Title")', "[a][b]\n\n[b]: <my notes.md> 'Title'", "[a](#top)",
        "`[a](gone.md)`", "``[a](gone.md)``", "```\n[a](gone.md)\n```", "<!-- [a](gone.md) -->",
        "text <!-- [a](gone.md) --> text", "\\[a](gone.md)", "rows[i](call.md)",
        "[^1]: gone.md", "[Note]: gone.md is no more", "[a](path/to/file.md)",
        "[a](your-spec.md)", "[a](file.md)", "[a](relative/path/x.md)", "[a](NNN-x.md)",
        "[a](<name>.md)", "[a](https://e.org/gone.md)",
        "[a](../../issues/7)", "[a](../../../../../blob/main/x.ts)", "[a](~/notes.md)",
        "@docs/x.md", "@ada/x.md", "@types/react", "@context/terms", "ada@docs/gone.md",
    ],
)  # fmt: skip
def test_references_that_are_right_or_none(text: str) -> None:
    assert targets(text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](<gone file.md>)", "gone file.md"),
        ("[a](gone(1).md)", "gone(1).md"),
        ("[![a](gone.png)](spec.md)", "gone.png"),
        ("| [a](gone.md) |\n|---|", "gone.md"),
        ("参照[a](gone.md)", "gone.md"),
        ("[a](docs/gone.md)", "docs/gone.md"),
        ("[b]: gone.md", "gone.md"),
        ("@docs/gone.md", "docs/gone.md"),
        ("Read @.agent-os/standards/gone.md.", ".agent-os/standards/gone.md"),
        ("[a](../../../../next/README.md)", "../../../../next/README.md"),
    ],
)
def test_references_to_missing_files(text: str, target: str) -> None:
    assert targets(text) == [target]


def test_a_part_of_a_repository_has_no_outside() -> None:
    assert targets("[a](../../../../next/README.md) [b](gone.md)", whole=False) == ["gone.md"]


def test_a_long_name_is_no_name() -> None:
    found = spec({f".agent-os/specs/2025-10-08-{'a' * 230}/spec.md": "# L\n"})
    assert not found.well_named


def test_a_folder_with_a_hash_in_its_name_is_there() -> None:
    base = ".agent-os/specs/2025-07-29-sync-#6"
    found = spec(
        {f"{base}/spec.md": f"# S\n@{base}/sub/t.md [t](sub/t.md)\n", f"{base}/sub/t.md": "# T\n"}
    )
    assert found.documents[0].broken_links == ()


def test_placeholders_and_what_only_looks_like_one() -> None:
    found = spec(
        {
            ".agent-os/specs/2025-10-08-login/spec.md": (
                "# [FEATURE_NAME]\n\n[SOME_LINK](a) `[IN_CODE]` ${SHELL_NAME} [BLOCKED] [ ] x\n"
            )
        }
    )
    assert [(mark.text, mark.at.line) for mark in found.documents[0].placeholders] == [
        ("[FEATURE_NAME]", 1)
    ]


def test_a_phrase_in_brackets_is_a_placeholder_where_a_value_belongs() -> None:
    found = spec(
        {
            "agent-os/specs/2025-10-08-login/spec.md": """
                # Specification: [Feature Name]
                - **Risk**: [what may go wrong]
                - [ ] 1.1 [first step of it]
                - As a [user type], I want to sign in
                | Part | [e.g., a second table] |
                |---|---|
                | Form | [its one purpose] |

                - **Priority:** [Very high]
                - **Depends on:** [Task one]
                - Tags: [auth, mail]
                - See [the other one] and press [Sign in] twice
                - [our own guide]

                [our own guide]: https://example.org
            """
        }
    )
    assert [(mark.text, mark.at.line) for mark in found.documents[0].placeholders] == [
        ("[Feature Name]", 2),
        ("[what may go wrong]", 3),
        ("[first step of it]", 4),
        ("As a [user type]", 5),
        ("[its one purpose]", 8),
    ]


def test_only_what_is_made_from_a_template_can_have_been_left_unedited() -> None:
    base = ".agent-os/specs/2025-10-08-login"
    left = "# [FEATURE_NAME]\n\n> Status: Draft | In Review | Approved\n"
    found = spec(
        {f"{base}/spec.md": left, f"{base}/spec-lite.md": left, f"{base}/mail-texts.md": left}
    )
    assert [len(document.placeholders) for document in found.documents] == [2, 2, 0]


def test_a_products_documents_have_the_placeholders_of_their_layout() -> None:
    found = project({"agent-os/product/mission.md": "# Mission of [this-spec]\n\nFor bands.\n"})
    assert found.mission
    assert [mark.text for mark in found.mission.placeholders] == ["[this-spec]"]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("```python\nx\n```", True),
        ("```\nreturn form\n```", True),
        ("    form.send();", True),
        ("```mermaid\ngraph LR;\n```", False),
        ("```\nlogin: not found\n```\n\n    form\n    └── field", False),
    ],
)
def test_what_is_code(block: str, code: bool) -> None:
    found = spec({"agent-os/specs/2025-10-08-login/spec.md": f"# L\n\n{block}\n"})
    assert bool(found.documents[0].code_blocks) is code


def test_questions_stay_open_until_they_are_answered() -> None:
    found = spec(
        {
            "agent-os/specs/2025-10-08-login/planning/requirements.md": """
                # Requirements
                [NEEDS CLARIFICATION: which mail server?]
                ~~[NEEDS CLARIFICATION: struck]~~
                [NEEDS CLARIFICATION: how often?] → once a day
                `[NEEDS CLARIFICATION: an example]`
                No [NEEDS CLARIFICATION] markers remain.

                **Q1:** How many?
                **Answer:** Ten.

                **Q2:** How long?
                **Answer:**

                **Q3:** Why?
                Because.
            """
        }
    )
    assert [mark.text for mark in found.documents[0].questions] == [
        "which mail server?",
        "Q2: How long?",
    ]


def test_boxes_are_what_contains_them() -> None:
    base = ".praxis-os/specs/2025-10-08-login"
    found = spec(
        {
            f"{base}/README.md": "# L\n\n## Success Criteria\n- [ ] a\n\n## Approval\n- [ ] Lead\n",
            f"{base}/srd.md": "# S\n\n**Acceptance Criteria:**\n- [ ] b\n",
            f"{base}/tasks.md": "## Phase 1\n- [ ] **Task 1.1**: c\n\n## Risks\n- [ ] d\n",
        }
    )
    kinds = {box.text: box.kind for document in found.documents for box in document.boxes}
    assert kinds == {
        "a": BoxKind.NOTE,
        "Lead": BoxKind.APPROVER,
        "b": BoxKind.CRITERION,
        "**Task 1.1**: c": BoxKind.TASK,
        "d": BoxKind.NOTE,
    }
    assert [box.text for box in found.criteria] == ["b"]


def test_a_mark_that_nobody_knows_is_not_dropped() -> None:
    found = spec({".agent-os/specs/2025-10-08-login/tasks.md": "- [x] 1. A\n- [§] 2. B\n"})
    assert [(mark.text, mark.at.line) for mark in found.documents[0].unread] == [
        ("the checkbox mark [§] is unknown", 2)
    ]


def test_front_matter_faults_are_reported() -> None:
    found = spec(
        {".agent-os/specs/2025-10-08-login/spec.md": "---\nstatus: a\nstatus: b\n---\n# L\n"}
    )
    assert [(mark.text, mark.at.line) for mark in found.documents[0].repeated_keys] == [
        ("status", 3)
    ]
    broken = spec({".agent-os/specs/2025-10-08-login/spec.md": "---\na: [1\n---\n# L\n"})
    assert "front matter cannot be read" in broken.documents[0].unread[0].text


def test_suppressions() -> None:
    found = spec(
        {
            ".agent-os/specs/2025-10-08-login/tasks.md": (
                "<!-- aos-check: ignore-file[TASK008] old list -->\n"
                "- [x] 1. A <!-- aos-check: ignore[TASK001, TASK002] later -->\n"
                "<!-- aos-check: ignore[TASK003] -->\n"
                "- [ ] 2. B\n"
            )
        }
    )
    assert [(each.codes, each.reason, each.line) for each in found.documents[0].ignores] == [
        (("TASK008",), "old list", None),
        (("TASK001", "TASK002"), "later", 2),
        (("TASK003",), "", 4),
    ]


# Unreadable files


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read() -> None:
    base = ".agent-os/specs/2025-10-08-login"
    found = project({f"{base}/spec.md": b"\xff\xfe", f"{base}/tasks.md": TASKS})
    assert [(mark.at.path, mark.text) for mark in found.unreadable] == [
        (f"{base}/spec.md", "it is not UTF-8 (line 1)")
    ]
    assert [task.id for task in found.specs[0].all_tasks()] == ["1", "2"]


def test_a_folder_called_tasks_md_is_no_task_file() -> None:
    base = ".agent-os/specs/2025-10-08-login"
    found = spec({f"{base}/spec.md": "# L\n", f"{base}/tasks.md/notes.md": "- [ ] 1. A\n"})
    assert found.tasks is None


def test_each_spec_is_read_once_for_its_approval_and_its_facts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(folder: SpecFolder, *rest: Any) -> Spec:
        read.append(folder.id)
        return read_spec(folder, *rest)

    monkeypatch.setattr(spec_reader, "read_spec", counted)
    names = [f"00{number}-part" for number in range(1, 4)]
    text = "# Functional Specification: Part\n\n- **Status:** Draft\n"
    found = project({f"context/spec/{name}/functional-spec.md": text for name in names})
    assert [spec.id for spec in found.specs] == names
    assert sorted(read) == names
