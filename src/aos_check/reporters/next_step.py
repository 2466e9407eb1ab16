"""What comes next, as a person or an agent reads it: the task and its address, why, and where."""

from __future__ import annotations

from aos_check.reporters.spec_status import next_lines
from aos_check.reporters.status import Canvas, Overview
from aos_check.reporters.style import safe


def as_text(overview: Overview, canvas: Canvas) -> str:
    """The next step of the active spec, and why it is this spec's."""
    spec_progress = overview.active
    if spec_progress is None:
        return f"nothing is left to do\n{canvas.dim('why:')} {safe(overview.why)}\n"
    lines = [*next_lines(spec_progress, canvas)]
    spec = f"{canvas.dim('spec:')} {safe(spec_progress.name)}, as {safe(overview.why)}"
    return "\n".join([*lines, spec]) + "\n"
