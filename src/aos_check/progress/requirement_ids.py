"""The ids of requirements, compared as people do: FR-1 is FR-001."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=100_000)
def plain(identity: str) -> str:
    """The id without the zeros that fill it up."""
    return re.sub(r"(?<=\D)0+(?=\d)", "", identity)


def kind(identity: str) -> str:
    """What kind of requirement it is: `FR`, `NFR`."""
    return identity.partition("-")[0]
