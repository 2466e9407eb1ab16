"""The server on standard input and output, with its tools and resources."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from inspect import getdoc
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp.types import ToolAnnotations

from aos_check import __version__
from aos_check.mcp_server.resources import add_resources
from aos_check.mcp_server.tools import AgentTools

READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

INSTRUCTIONS = """\
Facts about the specs, tasks, decisions and rules of this repository, read anew for each answer.
Ask `context` before you work on a task, `check` with the text before you write a spec or a task
list, and `explain` when a finding is not clear. Nothing here writes, approves or waives: only a
person approves a spec."""


def serve(root: Path | None, expect_live: Callable[[], None]) -> None:
    """Answer on standard output until standard input ends."""
    with closing(AgentTools(root, expect_live)) as tools:
        server_for(tools).run()


def server_for(tools: AgentTools) -> MCPServer[Any]:
    """The server with exactly these tools, and the resources."""
    functions = (
        tools.status,
        tools.next,
        tools.context,
        tools.check,
        tools.explain,
        tools.find,
    )
    server: MCPServer[Any] = MCPServer(
        "aos-check",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        tools=[_tool(function) for function in functions],
        subscriptions=False,
    )
    add_resources(server, tools)
    return server


class _AsGiven(FuncMetadata):
    """Arguments as they come: the SDK would parse a text that is JSON, such as a task list."""

    def pre_parse_json(self, data: dict[str, Any]) -> dict[str, Any]:
        """The arguments."""
        return data


def _tool(function: Callable[..., str]) -> Tool:
    """The tool, which refuses unknown arguments: a misspelled one would change the question."""
    # With structured output, a client would show the model each answer twice.
    tool = Tool.from_function(
        function, description=getdoc(function), annotations=READ_ONLY, structured_output=False
    )
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.fn_metadata = _AsGiven(arg_model=model)
    tool.parameters = model.model_json_schema()
    return tool
