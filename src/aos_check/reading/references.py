"""Finds broken references: relative links and `@path` references to missing files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from functools import cached_property

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import MarkdownLine, without_code
from aos_check.reading.page import SourceFile
from aos_check.reading.tree_names import TreeNames


class Paths:
    """The files and folders of a tree."""

    def __init__(self, files: Collection[str]) -> None:
        self.files = frozenset(files)
        self._all = set(self.files)
        for path in self.files:
            while (path := posixpath.dirname(path)) and path not in self._all:
                self._all.add(path)

    def __contains__(self, path: str) -> bool:
        return path in self._all

    @cached_property
    def names(self) -> TreeNames:
        """The names of the files."""
        return TreeNames(self.files)


_LINK = expression(r"\]\(\s*<?([^()<>\s]{1,400})>?(?:\s+[\"'(][^\"')]*[\"')])?\s*\)")
_DEFINITION = expression(r"\s*\[[^\]\[]{1,200}\]:\s*<?([^<>\s]{1,400})>?")
_SCHEME = expression(r"[a-zA-Z][\w+.-]*:")
# Packages, teams and user names begin with @ as well, so only the path of an artifact counts.
_AT_PATH = expression(
    r"(?<![\w/.@-])@(/?[\w.-]*(?:agent-os|praxis-os|context)/(?:specs?|product|recaps)/[\w./#-]{1,300})"
)
# Pages of the code host that shows the document.
_FORGE = expression(r"(?:\.\./)+(?:issues|pulls?|wiki|releases|actions|discussions|compare)\b")
_EXAMPLE = expression(r"[*_(]{0,4}(?:for )?(?:example|e\.g\.)[*_:, ]{0,6}\[", re.IGNORECASE)
_TEMPLATE = expression(r"[{}*$\[\]…]|\.\.\.|path/to|YYYY|NNN|<|>")


def broken_references(page: SourceFile, paths: Paths) -> Iterator[Mark]:
    """Each reference to a file that is not in the tree, at the column of its target."""
    for line in page.prose:
        text = line.text
        if not ("](" in text or "]:" in text or "@" in text):
            continue
        for target, offset in _targets(line):
            if not _exists(target, page.path, paths):
                column = page.source[line.number - 1].find(target, offset) + 1
                yield Mark(target, Place(page.path, line.number, max(column, 1)))


def _targets(line: MarkdownLine) -> Iterator[tuple[str, int]]:
    text = line.text
    plain = without_code(text)
    if ("](" in text or "]:" in text) and not _EXAMPLE.match(text):
        for found in (*_LINK.finditer(plain), *_DEFINITION.finditer(plain)):
            if _is_local_path(found[1]):
                yield found[1], found.start(1)
    if "@" in plain:
        for found in _AT_PATH.finditer(plain):
            yield found[1].rstrip(".,;:"), found.start(1)


def _is_local_path(target: str) -> bool:
    if target.startswith(("#", "//", "www.")) or _FORGE.match(target):
        return False
    if _SCHEME.match(target) or _TEMPLATE.search(target):
        return False
    path = _without_anchor(target)
    return "/" in path or bool(_SUFFIX.search(path))


_SUFFIX = expression(r"\.\w{1,8}$")


def _without_anchor(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _exists(target: str, path: str, paths: Paths) -> bool:
    if _TEMPLATE.search(target):
        return True
    from urllib.parse import unquote

    wanted = unquote(_without_anchor(target)).strip("/")
    # A folder name may contain a `#` (an issue's number).
    whole = unquote(target).strip("/")
    bases = _bases(posixpath.dirname(path), absolute=target.startswith("/"))
    top = wanted.split("/", 1)[0]
    if target.startswith("/") and not any(posixpath.join(base, top) in paths for base in bases):
        return True  # a page of a website that is built from the document
    # A path above the root cannot be checked.
    if posixpath.normpath(posixpath.join(bases[0], wanted)).startswith(".."):
        return True
    return any(
        (resolved := posixpath.normpath(posixpath.join(base, candidate))) == "."
        or resolved in paths
        for base in bases
        for candidate in (wanted, whole, f"{wanted}.md")
    )


def _bases(folder: str, *, absolute: bool) -> list[str]:
    """The folders that a reference may be relative to: its document's folder and all above it.

    Many renderers allow links relative to the project's root, and `@agent-os/…` is one.
    """
    bases = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        bases.append(folder)
    return (bases[1:] or bases) if absolute else bases
