"""Reads a file as safe text and splits it into lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from aos_check.model.errors import MissingObjectError
from aos_check.model.finding import Place
from aos_check.model.tree import Tree
from aos_check.reading import markdown
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.structured import Data, UnreadableDataError, read_json, read_yaml

MAX_BYTES = 2 * 1024 * 1024
"""Larger documents are refused."""


MISSING = "its content is missing from this partial clone"
"""The reason why a file of git cannot be read."""

OpenPage = Callable[[str], "SourceFile | None"]
"""Opens the page at a path; None if it cannot be read, which is reported elsewhere."""


class UnreadableFileError(Exception):
    """A file that cannot be read as a document; the message completes "cannot be read: …".

    `conflict`: a merge left its markers at `line`.
    """

    def __init__(self, message: str, line: int = 1, *, conflict: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.conflict = conflict


class SourceFile:
    """A file of Markdown in lines, or of JSON or YAML as `data`.

    `front` is the raw front matter, which begins at line 2.
    """

    def __init__(
        self,
        path: str,
        text: str,
        front: str,
        lines: tuple[MarkdownLine, ...],
        data: Data | None = None,
    ) -> None:
        self.path = path
        self.text = text
        self.front = front
        self.lines = lines
        self.data = data

    def at(self, line: MarkdownLine) -> Place:
        """The place of `line`."""
        return Place(self.path, line.number, line.column)

    @cached_property
    def source(self) -> list[str]:
        """The source lines; index 0 is line 1."""
        return self.text.split("\n")

    @cached_property
    def front_data(self) -> Data:
        """The front matter, in which line 1 is line 2 of the file. Raises UnreadableDataError."""
        return read_yaml(_with_quoted_names(self.front))

    @cached_property
    def prose(self) -> tuple[MarkdownLine, ...]:
        """The lines that are neither code nor comments."""
        return tuple(line for line in self.lines if line.kind not in _NOT_PROSE)

    @cached_property
    def head(self) -> tuple[MarkdownLine, ...]:
        """The lines before the first section, which contain the metadata."""
        for index, line in enumerate(self.lines):
            section = line.kind is LineKind.HEADING and line.parent < 0 and line.level > 1
            if section and index == 1 and self._is_subtitle(line):
                continue
            if index and (section or line.number > _HEAD_LINES):
                return self.lines[:index]
        return self.lines

    def _is_subtitle(self, heading: MarkdownLine) -> bool:
        """True for a heading between the title and the metadata."""
        title, _, *after = self.lines[:3]
        under_title = title.kind is LineKind.HEADING and title.level < heading.level
        return under_title and any(
            line.kind is LineKind.TEXT and _METADATA.match(line.text) for line in after
        )

    @cached_property
    def title(self) -> str:
        """The first heading, or ""."""
        return next((line.text for line in self.lines if line.kind is LineKind.HEADING), "")


_HANDLE = expression(r"(?<=[\[,:-])(?P<space>[ \t]*)(?P<name>@[\w./+-]+)(?=[ \t]*(?:[,\]]|$))")


def _with_quoted_names(front: str) -> str:
    """The front matter with quotes around `@ada`, which YAML does not allow."""
    if "@" not in front:
        return front
    lines = front.split("\n")
    return "\n".join(
        line if '"' in line or "'" in line else _HANDLE.sub(r'\g<space>"\g<name>"', line)
        for line in lines
    )


_NOT_PROSE = frozenset({LineKind.CODE, LineKind.COMMENT})
_HEAD_LINES = 60
_METADATA = expression(
    r"(?:\*\*|__)?(?:version|date|created|author|project|owner)\b[^:]{0,20}:",
    re.IGNORECASE,
)

# Characters that str.splitlines treats as line ends, unlike git and editors.
_NOT_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def read_text(tree: Tree, path: str) -> str:
    """The file's text with line feeds as line ends. Raises UnreadableFileError."""
    try:
        content = tree.read(path, MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(error.strerror or str(error)) from error
    except MissingObjectError:
        raise UnreadableFileError(MISSING) from None
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB")
    if b"\0" in content:
        raise UnreadableFileError("it contains a NUL byte")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(f"it is not UTF-8 (line {line})") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # This is faster than a pattern, because almost no text has any of them.
    for character in _NOT_LINE_ENDS:
        text = text.replace(character, " ")
    return text


# The first line must have a key, because a document may begin with a thematic break instead.
_FRONT_MATTER = expression(
    r"---[ \t]*\n(?=[\w\"'#][^\n]*:|---)(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE
)


def read_page(tree: Tree, path: str) -> SourceFile:
    """The file as a page. Raises UnreadableFileError."""
    text = read_text(tree, path)
    if read := _DATA.get(path[path.rfind(".") :].lower()):
        return _page_of_data(path, text, read)
    front = ""
    body = text
    if found := _FRONT_MATTER.match(text):
        # Blank lines replace it, so that the lines below keep their numbers.
        front = found[1]
        body = "\n" * found[0].count("\n") + text[found.end() :]
    try:
        lines = markdown.read(body)
    except markdown.UnreadableMarkdownError as error:
        raise UnreadableFileError(str(error)) from error
    page = SourceFile(path, text, front, lines)
    _refuse_conflict(page)
    return page


_DATA = {".json": read_json, ".yaml": read_yaml, ".yml": read_yaml}


def _page_of_data(path: str, text: str, read: Callable[[str], Data]) -> SourceFile:
    _refuse_conflict(SourceFile(path, text, "", ()))
    try:
        return SourceFile(path, text, "", (), read(text))
    except UnreadableDataError as error:
        raise UnreadableFileError(str(error), error.line) from error


def _refuse_conflict(page: SourceFile) -> None:
    if line := _conflict(page):
        raise UnreadableFileError("a merge left its markers in it", line, conflict=True)


_MARKERS = expression(r"(?:(?P<start><{7})|(?P<end>>{7})|(?P<base>\|{7}))(?: |$)|(?P<middle>={7}$)")


def _conflict(page: SourceFile) -> int | None:
    """The line of the first marker that a merge left. One kind of marker alone is only text."""
    if "<<<<<<<" not in page.text and ">>>>>>>" not in page.text:
        return None
    code = set[int]()
    for index, line in enumerate(page.lines):
        if line.kind is LineKind.CODE:
            below = page.lines[index + 1 : index + 2]
            code.update(range(line.number, below[0].number if below else len(page.source) + 1))
    found = [
        (number, marker.lastgroup)
        for number, text in enumerate(page.source, 1)
        if number not in code and (marker := _MARKERS.match(text))
    ]
    return found[0][0] if len({kind for _, kind in found}) > 1 else None
