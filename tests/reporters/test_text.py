"""The report as text, every line of it."""

from __future__ import annotations

import json
import re

import pytest

from aos_check.model.finding import Counts, Place, Related, Report, Severity, Unjudged
from aos_check.reporters.finding_text import Detail
from aos_check.reporters.style import Style, inert, safe, width
from aos_check.reporters.text import as_text
from tests.support.reports import TASKS, finding, in_message, report


def test_a_finding_with_its_line_what_to_do_and_a_summary() -> None:
    sub = Related(Place(TASKS, 5, 3), "still open")
    far = Related(Place("roadmap.md", 9), "its milestone")
    assert as_text(report(finding(related=(sub, far)))) == (
        ".agent-os/specs/2025-10-08-login/tasks.md\n"
        "  3:1 error TASK001 done-task-open-subtask: task 1 is done, but its subtask 1.2 is open\n"
        "      3 | - [x] 1. Sign-in form\n"
        "      line 5: still open\n"
        "      roadmap.md:9: its milestone\n"
        "      help: finish 1.2 or untick 1\n"
        "\n"
        "1 error in 1 file\n"
        "checked 1 project: 3 specs, 41 tasks, 1 decision\n"
    )


def test_a_line_below_that_of_another_file_has_its_path() -> None:
    places = (Place(TASKS, 4), Place("roadmap.md", 9), Place(TASKS, 5))
    shown = as_text(report(finding(related=tuple(Related(at, "open") for at in places))))
    margin = "\n      "
    assert margin.join(["", "line 4: open", "roadmap.md:9: open", f"{TASKS}:5: open"]) in shown


def test_several_lines_of_another_file_share_its_path() -> None:
    places = [(TASKS, 4, "a"), ("b.md", 9, "a"), ("b.md", 12, "b"), ("c.md", 1, "b")]
    related = tuple(Related(Place(path, line), text) for path, line, text in places)
    assert (
        "      line 4: a\n      b.md\n        line 9: a\n        line 12: b\n      c.md:1: b\n"
    ) in as_text(report(finding(related=related)))


def test_lines_with_the_same_message_share_it() -> None:
    places = (
        Place(TASKS, 4),
        Place(TASKS, 7),
        Place(TASKS, 8),
        Place("b.md", 9),
        Place("b.md", 12),
    )
    shown = as_text(report(finding(related=tuple(Related(at, "open") for at in places))))
    assert "      lines 4, 7-8: open\n      b.md:9, 12: open\n" in shown


def test_findings_are_together_by_file_and_by_commit() -> None:
    tasks = [finding("late", at=Place(TASKS, 9), source="", related=()),
             finding("early", at=Place(TASKS, 2), source="", related=())]  # fmt: skip
    other = finding("other", at=Place("b.md", 1, 4), source="", related=())
    messages = [in_message(), in_message("staged", None), in_message("same commit")]
    shown = as_text(report(tasks[0], other, *messages, tasks[1]), detail=Detail.QUIET)

    heads = [line for line in shown.splitlines() if line and not line.startswith(" ")]
    assert heads == [TASKS, "b.md", "commit 0123456789", "commit message"]
    places = [line.split()[0] for line in shown.splitlines() if re.match(r"  \d", line)]
    assert places == ["2:1", "9:1", "1:4", "1:1", "1:1", "1:1"]


def test_advice_that_findings_of_a_file_share_is_given_once() -> None:
    alike = [finding(at=Place(TASKS, line)) for line in (2, 4, 6)]
    shown = as_text(report(*alike, finding(at=Place("b.md"))), detail=Detail.VERBOSE)
    assert shown.count("help: ") == shown.count("more: ") == 2
    first, second = shown.index("help: "), shown.index("  4:1 ")
    assert first < second


def test_a_summary_by_rule_follows_the_verdict_of_more_than_three_findings() -> None:
    few = as_text(report(finding(), finding(), in_message()))
    assert "3 errors in 1 file and 1 commit message\nchecked" in few
    many = as_text(report(*[finding()] * 12, in_message(), finding(severity=Severity.INFO)))
    assert (
        "13 errors, 1 info in 1 file and 1 commit message\n"
        "  12  error  TASK001  done-task-open-subtask\n"
        "   1  error  GIT001   commit-without-task\n"
        "   1  info   TASK001  done-task-open-subtask\n"
        "checked "
    ) in many


def test_statistics_are_a_table_instead_of_the_findings() -> None:
    shown = as_text(report(finding(), in_message(), in_message()), statistics=True)
    assert shown == (
        "  2  error  GIT001   commit-without-task\n"
        "  1  error  TASK001  done-task-open-subtask\n"
        "\n"
        "3 errors in 1 file and 1 commit message\n"
        "checked 1 project: 3 specs, 41 tasks, 1 decision\n"
    )
    assert as_text(report(), statistics=True) == as_text(report())


def test_a_caret_shows_where_inside_the_line() -> None:
    shown = as_text(report(finding(at=Place("a.md", 12, 9), source="\tsee [x](gone.md)")))
    assert "     12 |     see [x](gone.md)\n        |            ^\n" in shown


def test_a_caret_is_under_wide_characters() -> None:
    shown = as_text(report(finding(at=Place("a.md", 1, 4), source="日本 (x)")))
    assert "      1 | 日本 (x)\n        |      ^\n" in shown


def test_a_long_line_is_cut_around_its_column() -> None:
    source = "a" * 500 + "HERE" + "b" * 500
    shown = as_text(report(finding(at=Place("a.md", 1, 501), source=source)))
    assert f"    1 | …{'a' * 60}HERE{'b' * 56}…\n" in shown
    assert f"      | {' ' * 61}^\n" in shown


