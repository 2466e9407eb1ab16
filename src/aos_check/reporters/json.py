"""The `json` format. `aos-check schema report` describes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aos_check import __version__
from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.published import Published, PublishedDocument, Text, ToolModel


class RelatedModel(Published):
    """A second place that explains a finding."""

    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")
    message: Text = Field(description="What this place has to do with the finding.")


class FindingModel(Published):
    """One problem at one place, found by one rule."""

    code: str = Field(description="The code of the rule.")
    name: str = Field(description="The name of the rule.")
    severity: Severity
    message: Text = Field(description="The problem, in one sentence.")
    path: Text | None = Field(
        description="Relative to the repository root; null for a commit message."
    )
    line: int = Field(description="From 1.")
    column: int = Field(description="From 1.")
    commit: Text | None = Field(
        description="The id of the commit that it is about; null for a tree."
    )
    spec: Text | None = Field(description="The id of the spec.")
    task: Text | None = Field(description="The id of the task in its spec.")
    help: Text = Field(description="What to do.")
    related: list[RelatedModel]
    fingerprint: str = Field(description="The finding's identity; it stays when lines move.")
    baselined: bool = Field(description="It is in the baseline, so it never fails.")
    inherited: bool = Field(description="It stood before the checked change, so it never fails.")
    observed: bool = Field(description="The project only observes, so it never fails.")
    fixable: bool = Field(description="`aos-check check --fix` would fix it.")


class UnjudgedModel(Published):
    """A rule that was not evaluated, and the reason."""

    code: str = Field(description="The code of the rule.")
    reason: Text = Field(description="The reason, and often what to do about it.")


class CheckedModel(Published):
    """The numbers of what was checked."""

    projects: int = Field(description="The number of projects.")
    specs: int = Field(description="The number of specs.")
    tasks: int = Field(description="The number of tasks.")
    decisions: int = Field(description="The number of decisions.")
    commits: int = Field(description="The commits of a range, or 1 for one commit.")
    maintenance_commits: int = Field(description="Those that say that no task describes them.")


class WaivedModel(Published):
    """A finding that a commit waived."""

    code: str = Field(description="The code of the rule.")
    commit: Text = Field(description="The id of the commit.")
    reason: Text = Field(description="The text of the waiver.")


class ReportModel(PublishedDocument):
    """The result of a check."""

    tool: ToolModel
    mode: Literal["worktree", "staged", "commit", "range", "stdin"] = Field(
        description="What was checked."
    )
    findings: list[FindingModel]
    not_evaluated: list[UnjudgedModel]
    checked: CheckedModel
    paths: list[Text] = Field(description="Only findings in these are listed; empty for all.")
    waived: list[WaivedModel]
    observing: str | None = Field(
        description="The day since which the project only observes; null if it enforces."
    )
    notes: list[Text] = Field(
        description="Settings of the checked files that are not in force, and homes and specs in "
        "which nothing is read."
    )


def as_json(report: Report) -> str:
    """The report as JSON."""
    return published(report).as_json()


def published(report: Report) -> ReportModel:
    """The report in its published form."""
    return ReportModel.model_validate(
        {
            "tool": {"version": __version__},
            "mode": report.mode,
            "findings": [_finding(finding) for finding in report.findings],
            "not_evaluated": [
                {"code": rule.code, "reason": rule.reason} for rule in report.not_evaluated
            ],
            "checked": report.checked._asdict(),
            "paths": list(report.paths),
            "waived": [waived._asdict() for waived in report.waived],
            "observing": report.observing or None,
            "notes": list(report.notes),
        }
    )


def _finding(finding: Finding) -> FindingModel:
    problem = finding.problem
    return FindingModel(
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        message=problem.message,
        path=None if problem.at.path == MESSAGE else problem.at.path,
        line=problem.at.line,
        column=problem.at.column,
        commit=finding.commit,
        spec=finding.spec,
        task=problem.task,
        help=problem.help,
        related=[
            RelatedModel(path=other.at.path, line=other.at.line, message=other.message)
            for other in problem.related
        ],
        fingerprint=finding.fingerprint,
        baselined=finding.baselined,
        inherited=finding.inherited,
        observed=finding.observed,
        fixable=finding.fixable,
    )
