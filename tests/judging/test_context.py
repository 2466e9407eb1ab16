"""The context of one task: what it has, in which order, and that it keeps its budget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.judging.check_input import CheckInput, Subject
from aos_check.judging.context import task_context
from aos_check.judging.context.budget import closed, fitted
from aos_check.judging.context.shared_words import most_alike, stems
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.request import closing_request
from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Place
from aos_check.model.task_context import TOKEN, Piece, TaskContext
from aos_check.model.tree import MemoryTree
from aos_check.reading.artifact_index import Sources
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.reporters.task_context import HEADINGS, as_text
from tests.support.git_repo import Repo

SPEC = "agent-os/specs/2025-10-08-login"
TASKS = f"{SPEC}/tasks.md"
GROUPS = """\
# Task Breakdown: Login

#### Task Group 1: Database
**Dependencies:** None

- [x] 1.0 Complete the database
  - [x] 1.1 Create `src/sessions.py`

#### Task Group 2: Form
**Dependencies:** Task Group 1

- [ ] 2.0 Complete the form
  - [x] 2.1 Write 4 tests
    - Of the empty form too
  - [ ] 2.2 Show the form (FR-002)
    - With a label for each field

      ```html
      <label>Mail</label>
      ```
  - [ ] 2.3 Translate it

**Acceptance Criteria:**
- The tests of 2.1 pass

#### Task Group 3: Mail
**Dependencies:** Task Group 2

- [ ] 3.0 Send the mail
"""
REQUIREMENTS = """\
# Spec Requirements: Login

## Functional Requirements

- FR-001: Visitors have an account. See ADR-0002.
- FR-002: The form asks for the mail address.
"""
OVERVIEW = """\
# Specification: Login

## Goal
Visitors sign in.

## Visual Design
The form has two fields, and a label above each field.

