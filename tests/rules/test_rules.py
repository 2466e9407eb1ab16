"""Every example in the rules' documentation, run. No rule is forgotten."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from aos_check import rules
from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection
from aos_check.judging.testing import Example, examples, run
from aos_check.model.approval import Approval, ApprovalLevel, ApprovalRecord, StaleApproval
from aos_check.model.change import (
    Change,
    Commit,
    Completion,
    NamedTask,
    SpecChange,
    TaskChange,
    Waiver,
)
from aos_check.model.document import Document, Mark, Role, State
from aos_check.model.finding import (
    MESSAGE,
    Finding,
    NotEvaluated,
    Place,
    Problem,
    Related,
    Severity,
)
from aos_check.model.project import Milestone, Project
from aos_check.model.rule import Rule
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Group, Task, TaskList
from aos_check.model.tree import MemoryTree
from aos_check.rules import RULES
from tests.support.reading import project

CASES = [(each, example) for each in RULES for example in examples(each)]
FOLDER = Path(rules.__file__).parent


@pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{each.code}-{example.title}" for each, example in CASES]
)
def test_the_documentation_is_true(rule: Rule, example: Example) -> None:
    assert example.files
    assert bool(example.expected) is example.flagged
    assert run(rule, example) == example.expected


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.code)
class TestEveryRule:
    def test_it_has_a_flagged_and_an_accepted_case(self, rule: Rule) -> None:
        assert {example.flagged for example in examples(rule)} == {True, False}

    def test_its_title_is_a_short_sentence_and_a_paragraph_says_why(self, rule: Rule) -> None:
        title, blank, why, *_ = rule.doc.splitlines()
        assert title.endswith(".")
        assert len(rule.title) <= 72
        assert blank == ""
        assert why
        assert not why.startswith("#")

    def test_its_options_are_described(self, rule: Rule) -> None:
        assert all(re.fullmatch(r"[A-Z].*\.", option.doc) for option in rule.options)

    def test_its_name_is_that_of_its_file(self, rule: Rule) -> None:
        file = rule.check.__module__.rpartition(".")[2]
        assert file == rule.name.replace("-", "_") == rule.check.__name__


def test_codes_are_unique_and_in_order() -> None:
    codes = [each.code for each in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3,5}\d{3}", code) for code in codes)
    assert len({each.name for each in RULES}) == len(RULES)


def test_every_rule_of_the_folder_is_listed() -> None:
    modules = [importlib.import_module(f"aos_check.rules.{file.stem}") for file in FOLDER.glob("*")
               if file.suffix == ".py" and file.stem != "__init__"]  # fmt: skip
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    assert {each.code for each in found} == {each.code for each in RULES}


# We promise that a code keeps its name and its severities. A new rule needs no row here.
CONTRACT = {
    "ADR001": ("unknown-decision-status", "error", "warning"),
    "ADR002": ("missing-decision-section", "warning", None),
    "ADR003": ("duplicate-decision-number", "error", None),
    "ADR004": ("one-sided-supersession", "error", None),
    "ADR005": ("accepted-decision-edited", "error", None),
    "ADR006": ("misnumbered-decision", "warning", None),
    "ADR007": ("undated-decision", "warning", None),
    "DOC001": ("unread-artifact", "warning", None),
    "DOC002": ("leftover-placeholder", "warning", "info"),
    "DOC003": ("broken-reference", "warning", "info"),
    "DOC004": ("unreadable-file", "error", None),
    "DOC005": ("contradicting-metadata", "error", None),
    "DOC006": ("open-clarification", "error", "info"),
    "DOC007": ("unused-ignore", "warning", None),
    "DOC008": ("conflict-markers", "error", None),
    "GATE001": ("missing-evidence", "error", None),
    "GATE002": ("invalid-evidence", "error", None),
    "GATE003": ("phase-skipped", "error", None),
    "GATE011": ("foreign-phase-edit", "warning", None),
    "GATE012": ("broken-cycle-series", "warning", None),
    "GATE013": ("cycle-contradicts-spec", "error", "warning"),
    "GIT001": ("commit-without-task", "error", None),
    "GIT002": ("unknown-task", "error", None),
    "GIT003": ("task-not-done", "error", "info"),
    "GIT004": ("unapproved-work", "error", None),
    "GIT005": ("ambiguous-task", "error", None),
    "GIT006": ("tick-without-work", "info", None),
    "GIT007": ("bulk-tick", "warning", None),
    "GIT008": ("bad-waiver", "error", None),
    "GIT009": ("maintenance-commit", "error", "info"),
    "GIT010": ("ungoverned-code", "error", None),
    "GIT011": ("unsquashed-fixup", "warning", None),
    "MISS001": ("missing-mission", "warning", None),
    "MISS002": ("incomplete-mission", "warning", None),
    "ROAD001": ("missing-roadmap", "warning", None),
    "ROAD002": ("milestone-ticked-early", "error", "warning"),
    "ROAD003": ("milestone-not-ticked", "error", None),
    "ROAD004": ("roadmap-not-updated", "error", "warning"),
    "ROAD005": ("duplicate-milestone", "warning", None),
    "SPEC001": ("misnamed-spec-folder", "warning", None),
    "SPEC002": ("missing-spec-artifact", "error", "warning"),
    "SPEC003": ("missing-spec-section", "warning", "info"),
    "SPEC004": ("unapproved-requirements", "error", "info"),
    "SPEC005": ("stale-approval", "error", "info"),
    "SPEC006": ("self-approval", "error", None),
    "SPEC007": ("status-contradicts-tasks", "error", "warning"),
    "SPEC008": ("duplicate-spec-number", "error", None),
    "SPEC009": ("code-in-spec", "warning", "info"),
    "SPEC010": ("spec-in-wrong-bucket", "error", "info"),
    "SPEC011": ("spec-deleted", "warning", None),
    "SPEC012": ("tasks-before-requirements", "error", None),
    "SPEC013": ("finished-not-archived", "warning", None),
    "SPEC014": ("delta-without-base", "error", "info"),
    "SPEC016": ("dropped-scenario", "warning", None),
    "TASK001": ("done-task-open-subtask", "error", None),
    "TASK002": ("open-task-done-subtasks", "warning", None),
    "TASK003": ("duplicate-task-id", "error", None),
    "TASK004": ("unknown-dependency", "error", None),
    "TASK005": ("dependency-cycle", "error", None),
    "TASK006": ("done-before-dependency", "error", "info"),
    "TASK007": ("gate-passed-open", "error", "warning"),
    "TASK008": ("out-of-sequence", "warning", None),
    "TASK009": ("done-task-open-criterion", "error", "warning"),
    "TASK010": ("uncovered-requirement", "warning", None),
    "TASK011": ("unknown-requirement", "error", None),
    "TASK012": ("finished-task-removed", "error", None),
    "TASK013": ("unexplained-open-task", "warning", None),
    "TASK014": ("named-file-missing", "error", "warning"),
    "TASK015": ("unearned-tick", "error", None),
}


def test_names_and_severities_are_those_of_the_contract() -> None:
    found = {
        each.code: (each.name, each.severity.value, each.weak.value if each.weak else None)
        for each in RULES
    }
    assert {code: found.get(code) for code in CONTRACT} == CONTRACT


def of(doc: str) -> Rule:
    return Rule("TASK999", "a-rule", Severity.ERROR, doc, Project, lambda _project: iter(()))


class TestExamples:
    def test_a_section_is_a_repository_with_its_marks(self) -> None:
        first, second = examples(
            of(
                "A title.\n\n## Flagged: twice\n\n"
                "```md a/b.md\n# A\n- one   <!-- TASK999 -->\n- two <!-- TASK001 -->\n```\n\n"
                "```yaml c.yml\nkey: 1  # TASK999\n```\n\n"
                "```json d.json TASK999:2\n{\n}\n```\n\n"
                "## Accepted\n\n````md e.md latin-1\n```\né\n```\n````\n"
            )
        )
        assert first == Example(
            title="twice",
            flagged=True,
            files={
                "a/b.md": b"# A\n- one\n- two <!-- TASK001 -->\n",
                "c.yml": b"key: 1\n",
                "d.json": b"{\n}\n",
            },
            expected=frozenset({("a/b.md", 2), ("c.yml", 1), ("d.json", 2)}),
        )
        assert second == Example("Accepted", False, {"e.md": b"```\n\xe9\n```\n"}, frozenset())  # noqa: FBT003

    @pytest.mark.parametrize(
        ("doc", "says"),
        [
            ("## Flagged\n```md a.md\n", "never closed"),
            ("## Flagged\n```md\n```\n", "not a file of an example"),
            ("```md a.md\n```\n", "not a file of an example"),
            ("## Flagged\n```md a.md\n```\n```md a.md\n```\n", "given twice"),
        ],
    )
    def test_malformed_documentation_is_refused(self, doc: str, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            examples(of(doc))


def found(code: str, files: dict[str, str | bytes]) -> list[Problem]:
    (rule,) = (each for each in RULES if each.code == code)
    return [it for it in verdicts(rule, project(files)) if isinstance(it, Problem)]


def verdicts(rule: Rule, subject: Change | Commit | Project) -> list[Problem | NotEvaluated]:
    needs = dict.fromkeys({"change"} & {*rule.needs})
    if rule.judges is Spec and isinstance(subject, Project):
        return [it for spec in subject.specs for it in rule.check(spec, **needs)]
    return list(rule.check(subject, **needs))


def checked(files: dict[str, str | bytes]) -> tuple[Finding, ...]:
    """The findings of all rules."""
    tree = MemoryTree(files)
    return check(Subject((project(files),)), Selection(RULES), tree=tree).findings


AGENT_OS = "agent-os/specs/2025-10-08-login"
PRAXIS = ".praxis-os/specs/completed/2025-10-08-login"


class TestOneOpenBox:
    """A spec that every document calls done, although something is open."""

    @staticmethod
    def files(tasks: str) -> dict[str, str | bytes]:
        return {
            "agent-os/product/roadmap.md": "# Roadmap\n\n1. [x] Login `M`\n",
            f"{AGENT_OS}/spec.md": "# Specification: Login\n\n**Status:** Completed\n",
            f"{AGENT_OS}/verification/final-verification.md": "# Report\n\n**Status:** ✅ Passed\n",
            f"{AGENT_OS}/tasks.md": tasks,
        }

    @pytest.mark.parametrize("code", ["SPEC007", "ROAD002", "TASK013"])
    def test_below_a_done_task_it_is_that_tasks_alone(self, code: str) -> None:
        tasks = "- [x] 1.0 Form\n  - [ ] 1.1 Tests\n    - [ ] 1.1.1 One\n"
        assert found(code, self.files(tasks)) == []
        assert len(found("TASK001", self.files(tasks))) == 1

    @pytest.mark.parametrize("code", ["SPEC007", "ROAD002"])
    def test_beside_others_only_the_others_count(self, code: str) -> None:
        tasks = "- [x] 1.0 Form\n  - [ ] 1.1 Tests\n- [ ] 2.0 Mail\n  - [ ] 2.1 Tests\n"
        (problem,) = found(code, self.files(tasks))
        assert problem.message.endswith(": 2.0 and 1 more")

    def test_a_report_is_corrected_after_the_status(self) -> None:
        tasks = "- [x] 1.0 Form\n- [ ] 2.0 Mail\n"
        files = self.files(tasks)
        assert found("TASK013", files) == []
        del files[f"{AGENT_OS}/spec.md"]
        assert len(found("TASK013", files)) == 1

    def test_the_folder_of_completed_specs_counts_it_too(self) -> None:
        tasks = "- [x] 1. Form\n  - [ ] 1.1 Tests\n"
        (problem,) = found("SPEC010", {f"{PRAXIS}/tasks.md": tasks})
        assert problem.message.endswith(": 1.1")
        (problem,) = found("SPEC010", {f"{PRAXIS}/tasks.md": f"{tasks}- [ ] 2. Mail\n"})
        assert problem.message.endswith(": 2")


def renamed(source: str, to: str) -> str:
    return (
        "## RENAMED Requirements\n"
        f"- FROM: `### Requirement: {source}`\n- TO: `### Requirement: {to}`\n"
    )


class TestDeltas:
    """SPEC014 judges only what the base can show."""

    BASE = "openspec/specs/lamp/spec.md"
    LAMP = "## Requirements\n\n### Requirement: Light\nx\n\n### Requirement: Colour\nx\n"
    OPEN, DONE = "- [ ] 1. Build\n", "- [x] 1. Build\n"
    REMOVED = "## REMOVED Requirements\n\n### Requirement: Smoke\n"

    def severities(self, delta: str, tasks: str = OPEN, base: str | None = LAMP) -> list[str]:
        """One word for each problem: strong, or weak."""
        files: dict[str, str | bytes] = {
            "openspec/changes/dim/specs/lamp/spec.md": delta,
            "openspec/changes/dim/tasks.md": tasks,
        }
        files |= {self.BASE: base} if base else {}
        return ["weak" if each.weak else "strong" for each in found("SPEC014", files)]

    @pytest.mark.parametrize(
        ("delta", "expected"),
        [
            ("## MODIFIED Requirements\n\n### Requirement: Light\n", []),
            ("## MODIFIED Requirements\n\n### Requirement:  Light \n", []),
            ("## MODIFIED Requirements\n\n### Requirement: light\n", ["strong"]),
            ("## MODIFIED Requirements\n\n### Requirement: Dark\n", ["strong"]),
            (REMOVED, ["strong"]),
            (f"{REMOVED}\n## ADDED Requirements\n\n### Requirement: Heat\n", ["strong"]),
            # What the change adds is in the base already: it has been synced.
            (f"{REMOVED}\n## ADDED Requirements\n\n### Requirement: Colour\nx\n", []),
            (renamed("Old", "New"), ["strong"]),
            (renamed("Old", "Light"), []),
            (renamed("LIGHT", "Light"), []),
            (renamed("light", "Colour"), ["strong"]),
            (renamed("Light", "Colour"), ["strong"]),
            # It has been synced, or it comes after the rename of the old one.
            ("## ADDED Requirements\n\n### Requirement: Light\n\n  x\n", []),
            ("## ADDED Requirements\n\n### Requirement: Light\ny\n", ["strong"]),
            (f"{renamed('Light', 'Sun')}## ADDED Requirements\n\n### Requirement: Light\ny\n", []),
            (f"{renamed('Light', 'Sun')}## MODIFIED Requirements\n\n### Requirement: Sun\n", []),
            (
                f"{renamed('Light', 'Sun')}## MODIFIED Requirements\n\n### Requirement: Light\n",
                ["strong"],
            ),
        ],
    )
    def test_an_open_change(self, delta: str, expected: list[str]) -> None:
        assert self.severities(delta) == expected

    def test_a_finished_change_may_have_been_synced(self) -> None:
        assert self.severities(self.REMOVED, self.DONE) == ["weak"]
        assert self.severities(self.REMOVED.replace("Smoke", "light"), self.DONE) == ["strong"]
        modified = self.REMOVED.replace("REMOVED", "MODIFIED")
        assert self.severities(modified, self.DONE) == ["strong"]
        added = self.REMOVED.replace("REMOVED", "ADDED").replace("Smoke", "Light")
        assert self.severities(f"{added}y\n", self.DONE) == ["weak"]

    def test_a_new_capability(self) -> None:
        assert self.severities(self.REMOVED, base=None) == ["strong"]
        added = self.REMOVED.replace("REMOVED", "ADDED")
        assert self.severities(added, base=None) == []

    def test_a_base_that_cannot_be_read_is_not_judged(self) -> None:
        files: dict[str, str | bytes] = {
            "openspec/changes/dim/specs/lamp/spec.md": self.REMOVED,
            self.BASE: b"\xff\xfe",
        }
        assert found("SPEC014", files) == []
        assert len(found("DOC004", files)) == 1


CONFLICT = "<<<<<<< HEAD\n- [x] 1.0 Form\n=======\n- [ ] 1.0 Form\n>>>>>>> main\n"


@pytest.mark.parametrize(
    ("delta", "lost"),
    [
        ("### Requirement: Light\ny\n\n#### Scenario: Dusk\nz\n", True),
        ("### Requirement: Light\ny\n", True),
        ("### Requirement: Light\ny\n\n```md\n#### Scenario: Night\n```\n", True),
        ("### Requirement: Light\ny\n\n#### Scenario: Night\nz\n\n#### Dusk\n", False),
        ("### Requirement: Light\ny\n\n#### night ##\nz\n", False),
        ("### Requirement: Dark\ny\n", False),  # SPEC014
        ("### Requirement: Colour\ny\n", False),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_modified_requirement_keeps_its_scenarios(delta: str, end: str, *, lost: bool) -> None:
    base = "### Requirement: Light\nx\n\n#### Scenario: Night\nx\n\n### Requirement: Colour\nx\n"
    texts = {
        TestDeltas.BASE: f"## Requirements\n\n{base}",
        "openspec/changes/dim/specs/lamp/spec.md": f"## MODIFIED Requirements\n\n{delta}",
        "openspec/changes/dim/tasks.md": "- [ ] 1. Build\n",
    }
    files: dict[str, str | bytes] = {
        path: text.replace("\n", end).encode() for path, text in texts.items()
    }
    assert bool(found("SPEC016", files)) is lost


class TestPhases:
    """TASK006 weighs a sentence about whole phases less than a dependency of a phase or task."""

    @pytest.mark.parametrize(
        ("needs", "order", "expected"),
        [
            ("", "- **Phase 2 (Mail)**: Depends on Phase 1", ["weak"]),
            ("", "- **User Stories (Phase 2+)**: All depend on Phase 1 completion", ["weak"]),
            ("", "- **Phase 2**: Depends on T002", ["strong"]),
            ("", "- T002 before T003, T004", ["strong", "strong"]),
            ("**Dependencies:** Phase 1", "", ["strong"]),
            ("**Dependencies:** Phase 1", "- **Phase 2**: Depends on Phase 1", ["strong"]),
            ("", "- **Phase 2**: Can start after Phase 1 (may run in parallel)", []),
        ],
    )
    def test_the_severity(self, needs: str, order: str, expected: list[str]) -> None:
        phases = "- [x] T001 A\n- [ ] T002 B\n\n## Phase 2: Mail\n\n"
        tasks = f"{phases}{needs}\n\n- [x] T003 C\n- [x] T004 D\n\n## Dependencies\n\n{order}\n"
        files: dict[str, str | bytes] = {
            "specs/001-login/spec.md": "# Feature Specification: Login\n",
            "specs/001-login/plan.md": "# Plan\n",
            "specs/001-login/tasks.md": f"# Tasks\n\n## Phase 1: Form\n\n{tasks}",
        }
        problems = found("TASK006", files)
        assert ["weak" if each.weak else "strong" for each in problems] == expected


class TestConflictMarkers:
    """A file with the markers of a merge gives one finding, and its spec no others."""

    @pytest.mark.parametrize("file", ["tasks.md", "spec.md", "verification/final-verification.md"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_the_rest_of_the_spec_is_silent(self, file: str, end: str) -> None:
        files = TestOneOpenBox.files("- [x] 1.0 Form\n  - [ ] 1.1 Tests\n- [ ] 1.0 Mail\n")
        files[f"{AGENT_OS}/{file}"] = f"# L\n\n[a](b.md)\n{CONFLICT}".replace("\n", end)
        own = [each for each in checked(files) if each.spec or each.problem.at.path.endswith(file)]
        assert [(each.code, each.problem.at.line) for each in own] == [("DOC008", 4)]

    def test_in_front_matter_and_in_a_decision(self) -> None:
        text = f"---\nstatus: accepted\n{CONFLICT}---\n\n# A\n"
        assert [
            (each.code, each.problem.at.line) for each in checked({"docs/adr/0001-a.md": text})
        ] == [("DOC008", 3)]

    @pytest.mark.parametrize(
        "text",
        [
            "Form\n=======\n\na\n",
            "Form\n=======\n\n<<<<<<<-shaped bells\n",
            f"# L\n\n```text\n{CONFLICT}```\n",
            f"# L\n\n~~~\n{CONFLICT}",
            "# L\n\n    <<<<<<< HEAD\n    =======\n    >>>>>>> main\n",
            "# L\n\n- `<<<<<<< HEAD`\n- `=======`\n- `>>>>>>> main`\n",
            "# L\n\n> <<<<<<< HEAD\n> =======\n> >>>>>>> main\n",
        ],
    )
    def test_underlines_and_examples_are_not_markers(self, text: str) -> None:
        assert found("DOC008", {f"{AGENT_OS}/spec.md": text}) == []


class TestPlaces:
    """The place of a finding is the place of the fix."""

    def test_an_invalid_date_in_the_front_matter(self) -> None:
        text = "---\nstatus: accepted\ndate: 2024-02-31\n---\n\n# A\n\n## Context\n\na\n"
        (problem,) = found("ADR007", {"docs/adr/0001-a.md": text})
        assert (problem.at.line, problem.message.count("2024-02-31")) == (3, 1)

    def test_a_milestone_left_open_points_to_the_task_file(self) -> None:
        (problem,) = found(
            "ROAD003",
            {
                "agent-os/product/roadmap.md": "# Roadmap\n\n1. [ ] Login `M`\n",
                f"{AGENT_OS}/spec.md": "# Specification: Login\n",
                f"{AGENT_OS}/tasks.md": "- [x] 1.0 Form\n",
            },
        )
        assert [related.at.path for related in problem.related] == [f"{AGENT_OS}/tasks.md"]

    def test_a_section_is_empty_or_absent(self) -> None:
        text = "# Product Mission\n\n## Pitch\n\na\n\n## Users\n"
        empty, absent = found(
            "MISS002", {"agent-os/product/mission.md": text, f"{AGENT_OS}/spec.md": "# L\n"}
        )
        assert (empty.at.line, empty.message) == (7, "the section Users of the mission is empty")
        assert absent.at.line == 1
        assert absent.message.startswith("the mission has no section ")


class TestNames:
    """The form of names that SPEC001 expects in each layout."""

    ODD = "agent-os/specs/Log_In/spec.md"

    def test_the_form_is_that_of_another_spec(self) -> None:
        other = {f"{AGENT_OS}/spec.md": "# L\n"}
        (problem,) = found("SPEC001", {self.ODD: "# L\n", **other})
        assert problem.help == f"rename it like {AGENT_OS}"

    def test_it_is_the_layouts_where_there_is_no_other(self) -> None:
        (problem,) = found("SPEC001", {self.ODD: "# L\n"})
        assert "the name pattern of the layout" in problem.help


class TestEndlessDependencies:
    """Hostile files give a readable finding or none."""

    @staticmethod
    def tasks(text: str) -> dict[str, str | bytes]:
        return {f"{AGENT_OS}/tasks.md": text}

    def test_a_long_cycle_is_shown_by_its_ends(self) -> None:
        text = "".join(f"- [x] {n}. a (depends on task {n % 500 + 1})\n" for n in range(1, 501))
        (problem,) = found("TASK005", self.tasks(text))
        assert problem.message.startswith("task 1 waits for itself: task 1 → task 2 → ")
        assert problem.message.endswith(" → task 500 → task 1")
        assert "…" in problem.message
        assert len(problem.message) < 400
        assert len(problem.related) == 20

    def test_what_is_cut_short_is_said_once(self) -> None:
        few = "- [ ] {}. a\n  - Depends on: tasks 1-50, 51-100\n"
        assert found("DOC001", self.tasks(few)) == []
        (problem,) = found("DOC001", self.tasks(few * 205))
        assert problem.at.line == 402
        (problem,) = found("DOC001", self.tasks(few.replace("100", "101")))
        assert problem.at.line == 2

    def test_each_way_back_is_reported_once(self) -> None:
        text = "".join(f"- [x] {n}. a (depends on tasks 1, {n + 1})\n" for n in range(1, 300))
        (problem,) = found("TASK005", self.tasks(text))
        assert problem.message == "task 1 waits for itself: task 1 → task 1"

    def test_each_of_several_cycles_is_reported(self) -> None:
        text = "".join(
            f"- [ ] {n}. a (depends on tasks {n + 1 if n % 2 else n - 1}, {n + 2})\n"
            for n in range(1, 9)
        )
        assert len(found("TASK005", self.tasks(text))) == 4

    def test_a_number_of_thousands_of_digits_is_a_name(self) -> None:
        long = "9" * 3000
        text = f"- [ ] 1. a (depends on task 2)\n- [ ] 1.{long} b\n"
        assert len(found("TASK004", self.tasks(text))) == 1
        assert found("TASK008", self.tasks(text)) == []


def judged(code: str, subject: Change | Commit | Project) -> list[Problem | NotEvaluated]:
    (rule,) = (each for each in RULES if each.code == code)
    return verdicts(rule, subject)


def problem_of(code: str, subject: Change | Commit | Project) -> Problem:
    (verdict,) = judged(code, subject)
    assert isinstance(verdict, Problem)
    return verdict


def reason_of(code: str, subject: Change | Commit | Project) -> str:
    (verdict,) = judged(code, subject)
    assert isinstance(verdict, NotEvaluated)
    return verdict.reason


def task(id: str, state: State = State.DONE, title: str = "", line: int = 1) -> Task:  # noqa: A002
    return Task(id, title or f"Title of {id}", state, Place("s/login/tasks.md", line))


def login(*tasks: Task, **more: Any) -> Spec:
    group = Group("", None, "", Place("s/login/tasks.md"), tasks=tasks)
    listing = TaskList("s/login/tasks.md", (group,))
    fields: dict[str, Any] = {"id": "2025-10-08-login", "slug": "login", "path": "s/login"}
    return Spec(**{**fields, "layout": "awos", "tasks": listing, **more})


def named(spec: Spec | None, one: Task | None, line: int = 3, **more: Any) -> NamedTask:
    address = f"login#{one.id}" if one else "login#9"
    fits = (address,) if one else ()
    return NamedTask(address, line, **{"fits": fits, "spec": spec, "task": one, **more})


def commit(*references: NamedTask, **more: Any) -> Commit:
    fields: dict[str, Any] = {"message": "Add", "change": Change(), "code": ("src/a.py",)}
    return Commit("c0ffee" * 7, named=references, **{**fields, **more})


def change(before: Spec | None, after: Spec | None) -> Change:
    return Change(specs=(SpecChange(before, after),))


class TestRoadmapInTime:
    """The severity of ROAD004, and the commit it names."""

    @staticmethod
    def completing(commit: str = "", **more: Any) -> Change:
        item = Milestone("Login", State.OPEN, Place("roadmap.md", 5), specs=("2025-10-08-login",))
        plan = Project(".", ("awos",), milestones=(item,), specs=(login(task("1")),))
        done = Completion(plan, ("2025-10-08-login",))
        return Change(completions=(done,), commit=commit, **more)

    def test_a_commit_alone_is_warned(self) -> None:
        problem = problem_of("ROAD004", self.completing("a1"))
        assert (problem.weak, problem.commit) == (True, "a1")
        assert problem.message == (
            "the last task of 2025-10-08-login is now done, "
            'but "Login" is still open on the roadmap'
        )

    def test_a_range_fails(self) -> None:
        problem = problem_of("ROAD004", self.completing(at_once=False))
        assert (problem.weak, problem.commit) == (False, "")

    def test_a_commit_fails_where_the_roadmap_must_follow_at_once(self) -> None:
        assert not problem_of("ROAD004", self.completing(strict=True)).weak

    def test_a_range_fails_in_the_commit_then(self) -> None:
        parts = (Change(commit="a1"), self.completing("b2"))
        whole = Change(at_once=False, strict=True, parts=parts)
        problem = problem_of("ROAD004", whole)
        assert (problem.weak, problem.commit) == (False, "b2")

    def test_the_parts_do_not_count_where_the_end_does(self) -> None:
        assert judged("ROAD004", Change(at_once=False, parts=(self.completing("b2"),))) == []


UNSAID = (
    "nothing says which specs are approved: record approvals with `aos-check approve`, "
    "or set approval.level"
)


class TestApproval:
    """The messages of the rules on approval, and the cases that they cannot judge."""

    BEGUN = (task("1"), task("2", State.OPEN))

    def project(self, approval: Approval, **more: Any) -> Project:
        return Project(".", ("awos",), specs=(login(*self.BEGUN, approval=approval, **more),))

    def commit(self, approval: Approval) -> Commit:
        spec = login(*self.BEGUN, approval=approval)
        return commit(named(spec, self.BEGUN[0], 3), named(spec, self.BEGUN[1], 4))

    @pytest.mark.parametrize("code", ["SPEC004", "GIT004", "SPEC012"])
    def test_one_reason_where_nobody_asks(self, code: str) -> None:
        subjects: dict[str, Change | Commit | Project] = {
            "SPEC004": self.project(Approval()),
            "GIT004": self.commit(Approval()),
            "SPEC012": change(None, login(*self.BEGUN)),
        }
        reasons = {it.reason for it in judged(code, subjects[code]) if isinstance(it, NotEvaluated)}
        assert reasons == {UNSAID}

    @pytest.mark.parametrize("code", ["SPEC004", "GIT004"])
    def test_what_is_not_committed_yet_cannot_be_judged(self, code: str) -> None:
        approval = Approval(
            asked=ApprovalLevel.SEPARATE,
            level=ApprovalLevel.PINNED,
            unproved="the approval is not committed yet",
        )
        subject = self.project(approval) if code == "SPEC004" else self.commit(approval)
        assert reason_of(code, subject) == "2025-10-08-login: the approval is not committed yet"

    def test_the_levels_are_named(self) -> None:
        approval = Approval(asked=ApprovalLevel.LISTED, level=ApprovalLevel.PINNED)
        problem = problem_of("SPEC004", self.project(approval))
        assert problem.message == (
            "work on 2025-10-08-login is under way, but its requirements are not approved: "
            "listed is required, but only pinned is proved"
        )
        assert problem.help == (
            "get the requirements approved with `aos-check approve 2025-10-08-login`"
        )
        assert [it.message for it in problem.related] == ["task 1 is done"]

    def test_a_veto_comes_first(self) -> None:
        veto = Mark("in review/", Place("s/login"))
        approval = Approval(asked=ApprovalLevel.STATUS, vetoes=(veto,))
        document = Document("s/login/functional-spec.md", Role.REQUIREMENTS)
        problem = problem_of("SPEC004", self.project(approval, documents=(document,)))
        assert problem.at == Place("s/login/functional-spec.md")
        assert problem.message.endswith('not approved: "in review/" contradicts it')
        assert "remove what contradicts" in problem.help

    def test_where_nothing_speaks_it_stands_at_the_requirements(self) -> None:
        tasks = Document("s/login/tasks.md", Role.TASKS)
        text = Document("s/login/functional-spec.md", Role.REQUIREMENTS)
        approval = Approval(asked=ApprovalLevel.STATUS)
        problem = problem_of("SPEC004", self.project(approval, documents=(tasks, text)))
        assert problem.at == text.at
        assert problem.message.endswith("not approved: nothing says that they are")
        assert problem_of("SPEC004", self.project(approval, documents=(tasks,))).at == tasks.at

    def test_what_is_missing_is_no_draft(self) -> None:
        approval = Approval(asked=ApprovalLevel.STATUS)
        missing = ((Role.REQUIREMENTS, "s/login/functional-spec.md"),)
        assert judged("SPEC004", self.project(approval, missing=missing)) == []

    def test_a_commit_has_one_finding_for_each_spec(self) -> None:
        approval = Approval(asked=ApprovalLevel.STATUS)
        problem = problem_of("GIT004", self.commit(approval))
        assert problem.at == Place(MESSAGE, 3)
        done = login(task("1"), approval=approval)
        assert problem_of("GIT004", commit(named(done, task("1")))).spec == "2025-10-08-login"

    def test_an_unknown_task_is_no_work(self) -> None:
        spec = login(*self.BEGUN, approval=Approval(asked=ApprovalLevel.STATUS))
        assert judged("GIT004", commit(named(spec, None))) == []

    def test_a_stale_approval_names_what_changed(self) -> None:
        path = "s/login/functional-spec.md"
        then = (("FR-1", "a"), ("FR-2", "b"))
        record = ApprovalRecord(path, "Ada <a@b.c>", "d", Place("s/login/approval.json", 4), then)
        changed = (("FR-1", Place(path, 7)), ("FR-2", Place(path)), ("FR-3", Place(path, 9)))
        stale = StaleApproval(record, Place(path), changed)
        requirements = tuple(Requirement(f"FR-{n}", "", Place(path, n)) for n in (1, 3))
        approval = Approval(asked=ApprovalLevel.PINNED, stale=(stale,))
        subject = self.project(approval, requirements=requirements)
        problem = problem_of("SPEC005", subject)
        assert problem.message == (
            "Ada <a@b.c> approved 2025-10-08-login, but it has changed since: FR-1, FR-2 and FR-3"
        )
        assert [it.message for it in problem.related] == [
            "FR-1 has changed",
            "FR-2 is gone",
            "FR-3 is new",
        ]
        assert problem_of("SPEC004", subject).message.endswith(
            "the approved text has changed since"
        )


class TestFinishedTasks:
    """TASK012: the tasks that count as lost, and the messages that explain a loss."""

    BEFORE = login(task("1", title="Form"), task("2", title="Verify all tests pass"))

    def lost(self, message: str = "Tidy up", *after: Task, **more: Any) -> list[Problem]:
        subject = commit(message=message, change=change(self.BEFORE, login(*after)), **more)
        verdicts = judged("TASK012", subject)
        return [it for it in verdicts if isinstance(it, Problem)]

    def test_a_lost_task_is_placed_at_the_file(self) -> None:
        (problem,) = self.lost("Tidy up", task("1", title="Form"))
        assert problem.at == Place("s/login/tasks.md")
        assert (problem.task, problem.spec) == ("2", "2025-10-08-login")
        assert problem.message == (
            'task 2 of 2025-10-08-login ("Verify all tests pass") was done and is gone, '
            "and the message does not say why"
        )
        assert problem.help == "restore it, or name 2025-10-08-login#2 in the message and say why"

    def test_a_task_in_progress_again_is_placed_at_its_line(self) -> None:
        again = task("2", State.IN_PROGRESS, "Verify all tests pass", 8)
        (problem,) = self.lost("Tidy up", task("1", title="Form"), again)
        assert problem.at.line == 8
        assert "was done and is in progress now" in problem.message

    @pytest.mark.parametrize(
        "message",
        [
            "Reopen login#2",
            "Reopen 2025-10-08-login#2",
            "Take 2 back",
            "Task 2.",
            "verify  all\ntests pass: they do not",
        ],
    )
    def test_the_message_names_it(self, message: str) -> None:
        assert self.lost(message, task("1", title="Form")) == []

    @pytest.mark.parametrize(
        "message", ["Release 1.2", "Release 2.1", "Close (#2)", "profile#2", "2nd try", "v-2", ""]
    )
    def test_the_message_names_something_else(self, message: str) -> None:
        assert len(self.lost(message, task("1", title="Form"))) == 1

    def test_a_reference_names_it(self) -> None:
        again = task("2", State.OPEN, "Verify all tests pass")
        after = login(task("1", title="Form"), again)
        subject = commit(named(after, again), change=change(self.BEFORE, after))
        assert judged("TASK012", subject) == []

    def test_a_revert_may(self) -> None:
        assert self.lost("Revert", reverts="abc") == []

    def test_another_of_the_same_title_is_no_replacement(self) -> None:
        alike = [task("1", title="Tests"), task("2", title="Tests")]
        subject = commit(change=change(login(*alike), login(alike[0])))
        assert problem_of("TASK012", subject).task == "2"

    def test_a_spec_that_goes_is_another_rules(self) -> None:
        assert judged("TASK012", commit(change=change(self.BEFORE, None))) == []
        assert judged("TASK012", commit(change=change(self.BEFORE, login(tasks=None)))) == []

    def test_the_list_of_an_unfinished_spec_stays(self) -> None:
        half = login(task("1", title="Form"), task("2", State.OPEN, "Verify all tests pass"))
        assert problem_of("TASK012", commit(change=change(half, login(tasks=None)))).task == "1"

    @pytest.mark.parametrize(("gone", "listed"), [(2, 2), (100, 20)])
    def test_a_rewritten_list_is_one_finding(self, gone: int, listed: int) -> None:
        many = [task(f"1.{n}", title=f"Part {n}") for n in range(gone)]
        problem = problem_of("TASK012", commit(change=change(login(*many), login())))
        assert problem.message == (
            f"{gone} tasks of 2025-10-08-login were done and are gone, "
            "and the message does not say why"
        )
        assert problem.help == ("restore them, or name 2025-10-08-login in the message and say why")
        assert (problem.at, problem.task) == (Place("s/login/tasks.md"), None)
        assert len(problem.related) == listed
        assert problem.related[0].message == '1.0 ("Part 0") is gone'

    def test_tasks_that_are_open_again_are_named_one_by_one(self) -> None:
        again = [task("1", State.OPEN, "Form"), task("2", State.OPEN, "Verify all tests pass", 8)]
        (problem,) = self.lost("Work on login", *again)
        assert problem.message == (
            "2 tasks of 2025-10-08-login were done and no longer are, "
            "and the message does not say why"
        )
        assert "name each, such as 2025-10-08-login#1, in the message" in problem.help
        assert problem.related[1] == Related(
            Place("s/login/tasks.md", 8), '2 ("Verify all tests pass") is open now'
        )

    @pytest.mark.parametrize(
        "message", ["Plan login again", "docs(login): plan", "Rewrite specs/login/tasks.md"]
    )
    def test_the_message_names_the_spec_of_a_rewritten_list(self, message: str) -> None:
        assert self.lost(message, task("1", State.OPEN, "Ask the provider")) == []
        assert len(self.lost(message, task("1", title="Form"))) == 1

    @pytest.mark.parametrize("message", ["Merge branch 'login'", "a\n\nTask: login#9", "logins"])
    def test_the_message_names_no_spec(self, message: str) -> None:
        assert len(self.lost(message, task("1", State.OPEN, "Ask the provider"))) == 1

    @pytest.mark.parametrize(
        "later",
        [
            task("2", title="Verify that all tests pass"),
            task("2", title="Verify all tests pass, and the linter too"),
            task("7", title="`Verify` all tests pass."),
            task("2", State.CANCELLED, "Verify all tests pass"),
            task("2", State.OPEN, "Verify all tests pass")._replace(subtasks=(task("2.1"),)),
        ],
    )
    def test_a_task_that_is_still_there(self, later: Task) -> None:
        assert self.lost("Tidy up", task("1", title="Form"), later) == []

    def test_a_task_that_becomes_a_heading(self) -> None:
        spec = login(task("1", title="Form"))
        group = Group(
            "", None, "Verify all tests pass", Place("s/login/tasks.md"), (), (task("3"),)
        )
        assert spec.tasks is not None
        groups = (*spec.tasks.groups, group)
        after = spec._replace(tasks=spec.tasks._replace(groups=groups))
        assert judged("TASK012", commit(change=change(self.BEFORE, after))) == []


class TestCommits:
    """The messages of the rules on commits."""

    def test_the_code_is_counted_and_the_ticks_are_proposed(self) -> None:
        ticked = ("login#1", "login#2")
        problem = problem_of("GIT001", commit(ticked=ticked, code=("src/a.py", "src/b.py")))
        assert problem.message == (
            "commit c0ffeec0ff changes 2 files of code (src/a.py and 1 more) and names no task"
        )
        assert problem.help == "add the trailer `Task: login#1, login#2` to the message"
        assert "aos-check next" in problem_of("GIT001", commit()).help
        assert judged("GIT001", commit(exempt="a merge")) == []

    def test_code_outside_projects_is_not_judged(self) -> None:
        nobodys = commit(code=(), unowned=("a.py",))
        assert reason_of("GIT001", nobodys) == (
            "commits with code outside all projects are not checked"
        )

    def test_what_is_not_there_has_neighbours(self) -> None:
        near = problem_of("GIT002", commit(named(login(), None, nearest=("login#1", "login#2"))))
        assert near.message == (
            'commit c0ffeec0ff names "login#9", but 2025-10-08-login has no such task'
        )
        assert near.help == "name an existing one, such as login#1 or login#2"
        far = problem_of("GIT002", commit(named(None, None)))
        assert far.message.endswith('"login#9", but there is no such task')
        assert "aos-check export" in far.help

    def test_a_done_subtask_is_proposed(self) -> None:
        whole = task("2", State.OPEN)._replace(subtasks=(task("2.1"), task("2.2", State.OPEN)))
        problem = problem_of("GIT003", commit(named(login(whole), whole)))
        assert problem.message == "commit c0ffeec0ff names login#2, which is open"
        assert problem.help == (
            "mark it as done in this commit, or name a task that is done, "
            "such as 2025-10-08-login#2.1"
        )

    @pytest.mark.parametrize(
        ("require", "state", "found"),
        [
            ("exists", State.OPEN, 0),
            ("started", State.OPEN, 1),
            ("started", State.IN_PROGRESS, 0),
            ("done", State.IN_PROGRESS, 1),
            ("done", State.DEFERRED, 1),
            ("done", State.DONE, 0),
        ],
    )
    def test_the_required_progress_of_a_task(self, require: str, state: State, found: int) -> None:
        one = task("1", state)
        twice = commit(named(login(one), one), named(login(one), one, 4), require=require)
        assert len(judged("GIT003", twice)) == found
        assert judged("GIT003", twice._replace(code=())) == []
        assert judged("GIT003", twice._replace(exempt="a merge")) == []

    def test_a_task_is_open_again_at_the_end(self) -> None:
        one = task("1")
        reopened = commit(named(login(one), one, reopened=True), code=())
        problem = problem_of("GIT003", reopened)
        assert problem.at == Place(MESSAGE, 3)
        assert problem.message == (
            "login#1 is done in commit c0ffeec0ff, but no longer at the end of the range"
        )

    def test_a_revert_leaves_the_tick(self) -> None:
        left = TaskChange(login(task("1")), task("1", State.OPEN), task("1", line=5))
        problem = problem_of("GIT003", commit(exempt="a revert", reverts="ab", left_ticked=(left,)))
        assert (problem.at, problem.task) == (Place("s/login/tasks.md", 5), "1")
        assert problem.message == (
            "commit c0ffeec0ff reverts ab, but its task 1 is still marked done"
        )
        assert problem.help == (
            "reopen 1 and name it in the commit's message, or do its work again"
        )

    def test_many_addresses_are_cut(self) -> None:
        fits = tuple(f"s{n}#1" for n in range(10))
        problem = problem_of("GIT005", commit(NamedTask("1", 3, fits)))
        assert problem.message.endswith(
            "which fits s0#1, s1#1, s2#1, s3#1, s4#1, s5#1, s6#1, s7#1 and 2 more"
        )

    @pytest.mark.parametrize("excuse", [{"exempt": "a bot"}, {"reverts": "ab"}])
    def test_ticks_without_work_may_be_excused(self, excuse: dict[str, Any]) -> None:
        ticks = change(login(task("1", State.OPEN)), login(task("1")))
        alone = commit(change=ticks, code=(), ticks_only=True)
        problem = problem_of("GIT006", alone)
        assert problem.message == "commit c0ffeec0ff marks 1 task done and changes nothing else"
        assert [it.message for it in problem.related] == ["1 is marked done"]
        assert judged("GIT006", alone._replace(**excuse)) == []

    def test_a_waiver_without_a_rule(self) -> None:
        waiver = Waiver("", "", 5, fault="it names no rule")
        problem = problem_of("GIT008", commit(waivers=(waiver,)))
        assert (problem.at.line, problem.message) == (
            5,
            "the waiver is invalid: it names no rule",
        )


class TestAcceptedDecisions:
    """ADR005: a missing part may be added, and nothing else may change with it."""

    WHOLE = (
        "# 1. Use SQLite\n\nDate: 2025-03-04\n\n## Status\n\nAccepted\n\n"
        "## Context\n\nWe need transactions.\n\n## Decision\n\nWe use SQLite.\n"
    )

    @pytest.mark.parametrize(
        ("missing", "edit", "found"),
        [
            ("We need transactions.\n\n", ("", ""), 0),
            ("## Context\n\nWe need transactions.\n\n", ("", ""), 0),
            ("We use SQLite.\n", ("", ""), 0),
            ("We need transactions.\n\n", ("We use SQLite", "We do not use SQLite"), 1),
            ("## Context\n\nWe need transactions.\n\n", ("We use SQLite", "We use files"), 1),
            ("", ("We use SQLite", "We do not use SQLite"), 1),
        ],
    )
    def test_a_part_that_was_missing(self, missing: str, edit: tuple[str, str], found: int) -> None:
        path, after = "docs/adr/0001-a.md", self.WHOLE.replace(*edit) if edit[0] else self.WHOLE
        before = self.WHOLE.replace(missing, "") if missing else self.WHOLE
        files, old = {path: after.encode()}, {path: before.encode()}
        (rule,) = (it for it in RULES if it.code == "ADR005")
        assert (
            len(run(rule, Example("", flagged=True, files=files, expected=frozenset(), before=old)))
            == found
        )


def test_a_long_change_is_compared_with_its_base_in_linear_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = importlib.import_module("aos_check.rules.delta_without_base")
    folded: list[str] = []

    def counted(name: str) -> str:
        folded.append(name)
        return name.lower()

    monkeypatch.setattr(module, "_folded", counted)
    added, removed, base = (
        "".join(f"### Requirement: {word}{number}\n" for number in range(50))
        for word in ("Add", "Lack", "Have")
    )
    deltas = f"## ADDED Requirements\n{added}## REMOVED Requirements\n{removed}"
    found = project(
        {
            "openspec/specs/lamp/spec.md": f"## Requirements\n{base}",
            "openspec/changes/dim/specs/lamp/spec.md": deltas,
            "openspec/changes/dim/tasks.md": "- [ ] 1.1 Dim it\n",
        }
    )
    assert len(list(module.delta_without_base.check(found))) == 50
    assert len(folded) == 100  # each name of the base and of the removed ones
