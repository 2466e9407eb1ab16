"""The facts of a repository, cached until a file that they depend on changes.

The cache is in the user's cache folder, never in the repository. If it cannot be read, the facts
are read from the repository again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypedDict, cast

from aos_check import __version__
from aos_check.agent_hook.repository_root import (
    AGENT_HOOKS,
    CONFIGURATIONS,
    GATE_HOOKS,
    SETTINGS,
    RepositoryRoot,
    read_file,
    settings_of_git,
)

_LARGEST = 64 * 1024 * 1024


class Cover(TypedDict):
    """The cover of a project's code by a task. `said` is why it is missing, and what to do."""

    root: str
    covered: bool
    said: str


class RepositoryFacts(TypedDict):
    """The facts that the hook needs.

    - `homes`: the folders of spec documents; without any, the hook is silent
    - `known_homes`: the names that such folders can have
    - `documents`: the homes and the folders of decisions
    - `specs`: the paths of the specs, in which nothing is code
    - `endings`: the endings of a document's name
    - `covers`: the projects, the innermost first
    - `commits`: approvals depend on who committed them
    - `hooks`: the folder of git's hooks
    - `approvals`: the marks, objections and records of each spec, by its path
    - `gate`: the parts of the gate, each after its file
    - `code`, `exempt`: the globs of the configuration
    - `baseline`, `accepted`: the path of the baseline, and a digest of the findings in it
    - `trailers`: those that name a task
    - `observing`: the project only observes, so missing tasks and cover block no agent
    - `rules`: a digest of the configuration
    - `state`, `law`: the progress, and the rules for commits, as texts
    - `context`: the context of the next task, "" unless a session starts
    """

    homes: list[str]
    known_homes: list[str]
    documents: list[str]
    specs: list[str]
    endings: list[str]
    covers: list[Cover]
    commits: bool
    hooks: str
    approvals: dict[str, list[str]]
    gate: list[list[str]]
    code: list[str]
    exempt: list[str]
    baseline: str
    accepted: str
    observing: bool
    rules: str
    code_without_cover: str
    self_approval: str
    bypass: str
    maintenance: str
    trailers: list[str]
    state: str
    law: str
    context: str


def recall(repo: RepositoryRoot) -> RepositoryFacts | None:
    """The cached facts; None if there are none or a file has changed."""
    seen, facts = _known(repo)
    return facts if facts and seen == _seen(repo, facts) else None


def former(repo: RepositoryRoot) -> RepositoryFacts | None:
    """The facts at the last event, even if a file has changed since; None if there are none."""
    return _known(repo)[1]


def _known(repo: RepositoryRoot) -> tuple[object, RepositoryFacts | None]:
    known = read_json(_file_of(repo)) or {}
    facts = known.get("facts")
    # Another version may keep other facts.
    whole = isinstance(facts, dict) and facts.keys() == RepositoryFacts.__annotations__.keys()
    mine = whole and known.get("of") == [__version__, repo.top]
    return known.get("seen"), cast("RepositoryFacts", facts) if mine else None


def keep(repo: RepositoryRoot, facts: RepositoryFacts) -> None:
    """Cache the facts if the cache can be written."""
    of = [__version__, repo.top]
    write_json(_file_of(repo), {"of": of, "seen": _seen(repo, facts), "facts": facts})


def _seen(repo: RepositoryRoot, facts: RepositoryFacts) -> list[list[Any]]:
    """The state of the files that the facts depend on."""
    top, git = repo.top, repo.git_dir
    common = (read_file(os.path.join(git, "commondir")) or b".").decode().strip()
    files = [os.path.join(git, "HEAD"), os.path.join(git, common, "config")]
    # A pull can bring the first spec of a repository.
    if facts["commits"] or not facts["homes"]:
        files.append(os.path.join(git, "logs", "HEAD"))
    files += settings_of_git()
    setup = (
        *CONFIGURATIONS,
        *SETTINGS,
        *AGENT_HOOKS,
        *(f"{facts['hooks']}/{it}" for it in GATE_HOOKS),
    )
    setup += (facts["baseline"], *facts["known_homes"])
    files += [os.path.join(top, name) for name in setup]
    for name in facts["documents"]:
        files += _below(os.path.join(top, name))
    return [look(file) for file in files]


def cache_folder() -> str:
    """The cache folder of aos-check; "" if the user has none."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "aos-check") if os.path.isabs(base) else ""


def is_cached(file: str) -> bool:
    """True for a file in the cache folder."""
    folder = cache_folder()
    return bool(folder) and file.startswith(os.path.realpath(folder) + os.sep)


def _file_of(repo: RepositoryRoot) -> str:
    """The cache file. Two repositories that share one overwrite each other's facts."""
    # A better hash takes longer to load than the rest of an answer.
    from zlib import adler32, crc32

    data = os.fsencode(repo.top)
    name = f"{os.path.basename(repo.top)[:40]}-{crc32(data):08x}{adler32(data):08x}.json"
    return os.path.join(cache_folder(), name)


def key_of(text: str) -> str:
    """A digest of the text."""
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_json(file: str) -> dict[str, Any] | None:
    """The object in a file; None if there is none, or it cannot be read."""
    if not os.path.isabs(file):
        return None
    try:
        found = json.loads(read_file(file, _LARGEST) or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def write_json(file: str, data: object) -> bool:
    """Write a file completely or not at all; return True if it is written."""
    if not os.path.isabs(file):
        return False
    draft = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(draft, "w", encoding="utf-8") as opened:
            json.dump(data, opened)
        os.replace(draft, file)
    except (OSError, ValueError):
        with suppress(OSError):
            os.unlink(draft)
        return False
    return True


def _below(path: str) -> Iterator[str]:
    """The file, or all files below the folder, in order."""
    if not os.path.isdir(path):
        yield path
        return
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield entry.path


def look(file: str) -> list[Any]:
    """The file's name, change time, size and inode. No program can set the change time back."""
    try:
        found = os.lstat(file)
    except OSError:
        return [file]
    return [file, found.st_ctime_ns, found.st_size, found.st_ino]
