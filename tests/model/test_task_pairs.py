"""The tasks of a list in a rewritten one."""

from __future__ import annotations

import time

import pytest

from aos_check.model.document import State
from aos_check.model.finding import Place
from aos_check.model.task import Task
from aos_check.model.task_pairs import are_alike, pair_tasks


def listing(text: str) -> list[Task]:
    """The tasks in lines of an id and a title; a title in brackets is that of the group."""
    group, found = "", []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            group = line.strip("[]")
            continue
        identity, _, title = line.partition(" ")
        found.append(Task(identity, title, State.OPEN, Place("tasks.md"), group=group))
    return found


def pairs(before: str, after: str) -> list[str]:
    found = pair_tasks(listing(before), listing(after))
    return [f"{task.id} {later.id if later else '-'}" for task, later in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1 Form\n2 Mail", "1 Form\n2 Mail", ["1 1", "2 2"]),
        ("1 Form\n2 Mail", "1 Terms\n2 Form\n3 Mail", ["1 2", "2 3"]),
        ("1 Form\n2 Mail", "1 Mail\n2 Form", ["1 2", "2 1"]),
        ("1 Form", "1 Encrypt the session", ["1 -"]),
        ("1 **Form**, `x.py`", "4 form x py", ["1 4"]),
        ("1 Send a mail", "1 Send a mail to the owner", ["1 1"]),
        ("1 Write the importer", "1 Write the CSV importer", ["1 1"]),
        ("1 Create user model", "1 Create users model", ["1 1"]),
        ("1 添加登录表单", "1 添加登录表单和密码", ["1 1"]),
        ("1 添加登录表单", "1 发送邮件", ["1 -"]),
        ("1 Send the weekly mail", "7 Send the weekly mail in HTML", ["1 7"]),
        ("1 Write the tests of part 1", "7 Write the tests of part 2", ["1 -"]),
        ("1 Form", "7 Form of the invoice", ["1 -"]),
        ("1.1 Tests\n1.2 Tests", "1.2 Tests", ["1.1 -", "1.2 1.2"]),
        (
            "[Form]\n1.1 Tests\n[Mail]\n2.1 Tests",
            "[Mail]\n1.1 Tests\n[Print]\n2.1 Tests",
            ["1.1 2.1", "2.1 1.1"],
        ),
        ("", "1 Form", []),
        ("1 Form", "", ["1 -"]),
    ],
)  # fmt: skip
def test_titles_count_more_than_ids(before: str, after: str, expected: list[str]) -> None:
    assert pairs(before, after) == expected


def test_subtasks_follow_their_parent() -> None:
    def parent(identity: str, title: str) -> list[Task]:
        child = Task(f"{identity}.1", "Tests", State.OPEN, Place("tasks.md"), parent=identity)
        return list(Task(identity, title, State.OPEN, Place("t"), subtasks=(child,)).walk())

    before = [*parent("1", "Form"), *parent("2", "Mail")]
    after = [*parent("1", "Mail"), *parent("2", "Print")]
    later = [found.id if found else "-" for _, found in pair_tasks(before, after)]
    assert later == ["-", "2.1", "1", "1.1"]


@pytest.mark.parametrize("titles", [("", "Form"), ("a", "b"), ("✅", "❌"), ("", "✅")])
def test_titles_without_words_are_not_alike(titles: tuple[str, str]) -> None:
    assert not are_alike(*titles)


def test_long_lists_take_linear_time() -> None:
    before = "\n".join(f"{n} {'word ' * 50}{n * 7}" for n in range(5_000))
    after = "\n".join(f"{n} {'other ' * 50}{n * 7 + 1}" for n in range(5_000))
    start = time.perf_counter()
    assert len(pairs(before, after)) == 5_000
    assert time.perf_counter() - start < 5
