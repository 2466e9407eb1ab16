"""Rules over what they judge become a report: signed, weighed, suppressed, sorted and counted."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from aos_check.judging.suppression import Suppressor
from aos_check.model.change import Change, Commit
from aos_check.model.document import Ignore
from aos_check.model.finding import (
    MESSAGE,
    Counts,
    Finding,
    NotEvaluated,
    Place,
    Problem,
    Report,
    Severity,
    Unjudged,
    Waived,
)
from aos_check.model.project import Project
from aos_check.model.rule import Rule, Suppressions, Verdicts
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.model.wording import shortened
from aos_check.reading.layouts import Layout, Level
from aos_check.reading.page import UnreadableFileError, read_text


class Overlap(NamedTuple):
    """Two rules that may report one defect: `silent` gives way where `speaks` has a finding.

    It is one defect when both are about the same spec, within it the same task or the same
    related places, or when both stand on the same line; `weak` restricts that to one form of the
    silent rule.
    """

    silent: str
    speaks: str
    about: Literal["spec", "task", "places", "line"] = "spec"
    weak: bool | None = None


OVERLAPS = (
    Overlap("ROAD003", "ROAD004", about="line"),
    Overlap("SPEC002", "SPEC012"),
    Overlap("SPEC004", "GIT004"),
    Overlap("SPEC004", "SPEC005"),
    Overlap("SPEC004", "SPEC006"),
    Overlap("SPEC010", "SPEC004"),
    Overlap("SPEC007", "SPEC004", weak=True),
    Overlap("SPEC007", "SPEC010", about="places"),
    Overlap("TASK009", "TASK001", about="task"),
)
"""One defect, one finding: the more specific speaks. What an earlier row silenced has no say in a
later one."""


class Selection(NamedTuple):
    """The rules of a run.

    `asked` are codes that were asked for by name, so that no other rule silences them; `left_out`
    are the rules that exist and do not run.
    """

    rules: Sequence[Rule]
    asked: Collection[str] = ()
    left_out: Sequence[Rule] = ()


@dataclass(frozen=True, slots=True)
class Severities:
    """What a finding weighs: the rule's word, unless the layout's or the user's differs."""

    layouts: Mapping[str, Layout] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)

    def of(self, rule: Rule, *, weak: bool, layouts: Iterable[str]) -> Severity | None:
        """The severity of one form of `rule` under `layouts`; None when it is off."""
        level: str = rule.weak if weak and rule.weak else rule.severity
        for layout in (self.layouts[name] for name in layouts if name in self.layouts):
            said = layout.weak if weak and rule.weak else layout.severity
            if rule.code in said:
                level = said[rule.code]
                break
        level = self.levels.get(rule.code, level)
        return None if level == "off" else Severity(level)

    def off(self, rule: Rule, layouts: Iterable[str]) -> bool:
        """True when a form of `rule` is off, under one of `layouts` or under none."""
        return any(
            self.of(rule, weak=weak, layouts=names) is None
            for names in ((), *((layout,) for layout in layouts))
            for weak in (False, True)
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: projects as they are, the change that led there, and its commits, one by one.

    `unjudged` says for what is not there why it is not, `remarks` what else is left out.
    """

    projects: Sequence[Project] = ()
    change: Change | None = None
    commits: Iterable[Commit] = ()
    unjudged: Mapping[type, str] = field(default_factory=dict)
    remarks: Sequence[Unjudged] = ()


def check(
    subject: Subject,
    selection: Selection,
    *,
    tree: Tree,
    severities: Severities | None = None,
    mode: str = "worktree",
    allowed: Collection[Ignore] | None = None,
) -> Report:
    """Judge `subject`, whose projects were read from `tree`, by the rules of `selection`.

    With `allowed`, only those suppressions count: what a branch adds must not loosen the rules.
    """
    judging = _Judging(subject, severities or Severities())
    for rule in selection.rules:
        judging.judge(rule)
    judging.judge_commits([rule for rule in selection.rules if rule.judges is Commit])
    suppressor = Suppressor(subject.projects, allowed)
    drafts = judging.take(selection.asked)
    kept = [draft for draft in drafts if not suppressor.covers(draft.rule, draft.problem.at)]
    unjudged = [*selection.left_out, *judging.unjudged(selection.rules)]
    account = suppressor.account([*selection.rules, *selection.left_out], unjudged)
    for rule in selection.rules:
        if rule.judges is Suppressions:
            judging.hear(rule, rule.check(account))
    late = judging.take(selection.asked)
    kept += [draft for draft in late if not suppressor.covers(draft.rule, draft.problem.at)]
    return Report(
        mode=mode,
        findings=tuple(_sign(kept, tree)),
        not_evaluated=tuple(sorted({*judging.not_evaluated(), *subject.remarks})),
        checked=count(subject.projects)._replace(commits=judging.commits),
        waived=tuple(sorted(judging.waived)),
    )


def count(projects: Iterable[Project]) -> Counts:
    """How much there was to judge."""
    specs = [spec for project in projects for spec in project.specs]
    return Counts(
        projects=len(list(projects)),
        specs=len(specs),
        tasks=sum(1 for spec in specs for _ in spec.all_tasks()),
        decisions=sum(len(project.decisions) for project in projects),
    )


class _Draft(NamedTuple):
    """A problem that will be a finding if nothing silences it; `commit` is the one concerned."""

    rule: Rule
    problem: Problem
    severity: Severity
    spec: Spec | None
    commit: str | None = None
    source: str | None = None

    @property
    def order(self) -> tuple[Place, str, str, str]:
        return self.problem.at, self.rule.code, self.problem.message, self.commit or ""


class _Judging:
    """Collects what the rules say, and finds whom it concerns."""

    def __init__(self, subject: Subject, severities: Severities) -> None:
        self._severities = severities
        self._subject = subject
        projects = subject.projects
        self._projects = {
            document.path: project for project in projects for document in project.all_documents()
        }
        self._specs = {
            document.path: spec
            for project in projects
            for spec in project.specs
            for document in spec.documents
        }
        self._layouts = {layout for project in projects for layout in project.layouts}
        self._heard: list[_Draft] = []
        self._silent: set[tuple[Rule, str]] = set()
        self.waived: set[Waived] = set()
        self.commits = 0

    def judge(self, rule: Rule) -> None:
        """Let `rule` judge what is there, but commits and suppressions."""
        if rule.judges in self._subject.unjudged:
            self._silent.add((rule, self._subject.unjudged[rule.judges]))
        elif rule.judges is Project:
            for project in self._subject.projects:
                self.hear(rule, rule.check(project), project)
        elif rule.judges is Change and self._subject.change:
            change = self._subject.change
            self._hear_of(rule, rule.check(change), change, Commit(change.commit, "", change))

    def judge_commits(self, rules: Sequence[Rule]) -> None:
        """Let all rules on commits judge each; a commit is forgotten once it is judged."""
        for commit in self._subject.commits:
            self.commits += 1
            for rule in rules:
                self._hear_of(rule, rule.check(commit), commit.change, commit)

    def hear(self, rule: Rule, verdicts: Verdicts, project: Project | None = None) -> None:
        """Take down what `rule` says of `project`."""
        for problem in self._problems(rule, verdicts):
            owner = project or self._projects.get(problem.at.path)
            spec = self._spec(problem, owner)
            layouts = (spec.layout,) if spec else owner.layouts if owner else ()
            if severity := self._severities.of(rule, weak=problem.weak, layouts=layouts):
                self._heard.append(_Draft(rule, problem, severity, spec))

    def _hear_of(self, rule: Rule, verdicts: Verdicts, change: Change, commit: Commit) -> None:
        """Take down what `rule` says of a change or a commit, unless the commit waives it."""
        for problem in self._problems(rule, verdicts):
            spec = _concerned(problem, change, commit)
            layouts = (spec.layout,) if spec else ()
            severity = self._severities.of(rule, weak=problem.weak, layouts=layouts)
            waiver = next(
                (it for it in commit.waivers if it.code == rule.code and not it.fault), None
            )
            if severity and waiver:
                self.waived.add(Waived(rule.code, commit.id, waiver.reason))
            elif severity:
                source = _message_line(commit, problem.at) if rule.judges is Commit else None
                known = commit.id or problem.commit
                self._heard.append(_Draft(rule, problem, severity, spec, known or None, source))

    def _problems(self, rule: Rule, verdicts: Verdicts) -> Iterator[Problem]:
        """The problems among the verdicts; what could not be judged is taken down."""
        for verdict in verdicts:
            if isinstance(verdict, NotEvaluated):
                self._silent.add((rule, verdict.reason))
            else:
                yield verdict

    def take(self, asked: Collection[str]) -> list[_Draft]:
        """What was heard since the last time, without what says the same twice."""
        drafts = {draft.order: draft for draft in self._heard}.values()
        self._heard = []
        return _one_per_defect(drafts, asked)

    def unjudged(self, rules: Iterable[Rule]) -> list[Rule]:
        """Those of `rules` that did not judge everything: they could not, or they are off."""
        unable = {rule.code for rule, _ in self._silent}
        return [
            rule
            for rule in rules
            if rule.code in unable or self._severities.off(rule, self._layouts)
        ]

    def not_evaluated(self) -> tuple[Unjudged, ...]:
        """The rules that could not judge, and why."""
        return tuple(Unjudged(rule.code, shortened(reason)) for rule, reason in self._silent)

    def _spec(self, problem: Problem, project: Project | None) -> Spec | None:
        specs = project.specs if project else ()
        if problem.spec:
            return next((spec for spec in specs if spec.id == problem.spec), None)
        if problem.at.path in self._specs:
            return self._specs[problem.at.path]
        around = [spec for spec in specs if f"{problem.at.path}/".startswith(f"{spec.path}/")]
        return max(around, key=lambda spec: len(spec.path), default=None)


def _concerned(problem: Problem, change: Change, commit: Commit) -> Spec | None:
    """The spec that a problem is about, by its id."""
    specs = [named.spec for named in commit.named if named.spec]
    specs += [spec for pair in change.specs for spec in (pair.after, pair.before) if spec]
    return next((spec for spec in specs if spec.id == problem.spec), None)


def _message_line(commit: Commit, at: Place) -> str | None:
    """The line of the message that a problem stands on; None for one in a file."""
    if at.path != MESSAGE:
        return None
    lines = commit.message.split("\n")
    return lines[at.line - 1] if at.line <= len(lines) else ""


def _one_per_defect(drafts: Iterable[_Draft], asked: Collection[str]) -> list[_Draft]:
    left = list(drafts)
    for overlap in OVERLAPS:
        spoken = {_about(draft, overlap) for draft in left if draft.rule.code == overlap.speaks}
        left = [
            draft
            for draft in left
            if draft.rule.code != overlap.silent
            or draft.rule.code in asked
            or overlap.weak not in {None, draft.problem.weak}
            or _about(draft, overlap) not in spoken
        ]
    return left


def _about(draft: _Draft, overlap: Overlap) -> object:
    """What two drafts share when they are about one defect; nothing equals an unknown spec."""
    if overlap.about == "line":
        return draft.problem.at
    if draft.spec is None:
        return object()
    within: object = None
    if overlap.about == "task":
        within = draft.problem.task
    elif overlap.about == "places":
        within = frozenset(related.at for related in draft.problem.related)
    return draft.spec.path, within


def _sign(drafts: Iterable[_Draft], tree: Tree) -> Iterator[Finding]:
    """The findings in reading order."""
    sources = _Sources(tree)
    alike: Counter[tuple[str, ...]] = Counter()
    for draft in sorted(drafts, key=lambda draft: draft.order):
        source = sources.line(draft.problem.at) if draft.source is None else draft.source
        spec = draft.spec.id if draft.spec else draft.problem.spec
        # Not the line's number: what stands above a finding must not change who it is.
        marks = (
            draft.rule.code,
            draft.problem.at.path,
            spec or "",
            draft.problem.task or "",
            " ".join(source[:_MAX_MARK].split()),
            *([draft.commit] if draft.commit else []),
        )
        yield Finding(
            code=draft.rule.code,
            name=draft.rule.name,
            severity=draft.severity,
            problem=_brief(draft.problem),
            spec=spec,
            fingerprint=_digest(*marks, str(alike[marks])),
            commit=draft.commit,
            source=source,
        )
        alike[marks] += 1


# How much of its line says who a finding is: one line may be as long as a document.
_MAX_MARK = 400


def _digest(*marks: str) -> str:
    return hashlib.sha256("\0".join(marks).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _brief(problem: Problem) -> Problem:
    """The problem in sentences that can be read, whatever they quote."""
    related = (other._replace(message=shortened(other.message)) for other in problem.related)
    return problem._replace(
        message=shortened(problem.message), help=shortened(problem.help), related=tuple(related)
    )


MAX_ALIKE = 200
"""How many findings of one rule in one document are listed."""


def listed(report: Report) -> Report:
    """The report with as many findings of one rule in one document as somebody will read.

    The heaviest of those that count stay, so that what fails a run still does.
    """
    groups: dict[tuple[str, str, bool], list[tuple[int, Finding]]] = defaultdict(list)
    for position, finding in enumerate(report.findings):
        groups[finding.code, finding.problem.at.path, finding.baselined].append((position, finding))
    kept: list[tuple[int, Finding]] = []
    unlisted: list[Unjudged] = []
    for (code, path, _), group in groups.items():
        kept += sorted(group, key=lambda each: _WEIGHT.index(each[1].severity))[:MAX_ALIKE]
        if (more := len(group) - MAX_ALIKE) > 0:
            counted = "1 more finding" if more == 1 else f"{more:,} more findings"
            where = path or "commit messages"
            said = f"{counted} in {where} {'is' if more == 1 else 'are'} not listed"
            unlisted.append(Unjudged(code, said))
    return replace(
        report,
        findings=tuple(finding for _, finding in sorted(kept, key=lambda each: each[0])),
        not_evaluated=tuple(sorted({*report.not_evaluated, *unlisted})),
    )


_WEIGHT = tuple(Severity)


class _Sources:
    """The lines that findings stand on."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files: dict[str, list[str]] = {}

    def line(self, at: Place) -> str:
        """The line as it is written; nothing where there is none to show."""
        if at.path not in self._files:
            try:
                self._files[at.path] = read_text(self._tree, at.path).split("\n")
            except UnreadableFileError:
                self._files[at.path] = []
        lines = self._files[at.path]
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""
