"""Finds broken references: relative links and `@path` references to missing files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from functools import cached_property

from aos_check.model.document import BrokenLink
from aos_check.model.finding import Place
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import MarkdownLine, without_code, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.tree_names import TreeNames


class Paths:
    """The files and folders of a tree. `whole`: the tree is a whole repository."""

    def __init__(self, files: Collection[str], *, whole: bool = True) -> None:
        self.files = frozenset(files)
        self.whole = whole
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

    def missing(self, path: str) -> str:
        """The first part of the path that does not exist."""
        while (above := posixpath.dirname(path)) and above not in self:
            path = above
        return path


_LINK = expression(
    r"\]\(\s*(?:<(?P<angled>[^<>]{1,400})>|(?P<bare>(?:[^()<>\s]|\([^()<>\s]{0,100}\)){1,400}))"
    r"(?:\s+[\"'(][^\"')]*[\"')])?\s*\)"
)
_DEFINITION = expression(
    r"\s*\[(?!\^)[^\]\[]{1,200}\]:\s*(?:<(?P<angled>[^<>]{1,400})>|(?P<bare>[^<>\s]{1,400}))"
    r"\s*(?:[\"'(].*)?$"
)
# What looks like a link after these is an escape, or an index and a call in code.
_NO_LINK = expression(r"[\\A-Za-z0-9_]$")
_SCHEME = expression(r"[a-zA-Z][\w+.-]*:")
# Packages, teams and user names begin with @ as well.
_AT_PATH = expression(r"(?<![\w/.@-])@(/?[\w.-]+/[\w./#-]{1,300})")
_AT_ARTIFACT = expression(r"/?[\w.-]*(?:agent-os|praxis-os|context)/(?:specs?|product|recaps)/")
_AT_DOCUMENT = expression(r"\.(?:md|markdown)(?:#|$)")
# Pages of the code host that shows the document.
_FORGE = expression(
    r"(?:\.\./)+(?:issues|pulls?|wiki|releases|actions|discussions|compare|commits?|milestones?"
    r"|(?:blob|tree|raw|blame|edit)/[\w.-]+/)(?:\b|$)"
)
_EXAMPLE = expression(r"[*_(]{0,4}(?:for )?(?:example|e\.g\.)[*_:, ]{0,6}\[", re.IGNORECASE)
_TEMPLATE = expression(
    r"[{}*$\[\]…]|\.\.\.|path[/-]to|relative/path|YYYY|NNN|<|>"
    r"|(?:^|/)(?:file(?:name)?|xxx+|foo|your[-_][\w-]+)\.\w+(?:#|$)"
)


def broken_references(page: SourceFile, paths: Paths) -> Iterator[BrokenLink]:
    """Each reference to a file that is not in the tree, at the column of its target."""
    for line in page.prose:
        text = line.text
        if not ("](" in text or "]:" in text or "@" in text):
            continue
        for target, offset in _targets(line, paths):
            missing = _missing(target, page.path, paths)
            if missing is not None:
                column = page.source[line.number - 1].find(target, offset) + 1
                yield BrokenLink(target, Place(page.path, line.number, max(column, 1)), missing)


def _targets(line: MarkdownLine, paths: Paths) -> Iterator[tuple[str, int]]:
    plain = without_comments(without_code(line.text))
    if not _EXAMPLE.match(plain):
        definition = _DEFINITION.match(plain)
        for found in (*_links(plain), *filter(None, [definition])):
            target = found["angled"] or found["bare"]
            if _is_local_path(target):
                yield target, found.start("angled" if found["angled"] else "bare")
    if "@" in plain:
        for found in _AT_PATH.finditer(plain):
            target = found[1].rstrip(".,;:")
            if _AT_ARTIFACT.match(target) or _names_document(target, paths):
                yield target, found.start(1)


def _links(plain: str) -> Iterator[re.Match[str]]:
    if "](" in plain:
        for found in _LINK.finditer(plain):
            opening = plain.rfind("[", 0, found.start())
            if opening < 1 or not _NO_LINK.match(plain, opening - 1, opening):
                yield found


def _names_document(target: str, paths: Paths) -> bool:
    top = target.strip("/").partition("/")[0]
    return top in paths and bool(_AT_DOCUMENT.search(target))


def _is_local_path(target: str) -> bool:
    if target.startswith(("#", "//", "www.", "~")) or _FORGE.match(target):
        return False
    if _SCHEME.match(target) or _TEMPLATE.search(target):
        return False
    path = _without_anchor(target)
    return "/" in path or bool(_SUFFIX.search(path))


_SUFFIX = expression(r"\.\w{1,8}$")


def _without_anchor(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _missing(target: str, path: str, paths: Paths) -> str | None:
    """The missing part of a broken reference; "" if it leads out of the repository.

    None if the reference is right, or cannot be checked.
    """
    if _TEMPLATE.search(target):
        return None
    from urllib.parse import unquote

    wanted = unquote(_without_anchor(target)).strip("/")
    # A folder name may contain a `#` (an issue's number).
    whole = unquote(target).strip("/")
    bases = _bases(posixpath.dirname(path), absolute=target.startswith("/"))
    top = wanted.partition("/")[0]
    near = next((base for base in bases if posixpath.join(base, top) in paths), None)
    if target.startswith("/") and near is None:
        return None  # a page of a website that is built from the document
    start = bases[0] if near is None else near
    own = whole if "/" in target.partition("#")[2] else wanted
    resolved = posixpath.normpath(posixpath.join(start, own))
    if resolved.startswith(".."):
        return "" if paths.whole else None
    found = any(
        (place := posixpath.normpath(posixpath.join(base, candidate))) == "." or place in paths
        for base in bases
        for candidate in (wanted, whole, f"{wanted}.md")
    )
    return None if found else paths.missing(resolved)


def _bases(folder: str, *, absolute: bool) -> list[str]:
    """The folders that a reference may be relative to: its document's folder and all above it.

    Many renderers allow links relative to the project's root, and `@agent-os/…` is one.
    """
    bases = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        bases.append(folder)
    return (bases[1:] or bases) if absolute else bases
