"""Problems with one cause: a few are reported one by one, many as one finding."""

from __future__ import annotations

import pytest

from aos_check.judging.check_input import Subject
from aos_check.judging.report.causes import one_per_cause
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection, Severities
from aos_check.model.finding import Finding
from aos_check.model.tree import MemoryTree
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.project import read_projects
from aos_check.rules import RULES

SPEC = "# Specification: {}\n\n## Goal\n\nA.\n\n## Specific Requirements\n\n- B\n"
MISSION = "# Mission\n\n## Pitch\n\nA.\n\n## Users\n\nB.\n\n## The Problem\n\nC.\n"


def findings(files: dict[str, str]) -> list[Finding]:
    tree = MemoryTree(files)
    severities = Severities(layouts={layout.name: layout for layout in shipped()})
    report = check(Subject(read_projects(tree)), Selection(RULES), tree=tree, severities=severities)
    return list(one_per_cause(report.findings))


def codes(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(found.code, found.severity.value) for found in findings(files)]


def dated(count: int, text: str) -> dict[str, str]:
    """Specs of as many days, with a mission and a roadmap."""
    files = {"agent-os/product/mission.md": MISSION, "agent-os/product/roadmap.md": "# R\n"}
    for day in range(1, count + 1):
        folder = f"agent-os/specs/2025-10-{day:02}-a{day}"
        files |= {f"{folder}/spec.md": text, f"{folder}/planning/requirements.md": "# A\n"}
    return files


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# S\n\n## Goal\n\nA.\n", "SPEC003"),
        (SPEC.format("[FEATURE_NAME]"), "DOC002"),
        (f"{SPEC.format('A')}\n```python\nsign_in()\n```\n", "SPEC009"),
    ],
)
def test_many_specs_with_one_fault(text: str, code: str) -> None:
    few = [it for it in findings(dated(5, text)) if it.code == code]
    assert len(few) == 5
    (one,) = (it for it in findings(dated(12, text)) if it.code == code)
    assert one.problem.at.path == "agent-os/specs/2025-10-01-a1/spec.md"
    assert len(one.problem.related) == 11


def test_different_faults_stay_apart() -> None:
    files = dated(4, SPEC.format("[FEATURE_NAME]"))
    files |= {
        f"agent-os/specs/2025-11-0{n}-b{n}/spec.md": SPEC.format("[SPEC_NAME]") for n in range(1, 5)
    }
    assert [code for code, _ in codes(files)].count("DOC002") == 8


def test_specs_that_share_numbers() -> None:
    files = {f"specs/{n:03}-{name}/spec.md": "# S\n" for n in range(1, 8) for name in "ab"}
    (one,) = (it for it in findings(files) if it.code == "SPEC008")
    assert (one.severity.value, len(one.problem.related)) == ("error", 7)


def test_completed_specs_in_which_no_task_is_done() -> None:
    base = ".praxis-os/specs/completed/2025-10"
    files = {f"{base}-{day:02}-a/tasks.md": "- [ ] **Task 1.1**: A\n" for day in range(1, 8)}
    begun = "- [x] **Task 1.1**: A\n- [ ] **Task 1.2**: B\n"
    files |= {f"{base}-{day}-b/tasks.md": begun for day in (11, 12)}
    found = [it for it in findings(files) if it.code == "SPEC010"]
    assert [it.spec for it in found] == ["2025-10-01-a", "2025-10-11-b", "2025-10-12-b"]


@pytest.mark.parametrize(
    ("tasks", "severity"), [("- [x] 1. A\n", "info"), ("- [ ] 1. A\n", "warning")]
)
@pytest.mark.parametrize(
    ("text", "code"),
    [("# S\n\n## Goal\n\nA.\n", "SPEC003"), (SPEC.format("[FEATURE_NAME]"), "DOC002")],
)
def test_an_omission_in_a_finished_spec_is_information(
    text: str, code: str, tasks: str, severity: str
) -> None:
    folder = "agent-os/specs/2025-10-01-a1"
    files = {**dated(1, text), f"{folder}/tasks.md": tasks}
    assert (code, severity) in codes(files)


@pytest.mark.parametrize(
    "files",
    [
        {
            ".kiro/specs/login/requirements.md": "# R\n",
            ".kiro/specs/login/tasks.md": "- [ ] 1. A\n",
        },
        {"agent-os/specs/2026-01-15-1430-login/plan.md": "# P\n\n## Task 1: A\n"},
        {"specs/2025-11-17-login/spec.md": "# S\n"},
        {"specs/001-login/spec.md": "# S\n"},
        {"openspec/changes/login/proposal.md": "# S\n"},
    ],
    ids=lambda files: next(iter(files)).split("/")[0],
)
def test_product_documents_are_optional_in_some_layouts(files: dict[str, str]) -> None:
    assert {"MISS001", "ROAD001"}.isdisjoint(code for code, _ in codes(files))


@pytest.mark.parametrize("name", ["tasks.md", "plan.md", "planning/requirements.md"])
def test_a_dated_spec_may_have_any_documents(name: str) -> None:
    assert codes({f"specs/2025-11-17-login/{name}": "# L\n\n- [ ] 1. A\n- [x] 2. B\n"}) == []


def test_a_team_without_product_documents_has_one_finding() -> None:
    files = dated(1, SPEC.format("A"))
    assert codes(files) == []
    del files["agent-os/product/roadmap.md"]
    assert codes(files) == [("ROAD001", "warning")]
    del files["agent-os/product/mission.md"]
    (one,) = findings(files)
    assert (one.code, one.problem.message) == (
        "MISS001", "this project has specs and no mission and no roadmap",
    )  # fmt: skip
