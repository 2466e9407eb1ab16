"""The share of real public documents that the reader understands, if the corpus is available."""

from __future__ import annotations

import runpy
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
CORPUS = HERE.parent / "shared" / "corpus"
REPOSITORIES = sorted(path for path in CORPUS.glob("*/*") if path.is_dir())

pytestmark = pytest.mark.skipif(not REPOSITORIES, reason="the corpus is not here")

WANTED = {"boxes": 0.999, "spec folders": 0.99, "statuses": 0.99, "decisions": 1.0}


@cache
def totals() -> tuple[Counter[str], dict[str, list[str]]]:
    """The number of things of each kind, and those that the reader missed."""
    shares = runpy.run_path(str(HERE / "benchmarks" / "understood.py"))["shares"]
    total: Counter[str] = Counter()
    missed: dict[str, list[str]] = {kind: [] for kind in WANTED}
    for root in REPOSITORIES:
        for share in shares(root)[1]:
            total[share.kind] += share.total
            missed[share.kind] += share.missed
    return total, missed


@pytest.mark.parametrize("kind", WANTED)
def test_real_documents_are_understood(kind: str) -> None:
    total, missed = totals()
    assert total[kind] > 100
    assert 1 - len(missed[kind]) / total[kind] >= WANTED[kind], missed[kind]


@pytest.mark.parametrize("root", REPOSITORIES, ids=lambda root: f"{root.parent.name}/{root.name}")
def test_each_repository_ends_in_a_verdict(root: Path) -> None:
    from click.testing import CliRunner

    from aos_check.cli import cli

    result = CliRunner().invoke(cli, ["check", "--root", str(root), "--format", "json"])
    assert result.exit_code in (0, 1), result.output
