"""The `json` format, which `aos-check schema report` describes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aos_check import __version__
from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.published import Published, Text, ToolModel


class RelatedModel(Published):
    """A second place that explains a finding."""

    path: Text
    line: int
    message: Text


class FindingModel(Published):
    """One problem at one place, under one rule code."""

    code: str
    name: str
    severity: Severity
    message: Text
    path: Text | None = Field(
        description="Relative to the repository root; null: a commit message."
    )
    line: int
    column: int
    commit: Text | None
    spec: Text | None
    task: Text | None
    help: Text
    related: list[RelatedModel]
    fingerprint: str = Field(description="Who the finding is; it survives moved lines.")
    baselined: bool


class UnjudgedModel(Published):
    """A rule that could not be judged, and why."""

    code: str
    reason: Text


class CheckedModel(Published):
    """How much was looked at."""

    projects: int
    specs: int
    tasks: int
    decisions: int
    commits: int


class WaivedModel(Published):
    """A finding that a commit waived."""

    code: str
    commit: Text
    reason: Text


class ReportModel(Published):
    """The outcome of a run of aos-check."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    tool: ToolModel
    mode: Literal["worktree", "staged", "commit", "range", "stdin"]
    findings: list[FindingModel]
    not_evaluated: list[UnjudgedModel]
    checked: CheckedModel
    waived: list[WaivedModel]
    notes: list[Text] = Field(
        description="What is not in force, though the tree under check has it."
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
            "waived": [waived._asdict() for waived in report.waived],
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
    )
