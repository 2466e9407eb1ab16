"""An editor: pygls' client, which talks to a real `aos-check lsp` on its standard streams."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from tests.support.git_repo import environment

Result = TypeVar("Result")
_PATIENCE = 20  # seconds, for a loaded machine


class Editor:
    """An editor with a folder open. `shown` are the diagnostics of each file, by its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.versions: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self.client = LanguageClient("editor", "1")
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._receiver())
        self.client.feature(lsp.WINDOW_SHOW_MESSAGE)(
            lambda params: self.messages.append(params.message)
        )
        command = (sys.executable, "-m", "aos_check", "lsp")
        self.run(self.client.start_io(*command, cwd=folder.parent, env=environment()))

    def _receiver(self) -> Callable[[lsp.PublishDiagnosticsParams], None]:
        def receive(params: lsp.PublishDiagnosticsParams) -> None:
            path = params.uri.removeprefix(f"{self.folder.as_uri()}/")
            self.shown[path] = params

        return receive

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Wait for the work, while messages are received."""
        return self._loop.run_until_complete(asyncio.wait_for(work, _PATIENCE))

    def initialize(self) -> lsp.InitializeResult:
        """Open the folder."""
        edits = lsp.WorkspaceEditClientCapabilities(document_changes=True)
        workspace = lsp.WorkspaceClientCapabilities(workspace_edit=edits)
        wanted = lsp.ClientCapabilities(workspace=workspace)
        folders = [lsp.WorkspaceFolder(self.folder.as_uri(), "folder")]
        params = lsp.InitializeParams(capabilities=wanted, workspace_folders=folders)
        result = self.run(self.client.initialize_async(params))
        self.client.initialized(lsp.InitializedParams())
        return result

    def uri(self, path: str) -> str:
        """The URI of a file below the folder."""
        return (self.folder / path).as_uri()

    def open(self, path: str, text: str | None = None, language: str = "markdown") -> None:
        """Open a file, and wait for its diagnostics if it is checked."""
        self.versions[path] = 1
        text = (self.folder / path).read_text("utf-8") if text is None else text
        item = lsp.TextDocumentItem(self.uri(path), language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: str, text: str) -> None:
        """Replace the text of an open file."""
        self.versions[path] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[path], self.uri(path))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        params = lsp.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    def close(self, path: str) -> None:
        """Close an open file."""
        document = lsp.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))

    def changed_on_disk(self) -> None:
        """Report that files changed on disk."""
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([]))

    def wait(self, until: Callable[[], bool]) -> None:
        """Receive messages until this is true."""

        async def poll() -> None:
            while not until():  # noqa: ASYNC110 - several things end the wait
                await asyncio.sleep(0.002)

        self.run(poll())

    def codes(self, path: str) -> list[object]:
        """The codes of the shown diagnostics of a file."""
        return [it.code for it in self.shown[path].diagnostics] if path in self.shown else []

    def at(self, path: str, line: int, column: int) -> dict[str, Any]:
        """The parameters of a request about a place, which counts from 0."""
        document = lsp.TextDocumentIdentifier(self.uri(path))
        return {"text_document": document, "position": lsp.Position(line, column)}

    def hover(self, path: str, line: int, column: int) -> str:
        """The text that is shown at a place; "" if there is none."""
        params = lsp.HoverParams(**self.at(path, line, column))
        found = self.run(self.client.text_document_hover_async(params))
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def definition(self, path: str, line: int, column: int) -> tuple[str, int] | None:
        """The path and the line from 0 of the definition."""
        params = lsp.DefinitionParams(**self.at(path, line, column))
        found = self.run(self.client.text_document_definition_async(params))
        if found is None:
            return None
        assert isinstance(found, lsp.Location)
        return found.uri.removeprefix(f"{self.folder.as_uri()}/"), found.range.start.line

    def completions(self, path: str, line: int, column: int) -> list[lsp.CompletionItem]:
        """The completions at a place."""
        params = lsp.CompletionParams(**self.at(path, line, column))
        found = self.run(self.client.text_document_completion_async(params))
        return [*found] if isinstance(found, (list, tuple)) else []

    def actions(self, path: str, diagnostics: list[lsp.Diagnostic]) -> list[lsp.CodeAction]:
        """The code actions for these diagnostics."""
        params = lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(self.uri(path)),
            diagnostics[0].range,
            lsp.CodeActionContext(diagnostics),
        )
        found = self.run(self.client.text_document_code_action_async(params)) or []
        return [it for it in found if isinstance(it, lsp.CodeAction)]

    def quit(self) -> int:
        """Shut the server down. Return its exit code."""
        self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        return self.wait_for_exit()

    def hang_up(self) -> int:
        """Close the pipe to the server. Return its exit code."""
        assert self._server.stdin
        self._server.stdin.close()
        return self.wait_for_exit()

    def wait_for_exit(self) -> int:
        """Wait until the server ended. Return its exit code."""
        code = self.run(self._server.wait())
        self.run(self.client.stop())  # type: ignore[no-untyped-call]
        self._loop.close()
        return code

    @property
    def _server(self) -> asyncio.subprocess.Process:
        assert self.client._server
        return self.client._server
