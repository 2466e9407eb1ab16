"""Reads the text and trailers that git will keep of a message file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from aos_check.git.log import read_trailers
from aos_check.git.program import Git

_SETTINGS = r"^(core\.comment(char|string)|commit\.cleanup)$"
_STRING = "core.commentstring"
_CUT = b" ------------------------ >8 ------------------------"
_CANDIDATES = b"#;@!$%^&|:"  # git picks one of these for `core.commentChar=auto`
_BLANK = b" \t\r\n"

Trailers = tuple[tuple[str, str], ...]


class MessageFiles:
    """Reads messages as the repository's settings require."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._known: dict[str, str] | None = None

    def parse(self, message: bytes, *, edited: bool = True) -> tuple[str, Trailers]:
        """The text that git will keep, and its trailers; only an `edited` message has comments."""
        lines = self._kept(message) if edited else _tidied(_lines(message))
        text = b"".join(lines)
        # With `--only-input`, git runs no command that is configured for a trailer. `--no-divider`
        # is for committed messages, in which a line of dashes does not end the text.
        options = ("--only-trailers", "--only-input", "--unfold", "--no-divider")
        found = self._git.run("interpret-trailers", *options, given=text)
        return text.decode("utf-8", "replace"), read_trailers(found.decode("utf-8", "replace"))

    def comment_prefix(self, message: bytes) -> bytes:
        """The prefix of comments in this message."""
        settings = self._settings()
        prefix = settings.get("comment", "#")
        if prefix == "auto":
            return _chosen(message) or b"#"
        return os.fsencode(prefix)

    def _kept(self, message: bytes) -> Iterable[bytes]:
        cleanup = self._settings().get("commit.cleanup", "default")
        if cleanup == "default":
            # Without an editor git keeps comments, and sets this value for the hook.
            cleanup = "whitespace" if os.environ.get("GIT_EDITOR") == ":" else "strip"
        prefix = self.comment_prefix(message)
        lines = list(_before_cut(message, prefix))
        if cleanup == "strip" and (self._settings().get("comment") != "auto" or _chosen(message)):
            lines = [line for line in lines if not line.startswith(prefix)]
        return lines if cleanup == "verbatim" else _tidied(lines)

    def _settings(self) -> dict[str, str]:
        """The last value of each setting; `comment` is the prefix under either of its names."""
        if self._known is None:
            output = self._git.ask("config", "--null", "--get-regexp", _SETTINGS) or b""
            pairs = [os.fsdecode(each).partition("\n") for each in output.split(b"\0") if each]
            ignored = "" if self._knows(_STRING, pairs) else _STRING
            self._known = {
                "comment" if key.startswith("core.comment") else key: value
                for key, _, value in pairs
                if value and key != ignored
            }
        return self._known

    def _knows(self, setting: str, pairs: Iterable[tuple[str, str, str]]) -> bool:
        """True if git knows the setting, as of 2.45. Git is asked only if the setting is there."""
        if all(key != setting for key, *_ in pairs):
            return True
        asked = self._git.attempt("stripspace", "-c", given=b"x", settings=[f"{setting}=//"])
        return asked.output.startswith(b"//")


def _before_cut(message: bytes, prefix: bytes) -> Iterator[bytes]:
    """The lines above the scissors, below which git shows the diff."""
    for line in _lines(message):
        if line.rstrip(b"\r\n") == prefix + _CUT:
            return
        yield line


def _chosen(message: bytes) -> bytes:
    """The comment prefix that git chose, found in git's own last lines; empty if unknown."""
    found = re.search(rb"^(.)" + re.escape(_CUT) + rb"\r?$", message, re.MULTILINE)
    if found:
        return found[1]
    *_, before, last = (b"", b"", *message.rstrip().split(b"\n"))
    sign = last[:1]
    return sign if sign and sign in _CANDIDATES and before.startswith(sign) else b""


def _tidied(lines: list[bytes]) -> Iterator[bytes]:
    """The lines without trailing blanks, and without blank lines at the ends or in a row."""
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


def _lines(message: bytes) -> list[bytes]:
    """The lines with their ends. To git, a lone carriage return ends no line."""
    return BytesIO(message).readlines()
