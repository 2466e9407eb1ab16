"""The event that CI runs for, in the same terms for every platform."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.object_ids import is_object_id


class CIEventKind(Enum):
    """The reason for the run: a pull request, a merge queue, a push, or only the files."""

    PROPOSED = "proposed"
    QUEUED = "queued"
    PUSHED = "pushed"
    TREE = "tree"


class CIEvent(NamedTuple):
    """The event and its commits.

    - `name`: the platform's word for the event
    - `base`, `head`: the commits before and after; "" if the platform names none
    - `branch`, `target`: the branch with the commits, and the branch to merge them into
    - `default`: the default branch of the repository
    - `built`: the checkout is the result of the merge
    - `message`: the message of a squash; if it is not known, `unsaid` says why
    - `deeper`: the remedy if the checkout is too shallow
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
    """The text if it is the id of a commit; "" for anything else, and for an id of zeros."""
    known = isinstance(text, str) and is_object_id(text) and text.strip("0")
    return str(text) if known else ""


def squash_message(title: str, body: str) -> str:
    """The message of a squashed commit with this title and description."""
    return f"{title.strip()}\n\n{body.strip()}\n"
