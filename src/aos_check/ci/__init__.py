"""The platforms that run CI: what each says of why it runs, and of the commits to judge."""

from __future__ import annotations

from aos_check.ci.event import Occasion, Sort, occasion_of

__all__ = ["Occasion", "Sort", "occasion_of"]
