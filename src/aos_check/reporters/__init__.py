"""Reporters: a report becomes text, one file per format. They print nothing and decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from aos_check.finding import Report

if TYPE_CHECKING:
    from aos_check.standing import Standing

Standings: TypeAlias = "Callable[[], Sequence[Standing]]"
"""Finds out where the specs stand, for the formats that show it."""


def _as_text(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.text import as_text

    return as_text(report)


def _as_json(report: Report, _standings: Standings) -> str:
    from aos_check.reporters.json import as_json

    return as_json(report)


REPORTERS: dict[str, Callable[[Report, Standings], str]] = {"text": _as_text, "json": _as_json}
"""Every format by its name. A hook should not wait for a format that it does not write."""
