"""The examples of docs/reference/layouts.md, and a small language for what is read in them.

A heading names the keys that the examples below it show. A fence of TOML begins an example and is
its `aos-check.toml`. A fence with a path after its language is a file. The fence `read` says what
is read, a fact a line:

- `specs[0].id: "login"`: a value in the export of the project;
- `PATH:LINE CODE`: a finding;
- `no CODE`: no such finding;
- `new NAME: PATH: LINE`: the document of `aos-check new spec NAME`, and its first line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aos_check.judging.check_input import Subject
from aos_check.judging.config import parse
from aos_check.judging.input.policies import sources_of
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection, severities_of
from aos_check.model.tree import MemoryTree
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.reporters.export import export
from aos_check.rules import RULES
from aos_check.setup.scaffold.run import write_spec
from tests.support.git_repo import write_files

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "layouts.md"

_PART = re.compile(
    r"^(?:#{2,4} (?P<title>[^\n]+)|(?P<marks>```+)(?P<language>\w+)(?: (?P<path>\S+))?\n"
    r"(?P<body>.*?)^(?P=marks)$)",
    re.MULTILINE | re.DOTALL,
)
_KEY = re.compile(r"`([a-z.-]+)`")
_STEP = re.compile(r"\.?(?P<name>[a-z_]+)|\[(?P<index>\d+)\]")
_FINDING = re.compile(r"(?P<place>\S+:\d+) (?P<code>[A-Z]+\d+)")


@dataclass
class Example:
    """One example: its heading, configuration, files and facts."""

    heading: str
    config: str
    files: dict[str, bytes] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)

    def observed(self) -> list[str]:
        """The facts of the example as they are now; equal to `facts` if all are true."""
        config = parse(self.config, "aos-check.toml")
        tree = MemoryTree({**self.files, "aos-check.toml": self.config.encode()})
        sources = sources_of(config)
        projects = projects_of(Snapshot(tree, sources))
        severities = severities_of(RULES, tuple(sources.known), config)
        report = check(Subject(projects), Selection(RULES), tree=tree, severities=severities)
        found = [(f"{it.problem.at.path}:{it.problem.at.line}", it.code) for it in report.findings]
        (project,) = export(projects).model_dump(by_alias=True)["projects"]
        return [
            self._drafted(fact) if fact.startswith("new ") else _observed(fact, project, found)
            for fact in self.facts
        ]

    def _drafted(self, fact: str) -> str:
        name = fact.removeprefix("new ").partition(": ")[0]
        with TemporaryDirectory() as folder:
            write_files(Path(folder), {**self.files, "aos-check.toml": self.config})
            before = set(Path(folder).rglob("*.md"))
            list(write_spec(name, "own", Path(folder), dry_run=False))
            (made,) = set(Path(folder).rglob("*.md")) - before
            first = made.read_text("utf-8").splitlines()[0]
            return f"new {name}: {made.relative_to(folder).as_posix()}: {first}"


def _observed(fact: str, project: dict[str, Any], found: list[tuple[str, str]]) -> str:
    if code := fact.removeprefix("no ") if fact.startswith("no ") else "":
        return next((f"{place} {each}" for place, each in found if each == code), fact)
    if finding := _FINDING.fullmatch(fact):
        if (finding["place"], finding["code"]) in found:
            return fact
        return f"not among {found}"
    path, _, _ = fact.partition(": ")
    return f"{path}: {json.dumps(_value(project, path))}"


def _value(project: dict[str, Any], path: str) -> Any:
    def step(value: Any, found: re.Match[str]) -> Any:
        return value[found["name"] or int(found["index"])]

    return reduce(step, _STEP.finditer(path), project)


def examples() -> Iterator[Example]:
    """The examples of the page in order."""
    heading, example = "", Example("", "")
    for part in _PART.finditer(PAGE.read_text("utf-8")):
        if part["title"]:
            heading = part["title"]
        elif part["path"]:
            example.files[part["path"]] = part["body"].encode()
        elif part["language"] == "toml":
            example = Example(heading, part["body"])
        elif part["language"] == "read":
            example.facts = part["body"].splitlines()
            yield example


def shown_keys() -> dict[str, list[str]]:
    """The keys in the headings of the page, each with the configurations of its examples."""
    titles = (part["title"] or "" for part in _PART.finditer(PAGE.read_text("utf-8")))
    keys: dict[str, list[str]] = {key: [] for title in titles for key in _KEY.findall(title)}
    for example in examples():
        for key in _KEY.findall(example.heading):
            keys[key].append(example.config)
    return keys
