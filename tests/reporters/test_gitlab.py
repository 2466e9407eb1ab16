"""The report for GitLab's code quality: every field."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from aos_check.model.finding import Place, Report, Severity
from aos_check.reporters.gitlab import as_gitlab
from tests.support.reports import EVIL, UNJUDGED, finding, hostile, in_message, report

SCHEMA = Path(__file__).parents[1] / "reporters" / "schemas" / "gitlab-code-quality.json"


def entries(sample: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(as_gitlab(sample))
    return found


def test_an_entry_in_full() -> None:
    assert entries(report(finding())) == [
        {
            "description": "TASK001 task 1 is done, but its subtask 1.2 is open "
            "(help: finish 1.2 or untick 1)",
            "check_name": "TASK001",
            "fingerprint": "0123456789abcdef:1",
            "severity": "major",
            "location": {
                "path": ".agent-os/specs/2025-10-08-login/tasks.md",
                "lines": {"begin": 3},
            },
        }
    ]


def test_each_entry_satisfies_gitlabs_schema() -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    found = entries(report(finding(), in_message(), *hostile("".join(EVIL)).findings))
    assert len(found) == 4
    for entry in found:
        validator.validate(entry)


def test_severities() -> None:
    sample = report(*(finding(severity=severity) for severity in Severity))
    assert [entry["severity"] for entry in entries(sample)] == ["major", "minor", "info"]


def test_no_two_entries_have_one_fingerprint() -> None:
    found = entries(report(finding(), finding(), finding(fingerprint="0123456789abcdef:2")))
    assert len({entry["fingerprint"] for entry in found}) == 3


def test_a_message_of_a_commit_is_an_entry_too() -> None:
    (entry,) = entries(report(in_message()))
    assert entry["location"] == {"path": "COMMIT_EDITMSG", "lines": {"begin": 1}}
    assert entry["description"].startswith("GIT001 commit 0123456789: the commit names no task")


def test_findings_in_the_baseline_are_left_out() -> None:
    assert entries(report(replace(finding(), baselined=True))) == []


def test_nothing_found_is_an_empty_list() -> None:
    assert as_gitlab(report(not_evaluated=UNJUDGED)) == "[]\n"


def test_a_path_is_the_file_and_holds_no_half_characters() -> None:
    (entry,) = entries(report(finding(at=Place("a b/é\udcff.md", 4))))
    assert entry["location"]["path"] == "a b/é\\xff.md"
