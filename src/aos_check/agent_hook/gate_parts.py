"""The parts of the gate that the files of its setup contain. A change must not remove any."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from aos_check.agent_hook.repository_root import AGENT_HOOKS, GATE_HOOKS, SETTINGS, read_file

_RUNNERS = (b"aos-check", b"aos_check", b"pre-commit", b"pre_commit", b"prek", b"lefthook")


def parts_below(top: str, hooks: str) -> Iterator[tuple[str, str]]:
    """Each part in the worktree at `top`, and in its folder of git's hooks, after its file."""
    for path in (*SETTINGS, *AGENT_HOOKS):
        for part in parts_of(path, read_file(os.path.join(top, path)) or b""):
            yield path, part
    for name in GATE_HOOKS:
        file = os.path.join(top, hooks, name)
        content = read_file(file) or b""
        if os.access(file, os.X_OK) and any(runner in content for runner in _RUNNERS):
            yield f"{hooks}/{name}", "runs the gate"


def parts_of(path: str, text: bytes) -> Iterator[str]:
    """The parts in a file of the gate's setup, by its path."""
    if path.endswith(".json"):
        yield from _handlers(text)
    elif path == ".pre-commit-config.yaml":
        yield from _entries(text)
    elif b"aos-check" in text:
        yield text.decode("utf-8", "replace")


_MATTERS = re.compile(
    r"PATH|HOME|ENV|BASH_ENV|PYTHON\w+|LD_\w+|XDG_\w+|GIT_\w+|(?:PREK_)?SKIP|HUSKY\w*|LEFTHOOK\w*"
    r"|(?:PRE_COMMIT|PREK)_ALLOW_NO_CONFIG"
)
"""The variables of an agent that decide which programs and hooks run."""


def _handlers(text: bytes) -> Iterator[str]:
    """Our hooks in an agent's settings, each as JSON with its event and its tools."""
    settings = _object(text)
    plugins = _object(settings.get("enabledPlugins")).items()
    ours = {name: bool(on) for name, on in plugins if name.startswith("aos-check@")}
    if not settings.get("disableAllHooks") and all(ours.values()):
        yield "hooks run"
    yield from filter(ours.get, ours)
    given = _object(settings.get("env")).items()
    yield json.dumps({name: value for name, value in given if _MATTERS.fullmatch(name)})
    for event, groups in _object(settings.get("hooks")).items():
        for group in _objects(groups):
            for handler in _objects(group.get("hooks")) or [group]:
                found = json.dumps([event, group.get("matcher"), handler], sort_keys=True)
                if "aos-check" in found or "aos_check" in found:
                    yield found


# The keys at the top that decide which hooks of pre-commit run, and at which stages.
_FOR_ALL = ("exclude", "files", "default_stages", "default_install_hook_types", "fail_fast")


def _entries(text: bytes) -> Iterator[str]:
    """Our hooks in the configuration of pre-commit, each as JSON with its options.

    The revision of their repository is not an option.
    """
    if b"aos-check" not in text:
        return
    from aos_check.reading.structured import UnreadableDataError, read_yaml

    try:
        data = _object(read_yaml(text.decode("utf-8", "replace")).value)
    except UnreadableDataError:
        return
    for_all = {key: data[key] for key in _FOR_ALL if key in data}
    skipped = _object(data.get("ci")).get("skip")
    for repo in _objects(data.get("repos")):
        for hook in _objects(repo.get("hooks")):
            name = str(hook.get("id", ""))
            skips = isinstance(skipped, list) and name in skipped
            if name.startswith("aos-check") and not skips:
                options = [repo.get("repo"), hook, for_all]
                yield json.dumps(options, sort_keys=True, default=str)


def redirections(text: bytes) -> set[bytes]:
    """The lines of git's settings that can make it look elsewhere for hooks or settings."""
    section, found = b"", set()
    for line in map(bytes.strip, text.lower().splitlines()):
        section = line if line.startswith(b"[") else section
        if b"hookspath" in line or section.startswith(b"[include") or b"templatedir" in line:
            found.add(line)
    return found


def _objects(value: object) -> list[dict[str, Any]]:
    return list(map(_object, value)) if isinstance(value, list) else []


def _object(value: object) -> dict[str, Any]:
    """The object, or the object in a JSON text; {} for anything else."""
    try:
        found = json.loads(value) if isinstance(value, bytes) else value
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
