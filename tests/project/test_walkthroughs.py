"""The pages that a reader follows step by step are executed, and show what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import put_on_path
from tests.support.installed_tool import install_tool, variables
from tests.support.nats_cli import put_nats_on_path
from tests.support.nats_server import NatsServer
from tests.support.pre_commit import Installed
from tests.support.shared_folders import made_once
from tests.support.walkthrough import Walkthrough

GUIDES = (
    "how-to/editor.md",
    "how-to/context.md",
    "how-to/decisions.md",
    "how-to/mcp.md",
    "how-to/merge.md",
    "how-to/monorepo.md",
    "how-to/orchestration.md",
    "how-to/own-layout.md",
    "how-to/own-workflow.md",
)


@pytest.fixture(scope="session")
def tool(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a newcomer who has installed aos-check and pre-commit."""
    source = installed.folder / "source"
    folder = made_once(tmp_path_factory, "tool", lambda folder: install_tool(folder, source))
    return variables(folder, installed)


@pytest.mark.pre_commit
def test_the_tutorial(tool: dict[str, str], tmp_path: Path) -> None:
    Walkthrough(tmp_path, tool).follows("tutorial.md")


@pytest.mark.pre_commit
def test_a_rule_of_your_own(tool: dict[str, str], tmp_path: Path) -> None:
    Walkthrough(tmp_path, tool).follows("how-to/own-rule.md")


@pytest.mark.parametrize("page", GUIDES)
def test_a_guide(page: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "work").mkdir()
    Walkthrough(tmp_path / "work", put_on_path(tmp_path / "bin")).follows(page)


def test_live_cycles(tmp_path: Path) -> None:
    for name in ("bin", "work", "store"):
        (tmp_path / name).mkdir()
    server = NatsServer(tmp_path / "store")
    server.start()
    try:
        programs = put_nats_on_path(tmp_path / "bin", server)
        Walkthrough(tmp_path / "work", programs).follows("how-to/peer-live.md")
    finally:
        server.kill()
