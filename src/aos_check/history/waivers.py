"""Reads `Aos-Waive: CODE reason [until DATE]`, and checks that the author may waive the rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from aos_check.history.commit_policy import CommitPolicy
from aos_check.model.change import Person, Waiver

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


def validated(
    waiver: Waiver, author: Callable[[], Person], policy: CommitPolicy, today: date
) -> Waiver:
    """The waiver with the reason why it is invalid, if it is."""
    fault = waiver.fault
    if not fault and waiver.code not in policy.waivable:
        allowed = ", ".join(policy.waivable) or "none"
        fault = f"{waiver.code} may not be waived here; rules that may: {allowed}"
    if not fault and not may_waive(waiver.code, author, policy):
        fault = f"{author()} may not waive anything here"
    if not fault and waiver.until and waiver.until < today:
        fault = f"it expired on {waiver.until.isoformat()}"
    return waiver._replace(fault=fault)


def may_waive(code: str, author: Callable[[], Person], policy: CommitPolicy) -> bool:
    """True if the author of a commit may waive the rule with this code."""
    allowed = {mail.lower() for mail in policy.waivers_by}
    return code in policy.waivable and (not allowed or author().mail.lower() in allowed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
