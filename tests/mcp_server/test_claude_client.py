"""The server in the real Claude Code client, which talks to a scripted model.

The client gets a temporary home and connects to nothing outside this machine.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.git_repo import Repo, contents, put_on_path
from tests.support.sample_project import SPEC, project
from tests.support.scripted_model import CLIENT, ScriptedModel, client_environment, use
from tests.support.walkthrough import DOCS

pytestmark = pytest.mark.client

PAGE = (DOCS / "how-to/mcp.md").read_text("utf-8")
WAITING = {"MCP_CONNECTION_NONBLOCKING": "0"}
"""The client begins when the server is connected, however slow the machine is."""

HALF = "# Tasks: Login\n\n- [x] 1. Part 1\n  - [ ] 1.1 Half\n"


class Shop:
    """A repository in which the client works."""

    def __init__(self, folder: Path) -> None:
        self.repo = Repo(folder / "shop")
        self.repo.commit("docs: specify", project())
        (folder / "home").mkdir()
        self._home = folder / "home"
        self._path = put_on_path(folder / "home")

    def claude(self, *arguments: str, url: str = "http://127.0.0.1:9") -> None:
        """Run the client."""
        done = subprocess.run(
            [CLIENT, *arguments],
            cwd=self.repo.top, env=client_environment(self._home, url) | self._path | WAITING,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_the_command_of_the_page_writes_the_file_of_the_page(shop: Shop) -> None:
    [command] = re.findall(r"^ *claude (mcp add .*)$", PAGE, re.MULTILINE)
    [text] = re.findall(r"^ *```json \.mcp\.json\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    shop.claude(*command.split())
    written = (shop.repo.top / ".mcp.json").read_text("utf-8")
    assert json.loads(written) == json.loads(text)


def test_the_answers_reach_the_model(shop: Shop) -> None:
    [text] = re.findall(r"^ *```json \.mcp\.json\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    shop.repo.write({".mcp.json": text})
    before = contents(shop.repo.top)
    turns = [
        use("mcp__aos-check__next"),
        use("mcp__aos-check__check", path=f"{SPEC}/tasks.md", text=HALF),
        use("mcp__aos-check__status", spec="logn"),
        {"text": "finished"},
    ]
    with ScriptedModel(turns) as model:
        trusted = ("--mcp-config", ".mcp.json", "--strict-mcp-config")
        shop.claude("-p", "go", *trusted, "--allowedTools", "mcp__aos-check", url=model.url)
    assert "commit message: Task: login#1" in model.seen
    assert "TASK001 done-task-open-subtask" in model.seen
    assert "there is no spec logn\nhelp: the nearest are login" in model.seen
    assert contents(shop.repo.top) == before
