"""The formats of a report, one module each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aos_check.model.finding import Report
    from aos_check.progress import SpecProgress

FORMATS = (
    "text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "rdjson",
)  # fmt: skip
"""Every format. The module of this name writes it, by its function `as_NAME`."""

FOR_PEOPLE = ("concise", "text")
"""The formats that take a style and a degree of detail."""

INCOMPLETE = ("gitlab", "rdjson")
"""The formats that have no place for rules that were not evaluated."""


def render(form: str, report: Report, all_progress: Callable[[], Sequence[SpecProgress]]) -> str:
    """Return the report in a format. Only the module of that format is loaded."""
    write: Callable[..., str] = getattr(import_module(f"{__name__}.{form}"), f"as_{form}")
    # Only Markdown shows the progress of the specs, which takes time to compute.
    return write(report, all_progress()) if form == "markdown" else write(report)
