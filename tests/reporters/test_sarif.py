"""The report as SARIF, valid for the schema, GitHub and Microsoft's validator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aos_check import __version__
from aos_check.model.finding import Place, Related, Report, Severity
from aos_check.reporters.sarif import MAX_RELATED, MAX_RESULTS, as_sarif
from aos_check.rules import RULES
from tests.support.reports import COMMIT, EVIL, FULL, TASKS, finding, hostile, in_message, report

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"


def run_of(sample: Report) -> dict[str, Any]:
    (run,) = json.loads(as_sarif(sample))["runs"]
    assert isinstance(run, dict)
    return run


def results(sample: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_of(sample)["results"]
    return found


@pytest.mark.parametrize("sample", [report(), FULL, hostile("".join(EVIL))])
def test_it_satisfies_the_published_schema(sample: Report) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(as_sarif(sample)))


def test_a_result_as_code_scanning_reads_it() -> None:
    (result,) = results(report(finding()))
    index = result.pop("ruleIndex")
    assert RULES[index].code == "TASK001"
    assert result == {
        "ruleId": "TASK001",
        "level": "error",
        "message": {
            "text": "task 1 is done, but its subtask 1.2 is open.\nHelp: finish 1.2 or untick 1."
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": ".agent-os/specs/2025-10-08-login/tasks.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 22},
                }
            }
        ],
        "relatedLocations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": ".agent-os/specs/2025-10-08-login/tasks.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 5, "startColumn": 3},
                },
                "message": {"text": "still open."},
            }
        ],
        "partialFingerprints": {
            "aosCheck/v1": "0123456789abcdef",
            "primaryLocationLineHash": "0123456789abcdef:1",
        },
        "properties": {"spec": "2025-10-08-login", "task": "1"},
    }


def test_who_wrote_it_and_where() -> None:
    log = json.loads(as_sarif(report()))
    assert (log["version"], log["$schema"]) == (
        "2.1.0",
        "https://json.schemastore.org/sarif-2.1.0.json",
    )
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("aos-check", __version__)
    assert driver["informationUri"].endswith("/aos-check")
    assert run["automationDetails"] == {"id": "aos-check/"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []
    assert run["properties"]["checked"]["tasks"] == 41


def test_every_rule_says_what_code_scanning_asks_for() -> None:
    rules = run_of(report())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert "## Flagged" in rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 20
    (rule,) = [rule for rule in rules if rule["id"] == "TASK001"]
    assert rule["name"] == "done-task-open-subtask"
    assert rule["shortDescription"]["text"] == "A finished task has an unfinished subtask."
    assert rule["help"]["text"].startswith("A finished task has an unfinished subtask.\n\nThe next")
    assert rule["helpUri"].endswith(
        "/blob/main/docs/reference/rules.md#task001-done-task-open-subtask"
    )
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "tags": ["spec-driven-development", "tasks"],
        "precision": "very-high",
        "problem.severity": "error",
    }


def test_levels_are_those_of_the_findings() -> None:
    assert [result["level"] for result in results(FULL)] == ["error", "warning", "note", "error"]


def test_a_message_of_a_commit_has_a_place_too() -> None:
    (result,) = results(report(in_message()))
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "COMMIT_EDITMSG"
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": f"commit {COMMIT}", "kind": "commit"}
    ]
    assert result["message"]["text"].startswith("commit 0123456789: the commit names no task.\n")


def test_columns_are_code_points_and_an_empty_line_has_a_span() -> None:
    wide = finding(at=Place("a.md", 1, 4), source="日本 (x)  ")
    empty = finding(at=Place("a.md", 7, 1), source="")
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in results(report(wide, empty))
    ]
    assert [(it["startColumn"], it["endColumn"]) for it in regions] == [(4, 7), (1, 2)]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/é#1.md", "a%20b/%C3%A9%231.md"),
        ("http://evil", "http%3A//evil"),
        ("a\n\\b.md", "a%0A%5Cb.md"),
        ("name\udcff.md", "name%FF.md"),
        ("half\ud800.md", "half%5Cu%7Bd800%7D.md"),
    ],
)
def test_a_path_is_a_relative_uri(path: str, uri: str) -> None:
    (result,) = results(report(finding(at=Place(path, 1))))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_fingerprints_are_unique() -> None:
    alike = results(report(finding(), finding(), finding()))
    marks = [result["partialFingerprints"]["primaryLocationLineHash"] for result in alike]
    assert marks == ["0123456789abcdef:1", "0123456789abcdef:2", "0123456789abcdef:3"]


def test_findings_in_the_baseline_are_only_counted() -> None:
    run = run_of(report(replace(finding(), baselined=True)))
    assert run["results"] == []
    assert run["properties"]["baselined"] == 1


def test_unevaluated_and_waived_rules_are_listed() -> None:
    (invocation,) = run_of(FULL)["invocations"]
    assert invocation["executionSuccessful"] is True
    unjudged = invocation["toolConfigurationNotifications"]
    assert [it["associatedRule"]["id"] for it in unjudged] == ["GIT001", "GIT002", "SPEC004"]
    assert unjudged[2]["message"]["text"] == "SPEC004 was not evaluated: no approval is recorded."
    assert [it["message"]["text"] for it in invocation["toolExecutionNotifications"]] == [
        "the branch would change approval.level.",
        "waived: GIT001 by 0123456789: the site is down.",
    ]


def test_nothing_in_a_message_is_a_link_or_a_placeholder() -> None:
    (result,) = results(report(finding("see [x](http://evil) and [y](1), {0} {name}")))
    text = result["message"]["text"]
    assert "](" not in text
    assert "{0}" not in text
    assert "[x] (http://evil)" in text
    assert "{name}" in text


def test_more_than_code_scanning_takes_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_RESULTS == 25_000
    monkeypatch.setattr("aos_check.reporters.sarif.MAX_RESULTS", 100)
    light = [finding(severity=Severity.WARNING, fingerprint=str(n)) for n in range(100)]
    run = run_of(report(*light, finding(fingerprint="heavy")))
    assert len(run["results"]) == 100
    assert run["results"][-1]["partialFingerprints"]["aosCheck/v1"] == "heavy"
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "not listed here: 1 more results."


def test_related_places_beyond_what_is_shown_are_counted() -> None:
    problem = finding().problem
    many = tuple(Related(Place(TASKS, line), "still open") for line in range(1, MAX_RELATED + 8))
    (result,) = results(report(replace(finding(), problem=problem._replace(related=many))))
    assert len(result["relatedLocations"]) == MAX_RELATED
    assert result["message"]["text"].endswith("\nNot listed here: 7 more related places.")


def _validator() -> str | None:
    named = os.environ.get("SARIF_MULTITOOL")
    return named or shutil.which("Sarif.Multitool") or shutil.which("sarif-multitool")


@pytest.mark.skipif(_validator() is None, reason="neither SARIF_MULTITOOL nor sarif-multitool")
@pytest.mark.parametrize("sample", [FULL, hostile("".join(EVIL))])
def test_the_validator_with_githubs_rules_finds_nothing(sample: Report, tmp_path: Path) -> None:
    (tmp_path / "report.sarif").write_text(as_sarif(sample), "utf-8")
    done = subprocess.run(
        [
            str(_validator()), "validate", "report.sarif", "--rule-kind", "Sarif;Ghas",
            "--level", "Error;Warning", "--output", "found.sarif",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    assert (tmp_path / "found.sarif").exists(), done.stdout + done.stderr
    found = json.loads((tmp_path / "found.sarif").read_text("utf-8-sig"))
    assert [result["ruleId"] for result in found["runs"][0].get("results", [])] == []
