"""Finds the settings of Backlog.md that make its own commits skip the git hooks."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.gate import Result, ResultState
from aos_check.reading.structured import UnreadableDataError, read_yaml
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.doctor.git_hooks import GATE

_FILES = ("backlog.config.yml", "backlog/config.yml", ".backlog/config.yml")
_KEY = "bypass_git_hooks"
_COMMITS = "auto_commit"


def examine(clone: Clone) -> Iterator[Result]:
    """A result for each file with such a setting. Without `auto_commit` it has no effect yet."""
    for path in _FILES:
        settings = _settings(clone, path)
        if settings.get(_KEY) is True:
            commits = settings.get(_COMMITS) is True
            state = ResultState.OPEN if commits else ResultState.NOTE
            text = f"{_KEY} makes Backlog.md commit with --no-verify"
            text += "" if commits else f" once {_COMMITS} is true"
            yield Result(GATE, path, state, text, f"set {_KEY} to false in {path}")


def _settings(clone: Clone, path: str) -> dict[str, object]:
    """The settings; none if there is no such file, or it is not YAML, which a check reports."""
    try:
        value = read_yaml(clone.text(path) or "").value
    except (UnreadableError, UnreadableDataError):
        return {}
    return value if isinstance(value, dict) else {}
