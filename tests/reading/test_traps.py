"""A small repository for each layout with every trap of its grammar.

Its documents are correct where a careless reader sees a fault, and wrong where it sees none.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aos_check.reading.layout_files import shipped_names
from tests.support.samples import exported, findings, samples

TRAPS = samples("traps")


def test_every_layout_has_its_traps() -> None:
    assert {*shipped_names(), "nygard", "madr"} == {trap.name for trap in TRAPS}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_the_export_is_what_the_authors_mean(trap: Path) -> None:
    expected = json.loads((trap / "expected.json").read_text(encoding="utf-8"))
    assert exported(trap) == expected


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_the_findings_are_the_real_faults(trap: Path) -> None:
    assert findings(trap) == (trap / "findings.txt").read_text(encoding="utf-8").splitlines()
