"""A rule's documentation, run: its examples are small repositories, and marks in them its findings.

A section `## Flagged` or `## Accepted` (a title may follow a colon) is one repository; each fence
in it is a file, whose path follows the language: ```` ```md docs/adr/0001-a.md ````. A line that
the rule must find ends in `<!-- CODE -->`, in YAML and TOML in `# CODE`; marks are taken out before
anything is read. Where a file has no room for marks, `CODE:line` follows the path; `latin-1` there
writes the file in that encoding. A fence that contains a fence has four backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aos_check.checking import Selection, check
from aos_check.finding import Problem
from aos_check.model import Project
from aos_check.reading import read_projects
from aos_check.rules import RULES
from aos_check.rules.rule import Rule
from aos_check.tree import MemoryTree


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a rule's documentation: the files, and the lines where it must find something."""

    title: str
    flagged: bool
    files: dict[str, bytes]
    expected: frozenset[tuple[str, int]]


def examples(rule: Rule) -> list[Example]:
    """The cases of the rule's documentation, in order. Raises ValueError where it is malformed."""
    return [_example(section, rule.code) for section in _sections(rule.doc)]


def run(rule: Rule, example: Example) -> set[tuple[str, int]]:
    """The path and line of everything that the rule finds in the example."""
    tree = MemoryTree(example.files)
    projects = read_projects(tree)
    if rule.judges is Project:
        verdicts = (verdict for project in projects for verdict in rule.check(project))
        return {(it.at.path, it.at.line) for it in verdicts if isinstance(it, Problem)}
    # What is left of the suppressions is known only when all rules have run.
    others = [each for each in RULES if each.code != rule.code]
    report = check(projects, Selection([*others, rule]), tree=tree)
    places = (found.problem.at for found in report.findings if found.code == rule.code)
    return {(at.path, at.line) for at in places}


@dataclass(slots=True)
class _Fence:
    """A file as the documentation gives it."""

    path: str
    words: list[str]
    language: str
    lines: list[str]


@dataclass(slots=True)
class _Section:
    flagged: bool
    title: str
    fences: list[_Fence]


_HEADING = re.compile(r"## (Flagged|Accepted)(?:: (.+))?")
_FENCE = re.compile(r"(`{3,})(\S+) (\S+)((?: \S+)*)")


def _sections(doc: str) -> list[_Section]:
    sections: list[_Section] = []
    lines = iter(doc.splitlines())
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            sections.append(_Section(heading[1] == "Flagged", heading[2] or heading[1], []))
        elif line.startswith("```"):
            found = _FENCE.fullmatch(line)
            if not found or not sections:
                raise ValueError(f"not the file of an example: {line}")
            body = list(_until(found[1], lines))
            sections[-1].fences.append(_Fence(found[3], found[4].split(), found[2], body))
    return sections


def _until(end: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise ValueError(f"a fence of {end} is never closed")


def _example(section: _Section, code: str) -> Example:
    files: dict[str, bytes] = {}
    expected: set[tuple[str, int]] = set()
    for fence in section.fences:
        if fence.path in files:
            raise ValueError(f"{fence.path} is there twice")
        mark = rf" *# {code}" if fence.language in ("yaml", "toml") else rf" *<!-- {code} -->"
        plain = [re.sub(rf"(?:{mark})+ *$", "", line) for line in fence.lines]
        pairs = zip(fence.lines, plain, strict=True)
        expected |= {(fence.path, n) for n, (line, text) in enumerate(pairs, 1) if line != text}
        numbers = [word[len(code) + 1 :] for word in fence.words if word.startswith(f"{code}:")]
        expected |= {(fence.path, int(number)) for number in numbers}
        encoding = "latin-1" if "latin-1" in fence.words else "utf-8"
        files[fence.path] = "".join(f"{line}\n" for line in plain).encode(encoding)
    return Example(section.title, section.flagged, files, frozenset(expected))
