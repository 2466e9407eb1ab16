"""Ways round the gate, and legal work, in real git: each row of the tables is one sequence.

A table is a YAML file. A row has a name, the sequence `run` in shell, and the `ring` that must
judge it. `refused` lists the codes of which at least one must stop it. Without it, the ring must
accept. `prelude.sh` has the commands of a sequence. Each starts on `main`, which has one approved
spec of three open tasks and some code, and which the remote has too.

The rings:

- `commit`: the hooks of the commit that ends the sequence, with the message `commit`
- `push`: the pre-push hook, when the branch is pushed
- `receive`: the pre-receive hook of the server, without any hook of the client
- `ci`: the check of a pull request to `main`, by the rules of `main`
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.git_repo import environment, put_on_path
from tests.support.hooks import CODE, SCRIPTS, TASKS, CommandResult, HookedRepo, with_remote
from tests.support.sample_project import project

HERE = Path(__file__).parent
PRELUDE = HERE / "prelude.sh"


def rows() -> list[Any]:
    """Every row of every table, as a parameter."""
    return [
        pytest.param(row, id=f"{table.stem}: {row['name']}")
        for table in sorted(HERE.glob("*.yaml"))
        for row in yaml.safe_load(table.read_text("utf-8"))
    ]


@pytest.fixture(scope="session")
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variable that puts `aos-check` on the path."""
    return put_on_path(tmp_path_factory.mktemp("bin"))


@pytest.mark.parametrize("row", rows())
def test_a_sequence(row: dict[str, Any], tmp_path: Path, on_path: dict[str, str]) -> None:
    repo = HookedRepo(tmp_path / "work", env=on_path)
    repo.commit_unchecked("docs: specify", {**project(), CODE: "x = 0\n", **row.get("files", {})})
    with_remote(repo, tmp_path)
    prepare(repo, tmp_path, row["ring"])
    sequence(repo, row["run"])
    found = RINGS[row["ring"]](repo, row)
    wanted = row.get("refused", [])
    assert found.code == bool(wanted), found.screen
    assert not wanted or any(code in found.screen for code in wanted), found.screen


def prepare(repo: HookedRepo, folder: Path, ring: str) -> None:
    """Install the hooks of the ring."""
    if ring in ("commit", "push"):
        repo.git("config", "core.hooksPath", str(SCRIPTS))
    elif ring == "receive":
        hook = folder / "remote.git" / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.symlink_to(SCRIPTS / "pre-receive")


def sequence(repo: HookedRepo, script: str) -> None:
    """Run the commands of a row in the repository."""
    done = subprocess.run(
        ["bash", "-e", "-c", f". '{PRELUDE}'\n{script}"], cwd=repo.top,
        env=environment() | repo.env | {"TASKS": TASKS, "GIT_ALLOW_PROTOCOL": "file"},
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, os.fsdecode(done.stdout + done.stderr)


def commit(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    repo.git("add", "--all")
    return repo.attempt("commit", "-m", row["commit"])


def push(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    del row
    return repo.attempt("push", "--force", "origin", "HEAD")


def receive(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    del row
    return repo.attempt("-c", "core.hooksPath=/dev/null", "push", "origin", "HEAD")


def ci(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    del row
    result = repo.run("check", "--range", "origin/main..HEAD", "--config-from", "origin/main")
    return CommandResult(result.exit_code, result.output)


RINGS = {"commit": commit, "push": push, "receive": receive, "ci": ci}
