"""The `gitlab` format: GitLab's code quality report."""

from __future__ import annotations

import json
from typing import Any

from aos_check.model.finding import Finding, Report, Severity
from aos_check.reporters.style import safe, whole
from aos_check.reporters.summary import file_at, full_message, identities, mark, problems

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_gitlab(report: Report) -> str:
    """The findings as a list of entries, in ASCII.

    The format cannot contain waivers and rules that were not evaluated. With `--output`, the log
    lists them. Otherwise the rules are listed on standard error.
    """
    found = problems(report)
    pairs = zip(found, identities(found), strict=True)
    return json.dumps([_entry(finding, identity) for finding, identity in pairs], indent=2) + "\n"


def _entry(finding: Finding, identity: str) -> dict[str, Any]:
    at, text = finding.problem.at, full_message(finding)
    severity = "info" if finding.inherited else _SEVERITIES[finding.level]
    return {
        "description": safe(f"{finding.code} {text} (help: {finding.problem.help}){mark(finding)}"),
        "check_name": finding.code,
        "fingerprint": identity,
        "severity": severity,
        "location": {"path": whole(file_at(at)), "lines": {"begin": at.line}},
    }
