"""Stories of BMAD: their places, criteria and tasks, and the ledger beside them."""

from __future__ import annotations

import pytest

from aos_check.model.finding import Problem
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.rules.ledgers_disagree import ledgers_disagree
from aos_check.rules.unapproved_requirements import unapproved_requirements
from tests.support.reading import project, projects, spec

V6 = "_bmad-output/implementation-artifacts"
STORY = f"{V6}/1-1-lamp.md"
LEDGER = f"{V6}/sprint-status.yaml"


def story(tasks: str, criteria: str = "1. It shines.", status: str = "Status: review") -> Spec:
    text = f"# Story 1.1: Lamp\n\n{status}\n\n## Acceptance Criteria\n\n{criteria}\n\n"
    return spec({STORY: f"{text}## Tasks / Subtasks\n\n{tasks}\n\n## Dev Notes\n\n- [ ] no task\n"})


@pytest.mark.parametrize(
    ("reference", "named"),
    [
        ("(AC: #1)", ["1"]),
        ("(AC: 1, 2)", ["1", "2"]),
        ("(AC: #1, #3)", ["1", "3"]),
        ("(AC: #1-#3)", ["1", "2", "3"]),
        ("(AC: 2–4)", ["2", "3", "4"]),
        ("(AC #1 and #2)", ["1", "2"]),
        ("(AC 1)", ["1"]),
        ("(ACs: 1 & 2)", ["1", "2"]),
        ("[AC1, AC2]", ["1", "2"]),
        ("(AC-1)", ["1"]),
        ("(AC: all)", ["*"]),
        ("(All ACs)", ["*"]),
        ("for AC 230 volts", []),
        ("(MAC: 1)", []),
        ("(AC: 1-999999)", ["1"]),
    ],
)
def test_references_to_criteria(reference: str, named: list[str]) -> None:
    [task] = story(f"- [ ] Cut {reference}").all_tasks()
    assert list(task.requirements)[: len(named) or 1] == named


@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        ("1. A\n2. B\n   - b\n3) C", ["1", "2", "3"]),
        ("1. A\n\n1. B", ["1", "2"]),
        ("- A\n- B", ["1", "2"]),
        ("**AC1:** A\n\n**AC2:** B", ["1", "2"]),
        ("### AC1: A\n\nText.\n\n### AC-2 - B\n\nText.", ["1", "2"]),
        ("- [ ] AC #1: A\n- [x] AC #2: B", ["1", "2"]),
        ("| # | criterion |\n|---|---|\n| 1 | A |\n| AC2 | B |", ["1", "2"]),
        ("**Given** a **When** b **Then** c", []),
        (
            "**AC1 — A:**\n\n- **Given** a\n- **When** b\n\n**AC2 — B:**\n\n- b",
            ["1", "2"],
        ),
        ("### AC1: A\n\n1. a\n2. b\n\n### AC2: B", ["1", "2"]),
        ("- **Given** a\n- **When** b\n- **Then** c\n- **Given** d\n- **When** e", ["1", "2"]),
        ("1. Given a, when b, then c\n2. Then d", ["1"]),
        ("1. A\n2. B\n\n### Work\n\n- [ ] Cut (AC: 1)", ["1", "2"]),
    ],
)
def test_the_numbers_of_criteria(criteria: str, ids: list[str]) -> None:
    assert [each.id for each in story("- [ ] A", criteria).requirements] == ids


TASKS = """\
- [x] Task 1: Cut (AC: #1)
  - [x] Subtask 1.1: Saw
- [ ] Task 2 (AC: #1)
  - [ ] Subtask 2.1: Night

### Review Follow-ups (AI)

- [ ] [AI-Review][High] Mend
"""


