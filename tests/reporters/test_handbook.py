"""The documentation of all rules in one file: the command's output, with working anchors."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from aos_check import HOME
from aos_check.cli import cli
from aos_check.reporters.handbook import anchor, as_handbook, prose, url
from aos_check.rules import RULES

FILE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
RULE = next(rule for rule in RULES if rule.code == "TASK001")


def outside_of_code(text: str) -> list[str]:
    """The lines outside examples."""
    lines, fence = [], ""
    for line in text.splitlines():
        ticks = re.match("`{3,}", line)
        if not fence and not ticks:
            lines.append(line)
        elif not fence and ticks:
            fence = ticks[0]
        elif line == fence:
            fence = ""
    return lines


def test_the_file_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(cli, ["rules", "--format", "handbook"])
    assert printed.exit_code == 0
    assert FILE.read_text("utf-8") == printed.output


def test_a_section_for_each_rule_under_an_anchor_that_lasts() -> None:
    headings = [line for line in outside_of_code(FILE.read_text("utf-8")) if line.startswith("#")]
    assert headings[0] == "# Rules"
    rules = [line[3:] for line in headings if line.startswith("## ")]
    assert rules == [f"{rule.code} {rule.name}" for rule in RULES]
    assert {line.split(":")[0] for line in headings if line.startswith("###")} == {
        "### Flagged",
        "### Accepted",
    }


def test_every_link_within_leads_to_a_section() -> None:
    text = FILE.read_text("utf-8")
    anchors = {
        line[3:].lower().replace(" ", "-")
        for line in outside_of_code(text)
        if line.startswith("## ")
    }
    linked = re.findall(r"\]\(#([^)]+)\)", text)
    assert len(linked) == len(RULES)
    assert set(linked) == anchors


def test_where_a_rule_is_documented() -> None:
    assert anchor("TASK001", "done-task-open-subtask") == "task001-done-task-open-subtask"
    assert url("TASK001", "a-b") == f"{HOME}/blob/main/docs/reference/rules.md#task001-a-b"


def test_a_section_names_the_severity_of_the_rule() -> None:
    page = as_handbook([RULE], {"TASK001": ("error", " (awos: off)")})
    assert (
        "\n## TASK001 done-task-open-subtask\n\n**error (awos: off)**\n\n"
        "A finished task has an unfinished subtask.\n"
    ) in page


def test_examples_stay_as_they_are() -> None:
    page = FILE.read_text("utf-8")
    assert "```md .agent-os/specs/2025-10-08-login/tasks.md\n- [x] 1. Sign-in form  " in page
    assert "\n# 1. Use PostgreSQL\n" in page


def test_prose_is_the_text_before_the_examples() -> None:
    title, text = prose(RULE).split("\n\n")
    assert title == "A finished task has an unfinished subtask."
    assert text.startswith("The next reader, often an agent, stops at the ticked parent, and")
    assert "Flagged" not in text
    assert "\n" not in text
