"""Runs the examples in a rule's documentation as tests, for shipped rules and for plugins.

    for example in examples(rule):
        assert run(rule, example) == example.expected

A section `## Flagged` or `## Accepted` (a title may follow a colon) is a small repository. Each
fence in it is a file, whose path follows the language: ```` ```md docs/adr/0001-a.md ````. A line
that the rule must report ends in `<!-- CODE -->`, or in `# CODE` in YAML and TOML. The marks are
removed before the files are read. More words may follow the path:

- `CODE:7`: the rule must report line 7, in a file where marks are not possible;
- `latin-1`: the file has that encoding;
- `before`: the file as it was before the change; without a second fence, the change deletes it;
- `new`: the change adds the file (any other file without a `before` stays as it is);
- `by=MAIL`: the author of the file or of the commit.

A fence with the path `commit` is the commit's message. A file `aos-check.toml` at the top
configures the example. A fence that contains a fence has four backticks.

In an example, `today` is TODAY. The history is one commit that touched every file, including those
that exist only `before`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone

from aos_check.history.code_owners import ungoverned
from aos_check.history.commits import RawCommit, describe
from aos_check.history.messages import read as read_message
from aos_check.history.snapshots import SnapshotDiff
from aos_check.history.timeline.contributions import CurrentSpecs, contributions_of
from aos_check.history.timeline.ending import Contents
from aos_check.history.timeline.evidence import evidence_of
from aos_check.judging.check_input import Subject
from aos_check.judging.config import parse
from aos_check.judging.input.policies import commit_policy_of, sources_of
from aos_check.judging.report.causes import one_per_cause
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection, options_of
from aos_check.judging.settings import Config
from aos_check.model.change import Commit, CommitRecord, PathChange, Person
from aos_check.model.evidence import Evidence
from aos_check.model.finding import MESSAGE
from aos_check.model.proof import ProofRecord
from aos_check.model.rule import Rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.tree import MemoryTree
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES

COMMIT = "commit"
"""The path of a fence that holds a commit's message."""

TODAY = date(2026, 1, 31)
"""The date on which every example is checked."""

ADA = "ada@example.org"
"""The author of every file and commit for which an example names none."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a rule's documentation: the files, and the lines that the rule must report."""

    title: str
    flagged: bool
    files: dict[str, bytes]
    expected: frozenset[tuple[str, int]]
    before: dict[str, bytes] = field(default_factory=dict)
    message: str | None = None
    authors: dict[str, str] = field(default_factory=dict)


def examples(rule: Rule) -> list[Example]:
    """The cases of the rule's documentation, in order. Raises ValueError if it is malformed."""
    return [_example(section, rule.code) for section in _sections(rule.doc)]


def run(rule: Rule, example: Example) -> set[tuple[str, int]]:
    """The path and line of everything that the rule finds in the example."""
    text = example.files.get("aos-check.toml", b"").decode()
    config = parse(text, "aos-check.toml") if text else Config()
    # With all other rules: only then is it known which suppressions are unused.
    rules = [*(each for each in RULES if each.code != rule.code), rule]
    selection = Selection(rules, asked={rule.code}, options=options_of(rules, config))
    tree = MemoryTree(example.files)
    report = check(_subject(example, config, tree), selection, tree=tree)
    findings = one_per_cause(report.findings)
    places = (it.problem.at for it in findings if it.code == rule.code)
    return {(at.path, at.line) for at in places}


def _subject(example: Example, config: Config, tree: MemoryTree) -> Subject:
    witness = _Witness(example.authors)
    after = Snapshot(tree, sources_of(config), witness=witness)
    earlier = MemoryTree(example.before)
    before = Snapshot(earlier, sources_of(config), witness=witness)
    diff = SnapshotDiff(before, after, tuple(_changes(example)))
    subject = Subject(projects_of(after), today=TODAY, history=lambda: _History(example))
    if not example.before and example.message is None:
        return subject
    commits = []
    if example.message is not None:
        commit_policy = commit_policy_of(config)
        message = read_message(example.message, _trailers(example.message), commit_policy.trailers)
        author = _person(example.authors.get(COMMIT, ADA))
        contents = {**_named("old", example.before), **_named("new", example.files)}
        raw = RawCommit(
            message,
            diff,
            lambda: author,
            tree_of=lambda ids: MemoryTree({path: contents[id_] for path, id_ in ids.items()}),
        )
        # An example of a fixup is one of several commits.
        commit = describe(raw, commit_policy, TODAY)
        commits.append(commit._replace(unsquashed=bool(message.autosquash)))
    strict = config.roadmap.when == "commit"
    lost = tuple(ungoverned(diff, tree, commit_policy_of(config)))
    required = config.evidence.require
    change = diff.change()._replace(
        strict=strict,
        ungoverned=lost,
        evidence=tuple(_evidence(commits, after.specs())) if required else (),
        evidence_required=required,
    )
    return replace(subject, change=change, commits=commits)


