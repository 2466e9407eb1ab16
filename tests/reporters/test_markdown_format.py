"""The report as Markdown: every line of it, and the lines that a long report omits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aos_check import HOME
from aos_check.model.finding import Place, Severity
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.markdown import LIMIT, as_markdown
from tests.support.reports import (
    NOTES,
    TASKS,
    UNJUDGED,
    WAIVED,
    finding,
    in_message,
    no_progress,
    report,
    sample_progress,
)

RULE = f"[TASK001]({HOME}/blob/main/docs/reference/rules.md#task001-done-task-open-subtask)"


def test_a_page_in_full() -> None:
    page = as_markdown(
        report(
            in_message(),
            finding(),
            replace(finding("odd", severity=Severity.WARNING), spec=None),
            not_evaluated=UNJUDGED,
            waived=WAIVED,
            notes=NOTES,
        ),
        sample_progress("Form"),
    )
    assert page == (
        "## ❌ aos-check: 2 errors, 1 warning in 1 file and 1 commit message\n\n"
        "Checked 1 project: 3 specs, 41 tasks, 1 decision\n"
        "\n### 2025-10-08-login\n\n"
        f"- ❌ **error** {RULE} `{TASKS}:3` task 1 is done, but its subtask 1.2 is open"
        "<br>help: finish 1.2 or untick 1\n"
        "\n### Project documents\n\n"
        f"- ⚠️ **warning** {RULE} `{TASKS}:3` odd<br>help: finish 1.2 or untick 1\n"
        "\n### Commits\n\n"
        f"- ❌ **error** [GIT001]({HOME}/blob/main/docs/reference/rules.md"
        "#git001-commit-without-task) "
        "commit 0123456789: the commit names no task<br>help: add the trailer `Task: login#1`\n"
        "\n### Waived\n\n"
        "- GIT001 by 0123456789: the site is down\n"
        "\n### Notes\n\n"
        "- the branch would change approval.level\n"
        "\n### Specs\n\n"
        "| spec | status | tasks | approval | gate | roadmap | next |\n"
        "|---|---|---|---|---|---|---|\n"
        "| login Form | Form | 1/2 | stale: Form | Form | Form (open) | 2 Form |\n"
        "\n1 put aside: login Form\n"
        "\n<details><summary>Not evaluated: 3 rules</summary>\n\n"
        "- GIT001-002: there is no commit\n"
        "- SPEC004: no approval is recorded\n"
        "\n</details>\n"
    )


def test_nothing_found_is_a_verdict_too() -> None:
    assert as_markdown(report(), no_progress()) == (
        "## ✅ aos-check: no problems found\n\nChecked 1 project: 3 specs, 41 tasks, 1 decision\n"
    )


@pytest.mark.parametrize(
    ("severity", "mark"), [(Severity.ERROR, "❌"), (Severity.WARNING, "⚠️"), (Severity.INFO, "ℹ️")]
)
def test_the_verdict_is_as_heavy_as_the_heaviest(severity: Severity, mark: str) -> None:
    assert as_markdown(report(finding(severity=severity)), no_progress()).startswith(f"## {mark} ")


def test_findings_in_the_baseline_are_only_counted() -> None:
    page = as_markdown(report(replace(finding(), baselined=True)), no_progress())
    assert page.startswith("## ✅ aos-check: no problems found, 1 more in the baseline\n")
    assert "TASK001" not in page


def test_where_all_specs_are_at_rest_there_is_no_table() -> None:
    page = as_markdown(report(), sample_progress("Form")[1:])
    assert page.endswith(" 1 decision\n\n1 put aside: login Form\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("task 1.2 is open, and why: (see there)", "task 1.2 is open, and why: (see there)"),
        ("a `Task: x#1` b", "a `Task: x#1` b"),
        ("call @everyone now", "call `@everyone` now"),
        ("#1 GH-1 owner/repo#2", "`#1` `GH-1` `owner/repo#2`"),
        ("(www.example.org) https://x.org", "`(www.example.org)` `https://x.org`"),
        ("<b>x</b> *y* _z_ ![i](u)", "`<b>x</b>` `*y*` `_z_` `![i](u)`"),
        ("a|b", "<code>a&#124;b</code>"),
        ("lone ` tick \\", "lone <code>&#96;</code> tick <code>&#92;</code>"),
        ("a\nb\r\n# c", "a b `#` c"),
        ("\x1b[2J\u202e", "<code>&#92;x1b&#91;2J&#92;u&#123;202e&#125;</code>"),
        ("日本 é – ok", "日本 é – ok"),
        ("- a", "`-` a"),
        ("1. a 2. b", "`1.` a 2. b"),
        ("---", "`---`"),
        ("    a", "a"),
        ("", ""),
    ],
)
def test_what_could_be_markup_is_code(text: str, written: str) -> None:
    assert inline(text) == written


def test_code_is_always_one_span() -> None:
    assert code("a.md:3") == "`a.md:3`"
    assert code("``") == "<code>&#96;&#96;</code>"
    assert code(" \n ") == ""


def test_a_cell_says_no_more_than_fits() -> None:
    row = next(
        line
        for line in as_markdown(report(), sample_progress("long " * 100)).splitlines()
        if line.startswith("| login")
    )
    assert len(row) < 700
    assert "…" in row


class TestCutting:
    def test_a_page_keeps_to_the_limit_of_a_summary(self) -> None:
        findings = [finding("é" * 300, at=Place(TASKS, n)) for n in range(1, 2500)]
        page = as_markdown(report(*findings, not_evaluated=UNJUDGED), sample_progress())
        assert LIMIT - 2000 < len(page.encode()) <= LIMIT
        assert page.startswith("## ❌ aos-check: 2,499 errors in 1 file\n\nChecked 1 project")
        shown = page.count("- ❌ **error**")
        assert f"\nLeft out because of the length: {2499 - shown:,} findings" in page

    @pytest.mark.parametrize("limit", [650, 800, 1000, 1200, 1400, 1600])
    def test_nothing_is_cut_in_two(self, limit: int) -> None:
        sample = report(
            *(finding(f"message {n}") for n in range(4)), in_message(), not_evaluated=UNJUDGED
        )
        whole = as_markdown(sample, sample_progress()).splitlines()
        page = as_markdown(sample, sample_progress(), limit)
        assert len(page.encode()) <= limit
        *lines, last = page.splitlines()
        assert last.startswith("Left out because of the length: ")
        assert set(lines) <= set(whole)
        assert page.count("<details>") == page.count("</details>")
        assert ("| login" in page) == ("|---|" in page)
