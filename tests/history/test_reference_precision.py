"""The precision of references, in generated histories and in a small one with mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.history.commit_reader import CommitReader
from aos_check.history.commits import CommitPolicy
from aos_check.history.messages import read
from aos_check.history.reference_precision import MeasuredCommit, Precision, precision
from aos_check.reading.artifact_index import Sources
from tests.support.git_repo import Repo
from tests.support.histories import CONVENTIONS, write_history
from tests.support.sample_project import MAIL, SPEC, project, tasks


def measured(folder: Path, branch: str = "") -> Iterator[MeasuredCommit]:
    with Repository.open(folder) as repository:
        reader = CommitReader(repository, Sources(), CommitPolicy(), date.min)
        records = list(repository.commits(["HEAD"]))
        for record, diff in reader.diffs(records, reader.changes_of(records), set()):
            yield MeasuredCommit(read(record.message, record.trailers), diff, branch)


@pytest.mark.parametrize(
    ("convention", "kind"),
    [
        ("trailer", "trailer or subject"),
        ("slices", "words"),
        ("squash", "words"),
        ("scope", "slug in the message"),
        ("nothing", ""),
    ],
)
def test_a_generated_history(convention: str, kind: str, tmp_path: Path) -> None:
    write_history(tmp_path / "a", CONVENTIONS[convention], 60)
    count, found = precision(measured(tmp_path / "a"))
    assert count > 30
    for each in ("trailer or subject", "words", "patterns"):
        assert found[each] == (Precision(count, count) if each == kind else Precision())
    if kind:
        assert found[kind] == Precision(count, count)
    assert 0 < found["one open spec"].right < count


def test_a_reference_to_the_wrong_spec_is_counted(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "a")
    repo.commit("docs: a", {**project("Approved"), f"{MAIL}/tasks.md": tasks()})
    repo.commit("feat: a (Spec 2, task 1) for mail/1", {f"{SPEC}/tasks.md": tasks("1")})
    repo.commit("feat: b (Spec 1, task 2)", {f"{SPEC}/tasks.md": tasks("1", "2")})
    repo.commit("feat: two", {f"{at}/tasks.md": tasks("1", "2", "3") for at in (SPEC, MAIL)})
    count, found = precision(measured(repo.top, "fix/login"), [r"(?P<spec>[a-z]+)/(?P<task>\d)"])
    assert count == 2
    assert found["words"] == Precision(2, 1)
    assert found["patterns"] == Precision(1, 0)
    assert found["name of the branch"] == Precision(2, 2)
    assert found["one open spec"] == Precision()
    assert found["one spec under way"] == Precision(1, 1)
