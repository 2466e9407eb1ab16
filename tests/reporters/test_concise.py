"""The report with one line for each finding."""

from __future__ import annotations

from dataclasses import replace

from aos_check.model.finding import Unjudged
from aos_check.reporters import render
from aos_check.reporters.concise import as_concise
from aos_check.reporters.finding_text import Detail
from tests.support.reports import FULL, TASKS, finding, no_progress, report

NAME = "TASK001 done-task-open-subtask"


def test_each_finding_is_one_line_and_the_verdict_is_the_last() -> None:
    assert render("concise", FULL, no_progress).splitlines() == [
        f"{TASKS}:3:1: error {NAME}: task 1 is done, but its subtask 1.2 is open",
        f"{TASKS}:3:1: warning {NAME}: another",
        f"{TASKS}:3:1: info {NAME}: a third",
        "commit 0123456789:1:1: error GIT001 commit-without-task: the commit names no task",
        "3 rules were not evaluated: --verbose lists them",
        "2 errors, 1 warning, 1 info in 1 file and 1 commit message",
    ]


def test_verbose_lists_what_was_not_evaluated() -> None:
    shown = as_concise(replace(FULL, findings=()), detail=Detail.VERBOSE)
    assert shown == (
        "not evaluated: GIT001-002: there is no commit\n"
        "not evaluated: SPEC004: no approval is recorded\n"
        "no problems found\n"
    )


def test_inherited_findings_are_only_counted() -> None:
    old = replace(finding("old"), inherited=True)
    assert as_concise(report(old)).splitlines() == [
        "no new problems found",
        "1 finding stood before this change",
    ]


def test_a_rule_that_does_not_apply_is_not_mentioned() -> None:
    shown = as_concise(report(not_evaluated=(Unjudged("GIT001", "no commit", applies=False),)))
    assert shown == "no problems found\n"


def test_no_text_of_the_input_ends_a_line() -> None:
    shown = as_concise(report(finding("a\nb\x1b[2J")))
    assert r"a\x0ab\x1b[2J" in shown
    assert len(shown.splitlines()) == 2
