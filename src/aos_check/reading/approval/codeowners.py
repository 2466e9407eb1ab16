"""CODEOWNERS by GitHub's rules: the owners of a path, and their mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aos_check.model.globs import MAX_LENGTH, owner_pattern

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""The possible paths of the file; the first that exists counts."""

MAX_BYTES = 3 * 1024 * 1024
"""A larger file is ignored."""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """A line of the file; one without owners overrides earlier lines.

    `part` is the longest literal part of the pattern.
    """

    pattern: str
    owners: tuple[str, ...]
    part: str

    def fits(self, path: str) -> bool:
        """True if the pattern matches the path."""
        # The fast test comes first: a large file has thousands of patterns to compile.
        return self.part in path and owner_pattern(self.pattern).match(path) is not None


@dataclass(frozen=True, slots=True)
class Owners:
    """The entries of a file in order."""

    entries: tuple[OwnerLine, ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a path in the last entry that matches it."""
        last = next((entry for entry in reversed(self.entries) if entry.fits(path)), None)
        return last.owners if last else ()


def parse(text: str) -> Owners:
    """The entries of a file. Invalid lines are skipped, as GitHub does."""
    # The number of characters is checked first, because counting bytes makes a copy.
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Owners()
    lines = text.removeprefix("\ufeff").replace("\r", "\n").split("\n")
    return Owners(tuple(_entries(lines)))


_FIRST = re.compile(r"(?:\\.|[^\s\\])+(?=\s|$)")
_INVALID = re.compile(r"!|\\#|/$|.*[\[\]]", re.DOTALL)
_MAIL = re.compile(r"[^\s@/]{1,100}@[^\s@/]{1,255}")
_OWNER = re.compile(rf"@[A-Za-z0-9][\w-]{{0,99}}(?:/[\w.-]{{1,100}})?|{_MAIL.pattern}", re.ASCII)
_NOT_LITERAL = re.compile(r"\\.|[*?/\\]", re.DOTALL)


def _entries(lines: Sequence[str]) -> Iterator[OwnerLine]:
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        first = _FIRST.match(text)
        if first is None or len(first[0]) > MAX_LENGTH or _INVALID.match(first[0]):
            continue
        owners = tuple(_before_comment(text[first.end() :].split()))
        if all(map(_OWNER.fullmatch, owners)):
            yield OwnerLine(first[0], owners, max(_NOT_LITERAL.split(first[0]), key=len))


def _before_comment(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name.startswith("#"):
            return
        yield name


_NO_REPLY = re.compile(r"(?:[0-9]+\+)?([^\s@+/]+)@users\.noreply\.github\.com")


def owns(owners: Sequence[str], mail: str, members: Mapping[str, Sequence[str]]) -> bool:
    """True if the mail address belongs to one of the owners.

    `members` has the addresses of `@user` and `@org/team`. GitHub's no-reply addresses include
    the user's name.
    """
    mail = mail.lower()
    names = {name.lower() for name, mails in members.items() if mail in map(str.lower, mails)}
    if found := _NO_REPLY.fullmatch(mail):
        names.add(f"@{found[1]}")
    # Git accepts any text as an address: "@ada" must not count as the user of that name.
    if _MAIL.fullmatch(mail):
        names.add(mail)
    return any(owner.lower() in names for owner in owners)
