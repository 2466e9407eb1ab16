"""The resources that a user can attach to a conversation: specs, decisions and rules."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer

from aos_check.judging.overview import overview_of
from aos_check.mcp_server.answer import answers, fitted
from aos_check.mcp_server.arguments import MAX_BUDGET
from aos_check.mcp_server.tools import DETAILED, AgentTools
from aos_check.progress.decisions import standing
from aos_check.reporters.decisions import as_text as decisions_as_text
from aos_check.reporters.status import as_text
from aos_check.reporters.style import Style


def add_resources(server: MCPServer[Any], tools: AgentTools) -> None:
    """Add the resources, which are answered like the tools."""

    @server.resource("aos-check://specs", name="specs")
    @answers
    def specs() -> str:
        """The progress of every spec, finished ones too."""
        text = as_text(overview_of(tools.read(), tools.root), DETAILED)
        return fitted(text, MAX_BUDGET, "read aos-check://specs/{name}")

    @server.resource("aos-check://specs/{name}", name="spec")
    def spec(name: str) -> str:
        """The progress of one spec in detail, by its folder's name, slug or number."""
        return tools.status(spec=name, budget=MAX_BUDGET)

    @server.resource("aos-check://decisions", name="decisions")
    @answers
    def decisions() -> str:
        """The decisions in force by topic, and those that are proposed."""
        found = decisions_as_text(standing(tools.read().projects), Style())
        return fitted(found, MAX_BUDGET, "call the tool `find`")

    @server.resource("aos-check://rules", name="rules")
    @answers
    def rules() -> str:
        """Every rule with its code, its name and what it finds."""
        text = "".join(f"{it.code} {it.name}: {it.title}\n" for it in tools.rules())
        return fitted(text, MAX_BUDGET, "read aos-check://rules/{code}")

    @server.resource("aos-check://rules/{code}", name="rule")
    def rule(code: str) -> str:
        """The documentation of one rule, by its code or name."""
        return tools.explain(code=code, budget=MAX_BUDGET)
