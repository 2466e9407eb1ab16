"""The `github` format: annotations of GitHub Actions, and text that is safe in its log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.style import safe
from aos_check.reporters.summary import (
    checked,
    full_message,
    mark,
    observing,
    problems,
    stood_before,
    unjudged,
    verdict,
    waiver,
)

MOST = 10
"""The annotations of each level that GitHub shows of a step. It silently drops the rest."""

Level: TypeAlias = Literal["error", "warning", "notice"]
"""GitHub's name for the severity of an annotation."""

_MOST_ABOUT = 20  # lines about the run as a whole
_LEVELS: dict[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_TOKEN = re.compile(r"[0-9A-Za-z-]+")


def as_github(report: Report) -> str:
    """The annotations, and lines of counts."""
    counts = filter(
        None, [verdict(report), stood_before(report), observing(report), checked(report)]
    )
    return as_annotations(report) + "".join(f"{line}\n" for line in counts)


def as_annotations(report: Report) -> str:
    """The annotations, one per line, the most severe first, as many as GitHub shows.

    Inherited findings are notices. Notes, waivers and rules that were not evaluated share one.
    """
    about = _about(report)
    lines: list[str] = []
    for level in _LEVELS.values():
        own = [finding for finding in problems(report) if _level(finding) == level]
        lines += _annotations(own, level, MOST - bool(about and level == "notice"))
    if about:
        lines.append(annotation("notice", "\n".join(about), "aos-check"))
    return "".join(f"{line}\n" for line in lines)


def annotation(level: Level, message: str, title: str = "") -> str:
    """One annotation about the run as a whole, as a line without its end."""
    return _command(level, {"title": title}, message)


def guarded(text: str, token: str) -> str:
    """The text between lines that stop the runner from executing commands in it.

    The caller makes a random token of ASCII letters, digits and hyphens. The token is removed from
    the text, so that the text cannot end the guard.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a token: {token!r}")
    # The runner ignores case, and also finds commands in the middle of a line (##[x]).
    inside = re.sub(re.escape(token), "***", text, flags=re.IGNORECASE)
    end = "" if inside.endswith("\n") else "\n"
    return f"::stop-commands::{token}\n{inside}{end}::{token}::\n"


def _annotations(found: Sequence[Finding], level: Level, room: int) -> Iterator[str]:
    """As many annotations as fit. If some do not fit, the last one gives their number."""
    shown = found if len(found) <= room else found[: room - 1]
    yield from map(_annotation, shown)
    if more := len(found) - len(shown):
        text = f"... and {more} more of this level; `aos-check` in a checkout lists them all"
        yield annotation(level, text, "aos-check")


def _level(finding: Finding) -> Level:
    return "notice" if finding.inherited else _LEVELS[finding.level]


def _annotation(finding: Finding) -> str:
    at = finding.problem.at
    place = {"file": at.path, "line": str(at.line), "col": str(at.column)}
    properties = {
        **(place if at.path != MESSAGE else {}),
        "title": f"{finding.code} {finding.name}{mark(finding)}",
    }
    message = f"{full_message(finding)}\n{finding.problem.help}"
    return _command(_level(finding), properties, message)


def _about(report: Report) -> list[str]:
    """The lines about the run as a whole."""
    lines = [
        *report.notes,
        *(f"waived: {waiver(waived)}" for waived in report.waived),
        *(f"not evaluated: {codes}: {reason}" for codes, reason in unjudged(report)),
    ]
    more = len(lines) - _MOST_ABOUT
    return lines if more <= 0 else [*lines[:_MOST_ABOUT], f"... and {more} more lines"]


def _command(level: Level, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_value(value)}" for name, value in properties.items() if value)
    # A message may have several lines; a property may not.
    text = "%0A".join(safe(line).replace("%", "%25") for line in message.split("\n"))
    return f"::{level}{' ' if given else ''}{given}::{text}"


def _value(text: str) -> str:
    return safe(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
