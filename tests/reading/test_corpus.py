"""The share of real public documents that the reader understands, if the corpus is available."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from aos_check.git.folder import Folder
from aos_check.model.document import Status
from aos_check.model.project import Project
from aos_check.reading.project import read_projects

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
REPOSITORIES = sorted(path for path in CORPUS.glob("*/*") if path.is_dir())
LAYOUTS = sorted({path.parent.name for path in REPOSITORIES})

pytestmark = pytest.mark.skipif(not REPOSITORIES, reason="the corpus is not here")

# Independent of the reader: a bullet or a number, and a box.
BOX = re.compile(r"\s*(?:>\s*)*(?:[-*+]|\d+[.)])[ \t]+\[[ xX~✅✓🔄❌-]\]")
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
# The folder names in layouts.md.
DATED = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9]")
NUMBERED = re.compile(r"\d{3}-[a-z0-9]")


def projects(layout: str) -> list[tuple[Path, Project]]:
    return [
        (root, project)
        for root in REPOSITORIES
        if root.parent.name == layout
        for project in read_projects(Folder(root))
    ]


def boxes_outside_code(path: Path) -> int:
    count, fence = 0, None
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        if found := FENCE.match(line):
            if fence is None:
                fence = found[1]
            elif line.strip().startswith(fence):
                fence = None
        elif fence is None and BOX.match(line):
            count += 1
    return count


@pytest.mark.parametrize("layout", LAYOUTS)
def test_checkboxes_become_items(layout: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = found = 0
    for root, project in projects(layout):
        for document in project.all_documents():
            here = boxes_outside_code(root / document.path)
            expected += here
            found += min(here, len(document.boxes))
    with capsys.disabled():
        share = found / expected if expected else 1
        print(f"\n{layout}: {found} of {expected} checkbox lines became items ({share:.2%})")
    assert found >= 0.995 * expected


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spec_folders_are_recognised(layout: str, capsys: pytest.CaptureFixture[str]) -> None:
    missed, count = [], 0
    for root in REPOSITORIES:
        if root.parent.name != layout:
            continue
        found = {spec.path for project in read_projects(Folder(root)) for spec in project.specs}
        folders = {
            path.parent
            for path in root.rglob("*.md")
            if re.search(r"/(?:specs?|changes|recaps)/", path.as_posix())
        }
        for folder in folders:
            parts = folder.relative_to(root).parts
            named = [i for i, part in enumerate(parts) if DATED.match(part) or NUMBERED.match(part)]
            if named:
                count += 1
                if "/".join(parts[: named[-1] + 1]) not in found:
                    missed.append(folder)
    with capsys.disabled():
        print(f"\n{layout}: {count - len(missed)} of {count} folders lie in a spec")
    assert missed == []


def test_statuses_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    values: Counter[Status] = Counter()
    for layout in LAYOUTS:
        for _, project in projects(layout):
            for document in project.all_documents():
                values.update(line.value for line in document.statuses)
    share = 1 - values[Status.UNKNOWN] / sum(values.values())
    with capsys.disabled():
        print(f"\n{sum(values.values())} statuses, {share:.2%} understood")
    assert share >= 0.97


@pytest.mark.parametrize("root", REPOSITORIES, ids=lambda root: f"{root.parent.name}/{root.name}")
def test_each_repository_ends_in_a_verdict(root: Path) -> None:
    from click.testing import CliRunner

    from aos_check.cli import cli

    result = CliRunner().invoke(cli, ["check", "--root", str(root), "--format", "json"])
    assert result.exit_code in (0, 1), result.output
