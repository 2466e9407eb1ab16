"""A small honest repository per layout, its export written down, and nothing to be found in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from aos_check.checking import Selection, Weights, check
from aos_check.export import export
from aos_check.layouts import NAMES, parse, shipped
from aos_check.reading import read_projects
from aos_check.rules import RULES
from aos_check.tree import Folder

SAMPLES = sorted(path for path in (Path(__file__).parent / "layouts").iterdir() if path.is_dir())


def test_every_layout_has_a_sample() -> None:
    assert {*NAMES, "nygard", "madr"} == {sample.name for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_export_is_what_is_written_down(sample: Path) -> None:
    expected = json.loads((sample / "expected.json").read_text(encoding="utf-8"))
    assert export(read_projects(Folder(sample))) == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_honest_repository_gives_no_cause(sample: Path) -> None:
    tree = Folder(sample)
    weights = Weights(layouts={layout.name: layout for layout in shipped()})
    report = check(read_projects(tree), Selection(RULES), tree=tree, weights=weights)
    failing = [f"{found.code} {found.problem.message}" for found in report.findings
               if found.severity.value != "info"]  # fmt: skip
    assert failing == []


def test_a_layout_with_an_unknown_key_is_refused() -> None:
    good = {"homes": ["x"], "specs": {"name": ".+"}, "artifacts": []}
    assert parse("own", good).name == "own"
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        parse("own", {**good, "home": "x"})


def test_a_layout_with_a_broken_pattern_is_refused() -> None:
    with pytest.raises(ValidationError, match="unterminated"):
        parse("own", {"homes": ["x"], "specs": {"name": "(.+"}, "artifacts": []})
