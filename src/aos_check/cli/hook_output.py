"""What a hook says: nothing, where there is nothing to be done or to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aos_check.cli import options
from aos_check.cli.present import conclude

if TYPE_CHECKING:
    from aos_check.model.finding import Report


def conclude_hook(report: Report, given: dict[str, Any]) -> None:
    """End a hook as any other check, but without a word about what is in order."""
    told = report.notes or report.waived or not all(it.baselined for it in report.findings)
    silent = given["form"] == "text" and not told and not options.is_verbose()
    conclude(report, {**given, "quiet": given["quiet"] or silent})
