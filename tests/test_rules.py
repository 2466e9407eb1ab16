"""Every rule's documentation, run; and that no rule is forgotten."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from aos_check import rules
from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules import RULES
from aos_check.rules.rule import Rule
from aos_check.testing import Example, examples, run
from tests.reading import project

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


# The table of the contract, written down once more.
CONTRACT = {
    "ADR001": ("unknown-decision-status", "error", "warning"),
    "ADR002": ("missing-decision-section", "warning", None),
    "ADR003": ("duplicate-decision-number", "error", None),
    "ADR004": ("one-sided-supersession", "error", None),
    "ADR006": ("misnumbered-decision", "warning", None),
    "ADR007": ("undated-decision", "warning", None),
    "DOC001": ("unread-artifact", "warning", None),
    "DOC002": ("leftover-placeholder", "warning", None),
    "DOC003": ("broken-reference", "warning", None),
    "DOC004": ("unreadable-file", "error", None),
    "DOC005": ("contradicting-metadata", "error", None),
    "DOC006": ("open-clarification", "error", None),
    "DOC007": ("unused-ignore", "warning", None),
    "GATE001": ("missing-evidence", "error", None),
    "GATE002": ("invalid-evidence", "error", None),
    "GATE003": ("phase-skipped", "error", None),
    "MISS001": ("missing-mission", "warning", None),
    "MISS002": ("incomplete-mission", "warning", None),
    "ROAD001": ("missing-roadmap", "warning", None),
    "ROAD002": ("milestone-ticked-early", "error", None),
    "ROAD003": ("milestone-not-ticked", "error", None),
    "ROAD005": ("duplicate-milestone", "warning", None),
    "SPEC001": ("misnamed-spec-folder", "warning", None),
    "SPEC002": ("missing-spec-artifact", "error", "warning"),
    "SPEC003": ("missing-spec-section", "warning", None),
    "SPEC007": ("status-contradicts-tasks", "error", "warning"),
    "SPEC008": ("duplicate-spec-number", "error", None),
    "SPEC009": ("code-in-spec", "warning", None),
    "SPEC010": ("spec-in-wrong-bucket", "error", None),
    "TASK001": ("done-task-open-subtask", "error", None),
    "TASK002": ("open-task-done-subtasks", "warning", None),
    "TASK003": ("duplicate-task-id", "error", None),
    "TASK004": ("unknown-dependency", "error", None),
    "TASK005": ("dependency-cycle", "error", None),
    "TASK006": ("done-before-dependency", "error", None),
    "TASK007": ("gate-passed-open", "error", None),
    "TASK008": ("out-of-sequence", "warning", None),
    "TASK009": ("done-task-open-criterion", "error", None),
    "TASK010": ("uncovered-requirement", "warning", None),
    "TASK011": ("unknown-requirement", "error", None),
    "TASK013": ("unexplained-open-task", "warning", None),
}


def test_names_and_severities_are_those_of_the_contract() -> None:
    assert {
        each.code: (each.name, each.severity.value, each.weak.value if each.weak else None)
        for each in RULES
    } == CONTRACT


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
            ("## Flagged\n```md\n```\n", "not the file of an example"),
            ("```md a.md\n```\n", "not the file of an example"),
            ("## Flagged\n```md a.md\n```\n```md a.md\n```\n", "there twice"),
        ],
    )
    def test_malformed_documentation_is_refused(self, doc: str, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            examples(of(doc))


def found(code: str, files: dict[str, str | bytes]) -> list[Problem]:
    (rule,) = (each for each in RULES if each.code == code)
    return [each for each in rule.check(project(files)) if isinstance(each, Problem)]


AGENT_OS = "agent-os/specs/2025-10-08-login"
PRAXIS = ".praxis-os/specs/completed/2025-10-08-login"


class TestOneOpenBox:
    """A spec that is said to be done everywhere, and has something open."""

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

    def test_the_folder_is_silent_as_well(self) -> None:
        tasks = "- [x] 1. Form\n  - [ ] 1.1 Tests\n"
        assert found("SPEC010", {f"{PRAXIS}/tasks.md": tasks}) == []
        assert len(found("SPEC010", {f"{PRAXIS}/tasks.md": f"{tasks}- [ ] 2. Mail\n"})) == 1


class TestPlaces:
    """A finding stands where the correction goes."""

    def test_a_date_that_is_none_in_the_front_matter(self) -> None:
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
        assert (empty.at.line, empty.message) == (7, "nothing stands under Users in the mission")
        assert absent.at.line == 1
        assert absent.message.startswith("there is no section ")


class TestNames:
    """What SPEC001 says of the form that a layout wants."""

    ODD = "agent-os/specs/Log_In/spec.md"

    def test_the_form_is_that_of_another_spec(self) -> None:
        other = {f"{AGENT_OS}/spec.md": "# L\n"}
        (problem,) = found("SPEC001", {self.ODD: "# L\n", **other})
        assert problem.help == f"rename it in the form of {AGENT_OS}"

    def test_it_is_the_layouts_where_there_is_no_other(self) -> None:
        (problem,) = found("SPEC001", {self.ODD: "# L\n"})
        assert "the name pattern of the layout" in problem.help


class TestDependenciesWithoutEnd:
    """Hostile files: a finding that can be read, or none."""

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

    def test_each_way_back_is_told_once(self) -> None:
        text = "".join(f"- [x] {n}. a (depends on tasks 1, {n + 1})\n" for n in range(1, 300))
        (problem,) = found("TASK005", self.tasks(text))
        assert problem.message == "task 1 waits for itself: task 1 → task 1"

    def test_cycles_side_by_side_are_all_told(self) -> None:
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
