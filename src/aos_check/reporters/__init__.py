"""Reporters: a report becomes text, one file per format. They print nothing and decide nothing."""

from __future__ import annotations

from collections.abc import Callable

from aos_check.finding import Report
from aos_check.reporters.json import as_json
from aos_check.reporters.text import as_text

REPORTERS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json}
"""Every format by its name."""
