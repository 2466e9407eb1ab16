"""Print how much of real documents aos-check understands.

    python benchmarks/understood.py REPOSITORY...

Counters that know nothing of the reader count checkboxes, spec folders, statuses and decision
records. The table shows for each layout how many of them the reader found. `--missed` lists the
others.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from aos_check.git.folder import Folder
from aos_check.model.document import Role, Status
from aos_check.model.project import Project
from aos_check.reading.project import read_projects

BOX = re.compile(r"\s*(?:>\s*)*(?:[-*+]|\d+[.)])[ \t]+\[[^\[\]()P]\](?![(:\[])(?=\s|$)")
FENCE = re.compile(r"\s*(?:>\s*)*(?P<mark>`{3,}|~{3,})\s*(?P<language>[^`\s]*)")
SPEC_FOLDER = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{3})-[a-z0-9]")
STATUS = re.compile(r"[\s>*\-|#]*\**status\**\s*[:|]\**\s*[^\s*|]", re.IGNORECASE)
HEAD = 15  # lines of a document in which a status is its own
SPEC_PARENT = re.compile(r"/(?:specs?|changes|recaps)/")
DECISION = re.compile(r"/(?:adrs?|decisions?)/(?:adr[-_ ]?)?\d{3,8}[-_ ][^/]*\.md$", re.IGNORECASE)


SAMPLE = re.compile(r"/(?:examples?|templates?)/|/0+-", re.IGNORECASE)
"""Samples and templates are no decisions."""


class Share(NamedTuple):
    """How many things of one kind there are, and which of them the reader missed."""

    kind: str
    total: int
    missed: tuple[str, ...] = ()


def shares(root: Path) -> tuple[str, list[Share]]:
    """The layout of a repository, and its shares."""
    projects = read_projects(Folder(root))
    layouts = Counter(spec.layout for project in projects for spec in project.specs)
    known = [layout for project in projects for layout in project.layouts]
    name = next((layout for layout, _ in layouts.most_common(1)), next(iter(known), "decisions"))
    found = [_boxes(root, projects), _folders(root, projects), _statuses(root, projects)]
    return name, [*found, _decisions(root, projects)]


def boxes_outside_code(text: str) -> list[int]:
    """The lines with a checkbox, except in fences and comments.

    Authors nest fences of one length: a fence with a language begins one inside another.
    """
    lines: list[int] = []
    fences: list[str] = []
    comment = False
    for number, line in enumerate(text.split("\n"), 1):
        if fence := FENCE.match(line):
            if fences and fence["mark"].startswith(fences[-1]) and not fence["language"]:
                fences.pop()
            elif not fences or fence["language"]:
                fences.append(fence["mark"])
        elif comment or (not fences and line.lstrip().startswith("<!--")):
            comment = "-->" not in line
        elif not fences and BOX.match(line):
            lines.append(number)
    return lines


def _boxes(root: Path, projects: tuple[Project, ...]) -> Share:
    total, missed = 0, []
    for document in {
        it.path: it for project in projects for it in project.all_documents()
    }.values():
        lines = boxes_outside_code((root / document.path).read_text("utf-8", errors="replace"))
        read = {box.at.line for box in document.boxes}
        total += len(lines)
        missed += [f"{document.path}:{line}" for line in lines if line not in read]
    return Share("boxes", total, tuple(missed))


def _folders(root: Path, projects: tuple[Project, ...]) -> Share:
    found = {spec.path for project in projects for spec in project.specs}
    there = set()
    for path in root.rglob("*.md"):
        below = path.parent.relative_to(root)
        named = [i for i, part in enumerate(below.parts, 1) if SPEC_FOLDER.match(part)]
        if named and SPEC_PARENT.search(f"/{below.as_posix()}"):
            there.add("/".join(below.parts[: named[-1]]))
    return Share("spec folders", len(there), tuple(sorted(there - found)))


def _statuses(root: Path, projects: tuple[Project, ...]) -> Share:
    """The status lines in the heads of documents that have a role."""
    total, missed = 0, []
    for document in (it for project in projects for it in project.all_documents()):
        if document.role is Role.OTHER:
            continue
        text = (root / document.path).read_text("utf-8", errors="replace").split("\n")
        read = {it.at.line for it in document.statuses if it.value is not Status.UNKNOWN}
        lines = [number for number, line in enumerate(text[:HEAD], 1) if STATUS.match(line)]
        total += len(lines)
        missed += [f"{document.path}:{line}" for line in lines if line not in read]
    return Share("statuses", total, tuple(missed))


def _decisions(root: Path, projects: tuple[Project, ...]) -> Share:
    found = {decision.at.path for project in projects for decision in project.decisions}
    paths = (f"/{path.relative_to(root).as_posix()}" for path in root.rglob("*.md"))
    there = {path[1:] for path in paths if DECISION.search(path) and not SAMPLE.search(path)}
    return Share("decisions", len(there), tuple(sorted(there - found)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", type=Path, nargs="+")
    parser.add_argument("--missed", action="store_true", help="list what was not understood")
    options = parser.parse_args()
    table: dict[tuple[str, str], list[int]] = {}
    for root in options.repositories:
        layout, found = shares(root)
        for share in found:
            row = table.setdefault((layout, share.kind), [0, 0])
            row[0] += share.total - len(share.missed)
            row[1] += share.total
            for each in share.missed if options.missed else ():
                print(f"missed: {share.kind}: {root / each}")
    kinds = dict.fromkeys(kind for _, kind in table)
    for kind in kinds:
        rows = {layout: row for (layout, each), row in table.items() if each == kind and row[1]}
        read, total = (sum(row[i] for row in rows.values()) for i in (0, 1))
        print(f"{kind}: {read} of {total}{_percent(read, total)}")
        for layout, (here, all_here) in sorted(rows.items()):
            print(f"  {layout:12} {here:6} of {all_here:6}{_percent(here, all_here)}")


def _percent(part: int, whole: int) -> str:
    return f"  {part / whole:7.2%}" if whole else ""


if __name__ == "__main__":
    main()
