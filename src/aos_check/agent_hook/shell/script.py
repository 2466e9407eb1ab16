"""A command line that was read: simple commands, their words, and what the words are made of."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

MAX_DEPTH = 24
"""What is nested deeper is read as if it stood side by side."""


FUNCTION = "function"
"""The word that stands before the name of a function."""


class Dialect(Enum):
    """The language that a command line is written in."""

    BASH = "bash"
    POWERSHELL = "powershell"
    CMD = "cmd"


# A word's text says with these what its plain characters cannot. What is read has none of them.
UNKNOWN = "\0"  # what only running the command would tell
BREAK = "\1"  # here one word ends and the next begins
OPEN, COMMA, CLOSE = "\2\3\4"  # braces that stand for alternatives
ROOT = "\5"  # the root of the repository
NEW = "\6"  # before a path: it was not there before, so nothing of it is guarded
_CONTROLS = dict.fromkeys(range(7), "\N{REPLACEMENT CHARACTER}")
_BRACES = {ord("{"): OPEN, ord(","): COMMA, ord("}"): CLOSE}
_BRACE = {OPEN: "{", CLOSE: "}"}
_LITERAL = {ord(OPEN): "{", ord(COMMA): ",", ord(CLOSE): "}"}


def cleaned(text: str) -> str:
    """The text without the characters that have a meaning of their own here."""
    return text.replace("\0", "").translate(_CONTROLS)


def braced(text: str) -> str:
    """Unquoted text, its braces marked."""
    return text.translate(_BRACES)


def unbraced(text: str) -> str:
    """The text with braces as they were written."""
    return text.translate(_LITERAL)


class Text(NamedTuple):
    """Characters that stand for themselves."""

    text: str
    quoted: bool


class Variable(NamedTuple):
    """`$name`, or `${name:-word}` with its operator."""

    name: str
    quoted: bool
    operator: str = ""
    word: tuple[Part, ...] = ()


class Output(NamedTuple):
    """What commands print: `$(…)`."""

    commands: tuple[Command, ...]
    quoted: bool


class Stream(NamedTuple):
    """A file that commands write or read: `<(…)`."""

    commands: tuple[Command, ...]


class Array(NamedTuple):
    """Several words as one value: `(a b)` after `name=`."""

    words: tuple[Word, ...]


Part = Text | Variable | Output | Stream | Array


class Word(NamedTuple):
    """One word of a command."""

    parts: tuple[Part, ...]

    @property
    def bare(self) -> str:
        """Its text, where nothing of it is quoted or expanded; else nothing."""
        if len(self.parts) == 1 and isinstance(part := self.parts[0], Text) and not part.quoted:
            return _BRACE.get(part.text, part.text)
        return ""


class Redirect(NamedTuple):
    """`> file`, or what a here-document or here-string feeds."""

    operator: str
    target: Word
    body: Word | None = None


class Command(NamedTuple):
    """A simple command."""

    words: tuple[Word, ...]
    redirects: list[Redirect]
    """A list: the text of a here-document is read after the command."""
    text: str
    start: int
    end: int
    depth: int = 0
    """In how many subshells it stands."""
    piped: bool = False
    """The command before feeds it."""
    dialect: Dialect = Dialect.BASH
    aside: bool = False
    """It runs in a shell of its own: in a pipe, or in the background."""

    def written(self) -> str:
        """As it stands in the text."""
        return self.text[self.start : self.end].strip()
