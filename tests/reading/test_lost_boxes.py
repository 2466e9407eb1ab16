"""Nothing that looks like a box is dropped in silence: it is in the model, or it is named."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aos_check.model.document import Document, Role
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.tasks import read_tasks
from tests.support.reading import page


def read(text: str, role: Role = Role.TASKS) -> Document:
    return read_document(page(text), Artifact(role=role, paths=("tasks.md",)), Reading(None))


def unread(text: str, role: Role = Role.TASKS) -> list[tuple[int, str]]:
    return [(mark.at.line, mark.text) for mark in read(text, role).unread]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- [y] 2.1 Mail", "the checkbox mark [y] is unknown"),
        ("- [Y] 2.1 Mail", "the checkbox mark [Y] is unknown"),
        ("- [?] 2.1 Mail", "the checkbox mark [?] is unknown"),
        ("- [х] 2.1 Mail", "the checkbox mark [х] is unknown"),
        ("-[x] 2.1 Mail", "a blank is missing"),
        ("*[ ] Mail", "a blank is missing"),
        ("- [x]Mail", "a blank is missing"),
        ("- [ ]Mail", "a blank is missing"),
        ("-[ ]2.1 Mail", "a blank is missing"),
        ("[x] Mail", "no bullet"),
        ("[ ] **2.1** Mail", "no bullet"),
        ("☐ Mail", "no bullet"),
        ("> [ ] Mail", "no bullet"),
        ("s- [ ] 2.1 Mail", "something other than a bullet"),
        ("a) [x] Mail", "something other than a bullet"),
        ("• [ ] Mail", "Markdown adds this line"),
        ("Words\n    - [ ] 2.1 Mail", "Markdown adds this line"),
        (r"- \[x\] 2.1 Mail", "brackets of this box are not"),
        ("- （x） 2.1 Mail", "brackets of this box are not"),
        ("- ( ) 2.1 Mail", "brackets of this box are not"),
        ("- [x]: Mail", "a blank is missing"),
        ("-[y] Mail", "a blank is missing"),
        ("- [ ] 2. Fax\n- [D] Mail", "the checkbox mark [D] is unknown"),
        ("| Task | Done |\n|---|---|\n| Mail | [x] |", "boxes in tables are not read"),
        ("### [y] Mail", "mark of the box in this heading"),
        ("| Done | Task |\n|---|---|\n| [x] | T001 Mail |", "boxes in tables are not read"),
        ("| ID | Done |\n|---|---|\n| 2.1 | ☑ |", "boxes in tables are not read"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_looks_like_a_box_is_named(line: str, reason: str, end: str) -> None:
    text = f"# Tasks\n\n- [x] 1. Form\n\n{line}\n".replace("\n", end)
    ((number, found),) = unread(text)
    assert reason in found
    assert number == 5 + line.count("\n")


@pytest.mark.parametrize(
    "line",
    [
        "- [P] means parallel",
        "[P] means parallel",
        "- [US1] Mail",
        "- [x](mail.md) is a link",
        "[x]: https://example.org",
        "[x][mail] is a link",
        "- [1] Knuth",
        "[^1]: a footnote",
        "- `[x]` means done, `[ ]` means open",
        "`- [ ]` opens a task",
        "Tick it with [x] when it is done",
        "[ ], [x] and [~] are marks",
        "    - [ ] an example in code",
        "```md\n- [ ] an example\n```",
        "~~~\n-[x] an example\n~~~",
        "<!-- - [ ] 2. Fax -->",
        "<!--\n- [ ] 2. Fax\n-[x] 3. Telex\n-->",
        "<details>\n<!--\n-[x] 3. Telex\n-->\n</details>",
        "| Area | Ready |\n|---|---|\n| Mail | ✅ |",
        "| Mark | Meaning |\n|---|---|\n| [x] | done |",
        "## Legend\n\n- [x] done\n- [P] parallel",
        "- (optional) Mail",
        "- (a) Mail",
        "1.1 [x] Mail",
        "### [x] Mail",
    ],
)
def test_words_links_and_examples_are_no_boxes(line: str) -> None:
    assert unread(f"# Tasks\n\n{line}\n") == []


def test_a_fence_that_is_never_closed_is_named_with_its_boxes() -> None:
    found = unread("# Tasks\n\n- [x] 1. Form\n\n```sh\nmake\n\n- [ ] 2. Mail\n- [x] 3. Fax\n")
    assert [line for line, _ in found] == [5, 8, 9]
    assert {text for _, text in found} == {
        "the fence in line 5 is never closed, so the boxes below it are code"
    }
    assert unread("# Tasks\n\n- [x] 1. Form\n\n```sh\nmake\n") == []


def test_a_comment_that_is_never_closed_is_named_with_its_boxes() -> None:
    found = unread("# Tasks\n\n- [x] 1. Form\n\n<!-- later\n\n- [ ] 2. Mail\n")
    assert [line for line, _ in found] == [5, 7]
    assert "the comment in line 5 is never closed" in found[0][1]


@pytest.mark.parametrize("role", [Role.ROADMAP, Role.REQUIREMENTS])
def test_other_documents_with_boxes_are_read_as_closely(role: Role) -> None:
    assert [line for line, _ in unread("# L\n\n-[x] Mail\n\n[ ] Fax\n", role)] == [3, 5]
    assert unread("# L\n\n-[x] Mail\n", Role.OTHER) == []


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ x ] 1. Mail", "done"),
        ("- [  ] 1. Mail", "open"),
        ("- [\u00a0] 1. Mail", "open"),
        ("- ☑ 1. Mail", "done"),
        ("- ☐ 1. Mail", "open"),
        ("- **[x] 1. Mail**", "done"),
        ("- **[x]** 1. Mail", "done"),
        ("- ~~[ ] 1. Mail~~", "cancelled"),
        ("- [ ]* 1. Mail", "open"),
        ("-\t[x] 1. Mail", "done"),
        ("1.[x] Mail", "done"),
        ("> - [x] 1. Mail", "done"),
    ],
)
def test_usual_forms_of_a_box_are_tasks(line: str, state: str) -> None:
    found = read_tasks(page(line + "\n"), Artifact(role=Role.TASKS, paths=()))
    assert [(task.id, task.title.strip("~"), task.state.value) for task in found.all_tasks()] == [
        ("1", "Mail", state)
    ]


SHAPES = st.sampled_from(
    [
        "- [ ] 1. Form\n  - [x] 1.1 Tests\n    - [ ] Deep", "* [X] Star", "+ [~] Plus",
        "1. [ ] First", "2. [ ] Second", "-\t[x] Tab", "- [x] T001 [P] [US1] Code",
        "> - [ ] Quoted", "> [ ] Quoted", "- Item\n  - [ ] Below", "   - [ ] Indented",
        "-[x] glued", "- [x]glued", "-[ ]glued", "[ ] bare", "s- [ ] stray", "• [x] dot",
        "- [y] unknown", "- [é] unknown", "- [?] unknown", "- ☐ drawn", "- **[ ] 2. Bold**",
        "| Done | Task |\n|---|---|\n| [x] | T001 Mail |", "### [ ] Heading",
        "```\n- [ ] example\n```", "~~~md\n-[x] example\n~~~", "```", "````", "~~~",
        "- [ ] Item\n  ```\n  - [ ] example\n  ```",
        "<!-- - [ ] comment -->", "<!--\n- [ ] comment\n-->",
        "Words `- [ ] code` and [ ] here", "- [x](url)", "- [US1] tag", "[x]: url",
        "## Legend\n- [P] legend",
        "## Phase 1", "**Acceptance Criteria:**", "### Notes", "Words", "日本 é", "---", "===", "",
    ]
)  # fmt: skip
BULLET = r"(?:(?:[-*+•]|\w\-|\d\.)\s*)?"
BOX = re.compile(rf"(?:#+ )?{BULLET}(?:\*\*)?(?:\[(?:[ xX~?yé])\](?![(:\[])|☐)|\| \[x\] \| T")


def boxes_by_line(text: str) -> set[int]:
    """The lines with a box, outside comments and closed fences, by their first characters."""
    found: set[int] = set()
    held: list[int] = []  # the boxes since the fence
    fence, comment = "", False
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.strip().lstrip("> ")
        marks = plain[: len(plain) - len(plain.lstrip(plain[:1] or " "))]
        if fence:
            if " " not in plain and marks.startswith(fence) and not line.startswith(">"):
                fence, held = "", []
            elif BOX.match(plain):
                held.append(number)
        elif comment or plain.startswith("<!--"):
            comment = "-->" not in plain
        elif marks[:3] in ("```", "~~~"):
            fence = marks
        elif BOX.match(plain):
            found.add(number)
    return found.union(held)


@given(
    st.lists(SHAPES, max_size=14), st.sampled_from(["\n", "\n\n"]), st.sampled_from(["\n", "\r\n"])
)
@example(["```", "- [ ] 1. Form"], "\n", "\n")
@example(["Words", "2. [ ] Second"], "\n", "\r\n")
def test_every_box_is_in_the_model_or_is_named(shapes: list[str], between: str, end: str) -> None:
    text = between.join(shapes)
    source = page(text.replace("\n", end))
    artifact = Artifact(role=Role.TASKS, paths=("tasks.md",))
    document = read_document(source, artifact, Reading(None))
    tasks = read_tasks(source, artifact).all_tasks()
    places = [box.at for box in document.boxes] + [task.at for task in tasks]
    places += [mark.at for mark in document.unread if not mark.text.startswith("the front matter")]
    fences = {mark.at.line for mark in document.unread if "fence" in mark.text}
    opening = {line for line in fences if text.split("\n")[line - 1].strip()[:1] in "`~"}
    assert {place.line for place in places} - opening == boxes_by_line(text)
