"""`aos-check merge-tasks` by itself, and as the merge driver of git."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.cli.merge_tasks import LABELS, MARKER_SIZE, merge
from aos_check.git.merge_file import merge_file
from aos_check.reading import shared_boxes
from aos_check.reading.shared_boxes import Versions
from tests.support.git_repo import Repo

# As a function

STATES = st.sampled_from("   x~-")
LINES = st.sampled_from(
    ["- [ ] A", "- [x] A", "- [-] A", "- [ ] B", "  - [ ] C", "  - [x] C", "# D"]
)
TEXTS = st.lists(LINES, max_size=6).map(lambda lines: "".join(f"{it}\n" for it in lines).encode())


def lines_of(content: bytes) -> set[str]:
    """The lines without the states of their boxes."""
    lines = content.decode().splitlines()
    return {line[: line.find("[")] + line[line.find("]") :] for line in lines if "]" in line}


@settings(max_examples=60, deadline=None)
@given(st.builds(Versions, TEXTS, TEXTS, TEXTS))
def test_a_merge_of_any_texts(versions: Versions) -> None:
    base, ours, theirs = versions
    assert merge(Versions(ours, ours, ours)) == (ours, True)
    assert merge(Versions(base, ours, base)) == (ours, True)
    merged, plain = merge(versions), merge_file(*versions, LABELS, MARKER_SIZE)
    swapped = merge(Versions(base, theirs, ours))
    assert swapped.clean == merged.clean
    assert not merged.clean or swapped == merged
    assert not plain.clean or merged == plain
    added = (lines_of(ours) | lines_of(theirs)) - lines_of(base)
    assert lines_of(merged.content) >= added | (lines_of(ours) & lines_of(theirs))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STATES, STATES, STATES), min_size=1, max_size=8))
def test_the_states_of_each_task_are_merged(states: list[tuple[str, str, str]]) -> None:
    def text(states: list[str]) -> bytes:
        return "".join(f"- [{it}] {number}. Task\n" for number, it in enumerate(states)).encode()

    versions = Versions(*(text(list(side)) for side in zip(*states, strict=True)))
    allowed = [{ours, theirs} - {base} or {base} for base, ours, theirs in states]
    merged = merge(versions)
    assert merged.clean == all(len(it) == 1 for it in allowed)
    assert not merged.clean or merged.content == text([*map("".join, allowed)])


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError()])
def test_a_fault_leaves_the_conflict_of_git(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Versions) -> Versions:
        raise error

    versions = Versions(b"- [ ] A\n- [ ] B\n", b"- [x] A\n- [ ] B\n", b"- [ ] A\n- [x] B\n")
    monkeypatch.setattr(shared_boxes, "with_merged_states", fail)
    assert merge(versions) == merge_file(*versions, LABELS, MARKER_SIZE)
    assert "git alone merges the file" in capsys.readouterr().err


# As a command

FILES = ("base.md", "ours.md", "theirs.md")


def run(repo: Repo, *options: str, **contents: bytes) -> tuple[int, bytes]:
    repo.write({f"{name}.md": content for name, content in contents.items()})
    result = repo.run("merge-tasks", *options, *FILES)
    return result.exit_code, (repo.top / "ours.md").read_bytes()


def test_conflicts_have_the_labels_and_the_size_of_the_call(tmp_path: Path) -> None:
    repo, options = Repo(tmp_path), ("--marker-size=9", "-L", "one", "-L", "", "-L", "other")
    code, merged = run(repo, *options, base=b"a\n", ours=b"b\n", theirs=b"c\n")
    assert (code, merged) == (1, b"<<<<<<<<< one\nb\n=========\nc\n>>>>>>>>> other\n")


def test_a_git_without_labels_gets_usual_ones(tmp_path: Path) -> None:
    options = ("-L", "%X", "-L", "%S", "-L", "%Y")
    _, merged = run(Repo(tmp_path), *options, base=b"a\n", ours=b"b\n", theirs=b"c\n")
    assert merged == b"<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n"


def test_the_style_of_conflicts_is_that_of_the_repository(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.git("config", "merge.conflictStyle", "diff3")
    _, merged = run(repo, base=b"a\n", ours=b"b\n", theirs=b"c\n")
    assert b"||||||| base\na\n" in merged


def test_a_binary_file_stays_ours(tmp_path: Path) -> None:
    assert run(Repo(tmp_path), base=b"\0", ours=b"\0a", theirs=b"\0b") == (1, b"\0a")


def test_a_file_that_is_not_utf_8_is_left_to_git(tmp_path: Path) -> None:
    base = b"- [ ] \xff\n- [ ] B\n"
    ours, theirs = base.replace(b"[ ] \xff", b"[x] \xff"), base.replace(b"[ ] B", b"[x] B")
    code, merged = run(Repo(tmp_path), base=base, ours=ours, theirs=theirs)
    assert (code, merged.count(b"\xff")) == (1, 2)


def test_what_cannot_be_read_is_an_error_and_no_conflict(tmp_path: Path) -> None:
    result = Repo(tmp_path).run("merge-tasks", *FILES)
    assert result.exit_code == 129
    assert "the files cannot be merged" in result.stderr


# As a driver

DRIVER = (
    f"{shlex.quote(sys.executable)} -m aos_check merge-tasks"
    " --marker-size=%L -L %X -L %S -L %Y %O %A %B"
)
SPEC = ".kiro/specs/login"
TASKS = f"{SPEC}/tasks.md"
REQUIREMENTS = "# Requirements\n\n### Requirement 1\n\n1. THE system SHALL log in\n"


def tasks(*states: str) -> str:
    return "# Tasks\n\n" + "".join(f"- [{it}] {n}. Part {n}\n" for n, it in enumerate(states, 1))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with the driver, in which two branches tick adjacent tasks."""
    repo = Repo(tmp_path)
    repo.git("config", "merge.aos-check-tasks.driver", DRIVER)
    files = {
        ".gitattributes": ".kiro/**/*.md merge=aos-check-tasks\n",
        f"{SPEC}/requirements.md": REQUIREMENTS,
        f"{SPEC}/design.md": "# Design\n",
        TASKS: tasks(" ", " ", " "),
    }
    repo.commit("docs: plan", files)
    repo.git("switch", "-q", "-c", "other")
    repo.commit("feat: b\n\nTask: login#2", {TASKS: tasks(" ", "x", " "), "src/b.py": "b = 1\n"})
    repo.git("switch", "-q", "main")
    repo.commit("feat: a\n\nTask: login#1", {TASKS: tasks("x", " ", " "), "src/a.py": "a = 1\n"})
    return repo


