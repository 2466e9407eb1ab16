"""The source that `aos-check` is installed from: a git URL, unless a state names another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.installation import RECORDS, write_record


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder with the record of each kind of installation."""
    folder = tmp_path_factory.mktemp("records")
    return {kind: write_record(folder / kind, record) for kind, record in RECORDS.items()}


@pytest.fixture(autouse=True)
def installed_from(
    request: pytest.FixtureRequest, records: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Install aos-check from git, or as the name of a state says: `from-KIND`."""
    callspec = getattr(request.node, "callspec", None)
    name = str(callspec.params.get("name")) if callspec else ""
    monkeypatch.syspath_prepend(records.get(name.removeprefix("from-"), records["git"]))
