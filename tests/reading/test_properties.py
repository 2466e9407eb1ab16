"""Properties of the reader for any text: valid line numbers, no crash, CRLF equal to LF."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aos_check.model.document import Document
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.tree import MemoryTree
from aos_check.reading.project import read_projects

BASE = ".praxis-os/specs/2025-10-08-login"
FILES = (f"{BASE}/README.md", f"{BASE}/srd.md", f"{BASE}/tasks.md", "docs/adr/0001-a.md")

FRAGMENTS = st.sampled_from(
    [
        "- [ ] ", "- [x] ", "  ", "    ", "\t", "1. ", "1.1 ", "**Task 1.1**: ", "### Task 2: ",
        "# ", "## Phase 1: ", "> ", "```\n", "~~~\n", "<!-- ", " -->", "Approved", "**Status:** ",
        "<!-- aos-check: ignore[TASK001] a -->", "| a | b |\n|---|---|\n", "---\n", "===\n",
        "[a](b.md)", "@agent-os/specs/x", "[NEEDS CLARIFICATION: x]", "Validation Gate", "FR-001",
        "**Dependencies:** Task 1, Groups 2-4", "(depends on tasks 1-50, 1)",
        "1.1.1.1.1.1 ", "**Acceptance Criteria:**", "[FEATURE_NAME]",
        "\r", "\x0c", "\u2028", "\ufeff", "✅", "~~", "(deferred)", "<details>\n", "</details>",
        "`", "*", "__", "\n\n", "\n", "word ", "é", "日本",
    ]
)  # fmt: skip
DOCUMENTS = st.lists(FRAGMENTS, max_size=60).map("".join) | st.text(max_size=200)


def read(text: str) -> tuple[Project, ...]:
    return read_projects(MemoryTree(dict.fromkeys(FILES, text)))


def documents(project: Project) -> list[Document]:
    return list(project.all_documents())


def places(project: Project) -> list[tuple[str, int]]:
    found = []
    for document in documents(project):
        marks: tuple[Any, ...] = (
            *document.boxes, *document.statuses, *document.sections, *document.broken_links,
            *document.placeholders, *document.questions, *document.repeated_keys, *document.unread,
            *document.markers, *document.ignores,
        )  # fmt: skip
        found += [(mark.at.path, mark.at.line) for mark in marks]
        found += [(place.path, place.line) for place in document.code_blocks]
    for spec in project.specs:
        found += [(task.at.path, task.at.line) for task in all_tasks(spec)]
        found += [
            (need.at.path, need.at.line) for task in all_tasks(spec) for need in task.depends_on
        ]
        found += [(each.at.path, each.at.line) for each in spec.requirements]
    return found


def all_tasks(spec: Spec) -> list[Task]:
    return list(spec.tasks.all_tasks()) if spec.tasks else []


@given(DOCUMENTS)
@example("# T\n- [ ]")
@example("-\n  - [x] late")
@example("---\nstatus: a\n---")
def test_every_line_named_exists(text: str) -> None:
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for project in read(text):
        assert all(1 <= line <= count and path in FILES for path, line in places(project))


@given(DOCUMENTS)
def test_windows_line_ends_change_nothing(text: str) -> None:
    plain = text.replace("\r", "")
    assert read(plain) == read(plain.replace("\n", "\r\n"))


@given(DOCUMENTS)
def test_ids_made_from_places_are_unique(text: str) -> None:
    for project in read(text):
        for spec in project.specs:
            made = [task.id for task in all_tasks(spec) if not task.named]
            assert len(made) == len(set(made))


@settings(max_examples=25)
@given(st.lists(FRAGMENTS, min_size=1, max_size=4).map("".join))
def test_no_text_takes_long_by_repetition(fragment: str) -> None:
    """A pattern that backtracks over a repeated fragment would never finish."""
    text = fragment * (40_000 // len(fragment))
    assert all(project.root == "." for project in read(text))
