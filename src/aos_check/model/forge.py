"""Links to the commits and lines of a repository on its forge, from the URL of its remote."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from aos_check.model.object_ids import is_object_id

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SCP = re.compile(r"(?:[^@/\s:]{1,100}@)?(?P<host>[A-Za-z0-9.-]{1,253}):(?P<path>[^:].*)")
_LONGEST = 1_000  # characters of a remote's URL
_MOST_FOLDERS = 20


class _Shape(NamedTuple):
    """The paths of a forge's pages below a repository. `raw` shows the lines of a Markdown file."""

    commit: str
    file: str
    line: str = "#L"
    raw: str = "?plain=1"
    nested: bool = False


_GITHUB = _Shape("commit", "blob")
_GITLAB = _Shape("-/commit", "-/blob", nested=True)
_BITBUCKET = _Shape("commits", "src", "#lines-", "")
_GITEA = _Shape("commit", "src/commit", raw="?display=source")
_HOSTS = {"bitbucket.org": _BITBUCKET, "codeberg.org": _GITEA}
_NAMES = {"github": _GITHUB, "gitlab": _GITLAB, "gitea": _GITEA, "forgejo": _GITEA}


class Forge(NamedTuple):
    """A repository on a forge. `base` is its page, an http or https URL."""

    base: str
    shape: _Shape

    @property
    def name(self) -> str:
        """The owner and the name of the repository: `ada/engine`."""
        return unquote(urlsplit(self.base).path.strip("/"))

    def commit_url(self, commit: str) -> str | None:
        """The page of a commit; None unless it is a full id."""
        return f"{self.base}/{self.shape.commit}/{commit}" if is_object_id(commit) else None

    def line_url(self, path: str, line: int, commit: str) -> str | None:
        """The page of a line in a file at a commit; None unless that is a full id."""
        if not is_object_id(commit) or not path:
            return None
        raw = self.shape.raw if path.lower().endswith((".md", ".markdown")) else ""
        place = f"{quote(path, errors='surrogateescape')}{raw}{self.shape.line}{line}"
        return f"{self.base}/{self.shape.file}/{commit}/{place}"


def forge_of(remote: str) -> Forge | None:
    """The forge of a remote's URL, without its credentials; None if the forge is unknown.

    >>> forge_of("git@github.com:ada/engine.git").base
    'https://github.com/ada/engine'
    """
    located = _located(remote) if len(remote) <= _LONGEST and remote.isprintable() else None
    if located is None:
        return None
    scheme, host, port, path = located
    names = [unquote(part) for part in path.strip("/").removesuffix(".git").split("/")]
    shape = _shape(host)
    if shape is None or not _is_repository(names, nested=shape.nested):
        return None
    return Forge(
        "/".join([f"{scheme}://{host}{port}", *(quote(it, safe="") for it in names)]), shape
    )


def _located(remote: str) -> tuple[str, str, str, str] | None:
    """The scheme, host, port and path of the web page that belongs to the URL."""
    if "://" not in remote:
        scp = _SCP.fullmatch(remote)
        return ("https", scp["host"].lower(), "", scp["path"]) if scp else None
    try:
        url = urlsplit(remote)
        port = url.port
    except ValueError:
        return None
    if url.scheme in ("http", "https"):
        return url.scheme, url.hostname or "", f":{port}" if port else "", url.path
    # The port of another protocol is not that of the web page.
    known = url.scheme in ("ssh", "git", "git+ssh", "ssh+git")
    return ("https", url.hostname or "", "", url.path) if known else None


def _shape(host: str) -> _Shape | None:
    """The shape of the forge at a host: a known one, or one with the forge's name in its own."""
    if not _HOST.fullmatch(host):
        return None
    named = (_NAMES[part] for part in host.split(".") if part in _NAMES)
    return _HOSTS.get(host) or next(named, None)


def _is_repository(names: list[str], *, nested: bool) -> bool:
    """True for the path of a repository: an owner and a name, or also groups between them."""
    most = _MOST_FOLDERS if nested else 2
    return 2 <= len(names) <= most and not {"", ".", ".."}.intersection(names)  # noqa: PLR2004
