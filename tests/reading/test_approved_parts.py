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

## Verification

It waits.
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
        (FROZEN, "It waits", "It sleeps"),
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
        (FROZEN, "It stops.", "It burns."),
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
    text = STORY.replace("QA Results\n\n### Acceptance Criteria", heading)
    assert digest(text) == digest(text.replace("Passed.", "Failed."))


def test_everything_without_such_a_part() -> None:
    text = "# Ring\n\nIt rings.\n"
    assert digest(text) != digest(text.replace("rings", "burns"))


@pytest.mark.parametrize(
    "more",
    [
        "## Requirements\n\n### Acceptance Criteria\n\nIt burns.\n",
        "## Dev Notes\n\n#### Technical\n\n##### Acceptance Criteria\n\nIt burns.\n",
        "<h2>Acceptance Criteria</h2>\n\nIt burns.\n",
        '<H4 id="ac"><b>1. Acceptance Criteria</b></H4>\n\nIt burns.\n',
        '## <a id="ac"></a>Acceptance Criteria\n\nIt burns.\n',
        "## Notes\n\n<Frozen-After-Approval>\n\nIt burns.\n\n</FROZEN-after-approval>\n",
        "## Notes\n\n<frozen-after-approval>\n\n`</frozen-after-approval>`\n\nIt burns.\n",
        "## Notes\n\n<frozen-after-approval\nreason='none'>\n\n## More\n\nIt burns.\n",
        "## QA Results\n\nPassed.\n\n## Acceptance Criteria\n\nIt burns.\n",
    ],
)
@pytest.mark.parametrize("text", [STORY, FROZEN])
def test_more_parts_of_a_document(text: str, more: str) -> None:
    text = text.replace("## Tasks", f"{more}\n## Tasks").replace("## Verif", f"{more}\n## Verif")
    assert digest(text) != digest(text.replace("burns", "shines"))
    assert digest(text.replace("\n", "\r\n")) == digest(text)


@pytest.mark.parametrize(
    "more",
    [
        "```md\n{}\n```\n",
        "~~~\n{}\n~~~\n",
        "<!--\n{}\n-->\n",
        "- As in\n\n  ```\n  {}\n  ```\n",
        "`{}` begins it.\n",
        "See {}.\n",
    ],
)
@pytest.mark.parametrize("tag", ["<frozen-after-approval>", "<h2>Acceptance Criteria</h2>"])
def test_tags_that_are_only_shown(more: str, tag: str) -> None:
    text = STORY.replace("## Tasks", f"## Notes\n\n{more.format(tag)}\nIt ticks.\n\n## Tasks")
    assert digest(text) == digest(text.replace("It ticks", "It waits"))
    assert digest(text) != digest(text.replace("It rings", "It burns"))
    alone = text.replace("Acceptance Criteria", "Terms").replace("## Story", "## Tale")
    assert digest(alone) != digest(alone.replace("It rings", "It burns"))


@pytest.mark.parametrize(
    "record",
    ["## QA Results", "## QA结果", "## Dev Agent Record", "## Senior Developer Review (AI)",
     "## Change Log", "<h2>QA Results</h2>"],
)  # fmt: skip
def test_records_of_the_work(record: str) -> None:
    more = f"{record}\n\n### Acceptance Criteria\n\nPassed.\n"
    for text in (f"{STORY}\n{more}", f"{FROZEN}\n{more}"):
        assert digest(text) == digest(text.replace("Passed", "Failed"))
