"""The report as JUnit: valid for Jenkins, with a case for each finding and note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from aos_check.model.finding import Place, Report
from aos_check.reporters.junit import as_junit
from tests.support.reports import EVIL, FULL, NOTES, TASKS, finding, hostile, in_message, report

SCHEMA = Path(__file__).parent / "schemas" / "junit-10.xsd"


def suites(sample: Report) -> dict[str, ET.Element]:
    return {str(suite.get("name")): suite for suite in ET.fromstring(as_junit(sample))}  # noqa: S314 - our own


def counts(element: ET.Element) -> tuple[str | None, ...]:
    return tuple(element.get(name) for name in ("tests", "failures", "errors", "skipped"))


@pytest.mark.parametrize("sample", [report(), FULL, hostile("".join(EVIL))])
def test_it_is_valid(sample: Report) -> None:
    xmlschema.XMLSchema(SCHEMA).validate(as_junit(sample))


def test_a_small_report_in_full() -> None:
    assert as_junit(report(finding())) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="aos-check" errors="0" tests="2" failures="1">\n'
        '  <testsuite name="aos-check" tests="1" failures="0" errors="0" skipped="0">\n'
        '    <testcase classname="aos-check" name="the project was checked">\n'
        "      <system-out>1 error in 1 file\n"
        "checked 1 project: 3 specs, 41 tasks, 1 decision</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        f'  <testsuite name="{TASKS}" file="{TASKS}" tests="1" failures="1" errors="0"'
        ' skipped="0">\n'
        f'    <testcase classname="{TASKS}" name="TASK001 task 1 is done, but its subtask 1.2 is'
        ' open">\n'
        '      <failure type="TASK001" message="task 1 is done, but its subtask 1.2 is open">'
        f"{TASKS}:3:1: error TASK001 done-task-open-subtask: task 1 is done, but its subtask 1.2"
        " is open\n"
        f"{TASKS}:5: still open\n"
        "help: finish 1.2 or untick 1</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_errors_fail_and_the_rest_passes_with_its_severity() -> None:
    suite = suites(FULL)[TASKS]
    assert counts(suite) == ("3", "1", "0", "0")
    _, warning, info = suite.findall("testcase")
    assert warning.find("failure") is None
    assert ": warning TASK001 " in str(warning.findtext("system-out"))
    assert ": info TASK001 " in str(info.findtext("system-out"))


def test_a_suite_for_each_file_and_each_commit() -> None:
    names = list(suites(FULL))
    assert names == ["aos-check", TASKS, "commit 0123456789", "waived", "not evaluated"]
    assert suites(FULL)["commit 0123456789"].get("file") is None
    assert "commit message" in suites(report(in_message(commit=None)))


def test_the_whole_counts_all() -> None:
    root = ET.fromstring(as_junit(FULL))  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("9", "2", "0")


def test_what_was_not_evaluated_or_waived_is_skipped() -> None:
    unjudged = suites(FULL)["not evaluated"]
    assert counts(unjudged) == ("3", "0", "0", "3")
    assert [case.get("name") for case in unjudged] == ["GIT001", "GIT002", "SPEC004"]
    assert unjudged[2][0].get("message") == "no approval is recorded"
    (waived,) = suites(FULL)["waived"]
    assert waived.get("name") == "GIT001 of 0123456789"
    assert waived[0].get("message") == "the site is down"


def test_nothing_found_is_a_case_that_passes() -> None:
    (case,) = suites(report(notes=NOTES))["aos-check"]
    assert case.findtext("system-out") == (
        "no problems found\nchecked 1 project: 3 specs, 41 tasks, 1 decision\n"
        "the branch would change approval.level"
    )


def test_findings_in_the_baseline_are_only_counted() -> None:
    found = suites(report(replace(finding(), baselined=True)))
    assert list(found) == ["aos-check"]
    assert "1 more in the baseline" in str(found["aos-check"].findtext("testcase/system-out"))


def test_no_two_cases_of_a_suite_have_one_name() -> None:
    sample = report(finding("a"), finding("a", at=Place(TASKS, 9)), finding("a (2)"), finding("a"))
    names = [case.get("name") for case in suites(sample)[TASKS]]
    assert names == ["TASK001 a", "TASK001 a (2)", "TASK001 a (2) (2)", "TASK001 a (3)"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("]]> <!-- & \"'", "]]> <!-- & \"'"),
        ("</failure><testcase/>", "</failure><testcase/>"),
        ("\x00\x0b\x1b\ufffe\uffff\ud800", "\\x00\\x0b\\x1b\\u{fffe}\\u{ffff}\\u{d800}"),
        ("日本 é", "日本 é"),
    ],
)
def test_text_is_text(text: str, read: str) -> None:
    written = as_junit(report(finding(text)))
    assert written.isascii()
    suite = suites(report(finding(text)))[TASKS]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == read
    assert len(suite.findall("testcase")) == 1
