"""Runs a rule's documentation: its fences are repositories in miniature, its marks the findings.

For the rules here and for rules that live elsewhere. In a rule's documentation each section
`## Flagged` or `## Accepted` (with `: a title`, if there are several) is one example; each fence in
it is a file, whose path is in the info string:

    ```md .agent-os/specs/2025-10-08-login/tasks.md

A flagged line ends in a comment with the rule's code, `<!-- TASK001 -->` or, in YAML, `# GATE001`;
where the language has no comments, `TASK001:3` behind the path names line 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aos_check.checking import Selection, check
from aos_check.reading import read_projects
from aos_check.rules import RULES
from aos_check.rules.rule import Rule, Suppressions
from aos_check.tree import MemoryTree


@dataclass(frozen=True, slots=True)
class Example:
    """A repository in miniature, and where the rule is to find something in it."""

    title: str
    flagged: bool
    files: dict[str, str] = field(default_factory=dict)
    expected: set[tuple[str, int]] = field(default_factory=set)


_SECTION = re.compile(r"^## (?P<kind>Flagged|Accepted)(?:: (?P<title>.+))?$")
_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<language>\w+) (?P<path>.+?)(?P<marks>(?: [A-Z]+\d+:\d+)*)$"
)


def examples(rule: Rule) -> list[Example]:
    """The examples of a rule's documentation, in order."""
    return read_examples(rule.doc, rule.code)


def read_examples(doc: str, code: str) -> list[Example]:
    """The examples of any documentation of this form; other codes' marks are only stripped."""
    found: list[Example] = []
    lines = iter(doc.splitlines())
    for line in lines:
        if section := _SECTION.match(line):
            title = f"{section['kind']}: {section['title'] or len(found) + 1}"
            found.append(Example(title, flagged=section["kind"] == "Flagged"))
        elif found and (fence := _FENCE.match(line)):
            content = []
            for inside in lines:
                if inside == fence["ticks"]:
                    break
                content.append(inside)
            _add(found[-1], fence, content, code)
    return found


def _add(example: Example, fence: re.Match[str], content: list[str], code: str) -> None:
    path = fence["path"]
    mark = re.compile(rf"\s*(?:<!--|#) ({'|'.join([code, '[A-Z]+[0-9]{3}'])})(?: -->)?\s*$")
    for number, line in enumerate(content, 1):
        if (found := mark.search(line)) and found[1] == code:
            example.expected.add((path, number))
    for word in fence["marks"].split():
        name, number = word.split(":")
        if name == code:
            example.expected.add((path, int(number)))
    example.files[path] = "\n".join(mark.sub("", line) for line in content) + "\n"


def run(rule: Rule, example: Example) -> set[tuple[str, int]]:
    """Where the rule finds something in the example: paths and lines."""
    tree = MemoryTree(example.files)
    projects = read_projects(tree)
    # What a suppression suppresses is known once every other rule has run.
    rules = RULES if rule.judges is Suppressions else (rule,)
    report = check(projects, Selection(rules, asked=frozenset({rule.code})), tree=tree)
    found = [finding.problem.at for finding in report.findings if finding.code == rule.code]
    return {(at.path, at.line) for at in found}
