"""Fixes: which findings have one, and what they change."""

from __future__ import annotations

import re
from unittest.mock import Mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aos_check.judging import judge as judging
from aos_check.judging.fixing import FIXABLE
from aos_check.judging.fixing.back_links import back_link
from aos_check.judging.fixing.edits import EDITS
from aos_check.judging.fixing.ticks import ticked, ticks_of
from aos_check.judging.fixing.verifying import MAX_TRIALS
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.edit import Edit, edited, lines_of
from aos_check.model.finding import Place
from tests.support.fixing import fixed, report_of
from tests.support.samples import TESTS

SPEC = "agent-os/specs/2025-10-08-login"
TASKS, NEEDS = f"{SPEC}/tasks.md", f"{SPEC}/planning/requirements.md"
ROADMAP = "agent-os/product/roadmap.md"


def project(tasks: str, roadmap: str = "") -> dict[str, str]:
    """An Agent OS project with one spec."""
    files = {TASKS: tasks, f"{SPEC}/spec.md": "# Login\n", NEEDS: "# Requirements\n\nA form.\n"}
    return {**files, ROADMAP: roadmap} if roadmap else files


# Each layout


@pytest.mark.parametrize(
    ("layout", "codes"),
    [
        ("agent-os-1", {"TASK002"}),
        ("agent-os-2", {"ROAD003", "TASK002"}),
        ("awos", {"ROAD003", "TASK002"}),
        ("bmad-4", {"TASK002"}),
        ("bmad-6", {"TASK002"}),
        ("conductor", {"ROAD003", "TASK002"}),
        ("dated-specs", {"TASK002"}),
        ("gsd", {"ROAD003"}),
        ("kiro", {"TASK002"}),
        ("openspec", set()),
        ("praxis-os", set()),  # its tasks have criteria, and no subtasks
        ("spec-kit", set()),
    ],
)
def test_each_layout(layout: str, codes: set[str]) -> None:
    """Open one done box of a sample after the other: the fix restores the sample."""
    sample = TESTS / "layouts" / layout
    files = {it.relative_to(sample).as_posix(): it.read_bytes() for it in sample.rglob("*.md")}
    found = set()
    for path, text in files.items():
        for box in re.finditer(rb"\[[xX]\]", text):
            opened = {**files, path: text[: box.start()] + b"[ ]" + text[box.end() :]}
            fixes = report_of(opened).fixes.made
            assert not fixes or fixed(opened) == files
            found |= {fix.finding.code for fix in fixes}
    assert found == codes


# The box of a line


@pytest.mark.parametrize(
    ("line", "others", "after"),
    [
        ("- [ ] Login", [], "- [x] Login"),
        ("- [] Login", [], "- [x] Login"),
        ("* [  ] **Login**: to [sign in](a.md)", [], "* [x] **Login**: to [sign in](a.md)"),
        ("\t+ [ ] Login [ ]", ["- [X] A"], "\t+ [X] Login [ ]"),
        ("12) [ ] Login", ["1) [x] A", "- [X] B", "- [X] C"], "12) [X] Login"),
        ("  3. **[ ] Login**", ["- [✓] A"], "  3. **[✓] Login**"),
        ("> - [ ] Login", [], "> - [x] Login"),
        ("## [ ] Track: Login", ["- [x](a.md)"], "## [x] Track: Login"),
        ("- [~] Login", [], "- [x] Login"),
        ("- [🚧] Login", ["- [✅] A"], "- [✅] Login"),
        ("- ☐ Login", [], "- ☑ Login"),
        ("- ☐ Login", ["- 🗹 A"], "- 🗹 Login"),
        ("| Login | [ ] | S |", ["| A | [x] | M |"], "| Login | [x] | S |"),
        ("| [ ] | Login | [ ] |", [], None),
        ("Login [ ]", [], None),
        ("- Login", [], None),
        ("- [x] Login", [], None),
        ("- [P] Login", [], None),
        ("- [?] Login", [], None),
        ("- [*] Login", [], None),
        ("- [ ] [ ] Login", [], None),
        ("", [], None),
    ],
)
def test_ticked(line: str, others: list[str], after: str | None) -> None:
    assert ticked(line, ticks_of([line, *others])) == after


