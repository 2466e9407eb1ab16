"""A repository's history, replayed: how far the specs were, how old findings are, who did what."""

from aos_check.history.timeline.past import Past, Present
from aos_check.history.timeline.summary import retell

__all__ = ["Past", "Present", "retell"]
