"""Every rule's documentation, run; and that no rule is forgotten."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from aos_check import rules
from aos_check.finding import Severity
from aos_check.model import Project
from aos_check.rules import RULES
from aos_check.rules.rule import Rule
from aos_check.testing import Example, examples, run

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
