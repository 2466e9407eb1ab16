"""The event that CI runs for, in the same terms for every platform."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class CIEventKind(Enum):
    """What to judge: a request to merge, a merge queue, a push, or the tree alone."""

    PROPOSED = "proposed"
    QUEUED = "queued"
    PUSHED = "pushed"
    TREE = "tree"


class CIEvent(NamedTuple):
    """The event, and the commits that it is about.

    `name` is the platform's own word. `base` and `head` are the commits before and after, "" if
    the platform names none. `branch` has the commits, `target` is to take them, `default` is the
    repository's default branch. `built`: the checkout is the result of the merge. `message` is the
    message of a squash, or `unsaid` says why it is not known. `deeper` is the line to add if the
    checkout is too shallow.
    """

    name: str
    kind: CIEventKind
    base: str = ""
    head: str = ""
    branch: str = ""
    target: str = ""
    default: str = ""
    built: bool = False
    message: str = ""
    unsaid: str = ""
    deeper: str = ""


def commit_id(text: object) -> str:
    """The id of a commit; "" for anything else, and for the zeros that stand for none."""
    known = isinstance(text, str) and _ID.fullmatch(text) and text.strip("0")
    return str(text) if known else ""


def squash_message(title: str, body: str) -> str:
    """The message that a squash makes of a title and a description."""
    return f"{title.strip()}\n\n{body.strip()}\n"
