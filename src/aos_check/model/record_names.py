"""The names of the files of records. It imports nothing, so that a hook starts fast."""

from __future__ import annotations

APPROVALS = "approval.json"
PROOFS = "evidence.json"


def is_records(path: str, name: str) -> bool:
    """True for a file of records with that name, in a folder or beside a document.

    >>> [is_records(f"specs/{it}", APPROVALS) for it in ("a/approval.json", "a.approval.json")]
    [True, True]
    """
    return f"/{path}".endswith((f"/{name}", f".{name}"))


def is_beside(path: str) -> bool:
    """True if a file of records is beside a document, and only about that one."""
    return path.rpartition("/")[2] not in ("", APPROVALS, PROOFS)
