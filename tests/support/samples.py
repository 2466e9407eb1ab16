"""What is written down about a sample repository.

    python -m tests.support.samples FOLDER...

Write `expected.json`, the export, and in a folder of tests/traps also `findings.txt`, what a check
says. Read both before you commit them: they must say what the authors of the framework mean.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from aos_check.git.folder import Folder
from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection, Severities
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.project import read_projects
from aos_check.reporters.export import export
from aos_check.rules import RULES

TESTS = Path(__file__).parents[1]


def samples(kind: str) -> list[Path]:
    """The folders of the samples in tests/layouts or tests/traps."""
    return sorted(path for path in (TESTS / kind).iterdir() if path.is_dir())


def exported(sample: Path) -> dict[str, Any]:
    """The export of a sample."""
    return export(read_projects(Folder(sample))).model_dump(by_alias=True)


def findings(sample: Path) -> list[str]:
    """The findings in a sample, one a line."""
    tree = Folder(sample)
    severities = Severities(layouts={layout.name: layout for layout in shipped()})
    report = check(Subject(read_projects(tree)), Selection(RULES), tree=tree, severities=severities)
    return [
        f"{it.problem.at.path}:{it.problem.at.line} {it.severity.value} {it.code}: "
        f"{it.problem.message}"
        for it in report.findings
    ]


def _write(sample: Path) -> None:
    text = json.dumps(exported(sample), indent=2, ensure_ascii=False)
    (sample / "expected.json").write_text(text + "\n", "utf-8")
    if sample.parent.name == "traps":
        lines = "".join(f"{line}\n" for line in findings(sample))
        (sample / "findings.txt").write_text(lines, "utf-8")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        _write(Path(folder).resolve())
