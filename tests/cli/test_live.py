"""`check --live` and `status --live`, with a real NATS server that is killed and started again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aos_check.cli import cli
from tests.support.cycles import PHASES, cycle
from tests.support.git_repo import write_files
from tests.support.nats_server import NatsServer
from tests.support.sample_project import PRODUCT

SPEC = ".agent-os/specs/2025-10-08-login"
KEY = "peer.spec.login.cycle.1"
FILES = {
    ".agent-os/instructions/core/peer.md": "# PEER\n",
    ".agent-os/product/mission.md": PRODUCT,
    ".agent-os/product/roadmap.md": "# Product Roadmap\n\n## Phase 1\n\n- [ ] Login\n",
    f"{SPEC}/spec.md": "# Spec\n\n## Overview\n\nForm.\n\n## Spec Scope\n\n1. Form\n",
    f"{SPEC}/tasks.md": "# Spec Tasks\n\n- [x] 1. Form\n- [ ] 2. Sign-out\n",
}
COMPLETED = cycle("login", 1, "COMPLETED", "review", *PHASES)
CONTRADICTION = (
    f"{KEY} in NATS: the cycle has executed the tasks of 2025-10-08-login, but tasks are open: 2"
)
GATES = ["GATE002", "GATE003", "GATE011", "GATE012", "GATE013"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    started = NatsServer(tmp_path_factory.mktemp("store"))
    started.start()
    yield started
    started.kill()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, server: NatsServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a spec, and a bucket that says that its cycle is completed."""
    monkeypatch.delenv("NATS_URL", raising=False)
    monkeypatch.setattr("aos_check.live.bucket.SECONDS", 30)
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, {**FILES, "aos-check.toml": f'[peer]\nserver = "{server.url}"\n'})
    server.empty()
    server.write(
        (KEY, cycle("login", 1, "EXECUTING", "execute", "plan")),
        ("peer.spec.login.cycle.current", 1),
        (KEY, cycle("login", 1, "EXPRESSING", "express", *PHASES[:2])),
        (KEY, COMPLETED),
    )
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="aos-check")


def report(*arguments: str) -> dict[str, Any]:
    result = run("check", "--format", "json", *arguments)
    return {"exit": result.exit_code, **json.loads(result.stdout)}


def messages(found: dict[str, Any], code: str = "GATE013") -> list[str]:
    return [it["message"] for it in found["findings"] if it["code"] == code]


def test_a_conflict_is_a_finding_at_the_tasks() -> None:
    found = report("--live")
    assert messages(found) == [CONTRADICTION]
    (finding,) = (it for it in found["findings"] if it["code"] == "GATE013")
    assert (finding["path"], finding["severity"]) == (f"{SPEC}/tasks.md", "warning")


def test_without_live_nothing_is_read(server: NatsServer) -> None:
    assert messages(report()) == []
    assert "cycle" not in run("status").stdout
    assert server.consumers() == 0


def test_a_suppression_is_used_with_live_and_not_unused_without_it(here: Path) -> None:
    note = "<!-- aos-check: ignore-file[GATE013] the second task is for later -->\n"
    write_files(here, {f"{SPEC}/tasks.md": FILES[f"{SPEC}/tasks.md"] + note})
    for arguments in ((), ("--live",)):
        found = report(*arguments)
        assert messages(found) == messages(found, "DOC007") == []


def test_a_server_that_is_killed_and_started_again(server: NatsServer) -> None:
    before = report("--live")
    server.kill()
    gone = report("--live")
    reason = f"{server.url} cannot be reached"
    assert [it["code"] for it in gone["not_evaluated"] if it["reason"] == reason] == GATES
    assert (gone["exit"], messages(gone)) == (0, [])
    shown = run("status", "--live")
    assert (shown.exit_code, "login" in shown.stdout) == (0, True)
    assert shown.stderr == f"aos-check: the live cycles are not known: {reason}\n"
    assert json.loads(run("status", "--live", "--format", "json").stdout)["live_gap"] == reason
    server.start()
    assert report("--live") == before