def _evidence(commits: Sequence[Commit], specs: Sequence[Spec]) -> Iterator[Evidence]:
    """The evidence that the commit of an example gives for the tasks that it marks done."""
    for commit in commits:
        finished = {(spec.path, task.id) for spec, task in commit.change.finished()}
        found = dict(contributions_of(commit, _commit_by(ADA), CurrentSpecs(specs)))
        for spec in specs:
            own = [found[spec.path]] if spec.path in found else []
            for each in evidence_of(spec, own, _Ending()):
                if (spec.path, each.task.id) in finished:
                    yield each


class _Ending:
    """The end of an example: it has only one commit, and every tree is known."""

    @staticmethod
    def left(work: Contents) -> Collection[str]:
        return work.keys()

    @staticmethod
    def flaw(proof: ProofRecord, _task: Task, _work: Contents) -> str:
        return f"its command ended with exit code {proof.exit}" if proof.exit else ""


def _changes(example: Example) -> Iterator[PathChange]:
    for path in sorted({*example.files, *example.before}):
        old, new = example.before.get(path), example.files.get(path)
        if old != new:
            yield PathChange(
                None if old is None else path,
                None if new is None else path,
                "" if old is None else _id("old", path),
                "" if new is None else _id("new", path),
            )


def _named(side: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The contents by their ids."""
    return {_id(side, path): content for path, content in files.items()}


def _id(side: str, path: str) -> str:
    return f"{side}:{path}"


_TRAILER = re.compile(r"([\w-]+): (.+)")


def _trailers(message: str) -> list[tuple[str, str]]:
    """The trailers of an example's message: its last paragraph, if every line is a trailer."""
    *before, last = re.split(r"\n{2,}", message.strip("\n"))
    found = [_TRAILER.fullmatch(line) for line in last.split("\n")]
    return [(it[1], it[2]) for it in found if it] if before and all(found) else []


def _person(mail: str) -> Person:
    return Person(mail.partition("@")[0].title(), mail)


def _commit_by(mail: str, message: str = "") -> CommitRecord:
    author = _person(mail)
    when = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return CommitRecord("0" * 40, (), author, author, when, message)


class _History:
    """One commit that touched every file of an example."""

    def __init__(self, example: Example) -> None:
        self._paths = {*example.files, *example.before}

    def commits(self) -> Sequence[CommitRecord]:
        return [_commit_by(ADA)]

    def ever_had(self, name: str) -> bool:
        return any(path.rpartition("/")[2] == name for path in self._paths)

    def unchanged_since(self, path: str) -> date | None:
        return self.commits()[0].committed.date() if path in self._paths else None


class _Witness:
    """The authors that an example names. Each wrote a whole file."""

    def __init__(self, authors: Mapping[str, str]) -> None:
        self._authors = authors

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """Return a commit by the file's author."""
        return _commit_by(self._authors.get(path, ADA), text)

    def pending(self) -> Person | None:
        """Return None: everything is committed."""
        return None

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """Return the file's author."""
        del until, fingerprint
        return frozenset({_person(self._authors.get(path, ADA))})

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """Return None: no example is signed."""
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
                raise ValueError(f"this fence is not a file of an example: {line}")
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
            raise ValueError(f"{fence.path} is given twice")
        side[fence.path] = text.encode("latin-1" if "latin-1" in fence.words else "utf-8")
    added = {fence.path for fence in section.fences if "new" in fence.words}
    if before or added or message is not None:
        before |= {path: it for path, it in files.items() if path not in {*before, *added}}
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