def test_without_a_line_there_is_none_to_show() -> None:
    assert " | " not in as_text(report(finding(source="")))


def test_no_problems_is_said_with_what_was_looked_at() -> None:
    assert as_text(report()) == (
        "no problems found\nchecked 1 project: 3 specs, 41 tasks, 1 decision\n"
    )


def test_what_was_not_evaluated_is_one_line() -> None:
    gate = Unjudged("GATE001", "there is no git history here")
    spec = gate._replace(code="SPEC013")
    other = Unjudged("SPEC004", "x", applies=False)
    table = {
        (gate, spec, other): "not evaluated: GATE001, SPEC013: there is no git history here\n\n",
        (
            gate,
            gate._replace(reason="y"),
            spec,
        ): "2 rules were not evaluated: --verbose lists them\n\n",
        (other,): "",
    }
    for unjudged, line in table.items():
        assert as_text(report(not_evaluated=unjudged)) == f"{line}{as_text(report())}"


def test_what_was_not_evaluated_is_grouped_by_its_reason() -> None:
    unjudged = (
        Unjudged("GATE001", "no gate is defined"),
        Unjudged("SPEC004", "no approval is recorded anywhere"),
        Unjudged("SPEC012", "no approval is recorded anywhere", applies=False),
    )
    assert as_text(report(not_evaluated=unjudged), detail=Detail.VERBOSE) == (
        "not evaluated:\n"
        "  GATE001: no gate is defined\n"
        "  SPEC004, SPEC012: no approval is recorded anywhere\n"
        "\n"
        "no problems found\n"
        "checked 1 project: 3 specs, 41 tasks, 1 decision\n"
    )


def test_the_summary_counts_by_severity_and_files() -> None:
    shown = as_text(
        report(
            finding(),
            finding(severity=Severity.WARNING),
            finding(severity=Severity.WARNING, at=Place("b.md")),
            finding(severity=Severity.INFO, at=Place("c.md")),
        )
    )
    assert "\n1 error, 2 warnings, 1 info in 3 files\n" in shown


def test_quiet_says_the_findings_alone() -> None:
    unjudged = (Unjudged("SPEC004", "no approval is recorded anywhere"),)
    assert as_text(report(not_evaluated=unjudged), detail=Detail.QUIET) == ""
    shown = as_text(report(finding(), not_evaluated=unjudged), detail=Detail.QUIET)
    assert shown.endswith("      help: finish 1.2 or untick 1\n")


def test_verbose_shows_every_related_place_and_where_to_read_on() -> None:
    many = tuple(Related(Place(TASKS, line), "still open") for line in range(5, 12))
    normal = as_text(report(finding(related=many)))
    assert "      lines 5-9: still open\n" in normal
    assert "      and 2 more\n" in normal
    verbose = as_text(report(finding(related=many)), detail=Detail.VERBOSE)
    assert "      lines 5-11: still open\n" in verbose
    assert "      more: aos-check explain TASK001\n" in verbose


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b" not in as_text(report(finding()))
    assert "\x1b[1;31merror\x1b[0m" in as_text(report(finding()), Style(colour=True))


def test_nothing_in_the_input_reaches_the_terminal_unseen() -> None:
    evil = "\x1b[2J\u202etxt\u200b\x9b\x7f"
    shown = as_text(
        report(
            finding(
                f"title {evil}",
                at=Place(f"a{evil}\n.md", 1, 30),
                source=f"- [ ] {evil} and more text behind it",
                related=(Related(Place(f"b{evil}"), evil),),
            ),
            not_evaluated=(Unjudged("SPEC004", evil),),
        ),
        Style(colour=False),
    )
    assert not set(evil) - set("[2Jtxt") & set(shown)
    assert r"title \x1b[2J\u{202e}txt\u{200b}\x9b\x7f" in shown
    assert shown.startswith(r"a\x1b[2J\u{202e}txt\u{200b}\x9b\x7f\x0a.md" "\n  1:30 ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – text ✅ 日本 é", "plain – text ✅ 日本 é"),
        ("a\tb\r\n", r"a\x09b\x0d\x0a"),
        ("\u2066x\u2069\u2028", r"\u{2066}x\u{2069}\u{2028}"),
        ("\ufeff\u00ad", r"\u{feff}\xad"),
        ("name\udcff.md", r"name\xff.md"),
        ("half\ud800", r"half\u{d800}"),
    ],
)
def test_control_and_invisible_characters_are_written_out(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_the_width_is_what_a_terminal_shows() -> None:
    assert [width("abc"), width("日本"), width("e\u0301")] == [3, 4, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::stop-commands::x\n", "\\u003a:stop-commands::x\n"),
        ("a::b\n \u00a0::error::c\n", "a::b\n \u00a0\\u003a:error::c\n"),
        ("a ##[add-mask]b", r"a #\u0023[add-mask]b"),
        ("# a :: b [c]\n## [d]\n\n", "# a :: b [c]\n## [d]\n\n"),
    ],
)
def test_no_line_is_a_command_of_a_build(text: str, expected: str) -> None:
    assert inert(text) == expected


def test_what_json_says_is_the_same_afterwards() -> None:
    said = ["##[group]x", "a ##[b", "::error::c"]
    text = inert(json.dumps(said))
    assert "##[" not in text
    assert json.loads(text) == said


def test_codes_that_follow_one_another_are_one() -> None:
    codes = ("ADR005", "GIT001", "GIT002", "GIT003", "SPEC004", "SPEC006", "TASK012")
    report = Report("worktree", (), tuple(Unjudged(code, "no change") for code in codes), Counts())
    assert "ADR005, GIT001-003, SPEC004, SPEC006, TASK012: no change\n" in as_text(report)
