"""What was found out about a repository, kept until a file changes that it was found out from.

It lies in the user's folder for caches, never in the repository. Whatever is wrong with it only
means that it is found out again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple, TypedDict

from aos_check import __version__
from aos_check.agent_hook.repository_root import CONFIGURATIONS, HOMES, RepositoryRoot, read_file

_LARGEST = 64 * 1024 * 1024


class Cover(TypedDict):
    """Whether code of a project may be written now. `said` is why not, and the way on."""

    root: str
    spec: str
    covered: bool
    said: str


class RepositoryFacts(TypedDict):
    """What the hook needs to know of a repository.

    `homes` are the folders of artifacts (none: nothing governs it), `documents` those and the
    folders of decisions; where such a folder is not hidden, documents in it have one of the
    `endings`.
    `covers` are those of all projects, the innermost first. `commits` says that who committed what
    counts as well. `hooks` is the folder of git's hooks. `code` and `exempt` are expressions over
    paths, `rules` stands for the whole configuration. `state` is where the work stands, `law` what
    is asked of a commit, in words.
    """

    homes: list[str]
    documents: list[str]
    endings: list[str]
    covers: list[Cover]
    commits: bool
    hooks: str
    code: str
    exempt: str
    baseline: str
    rules: str
    code_without_cover: str
    self_approval: str
    bypass: str
    state: str
    law: str


class FactsCache(NamedTuple):
    """The file that holds the facts of one repository."""

    repo: RepositoryRoot
    file: str

    @classmethod
    def of(cls, repo: RepositoryRoot) -> FactsCache:
        """That of a repository."""
        return cls(repo, os.path.join(cache_folder(), f"{_name_of(repo.top)}.json"))

    def recall(self) -> RepositoryFacts | None:
        """The facts, if they still hold."""
        known = read_json(self.file)
        if known is None or known.get("of") != [__version__, self.repo.top]:
            return None
        try:
            facts: RepositoryFacts = known["facts"]
            return facts if known["seen"] == self._seen(facts) else None
        except (KeyError, TypeError, AttributeError):
            return None

    def keep(self, facts: RepositoryFacts) -> None:
        """Remember the facts; where that cannot be, they are found out again next time."""
        of = [__version__, self.repo.top]
        write_json(self.file, {"of": of, "seen": self._seen(facts), "facts": facts})

    def _seen(self, facts: RepositoryFacts) -> list[list[Any]]:
        """What the files that matter look like from outside."""
        top, git = self.repo.top, self.repo.git_dir
        common = os.path.join(
            git, (read_file(os.path.join(git, "commondir"), 4096) or b".").decode().strip()
        )
        files = [os.path.join(git, "HEAD"), os.path.join(common, "config")]
        # Where nothing governs yet, a pull may bring what does.
        log = facts["commits"] or not facts["homes"]
        files += [os.path.join(git, "logs", "HEAD")] if log else []
        files += [os.path.join(top, name) for name in (*CONFIGURATIONS, *HOMES)]
        for name in facts["documents"]:
            files += _below(os.path.join(top, name))
        return [look(file) for file in files]


def cache_folder() -> str:
    """Where aos-check keeps what it can do without; "" where there is no such place."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "aos-check") if os.path.isabs(base) else ""


def is_remembered(file: str) -> bool:
    """True for a file in that place."""
    folder = cache_folder()
    return bool(folder) and file.startswith(os.path.realpath(folder) + os.sep)


def _name_of(top: str) -> str:
    """A name for the file of a repository; two may share it, and take turns then."""
    # What makes better names takes longer to load than all the rest of an answer.
    from zlib import adler32, crc32

    data = os.fsencode(top)
    return f"{os.path.basename(top)[:40]}-{crc32(data):08x}{adler32(data):08x}"


def key_of(text: str) -> str:
    """What stands for a text, among all others."""
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_json(file: str) -> dict[str, Any] | None:
    """The object in a file; None where there is none that can be read."""
    if not os.path.isabs(file):
        return None
    try:
        found = json.loads(read_file(file, _LARGEST) or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def write_json(file: str, data: object) -> bool:
    """Write a file whole or not at all; False where that cannot be."""
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
    """What a file looks like from outside: nobody sets back when it was changed."""
    try:
        found = os.lstat(file)
    except OSError:
        return [file]
    return [file, found.st_ctime_ns, found.st_size, found.st_ino]