def test_a_bucket_that_is_missing(here: Path, server: NatsServer) -> None:
    write_files(here, {"aos-check.toml": f'[peer]\nserver = "{server.url}"\nbucket = "none"\n'})
    found = report("--live")
    reasons = {it["reason"] for it in found["not_evaluated"] if it["code"] in GATES}
    assert reasons == {f"{server.url} has no bucket none"}


def test_status_shows_the_cycle_and_its_last_revisions() -> None:
    assert "cycle      next" in run("status", "--live").stdout
    assert "completed  2 Sign-out" in run("status", "--live").stdout
    lines = run("status", "login", "--live").stdout.splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith("cycle "))
    shown = [line[14:] for line in lines[begin : begin + 4]]
    assert shown[0] == "1: completed, COMPLETED, execute-tasks"
    assert [shown[1][:10], shown[2][:10], shown[3][:10]] == [
        "revision 4", "revision 3", "revision 1",
    ]  # fmt: skip
    assert shown[1].endswith(
        "UTC: express and review changed, owned by peer-express and peer-review"
    )
    assert shown[3].endswith("UTC: nothing to compare it with")


def test_status_as_json() -> None:
    found = json.loads(run("status", "--live", "--format", "json").stdout)
    shown = found["specs"][0]["cycle"]
    revisions = shown.pop("revisions")
    assert shown == {
        "key": KEY,
        "number": 1,
        "status": "COMPLETED",
        "phase": "review",
        "stage": "completed",
        "instruction": "execute-tasks",
    }
    assert [(it["number"], it["changed"]) for it in revisions] == [
        (1, []),
        (3, ["execute", "express"]),
        (4, ["express", "review"]),
    ]


def test_live_is_for_the_worktree() -> None:
    result = run("check", "--live", "--staged")
    assert result.exit_code == 2
    assert "--live is for the worktree" in result.stderr


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nats", None)
    for command in ("check", "status"):
        result = run(command, "--live")
        assert result.exit_code == 2
        assert "--live needs nats, which is not installed\n  help: run `" in result.stderr
        assert "[nats]" in result.stderr


# Credentials


def test_credentials_go_only_to_the_server_of_the_user(
    here: Path, server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(here, {"aos-check.toml": '[peer]\nserver = "nats://127.0.0.1:9"\n'})
    monkeypatch.setenv("NATS_URL", server.url.replace("//", "//ada:secret@"))
    assert messages(report("--live")) == [CONTRADICTION]
    server.kill()
    try:
        result = run("check", "--live")
        assert "the server of NATS_URL cannot be reached" in result.stdout
        assert "secret" not in result.output
    finally:
        server.start()


@pytest.mark.parametrize(
    "written",
    [
        'server = "nats://ada:secret@example.org:4222"',
        'server = "nats://secret@example.org"',
        'server = "http://example.org/secret"',
        'server = "nats://a,nats://secret:b@c"',
        'bucket = "secret.>"',
        'bucket = ""',
    ],
)
def test_a_configuration_without_credentials_or_tricks(here: Path, written: str) -> None:
    write_files(here, {"aos-check.toml": f"[peer]\n{written}\n"})
    for command in ("check", "status"):
        result = run(command, "--live")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "aos-check.toml:2: peer." in result.stderr
        assert "secret" not in result.stderr


def test_hostile_text_does_not_reach_the_terminal(server: NatsServer) -> None:
    value = cycle("login", 1, "\x1b[2J" * 9, "plan")
    value["metadata"]["instruction_name"] = "\u202e" + "A" * 100_000
    server.write((KEY, value), ("peer.spec.login.cycle.2", b'{"\\u001b[2J": 1, "\\u001b[2J": 2}'))
    for arguments in (("check",), ("status",), ("status", "login")):
        output = run(*arguments, "--live").output
        assert "\x1b[2J" not in output
        assert "\u202e" not in output
        assert len(output) < 10_000
