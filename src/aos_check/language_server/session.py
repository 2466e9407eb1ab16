"""The repository that an editor works on, with the texts that it has not saved."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from lsprotocol.types import Location, Position, Range, TextDocumentItem
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from aos_check.git import find_top
from aos_check.git.files import read_if_there
from aos_check.judging.check_input import CheckInput
from aos_check.judging.workspace import Workspace
from aos_check.model.finding import Place
from aos_check.reading.page import MAX_BYTES, UnreadableFileError, read_text

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMIT_MESSAGES = ("COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG")


@dataclass
class OpenDocument:
    """A document that is open in the editor. `path` is None if it is not in the repository."""

    uri: str
    path: str | None
    language: str
    version: int
    text: str

    def line(self, number: int) -> str:
        """The line with this number from 0; "" after the last one."""
        lines = _LINE_END.split(self.text)
        return lines[number] if number < len(lines) else ""

    @property
    def is_commit_message(self) -> bool:
        """True for the message of a commit that is being written."""
        named = PurePath(to_fs_path(self.uri) or "").name in _COMMIT_MESSAGES
        return named or self.language.replace("-", "").replace(" ", "").lower() == "gitcommit"


class EditorSession:
    """Reads the repository around `folder`.

    `codec` counts columns like the editor. `versions_edits`: the editor knows edits of one version.
    """

    def __init__(self, folder: Path, codec: PositionCodec) -> None:
        folder = folder.resolve()
        self.top = find_top(folder) or folder
        self.codec = codec
        self.versions_edits = False
        self.documents: dict[str, OpenDocument] = {}
        self._workspace = Workspace(self.top)
        self._listed: frozenset[str] = frozenset()

    def close(self) -> None:
        """End the git processes."""
        self._workspace.close()

    def read(self) -> CheckInput:
        """The repository with the unsaved texts. Raises CannotCheckError."""
        opened = self._workspace.read(dict(self._unsaved()))
        self._listed = frozenset(opened.tree.paths())
        return opened

    def _unsaved(self) -> Iterator[tuple[str, bytes]]:
        """The texts that differ from the files on disk, without files that git ignores."""
        for document in self.documents.values():
            path, text = document.path, document.text
            if path is None or (path not in self._listed and os.path.lexists(self.top / path)):
                continue
            content = text.encode("utf-8", "surrogatepass")
            if self._on_disk(path) not in (content, b"\xef\xbb\xbf" + content):
                yield path, content

    def _on_disk(self, path: str) -> bytes | None:
        try:
            return read_if_there(self.top / path, MAX_BYTES + 1)
        except OSError:
            return None

    # Documents

    def open(self, item: TextDocumentItem) -> None:
        """Add a document that the editor opened."""
        path = self.path_of(item.uri)
        self.documents[item.uri] = OpenDocument(
            item.uri, path, item.language_id, item.version, item.text
        )

    def path_of(self, uri: str) -> str | None:
        """The path of a document below the top; None for any other document."""
        file = to_fs_path(uri)
        if not file or "\0" in file:
            return None
        full = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow a link
        for each in (full, full.parent.resolve() / full.name):
            if each.is_relative_to(self.top) and each != self.top:
                return each.relative_to(self.top).as_posix()
        return None

    def uri_of(self, path: str) -> str:
        """The URI of a file, as the editor writes it if it is open."""
        known = (it.uri for it in self.documents.values() if it.path == path)
        return next(known, None) or (self.top / path).as_uri()

    # Positions

    def position(self, line: str, at: Place) -> Position:
        """The editor's position of a place, whose line has this text."""
        return Position(at.line - 1, self.units(line[: at.column - 1]))

    def units(self, text: str) -> int:
        """The length of a text as the editor counts it."""
        return int(self.codec.client_num_units(text))

    def column(self, line: str, character: int) -> int:
        """The column from 0 at the editor's position in a line."""
        start = Position(0, character)
        return int(self.codec.position_from_client_units([line], start).character)

    def location(self, at: Place, line: str) -> Location:
        """A place, whose line has this text, as a location in the editor."""
        return Location(self.uri_of(at.path), self.rest_of_line(line, at))

    def rest_of_line(self, line: str, at: Place) -> Range:
        """The range from a place to the end of its line, without the blanks around it."""
        indent = len(line) - len(line.lstrip())
        start = at if at.column > 1 else at._replace(column=indent + 1)
        end = at._replace(column=max(len(line.rstrip()) + 1, start.column))
        return Range(self.position(line, start), self.position(line, end))


class Lines:
    """The lines of the files that were read."""

    def __init__(self, opened: CheckInput) -> None:
        self._tree = opened.tree
        self._files: dict[str, list[str]] = {}

    def of(self, path: str) -> list[str]:
        """The lines of a file; none if it cannot be read."""
        if path not in self._files:
            try:
                self._files[path] = read_text(self._tree, path).split("\n")
            except UnreadableFileError:
                self._files[path] = []
        return self._files[path]

    def at(self, at: Place) -> str:
        """The line of a place; "" if there is none."""
        lines = self.of(at.path)
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""
