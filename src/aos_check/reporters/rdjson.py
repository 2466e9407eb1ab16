"""The `rdjson` format, which reviewdog reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aos_check import HOME
from aos_check.model.finding import Finding, Report
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.handbook import url
from aos_check.reporters.style import whole
from aos_check.reporters.summary import end_column, file_at, full_message, mark, problems

MAX_RELATED = 5
"""The related places to name in the message, as older versions of reviewdog have no field."""


def as_rdjson(report: Report) -> str:
    """The findings as diagnostics, in ASCII.

    The format cannot contain waivers and rules that were not evaluated. With `--output`, the log
    lists them. Otherwise the rules are listed on standard error.
    """
    result = {
        "source": {"name": "aos-check", "url": HOME},
        "diagnostics": [_diagnostic(finding) for finding in problems(report)],
    }
    return json.dumps(result, indent=2) + "\n"


def _diagnostic(finding: Finding) -> dict[str, Any]:
    at, end = finding.problem.at, end_column(finding)
    address = url(finding.code, finding.name)
    return {
        "message": "\n\n".join(_paragraphs(finding)),
        "location": {
            "path": whole(file_at(at)),
            "range": {
                "start": {"line": at.line, "column": _in_bytes(finding.source, at.column)},
                "end": {"line": at.line, "column": _in_bytes(finding.source, end)},
            },
        },
        "severity": "INFO" if finding.inherited else finding.level.value.upper(),
        "code": {"value": finding.code, **({"url": address} if address else {})},
    }


def _paragraphs(finding: Finding) -> Iterator[str]:
    """The message as Markdown, which reviewdog copies into comments."""
    related = finding.problem.related
    yield f"{finding.name}: {inline(full_message(finding))}{mark(finding)}"
    for each in related[:MAX_RELATED]:
        yield f"See {code(f'{file_at(each.at)}:{each.at.line}')}: {inline(each.message)}"
    if (more := len(related) - MAX_RELATED) > 0:
        yield f"And {more} more."
    yield f"Help: {inline(finding.problem.help)}"


def _in_bytes(line: str, column: int) -> int:
    """The column, counted in bytes of UTF-8. A lone surrogate counts as one byte."""
    before = line[: column - 1]
    beyond = column - 1 - len(before)
    return len(before.encode("utf-8", "replace")) + beyond + 1