@pytest.mark.parametrize("line", [" " * 200_000, "> " * 100_000, "- [" * 100_000, "#" * 200_000])
def test_a_hostile_line_takes_linear_time(line: str) -> None:
    assert ticked(line, ticks_of([line])) is None


# The edit of a file


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nB\nnew\nc\n"),
        (b"a\r\nb\r\nc", b"a\r\nB\r\nnew\r\nc"),
        (b"a\rb\rc\r", b"a\rB\rnew\rc\r"),
        (b"\xef\xbb\xbfa\nb", b"\xef\xbb\xbfa\nB\nnew"),
        (b"a\nb\r\n\xe2\x80\xa8c", b"a\nB\r\nnew\r\n\xe2\x80\xa8c"),
        (b"a\nb \n", None),
        (b"a", None),
    ],
)
def test_edited(before: bytes, after: bytes | None) -> None:
    assert edited(before, [Edit("a.md", 2, "b", "B\nnew")]) == after


def test_two_edits_of_a_line_agree_about_it() -> None:
    more = [Edit("a.md", 1, "a", f"a\n{each}") for each in "bc"]
    assert edited(b"a\n", [*more, more[0]]) == b"a\nc\nb\n"
    assert edited(b"a\n", [*more, Edit("a.md", 1, "a", "d")]) is None


# Chains, and fixes that are not certain


def test_a_ticked_parent_makes_its_parent_and_the_roadmap_due() -> None:
    tasks = "# Tasks\n\n- [ ] 1.0 A\n  - [ ] 1.1 B\n    - [x] 1.1.1 C\n"
    files = project(tasks, "# Roadmap\n\n1. [ ] Login — " + SPEC + " `S`\n2. [ ] Mail `S`\n")
    report = report_of(files)
    assert [it.code for it in report.findings if it.fixable] == ["TASK002"]
    assert [(it.finding.code, it.edit.line) for it in report.fixes.made] == [
        ("TASK002", 4), ("TASK002", 3), ("ROAD003", 3)
    ]  # fmt: skip
    after = fixed(files)
    assert after[TASKS].decode() == tasks.replace("[ ]", "[x]")
    assert b"1. [x] Login" in after[ROADMAP]
    assert b"2. [ ] Mail" in after[ROADMAP]
    assert report_of(after).fixes.made == ()


@pytest.mark.parametrize(
    "tasks",
    [
        "- [ ] 1.0 A\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  - [ ] 1.2 C\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  - [-] 1.2 C\n",
        "- [ ] 1.0 A\n\n  **Acceptance Criteria:**\n  - [x] It works\n",
        "- [ ] 1.0 A <!-- aos-check: ignore[TASK002] it is not over -->\n  - [x] 1.1 B\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n    - [ ] 1.1.1 C\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  -[ ] 1.2 C\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  - [todo] 1.2 C\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  - ［ ］ 1.2 C\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n  <!-- - [ ] 1.2 C -->\n",
        "- [ ] 1.0 A\n  - [x] 1.1 B\n\n  | 1.2 | [ ] |\n  |---|---|\n",
    ],
    ids=[
        "leaf",
        "open",
        "cancelled",
        "criteria",
        "suppressed",
        "open below a done one",
        "no box",
        "other brackets",
        "wide brackets",
        "comment",
        "table",
    ],
)
def test_no_fix(tasks: str) -> None:
    assert report_of(project(f"# Tasks\n\n{tasks}")).fixes.made == ()


@pytest.mark.parametrize(
    ("item", "is_ticked"),
    [
        (f"[ ] Login — see {SPEC}", True),
        (f"[ ] Login — see {SPEC}/spec.md and docs/other.md", True),
        (f"[ ] Login — see {SPEC} and agent-os/specs/2025-10-09-logout", False),
        (f"[ ] Login (cancelled) — see {SPEC}", False),
        (f"[?] Login — see {SPEC}", False),
    ],
)
def test_a_roadmap_item_with_certainty(item: str, is_ticked: bool) -> None:
    report = report_of(project("# Tasks\n\n- [x] 1.0 A\n", f"# Roadmap\n\n1. {item} `S`\n"))
    assert "ROAD003" in {it.code for it in report.findings}
    assert len(report.fixes.made) == is_ticked


