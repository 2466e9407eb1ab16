"""Our entry in pre-commit's configuration, in the form that its source needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aos_check.model.source import Source, pinned_version


class Hook(NamedTuple):
    """A hook: a comment on it, and its settings in `.pre-commit-hooks.yaml` but for the language.

    A local entry has to repeat the settings.
    """

    comment: str
    settings: Mapping[str, Any]


HOOKS = {
    "aos-check": Hook(
        "checks the staged documents",
        {
            "name": "aos-check (artifacts)",
            "entry": "aos-check check --staged --quiet",
            "always_run": True,
            "pass_filenames": False,
            "require_serial": True,
            "stages": ["pre-commit", "pre-merge-commit"],
        },
    ),
    "aos-check-commit-msg": Hook(
        "checks the task in the commit message",
        {
            "name": "aos-check (commit message)",
            "entry": "aos-check commit-msg",
            "always_run": True,
            "require_serial": True,
            "stages": ["commit-msg"],
        },
    ),
    "aos-check-prepare-commit-msg": Hook(
        "adds the task to the message if it is certain",
        {
            "name": "aos-check (task trailer)",
            "entry": "aos-check prepare-commit-msg",
            "require_serial": True,
            "stages": ["prepare-commit-msg"],
        },
    ),
    "aos-check-pre-push": Hook(
        "checks every commit of a push",
        {
            "name": "aos-check (push)",
            "entry": "aos-check pre-push",
            "always_run": True,
            "pass_filenames": False,
            "require_serial": True,
            "stages": ["pre-push"],
        },
    ),
}
"""Our hooks. A test compares them with `.pre-commit-hooks.yaml`."""

_WIDTH = max(map(len, HOOKS))


def entry_of(source: Source) -> dict[str, Any]:
    """The entry for a source."""
    if source.git:
        hooks = [{"id": id_} for id_ in HOOKS]
        return {"repo": source.git, "rev": source.revision, "hooks": hooks}
    language: dict[str, Any] = {"language": "system"}
    if source.version:
        needed = [source.requirement()]
        language = {"language": "python", "additional_dependencies": needed}
    local = [{"id": id_, **hook.settings, **language} for id_, hook in HOOKS.items()]
    return {"repo": "local", "hooks": local}


def source_of(repo: Mapping[str, Any]) -> Source:
    """The source that an entry names."""
    if repo.get("repo") != "local":
        return Source(git=str(repo.get("repo", "")), revision=str(repo.get("rev", "")))
    hooks = (hook.get("additional_dependencies") for hook in hooks_of(repo))
    needed = (str(each) for listed in hooks if isinstance(listed, list) for each in listed)
    return Source(version=next(filter(None, map(pinned_version, needed)), ""))


def hooks_of(repo: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hooks of any entry."""
    hooks = repo.get("hooks")
    return [hook for hook in hooks if isinstance(hook, dict)] if isinstance(hooks, list) else []


# As text


def as_lines(source: Source, indent: str) -> str:
    """The entry as lines of a list with this indentation."""
    return "".join(f"{indent}{row}\n" for row in _rows(source))


def in_brackets(source: Source) -> str:
    """The entry on one line, for a list in brackets."""
    return _flow(entry_of(source))


def lines_pattern(source: Source) -> str:
    """A pattern for the lines of the entry, at any indentation and with any remarks."""
    first, *rest = (re.escape(row.partition("  #")[0].rstrip()) for row in _rows(source))
    rows = (rf"(?P=indent){row}{_REMARK}{END}" for row in rest)
    return rf"(?P<indent>[ ]*){first}{END}" + "".join(rows)


END = r"(?:\r?\n|\Z)"
# pre-commit can add a comment after a revision.
_REMARK = r"[ ]*(?:#[^\r\n]*)?"


def _rows(source: Source) -> Iterator[str]:
    entry = entry_of(source)
    yield f"- repo: {entry['repo']}"
    if source.git:
        # This is how `pre-commit autoupdate --freeze` writes a tag.
        yield f"  rev: {source.revision}" + (f"  # frozen: {source.tag}" if source.tag else "")
    yield "  hooks:"
    for hook in entry["hooks"]:
        id_ = hook.pop("id")
        yield f"    - id: {id_:{_WIDTH}}  # {HOOKS[id_].comment}"
        for key, value in hook.items():
            yield f"      {key}: {_flow(value)}"


def _flow(value: object) -> str:
    """The value in YAML's form with brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
