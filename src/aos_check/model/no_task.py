"""Recognizes `Task: none <reason>`, by which a commit says that no task describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NONE = re.compile(r"none(?:[:;,.!–—-]*(?:\s+|\Z)|(?=[–—(]))", re.IGNORECASE)
_LIST = re.compile(r"none\s*(?:,\s*[^\s,#]+#[^\s,#]+\s*)+", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"<[^<>]*>")  # as help texts write it


def reason_in(value: str) -> str | None:
    """The reason in the value of a trailer; None if it names tasks instead."""
    found = _NONE.match(value)
    if found is None or _LIST.fullmatch(value):
        return None
    reason = value[found.end() :].strip("-–—:;,. ")
    return "" if _PLACEHOLDER.fullmatch(reason) else reason


def is_claimed(text: str, keys: Iterable[str]) -> bool:
    """True if a line of the text says it under one of these keys, wherever it is."""
    wanted = {key.lower() for key in keys}
    fields = (line.partition(":") for line in text.splitlines())
    return any(
        key.strip().lower() in wanted and reason_in(value.strip()) is not None
        for key, _, value in fields
    )
