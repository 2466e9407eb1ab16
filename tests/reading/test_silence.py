"""A home or a spec in which nothing is read is said, and what is normal is not."""

from __future__ import annotations

import pytest

from aos_check.model.tree import MemoryTree
from aos_check.reading.project import read_projects

KIRO = ".kiro/specs/login"
V2 = "agent-os/specs/2026-01-05-login"


def said(files: dict[str, str]) -> list[str]:
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    return [mark.text for project in read_projects(tree) for mark in project.silent]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {".kiro/settings/mcp.json": "{}"},
            ".kiro/ holds nothing that is read: looked for specs/*/requirements.md,",
        ),
        (
            {"openspec/AGENTS.md": "# Agents\n", "openspec/changes/README.md": "# Changes\n"},
            "openspec/ holds nothing that is read: looked for changes/*/proposal.md",
        ),
        (
            {f"{V2}/README.md": "# Login\n"},
            f"the spec {V2} has no document that is read as more than text: looked for",
        ),
        (
            {f"{V2}/specs.md": "# Login\n"},
            f"; the nearest name is {V2}/specs.md",
        ),
        (
            {f"{V2}/spec.md": "# Login\n", f"{V2}/todo.md": "- [ ] 1. Form\n"},
            f"the spec {V2} has no task file: looked for tasks.md; {V2}/todo.md is not read for",
        ),
        (
            {f"{V2}/spec.md": "# Login\n", f"{V2}/task.md": "- [ ] 1. Form\n"},
            f"{V2}/task.md is not read for tasks",
        ),
        (
            {f"{V2}/spec.md": "# Login\n", f"{V2}/tasks.txt": "- [ ] 1. Form\n"},
            f"{V2}/tasks.txt is not read for tasks",
        ),
        (
            {f"{V2}/spec.md": "# Login\r\n", f"{V2}/tasks.md": "# Tasks\r\n"},
            f"{V2}/tasks.md holds no task: looked for boxes",
        ),
    ],
)
def test_what_is_said(files: dict[str, str], expected: str) -> None:
    (text,) = said(files)
    assert expected in text


@pytest.mark.parametrize(
    "files",
    [
        {"agent-os/product/mission.md": "# Mission\n"},
        {".kiro/steering/product.md": "# Product\n", ".kiro/settings/mcp.json": "{}"},
        {".praxis-os/workflows/build_v1/metadata.json": '{"workflow_type": "build_v1"}'},
        {f"{V2}/planning/requirements.md": "# Login\n"},
        {f"{V2}/planning/raw-idea.md": "An idea\n"},
        {f"{V2}/spec.md": "# Login\n", f"{V2}/README.md": "- [ ] a note\n"},
        {f"{V2}/spec.md": "# Login\n", f"{V2}/planning/checklist.md": "- [ ] a question\n"},
        {f"{V2}/spec.md": "# Login\n", f"{V2}/todo.md": "Nothing with a box.\n"},
        {f"{V2}/tasks.md": "# Tasks\n\n- [ ] 1.0 Form\n", f"{V2}/todo.md": "- [ ] Call Ada\n"},
        {"openspec/specs/visitor/spec.md": "# Visitor\n"},
        {
            "openspec/changes/login/specs/visitor/spec.md": (
                "## ADDED Requirements\n\n### Requirement: Sign in\nA visitor SHALL sign in.\n"
            )
        },
        {".kiro/settings/mcp.json": "{}", f"{KIRO}/requirements.md": "# Login\n"},
        {f"{V2}/tasks.md": "<<<<<<< a\n- [ ] 1. Form\n=======\n>>>>>>> b\n"},
    ],
)
def test_what_is_normal(files: dict[str, str]) -> None:
    assert said(files) == []


def test_a_file_with_many_lines_and_no_task_is_a_finding_instead() -> None:
    text = "# Tasks\n\n- Form\n- Link\n- Page\n"
    assert said({f"{V2}/spec.md": "# Login\n", f"{V2}/tasks.md": text}) == []