@pytest.mark.parametrize(
    "command",
    [("merge", "-q", "other"), ("rebase", "-q", "other"), ("cherry-pick", "other")],
    ids=lambda command: command[0],
)
def test_git_joins_adjacent_ticks(command: tuple[str, ...], repo: Repo) -> None:
    repo.git(*command)
    assert (repo.top / TASKS).read_text() == tasks("x", "x", " ")
    assert repo.git("status", "--porcelain") == ""


def test_git_is_told_of_a_conflict(repo: Repo) -> None:
    repo.commit("docs: reword", {TASKS: tasks("x", " ", " ").replace("Part 2", "Part two")})
    repo.git("merge", "-q", "other", check=False)
    assert repo.git("status", "--porcelain", TASKS).startswith("UU")
    merged = (repo.top / TASKS).read_text()
    assert merged.startswith("# Tasks\n\n- [x] 1. Part 1\n<<<<<<< ")
    assert "- [x] 2. Part 2\n>>>>>>> " in merged


def test_a_criss_cross_merge(repo: Repo) -> None:
    main = repo.git("rev-parse", "main")
    repo.git("merge", "-q", "other")
    repo.git("switch", "-q", "other")
    repo.git("merge", "-q", main)
    repo.commit("feat: c\n\nTask: login#3", {TASKS: tasks("x", "x", "x")})
    repo.git("switch", "-q", "main")
    repo.commit("docs: d", {TASKS: tasks("x", "x", " ") + "- [ ] 4. Part 4\n"})
    repo.git("merge", "-q", "other")
    assert (repo.top / TASKS).read_text() == tasks("x", "x", "x", " ")


@pytest.mark.parametrize("configured", [True, False])
def test_the_merge_is_no_finding(repo: Repo, *, configured: bool) -> None:
    start = repo.git("rev-parse", "main~1")
    repo.git("merge", "-q", "--no-commit", "other")
    assert repo.codes("check", "--staged") == []
    repo.git("commit", "-q", "--no-edit")
    if not configured:  # as on a server
        repo.git("config", "--unset", "merge.aos-check-tasks.driver")
    assert repo.codes("check", "--range", f"{start}..HEAD") == []
