"""Every rule's documentation, run; nobody forgotten; codes unique and in order."""

from __future__ import annotations

from pathlib import Path

import pytest

import aos_check.rules
from aos_check.rules import RULES
from aos_check.rules.rule import Rule
from aos_check.testing import Example, examples, read_examples, run

CASES = [(rule, example) for rule in RULES for example in examples(rule)]
FAMILIES = ("DOC", "MISS", "ROAD", "ADR", "SPEC", "TASK", "GATE")
# Not rules, but what rules share.
SHARED = {"__init__", "rule", "dependencies"}


@pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{rule.code} {example.title}" for rule, example in CASES]
)
def test_the_documentation_is_true(rule: Rule, example: Example) -> None:
    assert run(rule, example) == example.expected
    assert bool(example.expected) is example.flagged


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_shows_what_it_flags_and_what_it_accepts(rule: Rule) -> None:
    assert {example.flagged for example in examples(rule)} == {True, False}
    assert len(rule.title) <= 90
    assert rule.doc.strip().splitlines()[1] == ""


def test_codes_are_unique_and_in_order() -> None:
    order = [(FAMILIES.index(rule.code.rstrip("0123456789")), rule.code) for rule in RULES]
    assert order == sorted(set(order))


def test_no_rule_is_forgotten_and_each_is_named_like_its_file() -> None:
    folder = Path(aos_check.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - SHARED
    assert {rule.name.replace("-", "_") for rule in RULES} == files
    for rule in RULES:
        module = rule.check.__module__.rsplit(".", 1)[-1]
        assert module == rule.check.__name__ == rule.name.replace("-", "_")


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_marks_are_read_and_stripped() -> None:
    doc = """Title.

## Flagged: one

````md a.md
- [x] 1. A      <!-- TASK001 -->
```py
x = 1  # GATE002
```
````

```json b.json TASK001:2
{
"a": 1
}
```
"""
    (example,) = read_examples(doc, "TASK001")
    assert example.expected == {("a.md", 1), ("b.json", 2)}
    assert example.files["a.md"] == "- [x] 1. A\n```py\nx = 1\n```\n"
