"""`aos-check doctor`: the proof that each installed gate refuses a bad sample.

It writes nothing in the repository that it examines. It tries hooks out in a temporary folder with
a sample project, and runs nothing there that git or an agent would not run.
"""

from __future__ import annotations

from aos_check.model.gate import Result, ResultState
from aos_check.setup.doctor.examining import GATES, examine, exit_code

__all__ = ["GATES", "Result", "ResultState", "examine", "exit_code"]
