"""Reporters: a report becomes text, one file per format. They print nothing and decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from aos_check.model.finding import Report

if TYPE_CHECKING:
    from aos_check.progress import Standing

Standings: TypeAlias = "Callable[[], Sequence[Standing]]"
"""Finds out where the specs stand, for the formats that show it."""


def _as_text(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.text import as_text

    return as_text(report)


def _as_json(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.json import as_json

    return as_json(report)


def _as_sarif(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.sarif import as_sarif

    return as_sarif(report)


def _as_github(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.github import as_github

    return as_github(report)


def _as_gitlab(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.gitlab import as_gitlab

    return as_gitlab(report)


def _as_junit(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.junit import as_junit

    return as_junit(report)


def _as_markdown(report: Report, standings: Standings) -> str:
    from aos_check.reporters.markdown import as_markdown

    return as_markdown(report, standings)


def _as_rdjson(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.rdjson import as_rdjson

    return as_rdjson(report)


REPORTERS: dict[str, Callable[[Report, Standings], str]] = {
    "text": _as_text,
    "json": _as_json,
    "sarif": _as_sarif,
    "github": _as_github,
    "gitlab": _as_gitlab,
    "junit": _as_junit,
    "markdown": _as_markdown,
    "rdjson": _as_rdjson,
}
"""Every format by its name. A hook should not wait for a format that it does not write."""
