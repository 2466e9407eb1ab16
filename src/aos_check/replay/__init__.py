"""A repository's history, replayed: how far the specs were, how old findings are, who did what."""

from aos_check.replay.past import Past, Present
from aos_check.replay.retelling import retell

__all__ = ["Past", "Present", "retell"]
