"""A repository's history, replayed: how far the specs were, how old findings are, who did what."""

from aos_check.history.timeline.past import CurrentState, ReplayedHistory
from aos_check.history.timeline.summary import summarize

__all__ = ["CurrentState", "ReplayedHistory", "summarize"]