def test_a_fix_that_brings_a_finding_is_left_out() -> None:
    group = "\n#### Task Group {0}: A\n**Dependencies:** {1}\n\n- [ ] {0}.0 A\n  - [{2}] {0}.1 B\n"
    groups = [(1, "None", "x"), (2, "None", " "), (3, "Task Group 2", "x")]
    report = report_of(project("# Tasks\n" + "".join(group.format(*it) for it in groups)))
    found = [it for it in report.findings if it.code == "TASK002"]
    assert [(it.problem.task, it.fixable) for it in found] == [("1.0", True), ("3.0", False)]


# Decisions

OLD = "docs/adr/0001-use-postgres.md"
NEW = "docs/adr/0002-use-sqlite.md"
PARTS = "## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
LINK = "[0001](0001-use-postgres.md)"


def decisions(status: str) -> dict[str, str]:
    """A decision that is superseded, and its successor with this status."""
    old = "Date: 2025-03-04\n\n## Status\n\nSuperseded by [2. Use SQLite](0002-use-sqlite.md)"
    return {
        OLD: f"# 1. Use PostgreSQL\n\n{old}\n\n{PARTS}",
        NEW: f"# 2. Use SQLite\n\n{status}\n\n{PARTS}",
    }


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("## Status\n\nAccepted", f"## Status\n\nAccepted\n\nSupersedes {LINK}"),
        ("## Status\n\nAccepted\nby all", f"## Status\n\nAccepted\nby all\n\nSupersedes {LINK}"),
        ("## Status: Accepted", f"## Status: Accepted\n\nSupersedes {LINK}"),
        ("## Status\n\n* Accepted", f"## Status\n\n* Accepted\n* Supersedes {LINK}"),
        (
            "- Status: Accepted\n- Date: 2025-03-04",
            f"- Status: Accepted\n- Supersedes: {LINK}\n- Date: 2025-03-04",
        ),
        (
            "**Status:** Accepted  \n**Date:** 2025-03-04",
            f"**Status:** Accepted  \n**Supersedes:** {LINK}  \n**Date:** 2025-03-04",
        ),
        ("- **Status**: Accepted", f"- **Status**: Accepted\n- **Supersedes**: {LINK}"),
        (
            "## Status\nAccepted\n### History\nB.",
            f"## Status\nAccepted\n\nSupersedes {LINK}\n### History\nB.",
        ),
    ],
)
def test_the_back_link_of_a_decision(status: str, after: str) -> None:
    files = decisions(status)
    assert fixed(files) == {path: text.encode() for path, text in decisions(after).items()}
    report = report_of(fixed(files))
    assert "ADR004" not in {it.code for it in report.findings}


@pytest.mark.parametrize(
    "line",
    [
        "a" + " " * 100_000 + "b",
        "status" + " " * 100_000,
        "- " * 50_000,
        "**status:**" + "\t" * 99_999,
    ],
)
def test_a_hostile_status_takes_linear_time(line: str) -> None:
    new = Decision("0002", 2, "B", DecisionStatus.ACCEPTED, "", Place(NEW), "", Place(NEW, 2))
    old = new._replace(id="0001", at=Place(OLD))
    assert back_link(new, old, ["# B", line])


@pytest.mark.parametrize("status", ["Proposed", "Rejected", "> Accepted", "|Accepted|\n|---|\n|A|"])
def test_no_back_link_without_certainty(status: str) -> None:
    report = report_of(decisions(f"## Status\n\n{status}"))
    assert "ADR004" in {it.code for it in report.findings}
    assert report.fixes.made == ()


def test_no_link_to_one_of_two_namesakes() -> None:
    files = decisions("## Status\n\nAccepted")
    files["docs/adr/0002-use-nothing.md"] = files[NEW].replace("SQLite", "nothing")
    assert "ADR004" in {it.code for it in report_of(files).findings}
    assert report_of(files).fixes.made == ()


