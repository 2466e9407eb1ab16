"""The language server: its features, and the time at which it checks."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from aos_check import __version__
from aos_check.judging.check_input import CheckInput
from aos_check.language_server.code_actions import code_actions
from aos_check.language_server.completion import in_commit_message, in_task_list
from aos_check.language_server.definition import definition
from aos_check.language_server.diagnostics import Diagnostics
from aos_check.language_server.evidence import EvidenceFinder
from aos_check.language_server.hover import hover
from aos_check.language_server.session import EditorSession, Lines, OpenDocument
from aos_check.language_server.targets import Cursor, Target, TaskTarget, target_at
from aos_check.model.errors import CannotCheckError
from aos_check.reporters.style import safe

_PAUSE = 0.01
"""The seconds without a change after which the documents are checked."""

_WATCHED = "**/*.{md,markdown,json,yaml,yml,toml}"
"""The files whose changes on disk the editor reports."""

_Changes: TypeAlias = lsp.DidSaveTextDocumentParams | lsp.DidChangeWatchedFilesParams | None

_At: TypeAlias = lsp.HoverParams | lsp.DefinitionParams | lsp.CompletionParams

Result = TypeVar("Result")


class Server(LanguageServer):
    """Serves one editor on standard input and output."""

    def __init__(self) -> None:
        super().__init__("aos-check", __version__, lsp.TextDocumentSyncKind.Full)
        self._session: EditorSession | None = None
        self._diagnostics: Diagnostics | None = None
        self._evidence = EvidenceFinder()
        self._due: asyncio.TimerHandle | None = None
        self._error = ""
        self._add(lsp.INITIALIZE, self._initialize)
        self._add(lsp.INITIALIZED, self._start)
        self._add(lsp.SHUTDOWN, self.close)
        self._add(lsp.TEXT_DOCUMENT_DID_OPEN, self._opened)
        self._add(lsp.TEXT_DOCUMENT_DID_CHANGE, self._typed)
        self._add(lsp.TEXT_DOCUMENT_DID_SAVE, self._changed)
        self._add(lsp.TEXT_DOCUMENT_DID_CLOSE, self._closed)
        self._add(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._changed)
        self._add(lsp.TEXT_DOCUMENT_HOVER, self._hover)
        self._add(lsp.TEXT_DOCUMENT_DEFINITION, self._definition)
        quick_fixes = lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])
        self._add(lsp.TEXT_DOCUMENT_CODE_ACTION, self._code_actions, quick_fixes)
        triggers = lsp.CompletionOptions(trigger_characters=[" ", "#", ","])
        self._add(lsp.TEXT_DOCUMENT_COMPLETION, self._complete, triggers)

    def _add(self, name: str, handler: Callable[..., object], options: object = None) -> None:
        # pygls marks the function, which is impossible for a method.
        self.feature(name, options)(partial(handler))

    # The session

    def _initialize(self, params: lsp.InitializeParams) -> None:
        folders = params.workspace_folders or ()
        uri = next((folder.uri for folder in folders), params.root_uri)
        folder = to_fs_path(uri) if uri else params.root_path
        self._session = EditorSession(Path(folder or "."), self.workspace.position_codec)
        wanted = params.capabilities.workspace
        edits = wanted.workspace_edit if wanted else None
        self._session.versions_edits = bool(edits and edits.document_changes)
        self._diagnostics = Diagnostics(self._session)

    @property
    def _opened_session(self) -> EditorSession:
        if self._session is None:
            raise RuntimeError("a request came before `initialize`")
        return self._session

    async def _start(self, _params: lsp.InitializedParams) -> None:
        self._changed()
        files = self.client_capabilities.workspace
        watching = files.did_change_watched_files if files else None
        if watching and watching.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions(
                [lsp.FileSystemWatcher(glob_pattern=_WATCHED)]
            )
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted = lsp.Registration("files", method, options)
            await self.client_register_capability_async(lsp.RegistrationParams([wanted]))

    def close(self, _params: None = None) -> None:
        """Stop checking, and end the git processes."""
        if self._due:
            self._due.cancel()
        if self._session:
            self._session.close()

    # Documents

    def _opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._opened_session.open(params.text_document)
        self._changed()

    def _typed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        identifier, changes = params.text_document, params.content_changes
        document = self._opened_session.documents.get(identifier.uri)
        if document and changes:
            document.text, document.version = changes[-1].text, identifier.version
            self._changed()

    def _closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._opened_session.documents.pop(params.text_document.uri, None)
        self._changed()

    def _changed(self, _params: _Changes = None) -> None:
        """Check soon. A change that follows at once takes the place of this one."""
        if self._due:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(_PAUSE, self._check)

    def _check(self) -> None:
        error = ""
        try:
            for changed in self._diagnostics.changed() if self._diagnostics else ():
                self.text_document_publish_diagnostics(changed)
        except CannotCheckError as broken:
            error = f"{safe(broken.message)}: {safe(broken.remedy)}"
        if error and error != self._error:
            message = lsp.ShowMessageParams(lsp.MessageType.Error, f"aos-check: {error}")
            self.window_show_message(message)
        self._error = error

    # Requests

    def _at(self, params: _At) -> tuple[OpenDocument, Cursor] | None:
        """The document and the place in it; None for a document that is not open."""
        session = self._opened_session
        document = session.documents.get(params.text_document.uri)
        if document is None:
            return None
        number = params.position.line
        line = document.line(number)
        column = session.column(line, params.position.character)
        return document, Cursor(document.path, number + 1, line, column)

    def _read(self) -> CheckInput | None:
        """The repository; None while it cannot be read."""
        try:
            return self._opened_session.read()
        except CannotCheckError:
            return None

    def _target(self, params: _At) -> tuple[CheckInput, Target] | None:
        place, opened = self._at(params), self._read()
        target = target_at(opened, place[1]) if place and opened else None
        return (opened, target) if opened and target else None

    async def _hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        if (found := self._target(params)) is None:
            return None
        opened, target = found
        evidence = None
        if isinstance(target, TaskTarget):
            evidence = await _in_background(lambda: self._evidence.of(opened, target))
        text = hover(opened, target, evidence)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text))

    def _definition(self, params: lsp.DefinitionParams) -> lsp.Location | None:
        found = self._target(params)
        place = definition(*found) if found else None
        if not (found and place):
            return None
        return self._opened_session.location(place, Lines(found[0]).at(place))

    def _code_actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        session = self._opened_session
        path, opened = session.path_of(params.text_document.uri), self._read()
        if path is None or opened is None:
            return []
        return list(code_actions(session, opened, path, params.context.diagnostics))

    def _complete(self, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        place, opened = self._at(params), self._read()
        if place is None or opened is None:
            return []
        document, cursor = place
        complete = in_commit_message if document.is_commit_message else in_task_list
        return [
            lsp.CompletionItem(
                label=it.word,
                kind=lsp.CompletionItemKind.Reference,
                detail=safe(it.detail),
                sort_text=f"{index:04}",
                text_edit=lsp.TextEdit(self._before(cursor, it.begun), it.word),
            )
            for index, it in enumerate(complete(opened, cursor))
        ]

    def _before(self, cursor: Cursor, characters: int) -> lsp.Range:
        """The range of these characters before the cursor."""
        start, end = (
            lsp.Position(cursor.number - 1, self._opened_session.units(cursor.line[:column]))
            for column in (cursor.column - characters, cursor.column)
        )
        return lsp.Range(start, end)


async def _in_background(work: Callable[[], Result]) -> Result:
    """The result of work in a thread, which does not keep the process alive."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        try:
            loop.call_soon_threadsafe(future.set_result, work())
        except Exception as error:  # noqa: BLE001 - the caller raises it
            loop.call_soon_threadsafe(future.set_exception, error)

    threading.Thread(target=run, daemon=True).start()
    return await future


def serve() -> None:
    """Serve until the editor closes standard input or asks to exit."""
    # Only the protocol is written to standard output, whatever a plugin prints.
    output, sys.stdout = sys.stdout.buffer, sys.stderr
    server = Server()
    try:
        server.start_io(stdout=output)
    finally:
        server.close()
