"""Standard output carries the protocol only, whatever comes in and whatever a rule prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from aos_check.setup import installing
from tests.support.git_repo import Repo, environment
from tests.support.sample_project import project

RULE = '''"""A rule that prints.

It disturbs. Print nothing.
"""

import os

from aos_check.model.finding import Severity
from aos_check.model.rule import project_rule


@project_rule("ACME001", doc=__doc__, severity=Severity.INFO)
def noisy(project):
    print("noise by print")
    os.write(1, b"noise by a descriptor\\n")
    yield from ()
'''
BEGIN: dict[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


def test_only_the_protocol_is_on_standard_output(repo: Repo, tmp_path: Path) -> None:
    repo.write({**project(), "aos-check.toml": 'plugins = ["acme"]\n'})
    site = tmp_path / "site"
    info = site / "acme-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "noisy.py").write_text(RULE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[aos_check.rules]\nnoisy = noisy:noisy\n", "utf-8")
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    with (tmp_path / "errors").open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, "-m", "aos_check", "mcp"],
            cwd=repo.top, env=environment() | {"PYTHONPATH": path},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        assert server.stdin
        assert server.stdout
        with server, server.stdin as pipe:
            ask(pipe, server.stdout, "initialize", BEGIN)
            pipe.write(b'no JSON\n{"jsonrpc": "2.0"}\n\xff\n[]\n"\\ud800"\n')
            answer = ask(pipe, server.stdout, "tools/call", {"name": "check", "arguments": {}})
            assert "no problems found" in answer["result"]["content"][0]["text"]
            pipe.close()
            assert server.stdout.read() == b""
    assert server.returncode == 0
    said = (tmp_path / "errors").read_text("utf-8")
    assert "noise by print" in said
    assert "noise by a descriptor" in said


def ask(pipe: IO[bytes], answers: IO[bytes], method: str, params: dict[str, Any]) -> dict[str, Any]:
    """Send a request; return its answer. Every line must be a message."""
    request = {"jsonrpc": "2.0", "id": method, "method": method, "params": params}
    pipe.write(json.dumps(request).encode() + b"\n")
    pipe.flush()
    for line in answers:
        message: dict[str, Any] = json.loads(line)
        assert message["jsonrpc"] == "2.0"
        if message.get("id") == method:
            return message
    raise AssertionError("the server ended")


def test_without_the_extra_it_says_how_to_install_it(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda name: None if name == "mcp" else name)
    result = repo.run("mcp")
    assert result.exit_code == 2
    assert "the server needs mcp, which is not installed\n  help: run `" in result.stderr
    assert "[mcp]" in result.stderr
