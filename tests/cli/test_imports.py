"""The heavy modules that each command imports: none before it is needed. None opens a socket."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.git_repo import Repo, environment

HEAVY = {
    "click",
    "git",
    "jinja2",
    "jsonschema",
    "mcp",
    "mistletoe",
    "nats",
    "pydantic",
    "pygls",
    "yaml",
}
SCRIPT = """
import sys
sys.argv = ["aos-check", *{arguments!r}]
sockets = []
sys.addaudithook(lambda event, _: event.startswith("socket.") and sockets.append(event))
from aos_check.__main__ import main
try:
    main()
except SystemExit:
    pass
print(sorted(set(sys.modules) & {heavy!r}) + sockets, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--version"], ["click"]),
        (["--help"], ["click"]),
        (["check", "--help"], ["click"]),
        (["mcp", "--help"], ["click"]),
        (["explain", "TASK001"], ["click"]),
        (["check"], ["click"]),
        (["check", "--staged"], ["click"]),
        (["commit-msg", "message"], ["click"]),
        (["status"], ["click"]),
        (["merge-tasks", "message", "message", "message"], ["click"]),
        (["decisions", "--brief"], ["click"]),
        (["next", "--context"], ["click"]),
        (["check", "--format", "json"], ["click", "pydantic"]),
    ],
)
def test_an_entry_loads_no_more_than_it_needs(
    arguments: list[str], loaded: list[str], tmp_path: Path
) -> None:
    spec = tmp_path / ".agent-os/specs/2025-10-08-login"
    spec.mkdir(parents=True)
    (spec / "tasks.md").write_text("- [ ] 1. Form\n", "utf-8")
    (tmp_path / "message").write_text("Begin\n\nTask: login#1\n", "utf-8")
    Repo(tmp_path).git("add", "--all")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=arguments, heavy=HEAVY)],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == str(loaded)