def test_a_status_in_front_matter_gets_the_link_below_the_heading() -> None:
    files = decisions("") | {NEW: f"---\nstatus: accepted\n---\n\n# 2. Use SQLite\n\n{PARTS}"}
    text = f"---\nstatus: accepted\n---\n\n# 2. Use SQLite\n\nSupersedes {LINK}\n\n{PARTS}"
    assert fixed(files)[NEW].decode() == text


def test_two_decisions_with_one_successor() -> None:
    files = decisions("## Status\n\nAccepted")
    third = "docs/adr/0003-use-oracle.md"
    files[third] = files[OLD].replace("1. Use PostgreSQL", "3. Use Oracle")
    after = fixed(files)[NEW].decode()
    assert {f"Supersedes {LINK}", "Supersedes [0003](0003-use-oracle.md)"} <= {*after.split("\n")}
    assert report_of(fixed(files)).fixes.made == ()


def test_a_decision_log_names_the_entry() -> None:
    entry = "## DEC-{}: Use it\n\n**Status:** {}\n**Date:** 2025-03-04\n\n### Decision\n\nB.\n\n"
    entry += "### Context\n\nA.\n\n### Consequences\n\nC.\n\n"
    log = ".agent-os/product/decisions.md"
    old, new = entry.format("001", "Superseded by DEC-002"), entry.format("002", "Accepted")
    after = new.replace("Accepted\n", "Accepted\n**Supersedes:** DEC-001\n")
    assert (
        fixed({log: f"# Decisions\n\n{old}{new}"})[log].decode() == f"# Decisions\n\n{old}{after}"
    )


# Properties

MARKS = st.sampled_from([" ", "x", "X", "-", "~", "/"])
ROWS = st.lists(st.tuples(st.integers(0, 3), MARKS), max_size=12)


@st.composite
def task_lists(draw: st.DrawFn) -> str:
    """A task list of up to four levels, with any line ends."""
    text, depth = "# Tasks\n", -1
    for number, (level, mark) in enumerate(draw(ROWS), 1):
        depth = min(level, depth + 1)
        text += f"\n{'  ' * depth}- [{mark}] {number}. Part {number}"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


@example(tasks="# Tasks\n\n- [ ] 1. A\n  - [x] 2. B\n    - [ ] 3. C\n      - [x] 4. D")
@given(tasks=task_lists())
def test_only_parents_are_ticked_and_twice_is_once(tasks: str) -> None:
    files = project(tasks, f"# Roadmap\n\n1. [ ] Login — {SPEC} `S`\n")
    report, after = report_of(files), fixed(files)
    assert fixed(after) == after
    old, new = lines_of(files[TASKS].encode()), lines_of(after[TASKS])
    changed = [
        number for number, pair in enumerate(zip(old, new, strict=True), 1) if len({*pair}) > 1
    ]
    assert changed == sorted(it.edit.line for it in report.fixes.made if it.edit.path == TASKS)
    for number in changed:
        depth = len(old[number - 1]) - len(old[number - 1].lstrip())
        below = new[number] if number < len(new) else ""
        assert len(below) - len(below.lstrip()) > depth  # it has a subtask
        assert "[ ]" in old[number - 1] or "[/]" in old[number - 1]
    codes = [it.code for it in report_of(after).findings]
    assert all(
        codes.count(code) <= [it.code for it in report.findings].count(code) for code in {*codes}
    )


# Many findings


def test_one_uncertain_fix_does_not_spoil_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    group = "\n#### Task Group {0}: A\n**Dependencies:** {1}\n\n- [ ] {0}.0 A\n  - [{2}] {0}.1 B\n"
    files = {
        f"agent-os/specs/2025-10-{day:02}-a/tasks.md": "# Tasks\n"
        + group.format(1, "Task Group 2" if day % 7 == 0 else "None", "x")
        + group.format(2, "None", " ")
        for day in range(1, 30)
    }
    judged = Mock(wraps=judging.judged)
    monkeypatch.setattr(judging, "judged", judged)
    report = report_of(files)
    found = [it for it in report.findings if it.code == "TASK002"]
    assert [it.fixable for it in found] == [day % 7 != 0 for day in range(1, 30)]
    assert judged.call_count <= 1 + MAX_TRIALS


def test_every_rule_with_an_edit_is_fixable() -> None:
    assert EDITS.keys() == FIXABLE
