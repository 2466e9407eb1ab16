"""Checking: the path of a problem into the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check, count
from aos_check.judging.report.findings import limited
from aos_check.judging.selection import Selection, Severities
from aos_check.judging.spec_verdicts import SpecVerdicts
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Document, Ignore, Role, State
from aos_check.model.finding import (
    Counts,
    NotEvaluated,
    Place,
    Problem,
    Related,
    Report,
    Severity,
    Unjudged,
)
from aos_check.model.project import Project
from aos_check.model.rule import Option, Rule, Suppressions, Verdicts
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task, TaskList
from aos_check.model.tree import MemoryTree
from aos_check.reading.layouts import Layout, Level, Specs
from aos_check.rules import RULES
from aos_check.rules.unused_ignore import unused_ignore

LOGIN = "agent-os/specs/2025-10-08-login"
TASKS = f"{LOGIN}/tasks.md"
TEXT = "# Tasks\n\n- [x] 1. Form\n  - [ ] 1.1 Tests\n- [x] 2. Link\n"
TREE = MemoryTree({TASKS: TEXT})


def rule(
    code: str,
    *problems: Problem | NotEvaluated,
    severity: Severity = Severity.ERROR,
    weak: Severity | None = None,
) -> Rule:
    """A rule that gives the same result for every project."""
    return Rule(code, f"name-of-{code.lower()}", severity, "", Project, _giving(problems), weak)


def _giving(problems: Iterable[Problem | NotEvaluated]) -> Callable[[Project], Verdicts]:
    return lambda _project: iter(problems)


def problem(line: int = 3, *, task: str | None = None, path: str = TASKS) -> Problem:
    return Problem(Place(path, line), f"something on line {line}", "do it", task=task)


def project(*ignores: Ignore, layout: str = "agent-os-2") -> Project:
    document = Document(TASKS, Role.TASKS, ignores=ignores)
    spec = Spec("2025-10-08-login", "login", LOGIN, layout, documents=(document,))
    return Project(root=".", layouts=(layout,), specs=(spec,))


def ignoring(*codes: str, line: int | None = 3, reason: str = "agreed with Ada") -> Ignore:
    return Ignore(codes, reason, Place(TASKS, 2), line)


def layout(
    severity: dict[str, Level] | None = None, weak: dict[str, Level] | None = None
) -> Layout:
    specs = Specs(".+")
    name = "agent-os-2"
    return Layout(("agent-os",), specs, (), name, severity=severity or {}, weak=weak or {})


def run(
    *rules: Rule,
    on: Project | None = None,
    asked: tuple[str, ...] = (),
    left_out: tuple[Rule, ...] = (),
    severities: Severities | None = None,
) -> Report:
    selection = Selection(rules, asked=asked, left_out=left_out)
    return check(Subject([on or project()]), selection, tree=TREE, severities=severities)


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def levels(report: Report) -> list[str]:
    return [finding.severity.value for finding in report.findings]


class TestSigning:
    def test_a_problem_gets_its_rule_its_spec_and_its_line(self) -> None:
        (finding,) = run(rule("TASK001", problem(3, task="1"))).findings
        assert (finding.code, finding.name) == ("TASK001", "name-of-task001")
        assert finding.severity is Severity.ERROR
        assert finding.spec == "2025-10-08-login"
        assert finding.source == "- [x] 1. Form"

    def test_the_spec_is_found_by_its_folder_too(self) -> None:
        (finding,) = run(rule("SPEC002", problem(1, path=f"{LOGIN}/spec.md"))).findings
        assert (finding.spec, finding.source) == ("2025-10-08-login", "")
        (finding,) = run(rule("SPEC001", problem(1, path=LOGIN))).findings
        assert finding.spec == "2025-10-08-login"

    def test_a_folder_of_a_longer_name_is_another(self) -> None:
        (finding,) = run(rule("DOC003", problem(1, path=f"{LOGIN}-again/tasks.md"))).findings
        assert finding.spec is None

    def test_a_problem_outside_names_its_spec_itself(self) -> None:
        outside = problem(path="agent-os/product/roadmap.md")._replace(spec="2025-10-08-login")
        (finding,) = run(rule("ROAD002", outside)).findings
        assert finding.spec == "2025-10-08-login"

    def test_findings_stand_in_reading_order_and_once(self) -> None:
        report = run(
            rule("TASK003", problem(5), problem(3), problem(5)),
            rule("TASK001", problem(5)),
            rule("DOC001", problem(1, path="a.md")),
        )
        assert [(f.problem.at.path, f.problem.at.line, f.code) for f in report.findings] == [
            ("a.md", 1, "DOC001"),
            (TASKS, 3, "TASK003"),
            (TASKS, 5, "TASK001"),
            (TASKS, 5, "TASK003"),
        ]


class TestFingerprint:
    @staticmethod
    def of(text: str, *problems: Problem) -> list[str]:
        selection = Selection((rule("TASK001", *problems),))
        report = check(Subject([project()]), selection, tree=MemoryTree({TASKS: text}))
        return [finding.fingerprint for finding in report.findings]

    def test_it_survives_moved_lines_and_white_space(self) -> None:
        assert self.of("- [x] 1. Form\n", problem(1, task="1")) == self.of(
            "# New\n\n  - [x]  1. Form \n", problem(3, task="1")
        )

    def test_it_tells_lines_tasks_and_files_apart(self) -> None:
        found = self.of(TEXT, problem(3, task="1"), problem(5, task="2"))
        assert len(set(found)) == 2

    def test_equal_lines_are_counted(self) -> None:
        found = self.of("same\nsame\n", problem(1), problem(2))
        assert len(set(found)) == 2
        assert self.of("same\n", problem(1)) == found[:1]


class TestSeverity:
    RULE = rule(
        "SPEC007",
        problem(3),
        problem(5)._replace(weak=True),
        severity=Severity.ERROR,
        weak=Severity.WARNING,
    )

    def run(self, *, layout_says: Layout | None = None, user: str | None = None) -> list[str]:
        severities = Severities(
            layouts={"agent-os-2": layout_says} if layout_says else {},
            levels={"SPEC007": user} if user else {},  # type: ignore[dict-item]
        )
        return levels(run(self.RULE, severities=severities))

    def test_a_rule_has_its_own_two_forms(self) -> None:
        assert self.run() == ["error", "warning"]

    def test_a_layout_changes_the_form_it_names(self) -> None:
        assert self.run(layout_says=layout(weak={"SPEC007": "info"})) == ["error", "info"]
        assert self.run(layout_says=layout(severity={"SPEC007": "warning"})) == [
            "warning",
            "warning",
        ]
        assert self.run(layout_says=layout(severity={"SPEC007": "off"})) == ["warning"]

    def test_the_user_has_the_last_word_on_both(self) -> None:
        says_info = layout(severity={"SPEC007": "off"}, weak={"SPEC007": "info"})
        assert self.run(layout_says=says_info, user="error") == ["error", "error"]
        assert self.run(user="off") == []

    def test_findings_without_a_spec_follow_the_projects_layouts(self) -> None:
        severities = Severities(layouts={"agent-os-2": layout(severity={"MISS001": "info"})})
        report = run(
            rule("MISS001", problem(path="agent-os/product/mission.md")), severities=severities
        )
        assert levels(report) == ["info"]


class TestOverlaps:
    SPEC004 = rule("SPEC004", problem(3))
    SPEC007 = rule("SPEC007", problem(3), severity=Severity.ERROR, weak=Severity.WARNING)
    SPEC007_WEAK = rule("SPEC007", problem(3)._replace(weak=True), weak=Severity.WARNING)
    SPEC010 = rule("SPEC010", problem(5))

    def test_the_folder_speaks_before_the_status(self) -> None:
        assert codes(run(self.SPEC007, self.SPEC010)) == ["SPEC010"]

    def test_the_folder_and_the_status_may_contradict_different_tasks(self) -> None:
        begun = problem(5)._replace(related=(Related(Place(TASKS, 3), "has begun"),))
        still_open = problem(3)._replace(related=(Related(Place(TASKS, 4), "is open"),))
        found = codes(run(rule("SPEC007", still_open), rule("SPEC010", begun)))
        assert found == ["SPEC007", "SPEC010"]

    def test_what_is_asked_for_by_name_is_heard(self) -> None:
        assert codes(run(self.SPEC007, self.SPEC010, asked=("SPEC007",))) == ["SPEC007", "SPEC010"]

    def test_alone_it_speaks(self) -> None:
        assert codes(run(self.SPEC007, left_out=(self.SPEC010,))) == ["SPEC007"]

    def test_what_is_off_silences_nobody(self) -> None:
        assert codes(
            run(self.SPEC007, self.SPEC010, severities=Severities(levels={"SPEC010": "off"}))
        ) == ["SPEC007"]

    def test_approval_speaks_before_the_lesser_form_of_the_status_alone(self) -> None:
        assert codes(run(self.SPEC004, self.SPEC007_WEAK)) == ["SPEC004"]
        assert codes(run(self.SPEC004, self.SPEC007)) == ["SPEC004", "SPEC007"]

    def test_what_was_silenced_silences_nobody(self) -> None:
        found = codes(run(self.SPEC004, self.SPEC007, self.SPEC010))
        assert found == ["SPEC004", "SPEC007"]

    def test_a_subtask_speaks_before_a_criterion_of_the_same_task(self) -> None:
        parent = rule("TASK001", problem(3, task="1"))
        criterion = rule("TASK009", problem(3, task="1"), problem(5, task="2"))
        report = run(parent, criterion)
        assert [(f.code, f.problem.task) for f in report.findings] == [
            ("TASK001", "1"),
            ("TASK009", "2"),
        ]

    def test_another_spec_is_another_defect(self) -> None:
        elsewhere = rule("SPEC010", problem(1, path="agent-os/specs/2026-01-01-logout/tasks.md"))
        assert "SPEC007" in codes(run(self.SPEC007, elsewhere))


class TestSuppression:
    RULE = rule("TASK001", problem(3), problem(5))

    @pytest.mark.parametrize("word", ["TASK001", "TASK", "task0", "name-of-task001"])
    def test_a_line_is_silenced_by_code_prefix_or_name(self, word: str) -> None:
        report = run(self.RULE, on=project(ignoring(word)))
        assert [finding.problem.at.line for finding in report.findings] == [5]

    def test_a_file_is_silenced_as_a_whole(self) -> None:
        assert codes(run(self.RULE, on=project(ignoring("TASK001", line=None)))) == []

    def test_another_rule_another_line_and_another_file_are_not(self) -> None:
        assert codes(run(self.RULE, on=project(ignoring("TASK002")))) == ["TASK001"] * 2
        assert codes(run(self.RULE, on=project(ignoring("TASK001", line=4)))) == ["TASK001"] * 2
        other = rule("TASK001", problem(3, path="a.md"))
        assert codes(run(other, on=project(ignoring("TASK001", line=None)))) == ["TASK001"]

    def test_without_a_reason_nothing_is_silenced(self) -> None:
        report = run(self.RULE, on=project(ignoring("TASK001", reason="")))
        assert codes(report) == ["TASK001"] * 2

    def test_many_suppressions_and_many_findings_meet_without_comparing_all(self) -> None:
        lines = range(1, 20_001)
        ignores = (ignoring("TASK001", line=line) for line in lines)
        found = rule("TASK001", *map(problem, lines))
        assert codes(run(found, on=project(*ignores))) == []


class TestLimits:
    def test_so_many_of_one_rule_in_one_document_are_listed_and_the_rest_is_counted(self) -> None:
        many = rule("TASK001", *map(problem, range(1, 1702)))
        elsewhere = [problem(line, path="a.md") for line in range(1, 202)]
        report = limited(run(many, rule("TASK002", *elsewhere), rule("TASK003", problem())))
        assert Counter(codes(report)) == {"TASK001": 200, "TASK002": 200, "TASK003": 1}
        places = [finding.problem.at for finding in report.findings]
        assert places == sorted(places)
        assert report.not_evaluated == (
            Unjudged("TASK001", f"1,501 more findings in {TASKS} are not listed"),
            Unjudged("TASK002", "1 more finding in a.md is not listed"),
        )

    def test_what_fails_a_run_is_listed_first_and_keeps_who_it_is(self) -> None:
        weak = [problem(line)._replace(weak=True) for line in range(1, 300)]
        found = rule("TASK001", *weak, problem(300), weak=Severity.INFO)
        report = limited(run(found))
        assert report.fails(strict=False)
        assert report.findings[-1].severity is Severity.ERROR
        alone = rule("TASK001", *weak[:199], problem(300), weak=Severity.INFO)
        assert len(limited(run(alone)).findings) == 200
        assert len({finding.fingerprint for finding in report.findings}) == 200

    def test_baselined_findings_do_not_use_up_the_limit(self) -> None:
        report = run(rule("TASK001", *map(problem, range(1, 402))))
        old = [replace(finding, baselined=True) for finding in report.findings[:400]]
        report = limited(replace(report, findings=(*old, report.findings[400])))
        assert [it.problem.at.line for it in report.findings if not it.baselined] == [401]
        assert len(report.findings) == 201
        assert report.fails(strict=False)

    def test_a_long_sentence_is_cut_behind_a_word(self) -> None:
        words = "word " * 1000
        long = problem()._replace(
            message=words, help="x" * 1000, related=(Related(Place(TASKS), words),)
        )
        report = run(rule("TASK001", long), rule("TASK002", NotEvaluated(words)))
        cut = report.findings[0].problem
        assert cut.message == "word " * 59 + "word…"
        assert cut.help == "x" * 299 + "…"
        assert cut.related[0].message == cut.message
        assert report.not_evaluated == (Unjudged("TASK002", cut.message),)

    def test_a_sentence_of_the_usual_length_is_left_alone(self) -> None:
        usual = problem()._replace(message="m" * 300)
        assert run(rule("TASK001", usual)).findings[0].problem == usual

    def test_a_name_that_is_not_utf8_has_its_own_fingerprint(self) -> None:
        odd = [problem(path=f"a{half}.md") for half in ("\udcfe", "\udcff", "\ud800")]
        report = run(rule("TASK001", *odd))
        assert len({finding.fingerprint for finding in report.findings}) == 3


class TestUnusedIgnore:
    @staticmethod
    def account(*rules: Rule, ignores: tuple[Ignore, ...], left_out: tuple[Rule, ...] = ()) -> str:
        """The input of DOC007, in one line."""
        heard: list[Suppressions] = []

        def listen(suppressions: Suppressions) -> Verdicts:
            heard.append(suppressions)
            return iter(())

        doc007 = Rule("DOC007", "unused-ignore", Severity.WARNING, "", Suppressions, listen)
        run(doc007, *rules, on=project(*ignores), left_out=left_out)
        (said,) = heard
        return (
            f"unused {[ignore.codes for ignore in said.unused]}"
            f" unreasoned {[ignore.codes for ignore in said.unreasoned]}"
        )

    TASK001 = rule("TASK001", problem(3))

    def test_what_silences_nothing_is_unused(self) -> None:
        ignores = (ignoring("TASK001"), ignoring("TASK001", line=9))
        assert self.account(self.TASK001, ignores=ignores) == (
            "unused [('TASK001',)] unreasoned []"
        )

    def test_only_the_idle_part_of_a_list_is_named(self) -> None:
        ignores = (ignoring("TASK001", "TASK999"),)
        assert self.account(self.TASK001, ignores=ignores) == (
            "unused [('TASK999',)] unreasoned []"
        )

    def test_no_verdict_on_rules_that_did_not_run_or_could_not_judge(self) -> None:
        ignores = (ignoring("GATE001"), ignoring("SPEC004"), ignoring("GATE"))
        unable = rule("SPEC004", NotEvaluated("no approval is recorded anywhere"))
        assert self.account(self.TASK001, unable, ignores=ignores, left_out=(rule("GATE001"),)) == (
            "unused [] unreasoned []"
        )

    def test_without_a_reason_it_is_told_apart(self) -> None:
        ignores = (ignoring("TASK001", reason=""),)
        assert self.account(self.TASK001, ignores=ignores) == (
            "unused [] unreasoned [('TASK001',)]"
        )

    def test_its_own_findings_can_be_silenced(self) -> None:
        doc007 = Rule(
            "DOC007", "unused-ignore", Severity.WARNING, "", Suppressions, _giving([problem(3)])
        )
        assert codes(run(doc007)) == ["DOC007"]
        assert codes(run(doc007, on=project(ignoring("DOC007")))) == []


class TestUnknownRule:
    @staticmethod
    def messages(*words: str) -> list[tuple[str, str]]:
        found = [
            it for it in run(*RULES, on=project(ignoring(*words))).findings if it.code == "DOC007"
        ]
        return [(finding.problem.message, finding.problem.help) for finding in found]

    def test_unknown_and_unused_suppressions_differ(self) -> None:
        assert self.messages("TSAK001", "TASK", "broken-reference") == [
            (
                "TASK, broken-reference is suppressed here but has nothing to report",
                "delete TASK, broken-reference from the suppression",
            ),
            (
                "there is no rule TSAK001, so this suppresses nothing",
                "name a rule, the nearest is TASK001, or delete it",
            ),
        ]

    def test_a_name_is_guessed_too(self) -> None:
        ((_, help_),) = self.messages("Broken-Refrence")
        assert help_ == "name a rule, the nearest is broken-reference, or delete it"

    def test_where_nothing_is_near_nothing_is_named(self) -> None:
        assert self.messages("?") == [
            ("there is no rule ?, so this suppresses nothing", "name a rule, or delete it")
        ]

    def test_no_rule_at_all(self) -> None:
        assert self.messages() == [("this suppression names no rule", "name a rule, or delete it")]

    def test_many_of_them_are_not_all_guessed_at(self) -> None:
        ignores = [ignoring(f"TSAK{number}", line=number) for number in range(30_000)]
        report = limited(run(unused_ignore, on=project(*ignores)))
        assert codes(report) == ["DOC007"] * 200


def test_what_could_not_be_judged_is_listed_once_and_sorted() -> None:
    reason = NotEvaluated("no approval is recorded anywhere")
    report = run(rule("SPEC012", reason, reason), rule("SPEC004", reason))
    assert report.not_evaluated == (
        Unjudged("SPEC004", "no approval is recorded anywhere"),
        Unjudged("SPEC012", "no approval is recorded anywhere"),
    )


def test_counts_are_of_what_there_was_to_judge() -> None:
    tasks = (
        Task(
            "1",
            "a",
            State.OPEN,
            Place(TASKS),
            subtasks=(Task("1.1", "b", State.DONE, Place(TASKS)),),
        ),
    )
    groups = (Group("", None, "", Place(TASKS), tasks=tasks),)
    tracked = Spec("a", "a", "a", "awos", tasks=TaskList(TASKS, groups))
    untracked = Spec("b", "b", "b", "awos", tasks=TaskList(TASKS, groups, tracked=False))
    decision = Decision("DEC-001", 1, "t", DecisionStatus.ACCEPTED, "Accepted", Place("d.md"), "x")
    whole = Project(".", ("awos",), specs=(tracked, untracked), decisions=(decision,))
    assert count([whole]) == Counts(projects=1, specs=2, tasks=2, decisions=1)


def test_a_report_fails_by_errors_and_strictly_by_warnings() -> None:
    error = run(rule("TASK001", problem()))
    warning = run(rule("TASK001", problem(), severity=Severity.WARNING))
    info = run(rule("TASK001", problem(), severity=Severity.INFO))
    assert [report.fails(strict=False) for report in (error, warning, info)] == [True, False, False]
    assert [report.fails(strict=True) for report in (error, warning, info)] == [True, True, False]


def test_a_spec_is_judged_again_only_if_it_or_the_options_changed() -> None:
    asked: list[tuple[str, int]] = []

    def judge(spec: Spec, *, most: int) -> Verdicts:
        asked.append((spec.title, most))
        yield problem()

    option = Option("most", 1, "")
    own = Rule("T1", "t", Severity.ERROR, "", Spec, judge, options=(option,))
    verdicts = SpecVerdicts()
    one, two, three = (Spec("a", "a", LOGIN, "agent-os-2", title=it) for it in "123")

    def run(*specs: Spec, most: int = 1) -> int:
        subject = Subject([project()._replace(specs=specs)], verdicts=verdicts)
        selection = Selection([own], options={"T1": {"most": most}})
        return len(check(subject, selection, tree=TREE).findings)

    assert [run(one, two), run(one, three), run(one, three, most=2)] == [1, 1, 1]
    assert asked == [("1", 1), ("2", 1), ("3", 1), ("1", 2), ("3", 2)]
