"""The parts of a document that an approval covers: all else may change."""

from __future__ import annotations

import pytest

from aos_check.model.document import Role
from aos_check.model.tree import MemoryTree
from aos_check.reading.approval.levels import digest_of
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.page import read_page

(BMAD,) = (layout.artifacts[0].approved for layout in shipped() if layout.name == "bmad-6")


def digest(text: str) -> str:
    """The digest of a story with this text."""
    page = read_page(MemoryTree({"a.md": text.encode()}), "a.md")
    artifact = Artifact(role=Role.TASKS, paths=(), approved=BMAD)
    return digest_of(read_document(page, artifact, Reading(None)), page.text)


STORY = """\
# Story 1.2: Ring

Status: drafted

## Story

As a guest, I want a bell.

## Acceptance Criteria

1. It rings.

### Details

It stops.

## Tasks / Subtasks

- [ ] Ring

## QA Results

### Acceptance Criteria

Passed.
"""
FROZEN = """\
---
status: draft
---

# Ring

<frozen-after-approval reason="a person says so">

## Intent

It rings.

</frozen-after-approval>

## Acceptance Criteria

It stops.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (STORY, "drafted", "done"),
        (STORY, "[ ] Ring", "[x] Ring twice"),
        (STORY, "Passed", "Failed"),
        (STORY, "Story 1.2: Ring", "Story 1.3: Stop"),
        (STORY, "## QA", "## Change Log\n\nMore.\n\n## QA"),
        (FROZEN, "It stops", "It goes on"),
        (FROZEN, "# Ring", "# Bell"),
        (FROZEN, "draft", "done"),
    ],
)
def test_what_may_change(text: str, before: str, after: str, end: str) -> None:
    text, changed = (it.replace("\n", end) for it in (text, text.replace(before, after)))
    assert text != changed
    assert digest(text) == digest(changed)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (STORY, "As a guest", "As a thief"),
        (STORY, "1. It rings.", "1. It rings.\n2. It burns."),
        (STORY, "It stops", "It goes on"),
        (STORY, "## Story", "## Past"),
        (STORY, "## Tasks", "## Acceptance Criteria\n\nIt burns.\n\n## Tasks"),
        (FROZEN, "It rings.", "It burns."),
        (FROZEN, "## Intent", "## Idea"),
        (FROZEN, "\n</frozen", "It burns.\n</frozen"),
        (FROZEN, "<frozen-after", "<melted-after"),
    ],
)
def test_what_may_not(text: str, before: str, after: str) -> None:
    changed = text.replace(before, after, 1)
    assert text != changed
    assert digest(text) != digest(changed)


@pytest.mark.parametrize(
    "heading",
    ["1. Acceptance Criteria", "Acceptance Criteria (BDD)", "**Acceptance Criteria**",
     "ACCEPTANCE CRITERIA:", "验收标准", "Критерии приёмки", "Critérios de Aceitação"],
)  # fmt: skip
def test_headings(heading: str) -> None:
    text = STORY.replace("Acceptance Criteria", heading)
    assert digest(text) != digest(text.replace("It rings.", "It burns."))
    assert digest(text) == digest(text.replace("Passed.", "Failed."))


@pytest.mark.parametrize("heading", ["User Story History", "Acceptance Criteria Coverage"])
def test_other_headings(heading: str) -> None:
    text = STORY.replace("QA Results", heading)
    assert digest(text) == digest(text.replace("Passed.", "Failed."))


def test_everything_without_such_a_part() -> None:
    text = "# Ring\n\nIt rings.\n"
    assert digest(text) != digest(text.replace("rings", "burns"))
