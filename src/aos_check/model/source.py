"""The source of aos-check: a git revision, a version in an index, or a place on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_GITHUB = re.compile(r"(?:https://|ssh://git@)github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_PLACEHOLDER = re.compile(r"\bOWNER\b|<[^<>\n]{1,100}>|\bYOUR[-_]\w+")
_PINNED = re.compile(r"aos-check(?:\[[\w,-]{1,50}\])?==(\S+)")
_PLAIN = re.compile(
    r"[A-Za-z][\w+.-]*://(?:[\w.~-]+@)?[\w.-]*(?::\d+)?(?:/(?:[\w.~:/%+=-]*[\w~/-])?)?", re.ASCII
)
# A user alone can be a token on the web; for ssh, it is a part of the address.
_SECRET = re.compile(r"(https?://)[^/?#]*@|(?<=://)[^/?#:]*:[^/?#]*@", re.IGNORECASE)


class Source(NamedTuple):
    """The source that an installation came from, or that a file of a repository names.

    A git source has a URL (`git`) and a `revision`, and a `tag` if the installation was asked for
    one. A source in an index has a `version`. Any other source has the `address` of a file or
    folder, or nothing if the installer kept no record.
    """

    git: str = ""
    revision: str = ""
    tag: str = ""
    version: str = ""
    address: str = ""
    editable: bool = False

    @property
    def name(self) -> str:
        """The source in a few words."""
        if self.git:
            return f"{without_secret(self.git)} at {self.revision[:40]}"
        return f"aos-check=={self.version}" if self.version else self.address or "a folder"

    @property
    def is_shared(self) -> bool:
        """True if other machines can install from it."""
        return bool(self.version or self.git) and not self.git.startswith(("file:", "/"))

    @property
    def github(self) -> str:
        """The owner and the name of the repository on GitHub; "" elsewhere."""
        found = _GITHUB.fullmatch(self.git)
        return found[1] if found else ""

    @property
    def gaps(self) -> Iterator[tuple[str, str]]:
        """What is still a placeholder, with its remedy."""
        if found := _PLACEHOLDER.search(f"{self.git} {self.revision} {self.version}"):
            text = f"its source is not filled in: {found[0]} in {self.name}"
            yield text, "name the repository and the commit, or the version, that you installed"

    @property
    def as_asked(self) -> Source:
        """The source by the tag that the user asked for, and not by its commit."""
        return self._replace(revision=self.tag or self.revision)

    def requirement(self, extra: str = "") -> str:
        """The requirement that installs it with pip, pipx and uv."""
        name = f"aos-check[{extra}]" if extra else "aos-check"
        if self.git:
            return f"{name} @ git+{self.git}@{self.revision}"
        if self.version:
            return f"{name}=={self.version}"
        return f"{name} @ {self.address}" if self.address else name


def pinned_version(requirement: str) -> str:
    """The version of aos-check that a requirement pins; "" for any other requirement."""
    found = _PINNED.fullmatch(requirement)
    return found[1] if found else ""


def without_secret(url: str) -> str:
    """The URL without a password or token.

    >>> without_secret("https://token@example.org/a"), without_secret("ssh://git@example.org/a")
    ('https://example.org/a', 'ssh://git@example.org/a')
    """
    return _SECRET.sub(r"\1", url)


def is_plain(url: str) -> bool:
    """True for a URL that needs no quotes in YAML or in a shell, and is no option."""
    return _PLAIN.fullmatch(url) is not None
