"""The report as JSON: every field, as published."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from aos_check import __version__
from aos_check.cli.schema import schema_of
from aos_check.model.finding import (
    Counts,
    Finding,
    Place,
    Problem,
    Related,
    Report,
    Severity,
    Unjudged,
)
from aos_check.reporters.json import as_json

FINDING = Finding(
    code="TASK001",
    name="done-task-open-subtask",
    severity=Severity.ERROR,
    problem=Problem(
        at=Place("specs/login/tasks.md", 12, 3),
        message="task 2 is done, but its subtask 2.1 is open",
        help="finish 2.1, mark it as deferred, or untick 2",
        related=(Related(Place("specs/login/tasks.md", 14, 5), "still open"),),
        task="2",
    ),
    spec="2025-10-08-user-auth",
    fingerprint="0123456789abcdef",
    source="  - [x] 2. Sign-out",
)
REPORT = Report(
    mode="worktree",
    findings=(FINDING,),
    not_evaluated=(Unjudged("SPEC004", "no approval is recorded anywhere"),),
    checked=Counts(projects=1, specs=3, tasks=41, decisions=5),
)


def test_every_field_as_published() -> None:
    assert json.loads(as_json(REPORT)) == {
        "schema": 1,
        "tool": {"name": "aos-check", "version": __version__},
        "mode": "worktree",
        "findings": [
            {
                "code": "TASK001",
                "name": "done-task-open-subtask",
                "severity": "error",
                "message": "task 2 is done, but its subtask 2.1 is open",
                "path": "specs/login/tasks.md",
                "line": 12,
                "column": 3,
                "commit": None,
                "spec": "2025-10-08-user-auth",
                "task": "2",
                "help": "finish 2.1, mark it as deferred, or untick 2",
                "related": [{"path": "specs/login/tasks.md", "line": 14, "message": "still open"}],
                "fingerprint": "0123456789abcdef",
                "baselined": False,
                "inherited": False,
                "observed": False,
                "fixable": False,
            }
        ],
        "not_evaluated": [{"code": "SPEC004", "reason": "no approval is recorded anywhere"}],
        "checked": {
            "projects": 1,
            "specs": 3,
            "tasks": 41,
            "decisions": 5,
            "commits": 0,
            "maintenance_commits": 0,
        },
        "paths": [],
        "waived": [],
        "observing": None,
        "notes": [],
    }


def test_it_satisfies_its_published_schema() -> None:
    Draft202012Validator(schema_of("report")).validate(json.loads(as_json(REPORT)))


def test_nothing_found_is_a_report_too() -> None:
    empty = Report("stdin", (), (), Counts())
    assert json.loads(as_json(empty))["findings"] == []
    assert json.loads(as_json(empty))["mode"] == "stdin"


def test_it_is_ascii_so_that_nothing_reaches_a_terminal_unseen() -> None:
    odd = Finding(
        code="DOC003",
        name="broken-reference",
        severity=Severity.WARNING,
        problem=Problem(Place("name\udcff.md"), "日本 \x1b[2J \u202e", "h"),
        spec=None,
        fingerprint="f",
    )
    written = as_json(Report("worktree", (odd,), (), Counts()))
    assert written.isascii()
    assert "\x1b" not in written
    assert json.loads(written)["findings"][0]["message"] == "日本 \x1b[2J \u202e"


def test_no_string_holds_half_a_character() -> None:
    related = (Related(Place("b\udcfe.md"), "see b\udcfe.md"),)
    problem = Problem(Place("name\udcff.md"), "m \ud800", "h \udcff", related)
    odd = Finding("DOC003", "n", Severity.INFO, problem, "2025-10-08-\udcef", "f")
    why = (Unjudged("SPEC004", "a\udcff.md is odd"),)
    read = json.loads(as_json(Report("worktree", (odd,), why, Counts())))
    (found,) = read["findings"]
    assert (found["path"], found["spec"]) == ("name\\xff.md", "2025-10-08-\\xef")
    assert (found["message"], found["help"]) == ("m \\u{d800}", "h \\xff")
    assert found["related"] == [{"path": "b\\xfe.md", "line": 1, "message": "see b\\xfe.md"}]
    assert read["not_evaluated"][0]["reason"] == "a\\xff.md is odd"
