"""Why CI runs, in the same words for every platform."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class CIEventKind(Enum):
    """What there is to judge: a branch that asks to be merged, one that moved, or a tree alone."""

    PROPOSED = "proposed"
    QUEUED = "queued"
    PUSHED = "pushed"
    TREE = "tree"


class CIEvent(NamedTuple):
    """Why CI runs, and which commits that is about.

    `name` is the platform's own word. `base` and `head` are ids of commits, "" where the platform
    names none: what was there before, and what is there now. `branch` is the one that has the
    commits, `target` the one that they are to be merged into, `default` the repository's default
    branch. `built`: the checkout is what the merge will bring, in whatever way. `message` is what a
    squash would say, `unsaid` why that is not known. `deeper` is the line to add where the checkout
    is too shallow.
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
