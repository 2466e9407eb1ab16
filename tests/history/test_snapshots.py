"""The snapshots of a history."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aos_check.git import Repository
from aos_check.history.snapshots import Snapshots
from aos_check.reading.artifact_index import Sources
from tests.support.git_repo import Repo
from tests.support.sample_project import project


def test_a_commit_is_compared_with_its_parent_once(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit("docs: specify", dict(project()))
    repo.commit("feat: a", {"src/app.py": "x = 1\n"})
    with Repository.open(repo.top) as repository:
        asked: list[tuple[str, str | None]] = []
        compare = repository.changes_of

        def counting(pairs: Iterable[tuple[str, str | None]]) -> object:
            wanted = list(pairs)
            asked.extend(wanted)
            return compare(wanted)

        repository.changes_of = counting  # type: ignore[assignment]
        snapshots = Snapshots(repository, Sources())
        records = list(repository.commits(["HEAD"]))
        first = snapshots.changes_of(records[-1:])
        assert [change.after for change in first[0]] == ["src/app.py"]
        assert snapshots.changes_of(records)[-1:] == first
        snapshots.renames(records)
        assert sorted(asked) == sorted({(it.id, it.parent) for it in records})
