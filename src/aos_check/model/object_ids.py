"""The ids of git's objects."""

from __future__ import annotations

import re

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def is_object_id(text: str) -> bool:
    """True for a whole id, in SHA-1 or SHA-256."""
    return _ID.fullmatch(text) is not None
