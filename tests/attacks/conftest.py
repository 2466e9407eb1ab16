"""The program for the sequences: one process answers all hooks, because each start takes time."""

from __future__ import annotations

import pytest

from tests.support.one_process import answer_on_path


@pytest.fixture(scope="session")
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variable that puts `aos-check` on the path."""
    return answer_on_path(tmp_path_factory.mktemp("bin"))
