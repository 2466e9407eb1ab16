"""A report as GitLab reads it for code quality."""

from __future__ import annotations

import json
from typing import Any

from aos_check.model.finding import Finding, Report, Severity
from aos_check.reporters.places import file_at, identities
from aos_check.reporters.style import safe, whole
from aos_check.reporters.summary import problems, said

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_gitlab(report: Report) -> str:
    """The findings as a list of entries, in ASCII.

    The format holds findings alone. What was waived or not evaluated is in the text that goes to
    the log beside the file, with `--output`.
    """
    found = problems(report)
    pairs = zip(found, identities(found), strict=True)
    return json.dumps([_entry(finding, identity) for finding, identity in pairs], indent=2) + "\n"


def _entry(finding: Finding, identity: str) -> dict[str, Any]:
    at = finding.problem.at
    return {
        "description": safe(f"{finding.code} {said(finding)} (help: {finding.problem.help})"),
        "check_name": finding.code,
        "fingerprint": identity,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": whole(file_at(at)), "lines": {"begin": at.line}},
    }