## Out of Scope
Passkeys.
"""
ORCHESTRATION = """\
task_groups:
  - name: form
    claude_code_subagent: frontend
    standards:
      - frontend/*
  - name: mail
    standards:
      - none
"""


def adr(number: int, title: str, status: str, decision: str) -> str:
    """A decision record."""
    return (
        f"# {number}. {title}\n\n## Status\n\n{status}\n\n## Context\n\nIt is needed.\n\n"
        f"## Decision\n\n{decision}\n\n## Consequences\n\nNone.\n"
    )


FILES = {
    TASKS: GROUPS,
    f"{SPEC}/planning/requirements.md": REQUIREMENTS,
    f"{SPEC}/spec.md": OVERVIEW,
    f"{SPEC}/orchestration.yml": ORCHESTRATION,
    "agent-os/standards/frontend/forms.md": "# Forms\n\n- Every field has a label\n",
    "agent-os/standards/backend/api.md": "# API\n\n- Form fields are validated\n",
    "docs/adr/0002-keep-accounts.md": adr(
        2, "Keep accounts", "Superseded by ADR-0003", "We keep accounts in files."
    ),
    "docs/adr/0003-keep-accounts-in-a-table.md": adr(
        3, "Keep accounts in a table", "Accepted", "We keep accounts in a table.\nIt has rows."
    ),
    "docs/adr/0004-label-every-field.md": adr(
        4, "Label every field of a form", "Accepted", "We label every field. It is read aloud."
    ),
    "docs/adr/0005-mail.md": adr(5, "Use one mail server", "Accepted", "We use one."),
    "src/sessions.py": "",
    "AGENTS.md": "# Instructions\n\n## Commands\n\nRun make.\n",
}
WHOLE = f"""\
# login#2.2 Show the form (FR-002)

End the message of its commit with `Task: login#2.2`.

## Task

**login#2.2** ({TASKS}:15)
> - [ ] 2.2 Show the form (FR-002)
>   - With a label for each field
>
>     ```html
>     <label>Mail</label>
>     ```

## Part of

**task 2.0** ({TASKS}:12)
> - [ ] 2.0 Complete the form
>
> - [x] 2.1 Write 4 tests
> - [ ] 2.2 Show the form (FR-002)
> - [ ] 2.3 Translate it

**group 2** ({TASKS}:9)
> #### Task Group 2: Form
> **Dependencies:** Task Group 1
>
> **Acceptance Criteria:**
> - The tests of 2.1 pass

## Requirements

**FR-002** ({SPEC}/planning/requirements.md:6)
> - FR-002: The form asks for the mail address.

## From the spec

**Goal** ({SPEC}/spec.md:3)
> Visitors sign in.

**all of spec.md** ({SPEC}/spec.md:1)
> 3 Goal · 6 Visual Design · 9 Out of Scope

**Visual Design** ({SPEC}/spec.md:6)
> The form has two fields, and a label above each field.

## Decisions in force

**0003 Keep accounts in a table (named by the spec; replaces 0002)** \
(docs/adr/0003-keep-accounts-in-a-table.md:1)
> We keep accounts in a table.
> It has rows.

**0004 Label every field of a form (words in common)** (docs/adr/0004-label-every-field.md:1)
> We label every field.

## Standards

**Forms (assigned by orchestration.yml)** (agent-os/standards/frontend/forms.md:1)
> - Every field has a label

**Instructions** (AGENTS.md:1)
> ## Commands

## Files of earlier work

**1 file of earlier tasks** (src/sessions.py:1)
src/sessions.py: named by a done task
"""


def opened(files: Mapping[str, str]) -> CheckInput:
    """The files as a worktree without a history."""
    snapshot = Snapshot(MemoryTree({path: dedent(text) for path, text in files.items()}))
    projects = projects_of(snapshot)
    return CheckInput(
        snapshot.tree,
        Config(),
        tuple(snapshot.sources.known),
        projects,
        Subject(projects),
        Sources(),
        snapshot=snapshot,
    )


def context(
    files: Mapping[str, str], address: str | None = None, budget: int = 2000
) -> TaskContext:
    return task_context(opened(files), Path("/"), address, budget)


def texts(found: TaskContext, kind: str) -> dict[str, str]:
    """The pieces of one kind: their texts by their titles."""
    return {piece.title: piece.text for piece in found.pieces if piece.kind == kind}


def test_everything_that_a_task_needs() -> None:
    text = as_text(context(FILES))
    whole, _, end = text.rpartition("\n\n")
    assert f"{whole}\n" == WHOLE
    assert re.fullmatch(
        r"Nothing is left out: about \d+ tokens, estimated as 4 characters each\.\n", end
    )


def test_a_decision_that_the_task_names_comes_with_its_outcome() -> None:
    tasks = GROUPS.replace("a label for each", "the server of docs/adr/0005-mail.md and one")
    found = texts(context({**FILES, TASKS: tasks}), "decision")
    assert next(iter(found)) == "0005 Use one mail server (named by the task)"


# The step before the task


@pytest.mark.parametrize(
    ("changed", "title", "said"),
    [
        ({TASKS: ""}, "write tasks.md", "why: there are no tasks yet"),
        (
            {f"{SPEC}/planning/requirements.md": f"{REQUIREMENTS}\n[NEEDS CLARIFICATION: who?]\n"},
            'answer "who?"',
            "> [NEEDS CLARIFICATION: who?]",
        ),
        (
            {TASKS: GROUPS.replace("[ ]", "[x]"), "agent-os/product/roadmap.md": "1. [ ] Login\n"},
            'tick the roadmap item "Login"',
            "> 1. [ ] Login",
        ),
        (
            {TASKS: GROUPS.replace("Task Group 1\n", "Task Group 3\n")},
            "wait for group 3",
            "do: finish 3.0, or drop the dependency",
        ),
    ],
)
def test_what_comes_before_the_task(changed: dict[str, str], title: str, said: str) -> None:
    files = {path: text for path, text in {**FILES, **changed}.items() if text}
    text = as_text(context(files))
    assert f"\n## Do this first\n\n**{title}" in text
    assert said in text
    assert "End the message" not in text


def test_a_gate_comes_with_its_criteria() -> None:
    folder = ".praxis-os/specs/approved/2025-10-08-chat"
    files = {f"{folder}/{name}.md": "# Chat\n\nSo.\n" for name in ("README", "srd", "specs")}
    files[f"{folder}/implementation.md"] = "# Chat\n\nSo.\n"
    files[f"{folder}/tasks.md"] = (
        "## Phase 1: A\n\n- [x] **Task 1.1**: B\n\n### Validation Gate\n\n- [ ] It works\n"
        "\n## Phase 2: C\n\n- [ ] **Task 2.1**: D\n"
    )
    assert texts(context(files), "step")["the place"] == "### Validation Gate\n\n- [ ] It works"


def test_nothing_is_left_to_do() -> None:
    found = context({TASKS: "- [x] 1. A\n"})
    assert (found.address, found.pieces) == ("", ())
    assert as_text(found) == "# nothing is left to do: no spec has a next step\n"


# A task that is named


@pytest.mark.parametrize(
    ("address", "reasons"),
    [
        ("login#1.1", ["the task is done"]),
        ("login#2.0", ["finish the tasks below it first, from 2.2 on"]),
        ("login#2.3", ["nothing blocks it, but the next task is login#2.2"]),
        ("login#3.0", ["task 3.0 waits, as part of group 3, for group 2 (2.0)"]),
        ("login#2.2", []),
        ("login", []),
        (SPEC, []),
    ],
)
def test_what_blocks_a_task(address: str, reasons: list[str]) -> None:
    found = context(FILES, address)
    assert list(texts(found, "blocked")) == reasons
    assert found.address == (address if "#" in address else "login#2.2")


@pytest.mark.parametrize(
    ("address", "message", "help_text"),
    [
        ("login#2.9", "login has no task 2.9", "the nearest are 2.2, 2.0 and 2.1"),
        ("log#2.2", "there is no spec log", "the nearest is login"),
    ],
)
def test_an_unknown_address(address: str, message: str, help_text: str) -> None:
    with pytest.raises(CannotCheckError, match=message) as raised:
        context(FILES, address)
    assert help_text in (raised.value.remedy or "")


def test_a_budget_that_is_too_small() -> None:
    with pytest.raises(CannotCheckError, match="a budget of 10 tokens is too small"):
        context(FILES, budget=10)


# Layouts

KIRO = ".kiro/specs/login"
STEPS = """\
# Login Implementation Plan

**Goal:** Visitors sign in.

### Task 1: Form

**Files:**
- Create: `src/form.py`

- [ ] **Step 1: Write the failing test**

```python
def test_form(): ...
```

- [ ] **Step 2: Make it pass**
"""
STORY = """\
# Story 1.2: Login

Status: Approved

## Story

As a visitor, I want to sign in.

## Acceptance Criteria

1. The form asks for a mail address.
2. A wrong password is refused.

## Tasks / Subtasks

- [ ] Task 1: Form (AC: 2)
  - [ ] Ask for the password

## Dev Notes

The password goes into the session.
"""


@pytest.mark.parametrize(
    ("files", "kind", "expected"),
    [
        (
            {
                f"{KIRO}/requirements.md": "### Requirement 1\n\n#### Acceptance Criteria\n\n"
                "1. WHEN it is sent THEN it SHALL answer\n2. IF it is empty THEN it SHALL wait\n",
                f"{KIRO}/tasks.md": "- [ ] 1. Answer\n  - _Requirements: 1.2_\n",
            },
            "requirement",
            {"1.2": "2. IF it is empty THEN it SHALL wait"},
        ),
        (
            {
                f"{KIRO}/requirements.md": "### Requirement 1\n\nIt answers.\n",
                f"{KIRO}/tasks.md": "- [ ] 1. Answer\n- [x] 1.1 Hear\n  - Well\n- [x] 1.2 Speak\n",
            },
            "task",
            {"login#1": "- [ ] 1. Answer\n- [x] 1.1 Hear\n- [x] 1.2 Speak"},
        ),
        (
            {"docs/superpowers/plans/2026-01-05-login.md": STEPS},
            "task",
            {
                "login#~1.1.1": "- [ ] **Step 1: Write the failing test**\n\n"
                "```python\ndef test_form(): ...\n```"
            },
        ),
        (
            {"docs/superpowers/plans/2026-01-05-login.md": STEPS},
            "parent",
            {
                "task 1": "### Task 1: Form\n\n**Files:**\n- Create: `src/form.py`\n\n"
                "- [ ] Write the failing test\n- [ ] Make it pass"
            },
        ),
        (
            {
                ".taskmaster/tasks/tasks.json": '{"master": {"tasks": [\n{"id": 1, "title": "Form",'
                ' "details": "Ask\\nfor the mail", "status": "pending", "dependencies": [],\n'
                '"subtasks": []}, {"id": 2, "title": "Mail"}]}}\n'
            },
            "task",
            {"taskmaster#1": "id: 1\ntitle: Form\ndetails: Ask\n  for the mail\nstatus: pending"},
        ),
        (
            {
                "backlog/tasks/task-1 - Form.md": "---\nid: task-1\ntitle: Form\nstatus: To Do\n"
                "---\n\n## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\nAsk.\n"
                "<!-- SECTION:DESCRIPTION:END -->\n"
            },
            "task",
            {"backlog#task-1": "## Description\n\nAsk."},
        ),
        (
            {"docs/stories/1.2.login.md": STORY, ".bmad-core/core-config.yaml": ""},
            "requirement",
            {"2": "2. A wrong password is refused."},
        ),
    ],
    ids=["criteria", "flat", "steps", "heading", "json", "front matter", "story"],
)
def test_each_layout_has_its_text(
    files: dict[str, str], kind: str, expected: dict[str, str]
) -> None:
    assert texts(context(files), kind) == expected


def test_standards_of_a_layout_come_by_their_headings() -> None:
    steering = {
        f".kiro/steering/{name}.md": f"# {name}\n\n## About {name}\n\nIt is first{name}.\n"
        for name in ("tech", "structure", "testing", "security", "naming")
    }
    tasks = {
        f"{KIRO}/requirements.md": "### Requirement 1\n\nIt is explained.\n",
        f"{KIRO}/tasks.md": "- [ ] 1. Explain naming, then firstnaming\n",
    }
    found = texts(context({**steering, **tasks}), "standard")
    assert found["naming"] == "## About naming"
    assert ".kiro/steering/tech.md" in found["more standards"]


def test_a_standard_of_a_sample_is_not_one_of_the_project() -> None:
    names = ("docs/conventions.md", "tech-stack.md", "tests/samples/conventions.md")
    standards = {name: f"# {name}\n\n## Labels\n" for name in names}
    tasks = {f"{KIRO}/requirements.md": "### Requirement 1\n", f"{KIRO}/tasks.md": "- [ ] 1. A\n"}
    found = texts(context({**standards, **tasks}), "standard")
    assert found.keys() == {"docs/conventions.md", "tech-stack.md"}


def test_a_requirement_comes_whole_before_the_rest_of_the_spec() -> None:
    folder, words = "agent-os/specs/2026-11-30-label", "Words of the label that go on. " * 8
    spec = {
        f"{folder}/planning/requirements.md": f"# Label\n\n## Initial Description\n\n{words}\n\n"
        f"## Functional Requirements\n\n- FR-001: It {'shows the label and ' * 9}goes on.\n",
        f"{folder}/spec.md": f"# Label\n\n## Goal\n\n{words}\n\n## User Stories\n\n- {words}\n",
        f"{folder}/tasks.md": "# Task Breakdown: Label\n\n## Task List\n\n"
        "#### Task Group 1: Label\n**Dependencies:** None\n\n- [ ] 1.0 Complete the label\n"
        "  - [ ] 1.1 Show the label (FR-001)\n  - [ ] 1.2 More of it (FR-002)\n",
    }
    assert "goes on." in texts(context(spec, "label#1.1", 360), "requirement")["FR-001"]


# Earlier work


def test_files_of_commits_that_tick_or_name_tasks_of_the_spec(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write({**FILES, "src/other.py": ""})
    repo.commit("Begin")
    repo.write({"src/sessions.py": "x = 1\n", "src/form.py": "x = 1\n"})
    repo.commit("Add sessions\n\nTask: login#1.1")
    repo.write({"src/sessions.py": "x = 2\n", TASKS: GROUPS.replace("[ ] 2.3", "[x] 2.3")})
    repo.commit("Fix sessions")
    repo.write({"src/other.py": "x = 1\n"})
    repo.commit("Something else")
    with closing_request() as request:
        found = task_context(open_projects(request._replace(root=tmp_path)), tmp_path)
    assert texts(found, "files") == {
        "2 files of earlier tasks": 'src/sessions.py: 2 commits, the last is "Fix sessions"\n'
        'src/form.py: 1 commit, the last is "Add sessions"'
    }


# The budget

LINES = st.text(st.sampled_from("ab `~#>-1.\t:[]x\u0301\u200d👩🇩\x1b漢"), max_size=40)
FENCES = st.sampled_from(["```", "~~~~", "- ```py", "> ~~~", "````", "::error::", "##[x]"])
PIECES = st.builds(
    Piece,
    st.sampled_from(list(HEADINGS)),
    st.text(max_size=30),
    st.lists(LINES | FENCES, max_size=30).map("\n".join),
    st.builds(Place, st.text(max_size=30), st.integers(1, 9999)),
    st.booleans(),
)


@given(
    address=st.text(max_size=300),
    heading=st.text(max_size=300),
    pieces=st.lists(PIECES, max_size=12),
    budget=st.integers(200, 1500),
)
def test_it_never_exceeds_its_budget(
    address: str, heading: str, pieces: list[Piece], budget: int
) -> None:
    pieces.sort(key=lambda piece: list(HEADINGS).index(piece.kind))
    found = fitted(address, heading, pieces, budget)
    assert found == fitted(address, heading, pieces, budget)
    assert len(as_text(found)) <= budget * TOKEN
    assert all(closed(piece.text) == piece.text for piece in found.pieces)
    whole = [piece for piece in pieces if piece._replace(text=closed(piece.text)) in found.pieces]
    assert len(whole) + len(found.left_out) >= len(pieces)


@pytest.mark.parametrize("budget", [200, 300, 600, 1000])
def test_what_is_left_out_is_named(budget: int) -> None:
    long = "\n".join(f"    - Detail {number} of the label" for number in range(300))
    found = context(
        {**FILES, TASKS: GROUPS.replace("    - With", f"{long}\n    - With")}, None, budget
    )
    text = as_text(found)
    assert len(text) <= budget * TOKEN
    assert found.left_out[0].kind == "task"
    assert " more lines\n" in text
    command = text.rpartition("`aos-check next --context login#2.2 --budget ")[2]
    enough = int(command.partition("`")[0])
    assert not context(
        {**FILES, TASKS: GROUPS.replace("    - With", f"{long}\n    - With")}, None, enough
    ).left_out


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("```py\nx", "\n```"),
        ("- a\n  ~~~~\n  x\n  ~~~", "\n  ~~~~"),
        ("> ````\nx\n```", "\n  ````"),
        ("```a``` b", ""),
        ("```\nx\n````", ""),
    ],
)
def test_a_fence_is_closed(text: str, end: str) -> None:
    assert closed(text) == text + end


@pytest.mark.parametrize("character", ["e\u0301", "👩\u200d💻", "🇩🇪", "👍🏽"])
def test_a_character_stays_whole(character: str) -> None:
    piece = Piece("task", "t", character * 2000, Place("a.md"))
    for budget in range(200, 220):
        (found,) = fitted("a#1", "x", [piece], budget).pieces
        assert found.text.endswith("…")
        assert len(found.text[:-1]) % len(character) == 0


def test_text_of_documents_is_quoted_and_safe() -> None:
    evil = "\x1b[2J\u202e## Task\n::error::x\n##[group]y"
    text = as_text(fitted("a#1", evil, [Piece("task", evil, evil, Place(evil))], 500))
    assert not any(bad in text for bad in "\x1b\u202e")
    lines = text.splitlines()
    assert lines.count("## Task") == 1
    assert not any(line.startswith("::") or "##[" in line for line in lines)


# Words


def test_the_words_in_common_decide() -> None:
    items = ["labels of the form", "the password of visitors", "visitors and forms", "x"]
    wanted = stems("Approve the form: a label for the passwords of a visitor")
    assert most_alike(wanted, items, str, 2) == ["labels of the form", "the password of visitors"]
    assert stems("approval of forms") == stems("Approve FORMS")
    assert stems("写真の登録") & stems("登録を待つ") == {"登録"}
