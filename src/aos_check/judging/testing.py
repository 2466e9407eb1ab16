"""A rule's documentation, run: its examples are small repositories, and marks in them its findings.

A section `## Flagged` or `## Accepted` (a title may follow a colon) is one repository; each fence
in it is a file, whose path follows the language: ```` ```md docs/adr/0001-a.md ````. A line that
the rule must find ends in `<!-- CODE -->`, in YAML and TOML in `# CODE`; marks are taken out before
anything is read. Where a file has no room for marks, `CODE:line` follows the path; `latin-1` there
writes the file in that encoding. A fence that contains a fence has four backticks. A file
`aos-check.toml` at the top configures the example.

For a rule on changes, `before` behind the path says that the file was like this before, `new` that
the change brings it; a file that is there only `before` is deleted, any other stays as it is. A
fence of the path `commit` is the message. `by=MAIL` names who wrote the file or the commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

from aos_check.history.commits import CommitDraft, describe
from aos_check.history.messages import read as read_message
from aos_check.judging.checking import Selection, Severities, Subject, check
from aos_check.judging.config import Config, parse
from aos_check.judging.policies import commit_policy_of, sources_of
from aos_check.model.change import CommitRecord, PathChange, Person
from aos_check.model.finding import MESSAGE
from aos_check.model.rule import Rule
from aos_check.model.tree import MemoryTree
from aos_check.reading.compare import compare
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES

COMMIT = "commit"
"""The path of a fence that holds a commit's message."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a rule's documentation: the files, and the lines where it must find something."""

    title: str
    flagged: bool
    files: dict[str, bytes]
    expected: frozenset[tuple[str, int]]
    before: dict[str, bytes] = field(default_factory=dict)
    message: str | None = None
    authors: dict[str, str] = field(default_factory=dict)


def examples(rule: Rule) -> list[Example]:
    """The cases of the rule's documentation, in order. Raises ValueError where it is malformed."""
    return [_example(section, rule.code) for section in _sections(rule.doc)]


def run(rule: Rule, example: Example) -> set[tuple[str, int]]:
    """The path and line of everything that the rule finds in the example."""
    config = Config()
    if text := example.files.get("aos-check.toml"):
        config = parse(text.decode(), "aos-check.toml")
    # What is left of the suppressions is known only when all rules have run.
    others = [each for each in RULES if each.code != rule.code]
    asked = {rule.code, rule.name}
    selection = Selection([*others, rule], asked=asked)
    tree = MemoryTree(example.files)
    report = check(_subject(example, config, tree), selection, tree=tree, severities=Severities())
    places = (it.problem.at for it in report.findings if it.code == rule.code)
    return {(at.path, at.line) for at in places}


def _subject(example: Example, config: Config, tree: MemoryTree) -> Subject:
    witness = _Witness(example.authors)
    after = Snapshot(tree, sources_of(config), witness=witness)
    projects = projects_of(after)
    if not example.before and example.message is None:
        return Subject(projects)
    earlier = MemoryTree(example.before)
    before = Snapshot(earlier, sources_of(config), witness=witness)
    change = compare(before, after, tuple(_changes(example)))
    commits = []
    if example.message is not None:
        commit_policy = commit_policy_of(config)
        message = read_message(example.message, _trailers(example.message), commit_policy.trailers)
        author = _person(example.authors.get(COMMIT, ADA))
        submission = CommitDraft("", lambda: author, message, change)
        commits.append(describe(submission, before, after, commit_policy, date.today()))  # noqa: DTZ011
    return Subject(projects, change._replace(strict=config.roadmap.when == "commit"), commits)


def _changes(example: Example) -> Iterator[PathChange]:
    for path in sorted({*example.files, *example.before}):
        old, new = example.before.get(path), example.files.get(path)
        if old != new:
            yield PathChange(path if old is not None else None, path if new is not None else None)


_TRAILER = re.compile(r"([\w-]+): (.+)")


