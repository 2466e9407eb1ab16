"""Runs the rules on a subject, and makes the report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from aos_check.judging.check_input import Subject
from aos_check.judging.report.findings import Draft, findings_of
from aos_check.judging.report.overlaps import one_per_defect
from aos_check.judging.report.suppression import Suppressor
from aos_check.judging.selection import Selection, Severities
from aos_check.model.change import Change, Commit, CommitRecord
from aos_check.model.document import Ignore
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import (
    MESSAGE,
    Counts,
    NotEvaluated,
    Place,
    Problem,
    Report,
    Severity,
    Unjudged,
    Waived,
)
from aos_check.model.history import History
from aos_check.model.project import Project
from aos_check.model.rule import CHANGE, HISTORY, TODAY, Rule, Suppressions
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.model.wording import shortened


def check(
    subject: Subject,
    selection: Selection,
    *,
    tree: Tree,
    severities: Severities | None = None,
    mode: str = "worktree",
    allowed: Collection[Ignore] | None = None,
) -> Report:
    """Check `subject`, whose projects were read from `tree`, by the rules of `selection`.

    With `allowed`, only those suppressions count: a branch must not loosen the rules with new ones.
    """
    run = _Run(subject, selection, severities or Severities())
    suppressor = Suppressor(subject.projects, allowed)
    run.check_projects_and_change()
    run.check_commits()
    kept = [draft for draft in run.take() if not suppressor.covers(draft.rule, draft.problem.at)]
    unjudged = [*selection.left_out, *run.unjudged()]
    run.check_suppressions(
        suppressor.suppressions([*selection.rules, *selection.left_out], unjudged)
    )
    kept += [draft for draft in run.take() if not suppressor.covers(draft.rule, draft.problem.at)]
    subject.verdicts.turn()
    return Report(
        mode=mode,
        findings=tuple(findings_of(kept, tree)),
        not_evaluated=tuple(sorted({*run.not_evaluated(), *subject.remarks})),
        checked=count(subject.projects)._replace(
            commits=run.commits, maintenance_commits=run.maintenance
        ),
        waived=tuple(sorted(run.waived)),
    )


def count(projects: Iterable[Project]) -> Counts:
    """Count the projects, specs, tasks and decisions."""
    specs = [spec for project in projects for spec in project.specs]
    return Counts(
        projects=len(list(projects)),
        specs=len(specs),
        tasks=sum(1 for spec in specs for _ in spec.all_tasks()),
        decisions=sum(len(project.decisions) for project in projects),
    )


class _HistoryOnUse:
    """The history, which is fetched when a rule first uses it. Raises CannotCheckError then."""

    def __init__(self, fetch: Callable[[], History]) -> None:
        self._fetched = cache(fetch)

    def commits(self) -> Sequence[CommitRecord]:
        return self._fetched().commits()

    def ever_had(self, name: str) -> bool:
        return self._fetched().ever_had(name)

    def unchanged_since(self, path: str) -> date | None:
        return self._fetched().unchanged_since(path)


class _Run:
    """One run of the rules. It collects their problems as drafts, each with the spec concerned."""

    def __init__(self, subject: Subject, selection: Selection, severities: Severities) -> None:
        self._subject = subject
        self._selection = selection
        self._severities = severities
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
        self._drafts: list[Draft] = []
        self._not_evaluated: set[tuple[Rule, NotEvaluated]] = set()
        self._arguments: dict[str, dict[str, object]] = {}
        self._history = _HistoryOnUse(subject.history)
        self.waived: set[Waived] = set()
        self.commits = 0
        self.maintenance = 0

    def check_projects_and_change(self) -> None:
        """Run the rules for projects and changes; note the rules whose subject is absent."""
        subject = self._subject
        for rule in self._selection.rules:
            if rule.judges in subject.unjudged:
                absent = NotEvaluated(subject.unjudged[rule.judges], applies=False)
                self._not_evaluated.add((rule, absent))
            elif rule.judges in (Project, Spec):
                for project in subject.projects:
                    self._collect(rule, project, project)
            elif rule.judges is Change and (change := subject.change):
                self._collect_of_commit(rule, change, Commit(change.commit, "", change))

    def check_commits(self) -> None:
        """Run the rules for commits. Each commit is dropped after its check, to save memory."""
        rules = self._rules_for(Commit)
        for commit in self._subject.commits:
            if commit.unjudged:
                unjudged = NotEvaluated(commit.unjudged)
                self._not_evaluated.update((rule, unjudged) for rule in rules)
                continue
            self.commits += 1
            self.maintenance += commit.is_maintenance
            for rule in rules:
                self._collect_of_commit(rule, commit, commit)

    def check_suppressions(self, suppressions: Suppressions) -> None:
        """Run the rules for suppressions."""
        for rule in self._rules_for(Suppressions):
            self._collect(rule, suppressions)

    def _rules_for(self, judges: type) -> Sequence[Rule]:
        return [rule for rule in self._selection.rules if rule.judges is judges]

    def _collect(self, rule: Rule, subject: object, project: Project | None = None) -> None:
        """Collect the problems of `project`, or of the project that holds the problem's file."""
        for problem in self._problems(rule, subject):
            owner = project or self._projects.get(problem.at.path)
            spec = self._spec(problem, owner)
            layouts = (spec.layout,) if spec else owner.layouts if owner else ()
            if severity := self._severity(rule, problem, layouts):
                self._drafts.append(Draft(rule, problem, severity, spec))

    def _collect_of_commit(self, rule: Rule, subject: Change | Commit, commit: Commit) -> None:
        """Collect the problems of a change or a commit, unless the commit waives the rule."""
        for problem in self._problems(rule, subject):
            spec = _concerned(problem, commit)
            layouts = (spec.layout,) if spec else ()
            severity = self._severity(rule, problem, layouts)
            waiver = next(
                (it for it in commit.waivers if it.code == rule.code and not it.fault), None
            )
            if severity and waiver:
                self.waived.add(Waived(rule.code, commit.id, waiver.reason))
            elif severity:
                source = _message_line(commit, problem.at) if rule.judges is Commit else None
                id_ = commit.id or problem.commit or None
                self._drafts.append(Draft(rule, problem, severity, spec, id_, source))

    def _severity(self, rule: Rule, problem: Problem, layouts: Iterable[str]) -> Severity | None:
        layouts = () if problem.strict else layouts
        return self._severities.of(rule, weak=problem.weak, layouts=layouts)

    def _problems(self, rule: Rule, subject: object) -> Iterator[Problem]:
        """Yield the problems that `rule` finds; note the reasons why it cannot judge."""
        if rule.code not in self._arguments:
            self._arguments[rule.code] = self._arguments_of(rule)
        arguments = self._arguments[rule.code]
        if rule.judges is Spec and isinstance(subject, Project):
            verdicts = self._subject.verdicts.of(rule, subject.specs, arguments)
        else:
            verdicts = rule.check(subject, **arguments)
        try:
            for verdict in verdicts:
                if isinstance(verdict, NotEvaluated):
                    self._not_evaluated.add((rule, verdict))
                else:
                    yield verdict
        except CannotCheckError as error:
            if HISTORY not in rule.needs:
                raise
            self._not_evaluated.add((rule, NotEvaluated(error.message)))

    def _arguments_of(self, rule: Rule) -> dict[str, object]:
        """The keyword arguments that `rule` needs."""
        arguments: dict[str, object] = {each.parameter: each.default for each in rule.options}
        arguments |= self._selection.options.get(rule.code, {})
        given = {
            TODAY: self._subject.today,
            HISTORY: self._history,
            CHANGE: self._subject.change,
        }
        return arguments | {name: given[name] for name in rule.needs if name in given}

    def take(self) -> list[Draft]:
        """Return the drafts since the last call, without duplicates."""
        drafts = {draft.order: draft for draft in self._drafts}.values()
        self._drafts = []
        return one_per_defect(drafts, self._selection.asked)

    def unjudged(self) -> list[Rule]:
        """The rules that could not judge everything, and those that are off."""
        unable = {rule.code for rule, _ in self._not_evaluated}
        return [
            rule
            for rule in self._selection.rules
            if rule.code in unable or self._severities.off(rule, self._layouts)
        ]

    def not_evaluated(self) -> Iterator[Unjudged]:
        """The rules that could not judge, and why."""
        return (
            Unjudged(rule.code, shortened(why.reason), why.applies)
            for rule, why in self._not_evaluated
        )

    def _spec(self, problem: Problem, project: Project | None) -> Spec | None:
        specs = project.specs if project else ()
        if problem.spec:
            return next((spec for spec in specs if spec.id == problem.spec), None)
        if problem.at.path in self._specs:
            return self._specs[problem.at.path]
        around = [spec for spec in specs if f"{problem.at.path}/".startswith(f"{spec.path}/")]
        return max(around, key=lambda spec: len(spec.path), default=None)


def _concerned(problem: Problem, commit: Commit) -> Spec | None:
    """The spec that a problem of a commit names by its id."""
    specs = [named.spec for named in commit.named if named.spec]
    specs += [spec for pair in commit.change.specs for spec in (pair.after, pair.before) if spec]
    return next((spec for spec in specs if spec.id == problem.spec), None)


def _message_line(commit: Commit, at: Place) -> str | None:
    """The line of the commit's message at `at`; None for a place in a file."""
    if at.path != MESSAGE:
        return None
    lines = commit.message.split("\n")
    return lines[at.line - 1] if at.line <= len(lines) else ""
