"""A report as text, one file a format. Nothing here prints or decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aos_check.model.finding import Report
    from aos_check.progress import SpecProgress

FORMATS = {
    "text": False,
    "json": False,
    "sarif": False,
    "github": False,
    "gitlab": False,
    "junit": False,
    "markdown": True,
    "rdjson": False,
}
"""Every format, and whether it also shows where each spec stands.

The module of the same name writes it, with a function `as_NAME`.
"""


def render(form: str, report: Report, all_progress: Callable[[], Sequence[SpecProgress]]) -> str:
    """The report in a format. Only that format's module is loaded."""
    write: Callable[..., str] = getattr(import_module(f"{__name__}.{form}"), f"as_{form}")
    return write(report, all_progress()) if FORMATS[form] else write(report)
