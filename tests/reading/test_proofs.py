"""`evidence.json`: a new proof leaves the others as they are, byte for byte."""

from __future__ import annotations

import pytest

from aos_check.model.document import State
from aos_check.model.finding import Place
from aos_check.model.proof import ProofRecord
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task, TaskList
from aos_check.reading.proofs import read_proofs, with_proof
from aos_check.reading.record_files import BadRecordsError

PATH = "specs/001-login/evidence.json"
NEW = ProofRecord(
    "login#1", ("pytest", "-q"), 0, "0" * 40, "2026-01-30T12:00:00Z", 1.5, Place(PATH)
)
OLD = (
    '{"schema":1,"evidence" : [ {"seconds": 2, "task":"login#2","command":["a b"],"exit":1,'
    '"tree":"' + "1" * 64 + '","at":"2026-01-29T12:00:00+02:00"} ] }'
)


def test_the_first_proof() -> None:
    (only,) = read_proofs(with_proof("", NEW), PATH)
    assert only.record == NEW.record


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_proof_is_added_at_the_end(newline: str) -> None:
    text = OLD.replace(", ", f",{newline}")
    extended = with_proof(text, NEW)
    first, last = read_proofs(extended, PATH)
    assert (first.record, last.record) == (read_proofs(text, PATH)[0].record, NEW.record)
    assert text[text.index('{"seconds"') : text.index(" ] }")] in extended
    assert extended.count("\n") == extended.count(newline)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"exit":1', '"exit":true', "evidence.0.exit is a boolean, not an integer"),
        ('"exit":1', '"exit":-1', "evidence.0.exit is -1, less than 0"),
        ('["a b"]', '"a b"', "evidence.0.command is a string, not a list"),
        ('["a b"]', "[]", "evidence.0.command has 0 items, fewer than 1"),
        ('"login#2"', '"2"', "evidence.0.task is '2', which does not match"),
        ('"seconds"', '"by": "Ada", "seconds"', "evidence.0 has the unknown key 'by'"),
        ('"exit":1', '"exit":1,"exit":0', "the key exit is given twice"),
        ('"schema":1', '"schema":2', "schema is 2, not 1"),
    ],
)
def test_a_wrong_record_is_explained(old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadRecordsError) as caught:
        read_proofs(OLD.replace(old, new, 1), PATH)
    assert str(caught.value).startswith(complaint)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("login#1", True),
        ("001-login#1", True),
        ("specs/001-login#1", True),
        ("mail#1", False),
        ("login#2", False),
        ("1", False),
    ],
)
def test_a_proof_belongs_to_the_task_and_spec_that_it_names(address: str, expected: bool) -> None:
    spec = with_tasks(NEW._replace(task=address))
    assert ("1" in spec.proofs_by_task()) == expected


def test_the_last_proof_counts_and_that_of_a_parent_for_its_subtasks() -> None:
    old, new, own = (NEW._replace(task=f"login#{it}", seconds=it) for it in (1, 1, 1.2))
    new = new._replace(exit=3)
    assert with_tasks(old, own, new).proofs_by_task() == {"1": new, "1.1": new, "1.2": own}


def with_tasks(*proofs: ProofRecord) -> Spec:
    """A spec with the task 1 and its subtasks 1.1 and 1.2."""
    at = Place("specs/001-login/tasks.md")
    parts = tuple(Task(it, it, State.DONE, at, parent="1") for it in ("1.1", "1.2"))
    group = Group("", None, "", at, tasks=(Task("1", "Form", State.DONE, at, subtasks=parts),))
    tasks = TaskList(at.path, (group,))
    return Spec("001-login", "login", "specs/001-login", "awos", tasks=tasks, proofs=proofs)
