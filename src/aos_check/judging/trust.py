"""The settings that take claims of a commit on trust; see docs/explanation/trust.md."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.history.adoption import day_of
from aos_check.judging.settings import Config

_NAMES = "it compares names in git, which anyone may write"
_CLAIMS = {
    "status": "anyone who changes a document's status approves it",
    "pinned": "anyone who commits a record approves the document",
    "separate": _NAMES,
    "listed": _NAMES,
}


def dates(config: Config) -> Iterator[str]:
    """The setting that takes the dates of commits on trust, if there is one."""
    since = config.enforce_since
    if since and day_of(since):
        yield (
            f"enforce-since is a date ({since}), and dates in git are claims: "
            "write the id of a commit instead"
        )


def approvers(config: Config) -> Iterator[str]:
    """The approval level, if it takes on trust who approved."""
    level = config.approval.level or "status"
    if claim := _CLAIMS.get(level):
        yield f"the approval level is {level}: {claim}"


def severities(config: Config) -> Iterator[str]:
    """The rules that the configuration keeps from refusing anything, if there are some."""
    if lowered := [code for code, level in config.severity.items() if level != "error"]:
        yield f"severity keeps {', '.join(lowered)} from refusing anything in this project"
