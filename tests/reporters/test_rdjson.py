"""The report for reviewdog: every field."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from aos_check import HOME
from aos_check.model.finding import Place, Related, Report, Severity
from aos_check.reporters.rdjson import as_rdjson
from tests.support.reports import TASKS, finding, in_message, report


def diagnostics(sample: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(as_rdjson(sample))["diagnostics"]
    return found


def span(sample: Report) -> tuple[int, int]:
    (found,) = diagnostics(sample)
    place = found["location"]["range"]
    return place["start"]["column"], place["end"]["column"]


def test_a_diagnostic_in_full() -> None:
    assert json.loads(as_rdjson(report(finding()))) == {
        "source": {"name": "aos-check", "url": HOME},
        "diagnostics": [
            {
                "message": "done-task-open-subtask: task 1 is done, but its subtask 1.2 is open\n\n"
                f"See `{TASKS}:5`: still open\n\n"
                "Help: finish 1.2 or untick 1",
                "location": {
                    "path": TASKS,
                    "range": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 22}},
                },
                "severity": "ERROR",
                "code": {
                    "value": "TASK001",
                    "url": f"{HOME}/blob/main/docs/reference/rules.md"
                    "#task001-done-task-open-subtask",
                },
            }
        ],
    }


def test_columns_are_bytes() -> None:
    assert span(report(finding(at=Place("a.md", 1, 4), source="日本 (x)"))) == (8, 11)
    assert span(report(finding(at=Place("a.md", 1, 2), source="𐐀b"))) == (5, 6)


def test_half_a_character_is_a_byte() -> None:
    assert span(report(finding(at=Place("a.md", 1, 2), source="\udcffab"))) == (2, 4)


def test_a_column_beyond_the_line_stays_beyond() -> None:
    assert span(report(finding(at=Place("a.md", 9, 5), source="é"))) == (6, 7)
    assert span(report(finding(at=Place("a.md", 9, 1), source=""))) == (1, 2)


def test_severities() -> None:
    sample = report(*(finding(severity=severity) for severity in Severity))
    assert [it["severity"] for it in diagnostics(sample)] == ["ERROR", "WARNING", "INFO"]


def test_a_message_of_a_commit_is_a_diagnostic_too() -> None:
    (found,) = diagnostics(report(in_message()))
    assert found["location"]["path"] == "COMMIT_EDITMSG"
    assert found["message"] == (
        "commit-without-task: commit 0123456789: the commit names no task\n\n"
        "Help: add the trailer `Task: login#1`"
    )


def test_many_related_places_are_counted() -> None:
    many = tuple(Related(Place(TASKS, line), "still open") for line in range(1, 8))
    sample = replace(finding(), problem=finding().problem._replace(related=many))
    (found,) = diagnostics(report(sample))
    assert found["message"].count("still open") == 5
    assert "\n\nAnd 2 more.\n\n" in found["message"]


def test_the_message_is_text_where_it_is_read_as_markdown() -> None:
    (found,) = diagnostics(report(finding("@everyone, see ![x](http://evil) #1")))
    assert "`@everyone,` see `![x](http://evil)` `#1`" in found["message"]


def test_findings_in_the_baseline_are_left_out() -> None:
    assert diagnostics(report(replace(finding(), baselined=True))) == []
