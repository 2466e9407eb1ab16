"""The official MCP client, connected to `aos-check mcp` in a folder by real pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent, TextResourceContents, Tool

from tests.support.git_repo import environment

Calls = Sequence[tuple[str, dict[str, Any]]]
"""Tools, and the arguments to call them with."""


class Answer(NamedTuple):
    """The text of an answer, and whether it is an error."""

    text: str
    failed: bool = False


class ServedRepository:
    """A session with the server. Every text that it answers must be safe for a terminal."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self._client = client

    def call(self, tool: str, **arguments: object) -> Answer:
        """Call a tool."""
        result = self._portal.call(self._client.call_tool, tool, arguments)
        return Answer(_text_of(result), bool(result.is_error))

    def together(self, calls: Calls) -> list[str]:
        """The texts of calls that are under way at the same time."""
        waiting = [
            self._portal.start_task_soon(self._client.call_tool, tool, given)
            for tool, given in calls
        ]
        return [_text_of(each.result()) for each in waiting]

    def says(self, tool: str, **arguments: object) -> str:
        """The text of an answer that is not an error."""
        text, failed = self.call(tool, **arguments)
        assert not failed, text
        return text

    def read(self, uri: str) -> Answer:
        """Read a resource."""
        try:
            result = self._portal.call(self._client.read_resource, uri)
        except MCPError as error:
            return Answer(_checked(str(error)), failed=True)
        [content] = result.contents
        assert isinstance(content, TextResourceContents)
        return Answer(_checked(content.text))

    def tools(self) -> Mapping[str, Tool]:
        """The tools by name."""
        return {tool.name: tool for tool in self._portal.call(self._client.list_tools).tools}

    def addresses(self) -> list[str]:
        """The addresses of all resources and templates."""
        listed = self._portal.call(self._client.list_resources).resources
        templates = self._portal.call(self._client.list_resource_templates).resource_templates
        return sorted([*(it.uri for it in listed), *(it.uri_template for it in templates)])


@contextmanager
def served(folder: Path, *arguments: str, **env: str) -> Iterator[ServedRepository]:
    """Start the server in the folder, and connect to it."""
    variables: dict[str, str] = environment() | env
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "aos_check", "mcp", *arguments],
        cwd=folder,
        env=variables,
    )
    with start_blocking_portal() as portal:
        connected: Any = portal.wrap_async_context_manager(Client(stdio_client(server)))
        with connected as client:
            yield ServedRepository(portal, client)


def _text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    assert result.structured_content is None
    return _checked(content.text)


def _checked(text: str) -> str:
    unsafe = [line for line in text.split("\n") if not line.isprintable()]
    assert unsafe == []
    return text
