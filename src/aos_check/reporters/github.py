"""A report as annotations of GitHub Actions, and what else a step may write to its log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.style import safe
from aos_check.reporters.summary import checked, problems, said, unjudged, verdict, waiver

MOST = 10
"""How many annotations of one level GitHub keeps of a step; it drops the others without a word."""

Level: TypeAlias = Literal["error", "warning", "notice"]
"""What GitHub calls the weight of an annotation."""

_ABOUT = 20  # lines of what is said about the run as a whole
_LEVELS: dict[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_TOKEN = re.compile(r"[0-9A-Za-z-]+")


def as_github(report: Report) -> str:
    """The report as annotations, the heaviest first, and two lines of counts."""
    return f"{as_annotations(report)}{verdict(report)}\n{checked(report)}\n"


def as_annotations(report: Report) -> str:
    """The annotations of a report, one a line, the heaviest first, within what GitHub shows.

    What was waived or not evaluated, and what is to be noted, is one notice.
    """
    found = problems(report)
    about = _about(report)
    lines: list[str] = []
    for severity, level in _LEVELS.items():
        own = [finding for finding in found if finding.severity is severity]
        lines += _annotations(own, level, MOST - bool(about and level == "notice"))
    if about:
        lines.append(annotation("notice", "\n".join(about), "aos-check"))
    return "".join(f"{line}\n" for line in lines)


def annotation(level: Level, message: str, title: str = "") -> str:
    """One annotation about the run as a whole, on a line of its own without its end."""
    return _command(level, {"title": title}, message)


def guarded(text: str, token: str) -> str:
    """The text between lines that let the runner read none of it as a command.

    The token is random and made by the caller, of ASCII letters, digits and hyphens. It is taken
    out of the text: whoever guessed it could end the guard.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a token: {token!r}")
    # The runner compares without regard to case, and knows commands inside a line as well (##[x]).
    inside = re.sub(re.escape(token), "***", text, flags=re.IGNORECASE)
    end = "" if inside.endswith("\n") else "\n"
    return f"::stop-commands::{token}\n{inside}{end}::{token}::\n"


def _annotations(found: Sequence[Finding], level: Level, room: int) -> Iterator[str]:
    """As many as there is room for; where that is not enough, the last one says how many more."""
    shown = found if len(found) <= room else found[: room - 1]
    for finding in shown:
        yield _annotation(finding)
    if more := len(found) - len(shown):
        text = f"... and {more} more of this level; `aos-check` in a checkout lists them all"
        yield annotation(level, text, "aos-check")


def _annotation(finding: Finding) -> str:
    problem = finding.problem
    place: dict[str, str] = {}
    if problem.at.path != MESSAGE:
        at = problem.at
        place = {"file": at.path, "line": str(at.line), "col": str(at.column)}
    properties = {**place, "title": f"{finding.code} {finding.name}"}
    return _command(_LEVELS[finding.severity], properties, f"{said(finding)}\n{problem.help}")


def _about(report: Report) -> list[str]:
    """What is to be said about the run, line by line."""
    lines = list(report.notes)
    lines += [f"waived: {waiver(waived)}" for waived in report.waived]
    lines += [f"not evaluated: {codes}: {reason}" for codes, reason in unjudged(report)]
    if (more := len(lines) - _ABOUT) > 0:
        lines[_ABOUT:] = [f"... and {more} more lines"]
    return lines


def _command(level: Level, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_value(value)}" for name, value in properties.items() if value)
    return f"::{level}{' ' if given else ''}{given}::{_data(message)}"


def _data(text: str) -> str:
    """The text as the message of a command, in which line ends are kept."""
    return "%0A".join(safe(line).replace("%", "%25") for line in text.split("\n"))


def _value(text: str) -> str:
    """The text as a property of a command."""
    return safe(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
