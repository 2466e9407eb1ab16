"""The current folder of a command, and the files and folders that its paths name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from aos_check.agent_hook.shell.bypass import FileWrite, Guarded
from aos_check.agent_hook.shell.protected import DEEPEST, PARTS, Guard, Guards, fits
from aos_check.agent_hook.shell.text import NEW, ROOT, UNKNOWN

_DRIVE = re.compile(r"\A([A-Za-z]):(?=[/\\])")
_ON_DRIVE = re.compile(r"\A/([a-z])/")
_HOME = re.compile(r"(?:/root|/(?:home|users)/[^/]+|/[a-z]/users/[^/]+)(?=/|\Z)", re.IGNORECASE)
_OWN_HOOKS = re.compile(r"(?:.*/)?\.git/(?:modules/.+/)?hooks", re.IGNORECASE | re.DOTALL)
_LONGEST = 4096
_MOST_LINKS = 50
_LONGEST_CHAIN = 8
_LONGEST_TARGET = 200


class Spot(NamedTuple):
    """A folder: relative to the root, absolute if it is outside, with `//` if it is unknown."""

    path: str
    sure: bool = True
    """False if it may be any folder. Then it counts as the root."""


NOWHERE = Spot("//")


class Places:
    """The current folder, the links that the command has made, and the guarded paths."""

    def __init__(self, guarded: Guarded) -> None:
        self.top = guarded.root
        self._root = _slashed(guarded.root).rstrip("/")
        self._links: dict[str, str] = {}
        self._begun: list[str] = []
        parts = [
            (part, [self._from_top(pattern) for pattern in patterns])
            for part, patterns in zip(PARTS, guarded[: len(PARTS)], strict=True)
        ]
        self._guards = Guards(parts, rooted=bool(self._root))
        self.hooks = next(iter(parts[0][1]), ".git/hooks")
        self.spot = Spot(self._from_top(guarded.folder or "."))
        self.trailers = guarded.trailers
        self.written: dict[str, str] = {}
        """The texts of files that the command has written."""
        self.brings_settings = False
        """True if the command has written a file of git settings outside of the repository."""

    def _from_top(self, pattern: str) -> str:
        return self.resolved(pattern, Spot(".")) or _slashed(pattern)

    # The current folder

    def enter(self, text: str) -> None:
        """Go to another folder."""
        self.spot = self.reached(text or "~")

    def reached(self, text: str, start: Spot | None = None) -> Spot:
        """The folder of a path. An unknown folder may be this repository."""
        spot = start or self.spot
        if text.startswith(UNKNOWN):
            return Spot(".", sure=False)
        if not text:
            return spot
        absolute = _slashed(text)[:1] in {"/", "~", ROOT, NEW}
        if spot.path.startswith("//") and not absolute:
            return spot
        path = self.resolved(text, spot)
        return NOWHERE if path is None else Spot(path, absolute or spot.sure)

    def lost(self) -> None:
        """Go to an unknown folder."""
        self.spot = Spot(".", sure=False)

    def here(self) -> str:
        """The path of the current folder."""
        path = self.spot.path
        return path if path.startswith("/") else f"{ROOT}/{path}"

    def is_outside(self, spot: Spot) -> bool:
        """True for a folder that is certainly outside of the repository."""
        return spot.path.startswith("//" if not self._root else "/")

    def is_hooks(self, path: str) -> bool:
        """True for the folder of hooks that git uses."""
        found = self.resolved(path, Spot("."))
        return found is not None and found.lower() == self.hooks.lower()

    @property
    def has_own_hooks(self) -> bool:
        """True if git uses its default folder of hooks."""
        return bool(_OWN_HOOKS.fullmatch(self.hooks))

    def absolute(self, spot: Spot) -> str:
        """The absolute path of a folder, as the operating system spells it; "" if not known."""
        path = spot.path
        if path.startswith("//"):
            return path[1:].partition(UNKNOWN)[0].rstrip("/")
        if not spot.sure or UNKNOWN in path:
            return ""
        if not path.startswith("/"):
            inside = self.top if path == "." else f"{self.top.rstrip('/')}/{path}"
            return inside if self._root else ""
        return _ON_DRIVE.sub(r"\1:/", path, count=1) if _DRIVE.match(self.top) else path

    def link(self, name: str, target: str) -> None:
        """Record that a path is a link to another one from now on."""
        at = self.resolved(name, self.spot, follow=False)
        if at is None or len(self._links) >= _MOST_LINKS:
            return
        to = self.resolved(target, Spot(posixpath.dirname(at) or "."))
        leads = to is not None and not f"{to}/".lower().startswith(f"{at}/".lower())
        if to and leads and len(to) <= _LONGEST_TARGET:
            self._links[at.lower()] = to

    def begin(self, folder: str, spot: Spot) -> None:
        """Record that a folder is another repository from now on."""
        if (path := self.reached(folder, spot).path) not in {".", "/"}:
            self._begun.append(path)

    def is_begun(self, spot: Spot) -> bool:
        """True for a folder in another repository that the command has made."""
        return any(f"{spot.path}/".startswith(f"{path}/") for path in self._begun)

    def file(self, text: str, spot: Spot) -> str:
        """The absolute path of a file; "" if it is not known."""
        path = self.resolved(text, spot)
        return self.absolute(Spot(path)) if path else ""

    # Guarded paths

    def guard(self, write: FileWrite, spot: Spot) -> Guard | None:
        """The guard on a written path, which starts at `spot`; None if it is not guarded."""
        path = self.resolved(write.path, spot, follow=not write.removes)
        if path is None or path.startswith("//"):
            return None
        if self._holds_root(path):
            taken = write.mode or (write.removes and not write.keeps_git)
            return self._guards.inside() if write.deep and taken else None
        whole = PARTS if write.deep else ()
        return self._guards.of(path, PARTS[:1] if write.fills else whole)

    def _holds_root(self, path: str) -> bool:
        if path == "." or not (self._root and path.startswith("/")):
            return path == "."
        return fits(self._root.lower().split("/"), path.rstrip("/").lower().split("/"), deep=False)

    def resolved(self, text: str, spot: Spot, *, follow: bool = True) -> str | None:
        """The path relative to the root, absolute if it is outside, None if it is unknown.

        Links that the command made are followed. Without `follow`, the path itself is not.
        """
        if not text or len(text) + len(spot.path) > _LONGEST:
            return None
        path = _slashed(text)
        if path.startswith(ROOT):
            full = f"./{path[1:]}"
        elif path.startswith("~"):
            full = self._home(path)
        elif path.startswith("/"):
            full = f"/{path.lstrip('/')}"
        elif path.startswith(NEW):
            full = f"//{path[1:].lstrip('/')}"
        elif UNKNOWN in path.partition("/")[0] or spot.path.startswith("//"):
            return None
        else:
            full = f"{spot.path}/{path}"
        found = self._canonical(full)
        return self._followed(found, follow=follow) if self._links else found

    def _home(self, path: str) -> str:
        """The absolute path for one that begins with `~`."""
        found = _HOME.match(self._root)
        home = found[0] if found else _slashed(posixpath.expanduser("~"))
        name, slash, rest = path[1:].partition("/")
        home = f"{posixpath.dirname(home)}/{name}" if name else home
        return f"{home}{slash}{rest}" if home.startswith("/") else f"//{UNKNOWN}"

    def _canonical(self, path: str) -> str:
        path = posixpath.normpath(path)
        if path.startswith("../") or path == "..":
            path = posixpath.normpath(f"{self._root}/{path}") if self._root else path
        if not self._root or not path.startswith("/"):
            return path
        if path.lower() == self._root.lower():
            return "."
        size = self._root.count("/") + 1
        above, below = path.split("/", size)[:size], path.split("/", size)[size:]
        return below[0] if below and "/".join(above).lower() == self._root.lower() else path

    def _followed(self, path: str, *, follow: bool) -> str:
        for _ in range(_LONGEST_CHAIN):
            found = next((it for it in self._heads(path, follow=follow) if it in self._links), "")
            if not found:
                break
            path = self._canonical(self._links[found] + path[len(found) :])
        return path

    def _heads(self, path: str, *, follow: bool) -> Iterator[str]:
        """The folders above a path, the topmost first and, with `follow`, the path itself."""
        path = path.lower()
        end = path.find("/", 1)
        for _ in range(DEEPEST):
            if end < 0:
                break
            yield path[:end]
            end = path.find("/", end + 1)
        if follow:
            yield path


def _slashed(path: str) -> str:
    """The path with slashes, and with a drive as Git Bash spells it."""
    path = path.replace("\\", "/")
    return _DRIVE.sub(lambda found: f"/{found[1].lower()}", path, count=1)
