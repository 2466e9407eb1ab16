"""A small repository for each layout with every trap of its grammar.

Its documents are correct where a careless reader sees a fault, and wrong where it sees none. Their
export is tested with that of the honest samples.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.samples import findings, samples


@pytest.mark.parametrize("trap", samples("traps"), ids=lambda trap: trap.name)
def test_the_findings_are_the_real_faults(trap: Path) -> None:
    assert findings(trap) == (trap / "findings.txt").read_text(encoding="utf-8").splitlines()
