"""The states of boxes that three versions of a document share."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.git.merge_file import MergedFile, merge_file
from aos_check.reading.page import UnreadableFileError
from aos_check.reading.shared_boxes import Versions, with_merged_states

BASE = "# Tasks\n\n- [ ] 1. Form\n  - [ ] 1.1 Fields\n  - [ ] 1.2 Checks\n- [ ] 2. Session\n"


def joined(base: str, ours: str, theirs: str) -> MergedFile:
    """The merge of the texts after the states are merged."""
    versions = Versions(base.encode(), ours.encode(), theirs.encode())
    return _merge(*with_merged_states(versions))


def _merge(base: bytes, ours: bytes, theirs: bytes) -> MergedFile:
    return merge_file(base, ours, theirs, ("ours", "base", "theirs"), 7)


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


A = ("[ ] 1.1 Fields", "[x] 1.1 Fields")
B = ("[ ] 1.2 Checks", "[x] 1.2 Checks")
C = ("[ ] 2. Session", "[~] 2. Session")
CLEAN: dict[str, tuple[str, Sequence[tuple[str, str]], Sequence[tuple[str, str]], str]] = {
    "adjacent ticks": (BASE, [A], [B], edited(BASE, A, B)),
    "the same tick": (BASE, [A, B], [A, C], edited(BASE, A, B, C)),
    "a tick, and an untick of its neighbour": (
        edited(BASE, A), [("[x] 1.1", "[ ] 1.1")], [B], edited(BASE, B),
    ),
    "a tick, and a task removed below it": (
        BASE, [A], [("  - [ ] 1.2 Checks\n", "")], edited(BASE, A, ("  - [ ] 1.2 Checks\n", "")),
    ),
    "a tick, and a task added below it": (
        BASE, [B], [("1.2 Checks\n", "1.2 Checks\n  - [ ] 1.3 Errors\n")],
        edited(BASE, ("[ ] 1.2 Checks\n", "[x] 1.2 Checks\n  - [ ] 1.3 Errors\n")),
    ),
    "a tick, and the task moved among its siblings": (
        BASE, [A], [("  - [ ] 1.1 Fields\n  - [ ] 1.2 Checks\n",
                     "  - [ ] 1.2 Checks\n  - [ ] 1.1 Fields\n")],
        edited(BASE, ("  - [ ] 1.1 Fields\n  - [ ] 1.2 Checks\n",
                      "  - [ ] 1.2 Checks\n  - [x] 1.1 Fields\n")),
    ),
    "other wording below an adjacent tick": (
        BASE, [B], [("2. Session", "2. Sessions")], edited(BASE, B, ("2. Session", "2. Sessions")),
    ),
    "equal tasks below different ones": (
        "- [ ] 1. A\n  - [ ] Test\n- [ ] 2. B\n  - [ ] Test\n",
        [("1. A\n  - [ ]", "1. A\n  - [x]")], [("2. B\n  - [ ]", "2. B\n  - [x]")],
        "- [ ] 1. A\n  - [x] Test\n- [ ] 2. B\n  - [x] Test\n",
    ),
    "equal tasks below different headings": (
        "# T\n## A\n- [ ] Test\n## B\n- [ ] Test\n",
        [("A\n- [ ]", "A\n- [x]")], [("B\n- [ ]", "B\n- [x]")],
        "# T\n## A\n- [x] Test\n## B\n- [x] Test\n",
    ),
    "equal tasks below different labels": (
        "**A**\n- [ ] Test\n\n**B**\n- [ ] Test\n",
        [("A**\n- [ ]", "A**\n- [x]")], [("B**\n- [ ]", "B**\n- [x]")],
        "**A**\n- [x] Test\n\n**B**\n- [x] Test\n",
    ),
    "drawn boxes": (
        "- ☐ A\n- ☐ B\n", [("☐ A", "☑ A")], [("☐ B", "☑ B")], "- ☑ A\n- ☑ B\n",
    ),
    "lists in a quote, and numbers": (
        "> 1. [ ] A\n> 2. [ ] B\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
        "> 1. [x] A\n> 2. [x] B\n",
    ),
    "emphasis around the box": (
        "- **[ ] A**\n- ~~[ ] B~~\n", [("[ ] A", "[x] A")], [("[ ] B", "[-] B")],
        "- **[x] A**\n- ~~[-] B~~\n",
    ),
    "carriage returns, and no final line end": (
        "- [ ] A\r\n- [ ] B", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")], "- [x] A\r\n- [x] B",
    ),
    "other line ends on one side": (
        "- [ ] A\n- [ ] B\n", [("[ ] A\n", "[x] A\r\n"), ("B\n", "B\r\n")], [("[ ] B", "[x] B")],
        "- [x] A\r\n- [x] B\r\n",
    ),
    "line ends of Unicode": (
        "- [ ] A\u2028x\x0cy\n- [ ] B\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
        "- [x] A\u2028x\x0cy\n- [x] B\n",
    ),
    "a mark of the byte order": (
        "\ufeff# T\n- [ ] A\n- [ ] B\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
        "\ufeff# T\n- [x] A\n- [x] B\n",
    ),
    "front matter": (
        "---\na: 1\n---\n- [ ] A\n- [ ] B\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
        "---\na: 1\n---\n- [x] A\n- [x] B\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("base", "ours", "theirs", "result"), CLEAN.values(), ids=CLEAN.keys())
def test_changes_that_do_not_contradict_are_merged(
    base: str, ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]], result: str
) -> None:
    one, other = edited(base, *ours), edited(base, *theirs)
    assert joined(base, one, other) == (result.encode(), True)
    assert joined(base, other, one) == (result.encode(), True)


REWORDED = ("1.1 Fields", "1.1 All fields")
CONTRADICTIONS = {
    "done and cancelled": (BASE, [A], [("[ ] 1.1", "[-] 1.1")]),
    "done with different marks": (BASE, [A], [("[ ] 1.1", "[X] 1.1")]),
    "done and reworded": (BASE, [A], [REWORDED]),
    "done, and reworded on its second line": (
        "- [ ] A, which is\n  long\n- [ ] B\n", [("[ ] A", "[x] A")], [("long", "short")],
    ),
    "done, and renumbered": (BASE, [A], [("1.1 Fields", "1.2 Fields")]),
    "done and removed": (BASE, [A], [("  - [ ] 1.1 Fields\n", "")]),
    "done, and its parent reworded": (
        BASE, [("[ ] 1.1 Fields", "[x] 1.1 Fields")], [("1. Form", "1. Formula")],
    ),
    "the last tasks added on both sides": (
        BASE, [("2. Session\n", "2. Session\n- [ ] 3. A\n")],
        [("2. Session\n", "2. Session\n- [ ] 3. B\n")],
    ),
    "equal tasks in one list": (
        "- [ ] Test\n- [ ] Test\n", [("- [ ] Test\n- [ ]", "- [x] Test\n- [ ]")],
        [("- [ ] Test\n- [ ]", "- [ ] Test\n- [x]")],
    ),
    "code": (
        "```\n- [ ] A\n- [ ] B\n```\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
    ),
    "a comment": (
        "<!--\n- [ ] A\n- [ ] B\n-->\n", [("[ ] A", "[x] A")], [("[ ] B", "[x] B")],
    ),
    "no boxes": ("a\n", [("a", "b")], [("a", "c")]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("base", "ours", "theirs"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys()
)
def test_a_contradiction_stays_as_git_leaves_it(
    base: str, ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]
) -> None:
    versions = Versions(base.encode(), edited(base, *ours).encode(), edited(base, *theirs).encode())
    assert with_merged_states(versions) == versions
    assert not _merge(*versions).clean


def test_a_section_that_replaces_another_does_not_inherit_its_ticks() -> None:
    base = "## A\n- [ ] Test\n## B\n- [ ] Test\n"
    ours = edited(base, ("A\n- [ ]", "A\n- [x]"))
    theirs = "## B\n- [ ] Test\n## C\n- [ ] Test\n"
    assert not joined(base, ours, theirs).clean


def test_ticks_are_merged_next_to_a_conflict() -> None:
    ours = edited(BASE, A, ("2. Session", "2. A"))
    theirs = edited(BASE, B, ("2. Session", "2. B"))
    merged = joined(BASE, ours, theirs).content.decode()
    assert merged == edited(BASE, A, B, ("- [ ] 2. Session\n", "")) + (
        "<<<<<<< ours\n- [ ] 2. A\n=======\n- [ ] 2. B\n>>>>>>> theirs\n"
    )


@pytest.mark.parametrize(
    "content", [b"- [ ] \xff\n", b"- [ ] \0\n", "- [ ] A\n".encode("utf-16"), b"> " * 200 + b"a\n"]
)
def test_an_unreadable_version_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        with_merged_states(Versions(content, content, b"- [ ] A\n"))


def test_fifty_tasks_ticked_on_two_branches() -> None:
    base = "".join(f"- [ ] {number}. Task\n" for number in range(50))
    odd = "".join(f"- [{'x' if n % 2 else ' '}] {n}. Task\n" for n in range(50))
    even = "".join(f"- [{' ' if n % 2 else 'x'}] {n}. Task\n" for n in range(50))
    assert joined(base, odd, even) == (base.replace("[ ]", "[x]").encode(), True)


# Any task lists

STATES = st.sampled_from("   x~-")
TASKS = [*"ABCDE", "  - A", "  - B"]


@st.composite
def lists(draw: st.DrawFn) -> Versions:
    """A list of tasks, and two versions with other states, and tasks removed, moved and added."""
    base = draw(st.lists(st.tuples(STATES, st.sampled_from(TASKS)), max_size=7))
    return Versions(
        *(_text(rows).encode() for rows in (base, _edit(draw, base), _edit(draw, base)))
    )


def _edit(draw: st.DrawFn, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    rows = [(draw(st.sampled_from(f"{state}{state}x ")), task) for state, task in rows]
    if draw(st.booleans()) and rows:
        rows.pop(draw(st.integers(0, len(rows) - 1)))
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), (" ", draw(st.sampled_from([*TASKS, "New"]))))
    return rows


def _text(rows: list[tuple[str, str]]) -> str:
    return "".join(
        f"{task[:2]}- [{state}] {task[4:]}\n" if task.startswith(" ") else f"- [{state}] {task}\n"
        for state, task in rows
    )


def without_states(content: bytes) -> list[bytes]:
    return [line[: line.index(b"[")] + line[line.index(b"]") :] for line in content.splitlines()]


@settings(max_examples=150, deadline=None)
@given(lists())
def test_states_are_merged_and_nothing_else_changes(versions: Versions) -> None:
    after = with_merged_states(versions)
    for one, other in zip(versions, after, strict=True):
        assert without_states(one) == without_states(other)
    swapped = with_merged_states(Versions(versions.base, versions.theirs, versions.ours))
    assert swapped == (after.base, after.theirs, after.ours)
    assert with_merged_states(after) == after
    same = Versions(versions.base, versions.ours, versions.ours)
    assert with_merged_states(same).ours == versions.ours
    unchanged = with_merged_states(Versions(versions.base, versions.ours, versions.base))
    assert unchanged.ours == versions.ours