def test_the_tasks_are_those_of_their_section() -> None:
    found = story(TASKS)
    assert [(each.id, each.state.value) for each in found.all_tasks() if each.named] == [
        ("1", "done"), ("1.1", "done"), ("2", "open"), ("2.1", "open"),
    ]  # fmt: skip
    assert len(list(found.all_tasks())) == 5
    assert {each.group for each in found.all_tasks()} == {""}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Status: ready-for-dev", "ready"),
        ("Status: drafted", "draft"),
        ("**Status:** in-progress", "in-progress"),
        ("Status: Ready for Review", "review"),
        ("## Status: InProgress", "in-progress"),
        ("## Status\n\nDone", "done"),
        ("## Status\n\nApproved", "approved"),
    ],
)
def test_statuses(line: str, status: str) -> None:
    found = story("- [ ] A", status=line)
    assert found.status
    assert found.status.value.value == status
    assert not found.documents[0].unread


def test_an_unknown_status_is_reported() -> None:
    [mark] = story("- [ ] A", status="Status: banana").documents[0].unread
    assert (mark.at.line, mark.text) == (3, 'the status "banana" is unknown')


@pytest.mark.parametrize(
    "path",
    [
        STORY,
        f"{V6}/epic-1/1-1-lamp.md",
        f"{V6}/spec-lamp.md",
        f"{V6}/tech-spec-lamp.md",
        f"{V6}/2-1-第一盏灯.md",
        f"{V6}/2-1-Lamp_Page.md",
        "bmad-output/implementation-artifacts/1-1-lamp.md",
        "docs/implementation-artifacts/1-1-lamp.md",
        "docs/sprint-artifacts/stories/story-1-5-lamp.md",
        "docs/sprint-artifacts/debug-3-lamp.md",
        "docs/stories/1.1.story.md",
        "web/docs/stories/1.1.story.md",
    ],
)
def test_places_of_stories(path: str) -> None:
    mark: dict[str, str | bytes] = (
        {"_bmad/bmm/config.yaml": "a: 1\n"} if path.startswith("docs/") else {}
    )
    found = project({**mark, path: "# A\n\nStatus: done\n\n## Tasks\n\n- [ ] a\n"})
    assert [(each.path, len(list(each.all_tasks()))) for each in found.specs] == [(path, 1)]
    assert found.root == ("web" if path.startswith("web/") else ".")


@pytest.mark.parametrize(
    "mark",
    [".bmad-core/core-config.yaml", "_bmad/_config/manifest.yaml", "docs/sprint-status.yaml"],
)
def test_the_framework_next_to_its_stories(mark: str) -> None:
    files: dict[str, str | bytes] = {
        "docs/stories/1.1.lamp.md": "# Story 1.1: A\n\n## Tasks\n\n- [ ] a\n",
        "docs/stories/epic-2/2.1.glass.md": "# Story 2.1: B\n\n## Tasks\n\n- [ ] b\n",
        "docs/stories/notes.md": "# C\n",
    }
    assert not projects(files)
    [found] = projects({**files, mark: "development_status: {}\n"})
    assert [each.slug for each in found.specs] == ["lamp", "glass"]


@pytest.mark.parametrize(
    "path",
    [
        "docs/stories/hero.story.md",
        "docs/stories/2025-11-01-trip.md",
        "docs/stories/login.md",
        "stories/1.1.story.md",
        "_bmad-output/planning-artifacts/1-1-lamp.md",
    ],
)
def test_any_other_story_is_no_project(path: str) -> None:
    assert not projects({path: "# A\n\nStatus: Done\n\n- [ ] a\n"})


def disagreements(found: Project) -> list[tuple[int, str]]:
    problems = (it for it in ledgers_disagree.check(found) if isinstance(it, Problem))
    return [(it.at.line, it.message) for it in problems]


@pytest.mark.parametrize(
    ("tracker", "line", "agree"),
    [
        ("done", "Status: done", True),
        ("done", "Status: Completed", True),
        ("review", "Status: in-review", True),
        ("ready-for-dev", "Status: ready-for-dev", True),
        ("drafted", "Status: drafted", True),
        ("backlog", "Status: Draft", True),
        ("done", "Status: review", False),
        ("review", "Status: done", False),
        ("backlog", "Status: ready-for-dev", False),
        ("done", "", False),
        ("review", "", True),
        ("banana", "Status: done", True),
    ],
)
def test_a_tracker_and_a_story(tracker: str, line: str, agree: bool) -> None:
    text = f"# Story 1.1: Lamp\n\n{line}\n\n## Tasks / Subtasks\n\n- [ ] A\n"
    ledger = f"development_status:\n  1-1-lamp: {tracker}\n"
    found = disagreements(project({STORY: text, LEDGER: ledger}))
    assert [at for at, _ in found] == ([] if agree else [2])


