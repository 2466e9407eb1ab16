"""Tasks that messages name in words, and by the patterns of a project."""

from __future__ import annotations

import pytest

from aos_check.history.messages import read
from aos_check.history.worded_references import patterned, worded


def named(text: str) -> list[str]:
    return [str(it.address) for it in worded(read(text, []))]


@pytest.mark.parametrize(
    ("subject", "tasks"),
    [
        ("Spec 006: Billing, Slice 7", ["006#7"]),
        ("feat(billing): pay by card (spec-006 slice 7)", ["006#7"]),
        ("Spec 6 task 2.1", ["6#2.1"]),
        ("Task 2.1 of Spec #6.", ["6#2.1"]),
        ("Specification 006-billing — Task Group 3", ["006-billing#3"]),
        ("specs/003-name T014", ["003-name#T014"]),
        ("openspec/changes/add-mail/ task 1.2: send", ["add-mail#1.2"]),
        ("agent-os/specs/2025-10-08-login: task 1.2", ["2025-10-08-login#1.2"]),
        ("Spec 006 Slice 6, Slice 7", ["006#6", "006#7"]),
        ("[T014] Add the form", ["T014"]),
        ("T014: add the form", ["T014"]),
        ("feat: add the form (T014)", ["T014"]),
        ("feat(01-02): add the form", ["01-02"]),
        ("fix(02.1-01)!: add the form", []),
        ("feat: on (01-02)", []),
        ("feat: T014 is next", []),
        ("Slice 7", []),
        ("Spec 006", []),
        ("Spec 006 and Spec 007, Slice 7", []),
        ("Spec 006 Slices 3-5", []),
        ("Spec 006 Slice 3–5", []),
        ("Spec 006 tasks 1, 2 and 3", []),
        ("specs/003-name T001-T005", []),
        ("specs/003-name T001..T005", []),
        ("See https://example.org/specs/003-name T014", []),
        ("Read `Spec 006 Slice 7` in messages", []),
        ("Spec 006 Slice 7x", []),
        ("Inspect 006 task 1", []),
        ("The multitask 2 of spec 006", []),
        ("[JIRA-14] add (#12)", []),
    ],
)
def test_a_subject(subject: str, tasks: list[str]) -> None:
    assert named(subject) == tasks


@pytest.mark.parametrize(
    ("body", "tasks"),
    [
        ("Spec 006, Slice 7", ["006#7"]),
        ("- Spec 006 / Slice 7.\r", ["006#7"]),
        ("* [T014]", ["T014"]),
        ("Next is Spec 006, Slice 7", []),
        ("Spec 006, Slice 7 comes later", []),
        ("    Spec 006, Slice 7", []),
        ("[T014] Add the form", []),
    ],
)
def test_a_line_of_the_body_contains_nothing_else(body: str, tasks: list[str]) -> None:
    assert named(f"feat: a\n\nWhy.\n\n{body}\n") == tasks


def test_the_subjects_of_a_squash() -> None:
    assert named("All (#3)\n\n* Spec 1 task 1: a\n\n* Spec 1 task 2: b\n") == ["1#1", "1#2"]


def test_the_patterns_of_a_project() -> None:
    message = read("login/1: add\n\nwhy\nsee mail/2: x\nonly 3!\n", [])
    found = patterned(message, [r"(?P<spec>[a-z]+)/(?P<task>\d+):", r"only (?P<task>\d+)"])
    assert [(str(it.address), it.line) for it in found] == [("login#1", 1), ("mail#2", 4), ("3", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "Spec 1 " * 150_000,
        "Slice 1 " * 150_000,
        "specs/" * 200_000,
        "T001-" * 200_000,
        "task " + " " * 1_000_000,
        "\n".join(["Spec 006, Slice 7"] * 60_000),
        "A\n\n" + "* [T001]\n\n" * 100_000,
        "1." * 500_000,
        "a" * 1_000_000,
    ],
)
def test_hostile_messages_come_to_an_end(text: str) -> None:
    # Code that is not linear would take minutes.
    message = read(text, [])
    patterns = [r"Spec (?P<spec>\d+).*(?P<task>\d+)!", r".*.*(?P<task>.*)!"]
    assert len([*worded(message), *patterned(message, patterns)]) < 100_000
