"""`aos-check doctor`: testing that each installed gate refuses a bad sample.

It writes nothing in the repository that it examines. It tries the hooks in a temporary folder with
a sample project, and runs only what git or an agent would run.
"""

from __future__ import annotations

from aos_check.model.gate import Result, ResultState
from aos_check.setup.doctor.examining import GATES, examine, exit_code

__all__ = ["GATES", "Result", "ResultState", "examine", "exit_code"]
