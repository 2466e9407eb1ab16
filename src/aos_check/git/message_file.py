"""A message that is being written becomes the message that git will keep."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from aos_check.git.log import read_trailers
from aos_check.git.program import Git

_SETTINGS = r"^(core\.comment(char|string)|commit\.cleanup)$"
_CUT = b" ------------------------ >8 ------------------------"
_CANDIDATES = b"#;@!$%^&|:"  # what git chooses from where it is to choose
_BLANK = b" \t\r\n"

Trailers = tuple[tuple[str, str], ...]


class MessageFiles:
    """Reads messages as the repository's settings have git read them."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._known: dict[str, str] | None = None

    def parse(self, message: bytes, *, edited: bool = True) -> tuple[str, Trailers]:
        """The text that git will keep, and its trailers; only what was `edited` has comments."""
        text = (
            self._kept(message) if edited else b"".join(_tidied(message.splitlines(keepends=True)))
        )
        # Only what stands there is read: no command configured for a trailer runs. A line of
        # dashes does not end the message, as it does not once it is committed.
        options = ("--only-trailers", "--only-input", "--unfold", "--no-divider")
        found = self._git.run("interpret-trailers", *options, given=text)
        return text.decode("utf-8", "replace"), read_trailers(found.decode("utf-8", "replace"))

    def comment_prefix(self, message: bytes) -> bytes:
        """What begins a comment in this message."""
        settings = self._settings()
        prefix = settings.get("comment", "#")
        if prefix == "auto":
            return _chosen(message) or b"#"
        return os.fsencode(prefix)

    def _kept(self, message: bytes) -> bytes:
        cleanup = self._settings().get("commit.cleanup", "default")
        if cleanup == "default":
            # git says so to the hook when there was no editor, and then comments are kept.
            cleanup = "whitespace" if os.environ.get("GIT_EDITOR") == ":" else "strip"
        prefix = self.comment_prefix(message)
        lines = list(_before_cut(message, prefix))
        if cleanup == "strip" and (self._settings().get("comment") != "auto" or _chosen(message)):
            lines = [line for line in lines if not line.startswith(prefix)]
        if cleanup == "verbatim":
            return b"".join(lines)
        return b"".join(_tidied(lines))

    def _settings(self) -> dict[str, str]:
        """The settings, the last of each: `comment` is the prefix under either of its names."""
        if self._known is None:
            output = self._git.ask("config", "--null", "--get-regexp", _SETTINGS) or b""
            pairs = (os.fsdecode(each).partition("\n") for each in output.split(b"\0") if each)
            self._known = {
                "comment" if key.startswith("core.comment") else key: value
                for key, _, value in pairs
                if value
            }
        return self._known


def _before_cut(message: bytes, prefix: bytes) -> Iterator[bytes]:
    """The lines before the scissors, below which git shows what is committed."""
    for line in message.splitlines(keepends=True):
        if line.rstrip(b"\r\n") == prefix + _CUT:
            return
        yield line


def _chosen(message: bytes) -> bytes:
    """What git has chosen to begin comments with: as its own lines do, which come last."""
    found = re.search(rb"^(.)" + re.escape(_CUT) + rb"\r?$", message, re.MULTILINE)
    if found:
        return found[1]
    *_, before, last = (b"", b"", *message.rstrip().splitlines())
    sign = last[:1]
    return sign if sign and sign in _CANDIDATES and before.startswith(sign) else b""


def _tidied(lines: list[bytes]) -> Iterator[bytes]:
    """The lines without blanks at their ends, without blank ones around and doubled ones."""
    gap = started = False
    for line in lines:
        text = line.rstrip(_BLANK)
        if not text:
            gap = started
            continue
        if gap:
            yield b"\n"
        yield text + b"\n"
        gap, started = False, True
