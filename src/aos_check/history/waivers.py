"""Reads `Aos-Waive: CODE reason [until DATE]`."""

from __future__ import annotations

import re
from datetime import date

from aos_check.model.change import Waiver

_UNTIL = re.compile(r"(?:^|\s)until (\d\S*)$", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(value: str, line: int) -> Waiver:
    """The waiver that a trailer with this value writes, with its fault if it has one."""
    code, _, reason = value.partition(" ")
    code, reason = code.strip(",:;"), reason.lstrip("-–—:, ")
    until, fault = None, ""
    if written := _UNTIL.search(reason.rstrip(".")):
        reason = reason[: written.start()]
        until = _day(written[1])
        fault = "" if until else f"{written[1]} is not a date of the form YYYY-MM-DD"
    if not any(map(str.isalnum, reason)):
        fault = "it gives no reason"
    if not code:
        fault = "it names no rule"
    return Waiver(code, reason, line, fault, until)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
