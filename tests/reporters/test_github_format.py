"""The report as GitHub Actions annotations: the exact lines, the limits, and the guard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aos_check.model.finding import Place, Severity
from aos_check.reporters.github import annotation, as_github, guarded
from tests.support.reports import NOTES, UNJUDGED, WAIVED, finding, in_message, report

COUNTS = "checked 1 project: 3 specs, 41 tasks, 1 decision\n"


def test_an_annotation_on_its_line() -> None:
    assert as_github(report(finding())) == (
        "::error file=.agent-os/specs/2025-10-08-login/tasks.md,line=3,col=1,"
        "title=TASK001 done-task-open-subtask::"
        "task 1 is done, but its subtask 1.2 is open%0Afinish 1.2 or untick 1\n"
        f"1 error in 1 file\n{COUNTS}"
    )


def test_what_has_a_meaning_in_a_command_is_escaped() -> None:
    output = as_github(report(finding("50%\nof it: a, b", at=Place("a,b:c%.md", 3, 2))))
    assert output.splitlines()[0] == (
        "::error file=a%2Cb%3Ac%25.md,line=3,col=2,title=TASK001 done-task-open-subtask::"
        "50%25%0Aof it: a, b%0Afinish 1.2 or untick 1"
    )


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("::error::x", "%3A%3Aerror%3A%3Ax"),
        ("a\n::error::x", "a\\x0a%3A%3Aerror%3A%3Ax"),
        ("a\x1b[2J\u202e", "a\\x1b[2J\\u{202e}"),
        ("%0A", "%250A"),
    ],
)
def test_a_path_stays_data(path: str, written: str) -> None:
    first, *rest = as_github(report(finding(at=Place(path)))).splitlines()
    assert first.startswith(f"::error file={written},line=1,col=1,title=")
    assert not any(line.startswith("::") for line in rest)


def test_a_message_of_a_commit_has_no_file() -> None:
    assert as_github(report(in_message())).splitlines()[0] == (
        "::error title=GIT001 commit-without-task::commit 0123456789: the commit names no task"
        "%0Aadd the trailer `Task: login#1`"
    )
    assert "::commit message: the commit names" in as_github(report(in_message(commit=None)))


def test_severities_have_commands_and_an_order() -> None:
    output = as_github(
        report(
            finding("c", severity=Severity.INFO),
            finding("b", severity=Severity.WARNING),
            finding("a"),
        )
    )
    assert [line.split(" ")[0] for line in output.splitlines()[:3]] == [
        "::error",
        "::warning",
        "::notice",
    ]


def test_ten_of_a_level_are_all_shown() -> None:
    lines = as_github(report(*(finding(f"m{n}") for n in range(10)))).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "m9" in lines[9]


def test_of_more_the_tenth_says_how_many() -> None:
    findings = [finding(f"m{n}") for n in range(14)]
    findings += [finding(f"w{n}", severity=Severity.WARNING) for n in range(11)]
    findings += [finding(f"i{n}", severity=Severity.INFO) for n in range(10)]
    lines = as_github(report(*findings, not_evaluated=UNJUDGED)).splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    warnings = [line for line in lines if line.startswith("::warning ")]
    notices = [line for line in lines if line.startswith("::notice ")]
    assert (len(errors), len(warnings), len(notices)) == (10, 10, 10)
    assert errors[9] == (
        "::error title=aos-check::... and 5 more of this level; "
        "`aos-check` in a checkout lists them all"
    )
    assert "... and 2 more" in warnings[9]
    assert "... and 2 more" in notices[8]
    assert "not evaluated" in notices[9]


def test_what_is_beside_the_findings_is_one_notice() -> None:
    output = as_github(report(not_evaluated=UNJUDGED, waived=WAIVED, notes=NOTES))
    assert output == (
        "::notice title=aos-check::the branch would change approval.level"
        "%0Awaived: GIT001 by 0123456789: the site is down"
        "%0Anot evaluated: GIT001-002: there is no commit"
        "%0Anot evaluated: SPEC004: no approval is recorded\n"
        f"no problems found\n{COUNTS}"
    )


def test_a_long_list_beside_the_findings_is_cut() -> None:
    output = as_github(report(notes=tuple(f"note {n}" for n in range(30))))
    assert "note 19%0A... and 10 more lines\n" in output


def test_nothing_found_is_said() -> None:
    assert as_github(report()) == f"no problems found\n{COUNTS}"


def test_findings_in_the_baseline_are_only_counted() -> None:
    output = as_github(report(replace(finding(), baselined=True)))
    assert output == f"no problems found, 1 more in the baseline\n{COUNTS}"


def test_an_annotation_about_the_run() -> None:
    assert annotation("warning", "100%\nsure") == "::warning::100%25%0Asure"
    assert annotation("error", "a", "b: c") == "::error title=b%3A c::a"


def test_the_guard_is_around_the_text() -> None:
    assert guarded("::error::x\n", "t0k-en") == (
        "::stop-commands::t0k-en\n::error::x\n::t0k-en::\n"
    )
    assert guarded("no line end", "t") == "::stop-commands::t\nno line end\n::t::\n"


@pytest.mark.parametrize("text", ["::token::", "##[TOKEN]", "totokenken", "a\r::Token::\rb"])
def test_nothing_in_the_text_ends_the_guard(text: str) -> None:
    inside = guarded(text, "token").removeprefix("::stop-commands::token\n")
    assert inside.lower().count("token") == 1
    assert inside.endswith("\n::token::\n")


@pytest.mark.parametrize("token", ["", "a b", "a\n", "a::", "*"])
def test_an_invalid_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="not a token"):
        guarded("text", token)