@pytest.mark.parametrize(
    ("ledger", "lines"),
    [
        ("epic-1: done\n  1-1-a: done\n  1-2-b: backlog", [2]),
        ("epic-1: done\n  1-1-a: done\n  epic-1-retrospective: optional", []),
        ("epic-1: in-progress\n  1-1-a: done", []),
        ("epic-1: backlog\n  1-1-a: done", [2]),
        ("epic-1: backlog\n  1-1-a: ready-for-dev", []),
        ("epic-1: contexted\n  1-1-a: drafted", []),
        ("epic-1: done\n  epic-10: backlog\n  10-1-a: backlog", []),
        ("epic-m1: done\n  m1-1-a: review", [2]),
    ],
)
def test_an_epic_and_its_stories(ledger: str, lines: list[int]) -> None:
    found = project({LEDGER: f"development_status:\n  {ledger}\n", STORY: "# A\n"})
    assert [at for at, _ in disagreements(found)] == lines


def test_a_story_is_named_by_its_number_too() -> None:
    files: dict[str, str | bytes] = {
        "docs/stories/1.1.lamp.md": "# A\n\n## Status\n\nDone\n\n## Tasks\n",
        "docs/stories/sprint-status.yaml": "development_status:\n  1-1-a-lamp: review\n",
    }
    assert [at for at, _ in disagreements(project(files))] == [2]


@pytest.mark.parametrize(
    ("ledger", "line"),
    [
        ("a: 1", 1),
        ("- a", 1),
        ("development_status: [a]", 1),
        ("development_status:\n  1-1-lamp: banana", 2),
        ("development_status:\n  1-1-lamp: [done]", 2),
        ("development_status:\n  1-1-lamp:", 2),
    ],
)
def test_a_ledger_that_says_nothing_is_reported(ledger: str, line: int) -> None:
    found = project({LEDGER: ledger, STORY: "# A\n"})
    assert [mark.at.line for each in found.documents for mark in each.unread] == [line]


@pytest.mark.parametrize("ledger", ["a: [", "a: &a [*a]\n", "x" * 200_000, "{" * 500])
def test_a_ledger_that_cannot_be_read_is_named(ledger: str) -> None:
    found = project({LEDGER: ledger, STORY: "# A\n"})
    assert [mark.at.path for mark in found.unreadable] == [LEDGER]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("1.2.story", "1.2"),
        ("1.2.lamp", "1.2"),
        ("2.6.1.lamp", "2.6.1"),
        ("6.4.1-lamp.story", "6.4.1"),
        ("10.3a.lamp", "10.3a"),
        ("1-4-2fa", "1-4"),
        ("story-2.1", "2.1"),
        ("story-2.1.lamp", "2.1"),
        ("debug-3-lamp", "debug-3"),
    ],
)
def test_the_number_of_a_story(name: str, number: str | None) -> None:
    text = "# A\n\nStatus: done\n\n## Tasks\n\n- [x] a\n"
    marks = {"docs/stories/9.9.story.md": text}
    found = {
        each.id: each.number for each in project({**marks, f"docs/stories/{name}.md": text}).specs
    }
    assert found.get(name) == number


REPORTS = {
    "docs/stories/1.1.test-plan.md": "# Test plan\n\n- [ ] Look\n",
    "docs/stories/1.1.lamp.validation-report.md": "# Report\n\n**Status:** Ready\n\n## Checks\n",
    "docs/stories/1.1-implemented.md": "# Done\n\n## Tasks\n\n- [ ] Nothing\n",
}


