"""The source of the running aos-check, read from the record that its installer kept (PEP 610)."""

from __future__ import annotations

import json
import re
from typing import Any

from aos_check.model.object_ids import is_object_id
from aos_check.model.source import Source, is_plain, without_secret

_VERSION = re.compile(r"v?\d+(?:\.\d+)+[\w.+-]*")


def installed() -> Source:
    """The source that aos-check was installed from; an empty one if it is not installed."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution("aos-check")
    except PackageNotFoundError:
        return Source()
    text = found.read_text("direct_url.json")
    return Source(version=found.version) if text is None else _recorded(text)


def _recorded(text: str) -> Source:
    try:
        record: dict[str, Any] = json.loads(text)
        url = without_secret(record["url"])
        git = record.get("vcs_info") or {}
        commit, asked = str(git.get("commit_id")), str(git.get("requested_revision"))
        editable = (record.get("dir_info") or {}).get("editable") is True
    except (ValueError, KeyError, TypeError, AttributeError):
        return Source()
    # pre-commit and the action need our files at the top of the repository.
    usable = "subdirectory" not in record and is_plain(url)
    if usable and git.get("vcs") == "git" and is_object_id(commit):
        return Source(git=url, revision=commit, tag=asked if _VERSION.fullmatch(asked) else "")
    return Source(address=url, editable=editable)
