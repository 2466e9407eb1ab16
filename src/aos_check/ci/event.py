"""Why CI runs, in the same words for every platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Sort(Enum):
    """What there is to judge: a branch that asks to be merged, one that moved, or a tree alone."""

    PROPOSED = "proposed"
    QUEUED = "queued"
    PUSHED = "pushed"
    TREE = "tree"


class Occasion(NamedTuple):
    """Why CI runs, and which commits that is about.

    `event` is the platform's own word. `base` and `head` are ids of commits, "" where the platform
    names none: what was there before, and what is there now. `branch` is the one that has the
    commits, `target` the one that they are to be merged into, `default` the repository's default
    branch. `built`: the checkout is what the merge will bring, in whatever way. `message` is what a
    squash would say, `unsaid` why that is not known. `deeper` is the line to add where the checkout
    is too shallow.
    """

    event: str
    sort: Sort
    base: str = ""
    head: str = ""
    branch: str = ""
    target: str = ""
    default: str = ""
    built: bool = False
    message: str = ""
    unsaid: str = ""
    deeper: str = ""


def occasion_of(environment: Mapping[str, str]) -> Occasion | None:
    """What the environment says; None on no known platform. Raises CannotCheckError."""
    if environment.get("GITHUB_ACTIONS") == "true":
        from aos_check.ci import github

        return github.occasion_of(environment)
    if environment.get("GITLAB_CI") == "true":
        from aos_check.ci import gitlab

        return gitlab.occasion_of(environment)
    return None


def commit_id(text: object) -> str:
    """The id of a commit; "" for anything else, and for the zeros that stand for none."""
    known = isinstance(text, str) and _ID.fullmatch(text) and text.strip("0")
    return str(text) if known else ""


def squash_message(title: str, body: str) -> str:
    """The message that a squash makes of a title and a description."""
    return f"{title.strip()}\n\n{body.strip()}\n"