def test_a_report_about_a_story_is_none() -> None:
    text = "# Story 1.1\n\nStatus: Done\n\n## Tasks / Subtasks\n\n- [x] Cut\n"
    found = project({**REPORTS, "docs/stories/1.1.story.md": text})
    assert [each.id for each in found.specs] == ["1.1.story"]


def test_a_line_of_status_is_newer_than_the_front_matter() -> None:
    text = (
        "---\nstatus: ready-for-dev\n---\n\n# Story 1.1\n\nStatus: review\n\n## Tasks\n\n- [x] a\n"
    )
    found = spec({STORY: text})
    assert found.status
    assert found.status.text == "review"


def test_a_spec_of_one_shot_has_no_tasks() -> None:
    found = spec(
        {f"{V6}/spec-lamp.md": "---\nstatus: 'done'\nroute: 'one-shot'\n---\n" + "a\n" * 9}
    )
    assert not found.documents[0].unread


def test_follow_ups_of_a_review_are_tasks() -> None:
    text = "# Story 1.1\n\nStatus: done\n\n## Tasks\n\n- [x] a\n\n## Dev Notes\n\n- [ ] note\n\n"
    found = spec({STORY: f"{text}### Review Follow-ups (AI)\n\n- [ ] [AI-Review][High] Mend\n"})
    assert [each.title for each in found.open_tasks()] == ["[AI-Review][High] Mend"]


@pytest.mark.parametrize(
    ("part", "title"), [("Part 1 (AC: 1)", "Part 1 (AC: 1)"), ("Task 1: Cut", "Cut")]
)
def test_a_title_is_more_than_a_reference(part: str, title: str) -> None:
    [task] = story(f"- [ ] {part}").all_tasks()
    assert (task.id, task.title) == ("1", title)


def test_a_number_of_two_keys_names_no_story() -> None:
    files: dict[str, str | bytes] = {
        STORY: "# Story 1.1\n\nStatus: review\n\n## Tasks\n",
        LEDGER: "development_status:\n  1-1-lamp: review\n  1-1-glass: backlog\n",
    }
    assert not disagreements(project(files))


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("Status: Draft", ["SPEC004"]),
        ("Status: backlog", ["SPEC004"]),
        ("Status: ready-for-dev", []),
        ("Status: review", []),
        ("Status: Approved", []),
        ("", []),
    ],
)
def test_nobody_works_on_a_draft(status: str, found: list[str]) -> None:
    tree = project({STORY: f"# Story 1.1\n\n{status}\n\n## Tasks\n\n- [x] Cut\n- [ ] Bend\n"})
    problems = unapproved_requirements.check(tree.specs[0], change=None)
    assert ["SPEC004" for it in problems if isinstance(it, Problem)] == found


def test_a_story_that_the_ledger_leaves_out() -> None:
    text = "# Story\n\nStatus: review\n\n## Tasks\n"
    files: dict[str, str | bytes] = {
        STORY: text,
        f"{V6}/1-2-glass.md": text,
        f"{V6}/spec-lamp.md": "---\nstatus: done\n---\n",
        LEDGER: "development_status:\n  1-1-lamp: review\n",
    }
    [found] = ledgers_disagree.check(project(files))
    assert isinstance(found, Problem)
    assert (found.at.path, found.weak) == (f"{V6}/1-2-glass.md", True)


def test_criteria_below_a_label() -> None:
    text = "# Lamp\n\n## Tasks & Acceptance\n\n**Execution:**\n- [ ] `a.py` -- cut\n\n"
    found = spec({f"{V6}/spec-lamp.md": f"---\nstatus: draft\n---\n{text}{LABELLED}"})
    assert [each.id for each in found.requirements] == ["1", "2"]
    assert [each.title for each in found.all_tasks()] == ["`a.py` -- cut"]


LABELLED = """\
**Acceptance Criteria:**
- Given a, when b, then c
- Given d, when e, then f

**Notes:**
- no criterion
"""


def test_a_report_in_a_story_has_no_criteria() -> None:
    found = story("- [ ] Cut\n\n## Review\n\n### Acceptance Criteria Coverage\n\n- AC 7: met")
    assert [each.id for each in found.requirements] == ["1"]
