"""The structure of the package: few entries, a sentence for each, and unique class names."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import aos_check

PACKAGE = Path(aos_check.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOT = sorted(path for path in PACKAGE.iterdir() if not path.name.endswith("cache__"))


def test_the_root_can_be_seen_at_a_glance() -> None:
    assert len(ROOT) <= 19, [path.name for path in ROOT]


FOLDERS = [path for path in ROOT if path.is_dir()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda it: it.name)
def test_a_folder_is_described_by_one_sentence(folder: Path) -> None:
    first = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    sentence = first.splitlines()[0]
    assert sentence.endswith(".")
    assert ". " not in sentence


def test_one_class_name_stands_for_one_class() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path.relative_to(PACKAGE)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
