"""The baseline: a file of known findings, which do not count."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Finding, Report
from aos_check.reporters.style import whole

MAX_SIZE = 16 * 1024 * 1024
"""The largest baseline, in bytes."""


def known(content: bytes, path: str) -> frozenset[str]:
    """The fingerprints in the file `path`. Raises CannotCheckError."""
    return frozenset(entry["fingerprint"] for entry in _entries(content, path))


def apply(report: Report, fingerprints: Iterable[str]) -> Report:
    """The report, with `baselined` set on the known findings."""
    wanted = frozenset(fingerprints)
    return replace(
        report,
        findings=tuple(
            replace(finding, baselined=finding.fingerprint in wanted) for finding in report.findings
        ),
    )


def written(findings: Iterable[Finding]) -> str:
    """The text of a baseline with these findings, in an order that keeps diffs small."""
    return _as_text([_entry(finding) for finding in findings])


def pruned(content: bytes, path: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """The baseline without findings that are gone, and their number."""
    present = {finding.fingerprint for finding in findings}
    entries = _entries(content, path)
    kept = [entry for entry in entries if entry["fingerprint"] in present]
    return _as_text(kept), len(entries) - len(kept)


def _entry(finding: Finding) -> dict[str, Any]:
    """An entry. aos-check reads only the fingerprint; the rest is for people."""
    return {
        "code": finding.code,
        "path": whole(finding.problem.at.path) or None,
        "message": whole(finding.problem.message),
        "fingerprint": finding.fingerprint,
    }


def _as_text(entries: list[dict[str, Any]]) -> str:
    ordered = sorted(entries, key=lambda it: (it["path"] or "", it["code"], it["fingerprint"]))
    return json.dumps({"schema": 1, "findings": ordered}, indent=2) + "\n"


def _entries(content: bytes, path: str) -> list[dict[str, Any]]:
    remedy = "write a new one with `aos-check baseline`"
    if len(content) > MAX_SIZE:
        raise CannotCheckError(f"the baseline {path} is larger than 16 MiB", remedy)
    try:
        data = json.loads(content.decode("utf-8-sig"))
        entries = data["findings"]
        if data["schema"] == 1 and all(isinstance(it["fingerprint"], str) for it in entries):
            return [{"path": None, "code": "", **entry} for entry in entries]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise CannotCheckError(f"{path} is not a baseline of aos-check", remedy)