def _trailers(message: str) -> list[tuple[str, str]]:
    """The trailers of an example's message: its last paragraph, if all of it are some."""
    *before, last = re.split(r"\n{2,}", message.strip("\n"))
    found = [_TRAILER.fullmatch(line) for line in last.split("\n")]
    return [(it[1], it[2]) for it in found if it] if before and all(found) else []


ADA = "ada@example.org"
"""Who wrote what names nobody."""


def _person(mail: str) -> Person:
    return Person(mail.partition("@")[0].title(), mail)


class _Witness:
    """Says of each file what the example says: one author wrote all of it."""

    def __init__(self, authors: Mapping[str, str]) -> None:
        self._authors = authors

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """A commit by the file's author."""
        author = _person(self._authors.get(path, ADA))
        when = datetime(2026, 1, 1, tzinfo=timezone.utc)
        return CommitRecord("0" * 40, (), author, author, when, text)

    def pending(self) -> Person | None:
        """Nobody: everything is committed."""
        return None

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """The file's author."""
        del until, fingerprint
        return frozenset({_person(self._authors.get(path, ADA))})

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """Nobody signs an example."""
        del commit, allowed
        return None


@dataclass(slots=True)
class _ExampleFile:
    """A file as the documentation gives it."""

    path: str
    words: list[str]
    language: str
    lines: list[str]


@dataclass(slots=True)
class _ExampleSection:
    flagged: bool
    title: str
    fences: list[_ExampleFile]


_HEADING = re.compile(r"## (Flagged|Accepted)(?:: (.+))?")
_FENCE = re.compile(r"(`{3,})(\S+) (\S+)((?: \S+)*)")


def _sections(doc: str) -> list[_ExampleSection]:
    sections: list[_ExampleSection] = []
    lines = iter(doc.splitlines())
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            sections.append(_ExampleSection(heading[1] == "Flagged", heading[2] or heading[1], []))
        elif line.startswith("```"):
            found = _FENCE.fullmatch(line)
            if not found or not sections:
                raise ValueError(f"not the file of an example: {line}")
            body = list(_until(found[1], lines))
            sections[-1].fences.append(_ExampleFile(found[3], found[4].split(), found[2], body))
    return sections


def _until(end: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise ValueError(f"a fence of {end} is never closed")


def _example(section: _ExampleSection, code: str) -> Example:
    files: dict[str, bytes] = {}
    before: dict[str, bytes] = {}
    authors: dict[str, str] = {}
    expected: set[tuple[str, int]] = set()
    message: str | None = None
    for fence in section.fences:
        lines, marked = _unmarked(fence, code)
        for word in fence.words:
            if word.startswith("by="):
                authors[fence.path] = word.removeprefix("by=")
        text = "".join(f"{line}\n" for line in lines)
        if fence.path == COMMIT:
            message = text
            expected |= {(MESSAGE, line) for line in marked}
            continue
        expected |= {(fence.path, line) for line in marked}
        side = before if "before" in fence.words else files
        if fence.path in side:
            raise ValueError(f"{fence.path} is there twice")
        side[fence.path] = text.encode("latin-1" if "latin-1" in fence.words else "utf-8")
    brought = {fence.path for fence in section.fences if "new" in fence.words}
    if before or brought or message is not None:
        before |= {path: it for path, it in files.items() if path not in {*before, *brought}}
    return Example(
        section.title, section.flagged, files, frozenset(expected), before, message, authors
    )


def _unmarked(fence: _ExampleFile, code: str) -> tuple[list[str], set[int]]:
    """The lines without marks, and the numbers of those that had one."""
    mark = rf" *# {code}" if fence.language in ("yaml", "toml") else rf" *<!-- {code} -->"
    plain = [re.sub(rf"(?:{mark})+ *$", "", line) for line in fence.lines]
    pairs = zip(fence.lines, plain, strict=True)
    marked = {number for number, (line, text) in enumerate(pairs, 1) if line != text}
    numbers = [word[len(code) + 1 :] for word in fence.words if word.startswith(f"{code}:")]
    return plain, marked | {int(number) for number in numbers}
