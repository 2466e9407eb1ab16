"""What `aos-check doctor` finds out: which gates stand, and whether each really refuses a sample.

Nothing is written in the repository that is examined. What is tried out is tried in a folder of its
own, with a sample project; there nothing runs but what git itself, or an agent, would run.
"""

from __future__ import annotations

from aos_check.setup.doctor.examining import GATES, examine
from aos_check.setup.doctor.result import Result, ResultState, exit_code

__all__ = ["GATES", "Result", "ResultState", "examine", "exit_code"]
